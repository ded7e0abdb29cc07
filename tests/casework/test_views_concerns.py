"""The concern form as a browser sends it: nothing typed is lost, one concern for two presses, strangers find nothing."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.models import School, User
from access.serving import serving
from casework.models import BodyMapMark, Concern, Draft, Involvement
from tests import factories

pytestmark = pytest.mark.django_db
FORM = "/concerns/new/"


def filled(child=None, **more):
    """What the browser sends for the shortest concern."""
    about = {"about-child": str(child.pk), "about-child_name": "Maya Hussain"} if child else {}
    today = timezone.localdate().isoformat()
    return (
        about | {"kind": "SAW", "words": "A mark on the arm.", "happened_on": today, "adult": "NO", "do": "send"} | more
    )


def key_in(response) -> str:
    return re.search(r'name="key" value="([^"]+)"', response.content.decode())[1]


def hidden_in(response, name: str) -> str:
    return re.search(rf'name="{name}"[^>]* value="([^"]*)"', response.content.decode())[1]


@pytest.fixture
def site(client: Client, teacher: User) -> Client:
    client.force_login(teacher)
    return client


def test_concern_create_shows_who_to_speak_to_first(site: Client, school: School, head: User) -> None:
    page = site.get(FORM).content.decode()

    main = page[page.index("<main") :]
    assert main.index("If a child is in danger now") < main.index("Who is this about?")
    assert head.name in main
    assert "Do not write it here" in main


def test_concern_create_offers_whom_it_tells_to_speak_to(site: Client, school: School, head: User, lead: User) -> None:
    """On a Sunday nobody is on the rota, and the head stands in."""
    with time_machine.travel("2026-11-22 11:00", tick=False):
        page = site.get(FORM).content.decode()

    offered = page[page.index('name="told_in_person"') :]
    assert f"speak to a safeguarding lead: {head.name} (head)." in page
    assert re.findall(r"<option[^>]*>([^<]+)<", offered[: offered.index("</select>")]) == [
        "Not yet",
        f"{head.name} (head)",
        lead.name,
    ]


def test_concern_create_sends_once_for_two_presses(site: Client, school: School, lead: User) -> None:
    child = factories.child(school)
    sent = filled(child, key=key_in(site.get(FORM)))

    first, second = site.post(FORM, sent), site.post(FORM, sent)

    concern = Concern.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == f"/concerns/{concern.pk}/sent/"
    assert concern.child == child
    receipt = site.get(first.headers["Location"]).content.decode()
    assert concern.reference in receipt
    assert "Hussain" not in receipt


def test_concern_create_with_nothing_asks_for_three_answers_and_keeps_the_rest(site: Client) -> None:
    answer = site.post(FORM, {"place": "In the corridor", "happened_on": "", "adult": "NO"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: " in page
    assert "Enter the child’s name, or choose ‘I don’t know the child’s name’" in page
    assert page.index('href="#id_about-child_name"') < page.index('href="#id_kind"') < page.index('href="#id_words"')
    assert "In the corridor" in page
    assert not Concern.objects.exists()


@pytest.mark.parametrize("days", [1, 400])
def test_concern_create_refuses_a_date_to_come(site: Client, school: School, days: int) -> None:
    ahead = (timezone.localdate() + timedelta(days=days)).isoformat()

    answer = site.post(FORM, filled(factories.child(school), happened_on=ahead))

    assert answer.status_code == 422
    assert "The date must be today or in the past" in answer.content.decode()


@pytest.mark.parametrize("day", ["0202-11-16", "1026-11-16", "1899-12-31", "1920-01-01"])
def test_concern_create_asks_about_a_date_of_long_ago(site: Client, school: School, day: str) -> None:
    answer = site.post(FORM, filled(factories.child(school), happened_on=day))

    assert answer.status_code == 422
    assert "Check the year: this is more than 100 years ago" in answer.content.decode()
    assert not Concern.objects.exists()


def test_concern_create_without_scripts_finds_a_child_in_a_step(site: Client, school: School) -> None:
    child = factories.child(school)
    factories.child(school, "Jones", "Tyler")

    step = site.post(FORM, {"about-child_name": "huss", "words": "Half a thought", "do": "find"})

    page = step.content.decode()
    assert step.status_code == 200
    assert str(child.pk) in page
    assert "Jones" not in page
    assert "Half a thought" in page
    chosen = filled(None, **{"about-child_found": str(child.pk), "about-child_name": "huss"})
    assert site.post(FORM, chosen).status_code == 302
    assert Concern.objects.get().child == child


def test_concern_create_takes_nobody_when_the_name_was_changed_after_choosing(site: Client, school: School) -> None:
    child, other = factories.child(school), factories.child(school, "Jones", "Tyler")

    answer = site.post(FORM, filled(child, **{"about-child_name": "Tyler Jones"}))

    assert answer.status_code == 422
    assert str(other.pk) in answer.content.decode()
    assert not Concern.objects.exists()


def test_concern_create_for_a_child_not_known_keeps_the_description(
    site: Client, school: School, teacher: User
) -> None:
    sent = filled(None, child_unknown="on", child_described="Red coat, about 12", **{"about-child_name": "Zz"})

    answer = site.post(FORM, sent)

    assert answer.status_code == 302
    page = site.get(f"/concerns/{Concern.objects.get().pk}/").content.decode()
    assert "Red coat, about 12" in page
    assert "Name given: Zz" in page


def test_concern_create_keeps_marks_from_the_list_of_boxes_alone(site: Client, school: School) -> None:
    child = factories.child(school)
    step = site.post(FORM, filled(child, kind="MARK", regions=["front-left-forearm", "back-neck"], do="describe"))
    assert 'name="front-left-forearm-size"' in step.content.decode()

    mark = {"front-left-forearm-size": "2", "front-left-forearm-unit": "CM", "front-left-forearm-shape": "ROUND"}
    mark |= {"front-left-forearm-colour": "blue", "front-left-forearm-explanation": "He grabbed me"}
    site.post(FORM, filled(child, kind="MARK", regions=["front-left-forearm"], **mark))

    concern = Concern.objects.get()
    assert BodyMapMark.objects.count() == 1
    page = site.get(f"/concerns/{concern.pk}/").content.decode()
    assert "1. Left forearm (front)" in page
    assert "Size 2 cm." in page
    assert "He grabbed me" in page
    assert re.search(r"<circle[^>]*/><text[^>]*>1</text>", page)


def test_concern_create_keeps_the_numbers_of_marks_as_they_were_described(site: Client, school: School) -> None:
    """A browser sends ticked boxes from head to toe, and the questions in the order in which they were opened."""
    child = factories.child(school)
    ticked = {"regions": ["front-nose", "front-left-forearm", "back-left-shoulder"], "marks": ["front-left-forearm"]}

    step = site.post(FORM, filled(child, kind="MARK", do="describe", **ticked)).content.decode()
    site.post(
        FORM, filled(child, kind="MARK", **ticked | {"marks": re.findall(r'name="marks" value="([^_"]+)"', step)})
    )

    page = site.get(f"/concerns/{Concern.objects.get().pk}/").content.decode()
    numbered = re.findall(r"data-mark-number>(\d*)</span>: <span data-mark-label>([^<]+)<", step)
    assert numbered[0] == ("1", "Left forearm (front)")
    assert re.findall(r"<strong>(\d)\. ([^<]+)</strong>", page) == numbered


def test_concern_create_sums_up_errors_in_the_order_of_the_page(site: Client) -> None:
    bad = {"happened_on": "", "child_unknown": "on", "kind": "MARK", "adult": "RELATED", "told_in_person": "nobody"}
    bad |= {"regions": ["front-nose"], "front-nose-size": "-1", "other-1-child_name": "Zz", "safe_now": "x" * 20_001}

    page = site.post(FORM, bad).content.decode()

    summary = page[page.index("govuk-error-summary__list") :]
    linked = re.findall(r'href="#id_([^"]+)"', summary[: summary.index("</ul>")])
    placed = sorted(linked, key=lambda name: page.index(f'id="id_{name}"'))
    assert linked == placed
    assert linked == [
        *("child_described", "front-nose-size", "words", "happened_on", "safe_now"),
        *("other-1-child_name", "colleague_1", "told_in_person"),
    ]


def test_concern_create_asks_where_a_mark_is_and_keeps_the_rest(site: Client, school: School) -> None:
    child = factories.child(school)

    answer = site.post(FORM, filled(child, kind="MARK", words="A mark somewhere", place="In the hall"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Choose where on the body, or tick that you could not see where") == 2  # summary and field
    assert 'href="#id_mark_unseen"' in page
    assert 'id="id_mark_unseen"' in page
    assert "A mark somewhere" in page
    assert "In the hall" in page
    assert not Concern.objects.exists()


def test_concern_create_takes_a_mark_that_nobody_could_place(site: Client, school: School) -> None:
    child = factories.child(school)

    answer = site.post(FORM, filled(child, kind="MARK", mark_unseen="on"))

    page = site.get(f"/concerns/{Concern.objects.get().pk}/").content.decode()
    assert answer.status_code == 302
    assert "1. The reporter could not see where" in page
    assert "<circle" not in page


def test_concern_create_prefers_a_place_to_the_tick(site: Client, school: School) -> None:
    child = factories.child(school)

    site.post(FORM, filled(child, kind="MARK", mark_unseen="on", regions=["front-nose"]))

    page = site.get(f"/concerns/{Concern.objects.get().pk}/").content.decode()
    assert "1. Nose (front)" in page
    assert "could not see where" not in page


def test_concern_create_asks_nothing_of_the_body_for_another_kind(site: Client, school: School) -> None:
    assert site.post(FORM, filled(factories.child(school), mark_unseen="on")).status_code == 302
    assert BodyMapMark.objects.count() == 0


def test_an_injury_is_urgent_though_the_child_is_safe_in_class(site: Client, school: School, lead: User) -> None:
    mark = {"kind": "MARK", "regions": ["front-nose"], "safe_now": "Safe in class"}

    form = site.get(FORM).content.decode()
    site.post(FORM, filled(factories.child(school), **mark))

    assert "An injury is always sent as urgent" in form
    assert Concern.objects.get().urgent
    theirs = Client()
    theirs.force_login(lead)
    assert ">Urgent</strong>" in theirs.get("/triage/").content.decode()


def test_concern_create_takes_further_children_with_their_part(site: Client, school: School) -> None:
    child, other = factories.child(school), factories.child(school, "Jones", "Tyler")
    more = {"other-1-child": str(other.pk), "other-1-child_name": "Tyler Jones"}

    asked = site.post(FORM, filled(child, **more))
    sent = site.post(FORM, filled(child, **more, **{"other-1-part": "ALLEGED"}))

    assert asked.status_code == 422
    assert "Choose what part this child had in it" in asked.content.decode()
    assert sent.status_code == 302
    assert Involvement.objects.get().child == other


def test_concern_create_makes_room_for_ten_further_children(site: Client, school: School) -> None:
    child = factories.child(school)
    others = [factories.child(school, f"Other{number}", "Al") for number in range(10)]
    told: dict[str, str] = {}
    room = [_room(site.get(FORM))]
    for number, other in enumerate(others, 1):
        told |= {f"other-{number}-child": str(other.pk), f"other-{number}-child_name": other_name(number)}
        told[f"other-{number}-part"] = "ALLEGED"
        room.append(_room(site.post(FORM, filled(child, **told, do="another"))))

    sent = site.post(FORM, filled(child, **told))

    assert room == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10]
    assert sent.status_code == 302
    assert set(Involvement.objects.values_list("child", flat=True)) == {other.pk for other in others}


def other_name(number: int) -> str:
    return f"Al Other{number - 1}"


def _room(answer) -> int:
    assert answer.status_code == 200
    return answer.content.decode().count(">Another child<")


def test_concern_create_refuses_a_worry_about_a_colleague(site: Client, school: School, head: User) -> None:
    answer = site.post(FORM, filled(factories.child(school), adult="ABOUT"))

    assert answer.status_code == 422
    assert f"Do not write this here. Tell {head.name} in person now: nothing has been sent" in answer.content.decode()
    assert not Concern.objects.exists()


def test_concern_create_hides_it_from_a_colleague_whom_it_names(
    site: Client, school: School, lead: User, deputy: User
) -> None:
    child = factories.child(school)

    site.post(FORM, filled(child, adult="RELATED", colleague_1=str(deputy.pk)))

    concern = Concern.objects.get()
    theirs = Client()
    theirs.force_login(deputy)
    for path in (f"/concerns/{concern.pk}/", f"/triage/{concern.pk}/"):
        hidden, absent = theirs.get(path), theirs.get(path.replace(str(concern.pk), str(uuid.uuid4())))
        assert hidden.status_code == absent.status_code == 404
    assert str(concern.pk) not in theirs.get("/triage/").content.decode()
    assert "Nothing to decide" in theirs.get("/").content.decode()


@pytest.mark.parametrize("who", ["auditor", "technical", "stranger"])
def test_concern_create_is_not_there_outside_staff(client: Client, who: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(FORM).status_code == 404
    assert client.post(FORM, filled(None)).status_code == 404
    assert client.get("/concerns/").status_code == 404


def test_concern_read_shows_the_reporter_state_but_never_a_decision(
    site: Client, school: School, teacher: User, lead: User
) -> None:
    concern = factories.concern(school, teacher, factories.child(school))
    factories.decision(concern, lead, said="ACTED_ON")

    page = site.get(f"/concerns/{concern.pk}/").content.decode()

    assert f"Seen by {lead.name}" in page
    assert "Being handled" in page
    assert "Received and acted on" in page
    for secret in ("Known to social care already", "Physical abuse", "Refer"):
        assert secret not in page


def test_concern_read_behind_a_wall_shows_words_only(site: Client, school: School, teacher: User, lead: User) -> None:
    child = factories.child(school)
    concern = factories.concern(school, teacher, child)
    before = site.get(f"/concerns/{concern.pk}/").content.decode()
    factories.wall(teacher, child)
    factories.decision(concern, lead, said="ACTED_ON")

    page = site.get(f"/concerns/{concern.pk}/").content.decode()

    mask = re.compile(r'(csrfmiddlewaretoken|key)"? (id="id_key" )?value="[^"]*"|[0-9a-f-]{36}|[0-9a-f]{16}')
    assert mask.sub("", page) == mask.sub("", before)
    assert "There is a mark on the left arm." in page
    assert lead.name not in site.get("/concerns/").content.decode()


def test_concern_add_keeps_what_was_written_before(site: Client, school: School, teacher: User) -> None:
    concern = factories.concern(school, teacher, factories.child(school))
    path = reverse("casework:concern_add", args=[concern.pk])
    key = str(uuid.uuid4())

    bad = site.post(path, {"words": " "})
    site.post(path, {"words": "Again today", "key": key})
    site.post(path, {"words": "Again today", "key": key})

    page = site.get(f"/concerns/{concern.pk}/").content.decode()
    assert bad.status_code == 422
    assert page.count("Again today") == 1
    assert "There is a mark on the left arm." in page


def test_concern_add_by_a_lead_is_not_for_the_reporter(site: Client, school: School, teacher: User, lead: User) -> None:
    concern = factories.concern(school, teacher, factories.child(school))
    theirs = Client()
    theirs.force_login(lead)

    theirs.post(reverse("casework:concern_add", args=[concern.pk]), {"words": "Rang the social worker"})

    assert "Rang the social worker" in theirs.get(f"/concerns/{concern.pk}/").content.decode()
    assert "Rang the social worker" not in site.get(f"/concerns/{concern.pk}/").content.decode()


def test_pages_and_addresses_carry_no_name(site: Client, school: School, teacher: User) -> None:
    concern = factories.concern(school, teacher, factories.child(school))

    for path in ("/", "/concerns/", f"/concerns/{concern.pk}/", f"/concerns/{concern.pk}/sent/", FORM):
        page = site.get(path).content.decode()
        title = re.search(r"<title>(.*?)</title>", page)[1]
        assert "Hussain" not in title
        assert not [link for link in re.findall(r'(?:href|action)="([^"]*)"', page) if "ussain" in link]


def test_concern_list_costs_the_same_for_one_and_three(
    site: Client, school: School, teacher: User, django_assert_num_queries
) -> None:
    factories.concern(school, teacher, factories.child(school))
    site.get("/concerns/")
    with django_assert_num_queries(OWN):
        site.get("/concerns/")
    for _ in range(2):
        factories.concern(school, teacher, factories.child(school, "Jones"))

    with django_assert_num_queries(OWN):
        site.get("/concerns/")


OWN = 12


def test_a_draft_survives_the_end_of_a_session(site: Client, school: School, teacher: User) -> None:
    key = key_in(site.get(FORM))
    pk = key.partition(":")[0]
    kept = site.post(f"/concerns/drafts/{pk}/", {"key": key, "words": "Half a thought", "kind": "TOLD"})
    site.logout()

    gone = site.post(f"{FORM}?draft={pk}", {"key": key, "words": "Half a thought", "do": "send"})
    assert gone.status_code == 302
    assert "/account/login/" in gone.headers["Location"]
    site.force_login(teacher)
    back = site.get(f"{FORM}?draft={pk}", follow=True)

    assert kept.status_code == 204
    assert "Half a thought" in back.content.decode()
    assert "Carry on with it" in site.get("/").content.decode()
    with serving(teacher):
        assert "Half" not in str(Draft.objects.get().body)
