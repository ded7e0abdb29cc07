"""The queue and the page on which a lead decides: what is asked for, what is kept, what others never see."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from access.models import School, User
from access.serving import serving
from casework.actions.files import start_episode
from casework.models import Concern, ConcernMove, Triage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def concern(school: School, teacher: User) -> Concern:
    return factories.concern(school, teacher, factories.child(school))


@pytest.fixture
def desk(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


def answers(**more):
    given = {"version": "1", "key": str(uuid.uuid4()), "decision": "NO_ACTION", "category": "NEGLECT"}
    return given | {"rationale": "Seen the child, all is well.", "parents_told": "YES"} | more


def test_triage_queue_puts_urgent_first_then_who_waits_longest(desk: Client, school: School, teacher: User) -> None:
    now = timezone.now()
    for surname, minutes, urgent in (("Ash", 10, False), ("Birch", 90, False), ("Cedar", 25, True)):
        child = factories.child(school, surname, "A")
        factories.concern(school, teacher, child, at=now - timedelta(minutes=minutes), urgent=urgent)

    page = desk.get("/triage/").content.decode()

    assert re.findall(r">A (Ash|Birch|Cedar)<", page) == ["Cedar", "Birch", "Ash"]
    assert "Waiting 25 minutes" in page
    assert "To decide (3)" in page


def test_triage_queue_costs_the_same_for_one_and_many(
    desk: Client, school: School, teacher: User, concern: Concern, django_assert_num_queries
) -> None:
    desk.get("/triage/")
    with django_assert_num_queries(QUEUE):
        desk.get("/triage/")
    for number in range(9):
        factories.concern(school, teacher, factories.child(school, f"Number{number}"))

    with django_assert_num_queries(QUEUE):
        page = desk.get("/triage/").content.decode()
    assert "To decide (10)" in page


QUEUE = 8


@pytest.mark.parametrize("who", ["teacher", "pastoral", "designated", "auditor", "technical", "stranger"])
def test_triage_queue_is_not_there_for_anyone_else(
    client: Client, concern: Concern, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get("/triage/").status_code == 404


@pytest.mark.parametrize("who", ["pastoral", "designated", "head", "auditor", "technical", "stranger"])
@pytest.mark.parametrize("step", ["", "acknowledge/", "feedback/", "close/", "move/"])
def test_concern_triage_is_the_same_404_as_for_none(
    client: Client, concern: Concern, who: str, step: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))

    hidden = client.post(f"/triage/{concern.pk}/{step}", answers())
    absent = client.post(f"/triage/{uuid.uuid4()}/{step}", answers())

    assert hidden.status_code == absent.status_code == 404
    assert not Triage.objects.exists()


def test_concern_triage_shows_the_words_and_changes_nothing_by_being_read(desk: Client, concern: Concern) -> None:
    page = desk.get(f"/triage/{concern.pk}/").content.decode()

    assert "There is a mark on the left arm." in page
    concern.refresh_from_db()
    assert (concern.state, concern.version) == ("SUBMITTED", 1)


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("decision", "Choose what you will do"),
        ("category", "Choose what it is about"),
        ("rationale", "Write the reasons for your decision"),
        ("parents_told", "Say whether the parents have been told"),
    ],
)
def test_concern_triage_stops_without_an_answer_and_keeps_the_rest(
    desk: Client, concern: Concern, missing: str, told: str
) -> None:
    answer = desk.post(f"/triage/{concern.pk}/", answers(parents_note="Rang at noon", **{missing: ""}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(told) == 2  # in the summary and beside the field
    assert "Rang at noon" in page
    assert "There is a mark on the left arm." in page
    assert not Triage.objects.exists()


def test_concern_triage_offers_a_file_only_for_a_named_child(desk: Client, school: School, teacher: User) -> None:
    concern = factories.concern(school, teacher, None, words={"child_described": "Red coat"})

    page = desk.get(f"/triage/{concern.pk}/").content.decode()

    assert re.findall(r'name="decision"[^>]*value="(\w+)"', page) == ["NO_ACTION"]
    assert "Choose which child this is about" in page


def test_concern_triage_warns_of_what_may_be_the_same(
    desk: Client, school: School, teacher: User, concern: Concern
) -> None:
    twin = factories.concern(school, teacher, concern.child, at=factories.AT + timedelta(hours=3))
    old = factories.concern(school, teacher, concern.child, at=factories.AT - timedelta(days=9))

    page = desk.get(f"/triage/{concern.pk}/").content.decode()

    same, before = page.index("Perhaps the same thing"), page.index("Before this")
    assert same < page.index(f"/triage/{twin.pk}/") < before < page.index(f"/triage/{old.pk}/")


def test_concern_triage_leads_to_the_next_one(desk: Client, school: School, teacher: User, concern: Concern) -> None:
    later = factories.concern(school, teacher, concern.child, at=factories.AT + timedelta(hours=3))

    page = desk.get(f"/triage/{concern.pk}/").content.decode()

    assert re.search(rf'href="/triage/{later.pk}/" rel="next"', page)
    assert 'rel="prev"' not in page


def test_concern_triage_says_when_somebody_else_was_faster(desk: Client, concern: Concern, deputy: User) -> None:
    factories.decision(concern, deputy, decision="OPEN_FILE")

    answer = desk.post(f"/triage/{concern.pk}/", answers(decision="OPEN_FILE", rationale="My own reasons"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"{deputy.name} decided on this concern while your page was open: “Open a case file”" in page
    assert "on 16 November 2026 at 08:50" in page
    assert "valid choice" not in page
    assert "My own reasons" in page
    assert Triage.objects.count() == 1


def test_concern_triage_tells_of_the_other_decision_beside_what_is_missing(
    desk: Client, concern: Concern, deputy: User
) -> None:
    factories.decision(concern, deputy, decision="NO_ACTION")

    page = desk.post(f"/triage/{concern.pk}/", answers(rationale="", parents_note="Rang at noon")).content.decode()

    assert f"{deputy.name} decided on this concern" in page
    assert page.count("Write the reasons for your decision") == 2
    assert "Rang at noon" in page


def test_concern_triage_is_decided_again_by_whoever_has_read_of_the_other(
    desk: Client, concern: Concern, deputy: User
) -> None:
    factories.decision(concern, deputy, decision="OPEN_FILE")
    told = answers(decision="OPEN_FILE")

    page = desk.post(f"/triage/{concern.pk}/", told).content.decode()
    shown = dict(re.findall(r'name="(version|key)" value="([^"]+)"', page))
    done = desk.post(f"/triage/{concern.pk}/", told | shown)

    assert done.status_code == 302
    assert list(Triage.objects.order_by("pk").values_list("decided_by__name", "decision").order_by("decided_at")) == [
        (deputy.name, "OPEN_FILE"),
        (concern.school.memberships.get(role="DSL").user.name, "LINK"),
    ]


def test_concern_triage_pressed_twice_is_one_decision(desk: Client, concern: Concern) -> None:
    told = answers()

    first, second = (desk.post(f"/triage/{concern.pk}/", told) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert Triage.objects.count() == 1


def test_concern_triage_keeps_what_was_typed_when_it_was_closed_meanwhile(
    desk: Client, concern: Concern, deputy: User
) -> None:
    factories.decision(concern, deputy, decision="NO_ACTION", said="RECEIVED", close=True)

    page = desk.post(f"/triage/{concern.pk}/", answers(rationale="My own reasons")).content.decode()

    assert f"{deputy.name} decided on this concern" in page
    assert "My own reasons" in page


def test_concern_triage_shows_what_to_know_of_the_child(
    desk: Client, school: School, teacher: User, lead: User
) -> None:
    child = factories.child(school)
    earlier = factories.concern(school, teacher, child, at=factories.AT - timedelta(days=9))
    factories.decision(earlier, lead)
    file = child.file
    with serving(lead):
        start_episode(
            file=file, by=lead, at=factories.AT, kind="CIN", started_on=factories.AT.date(), authority="Northmoor"
        )
    factories.contact(child, lead, name="Karim Hussain", kind="FATHER", contact_restricted=True)
    factories.professional(child, lead, name="Jo Clarke", phone="01632 960002")
    waits = factories.concern(school, teacher, child, at=factories.AT - timedelta(days=1))
    concern = factories.concern(school, teacher, child)

    panel = _panel(desk.get(f"/triage/{concern.pk}/").content.decode())

    assert f'href="/files/{file.pk}/">Open since 16 November 2026' in panel
    assert "Child in need, since 16 November 2026" in panel
    assert f'href="/files/{file.pk}/actions/">1</a>' in panel
    assert re.findall(r"/triage/([0-9a-f-]{36})/", panel) == [str(waits.pk)]
    assert "Jo Clarke" in panel
    assert "01632 960002" in panel
    assert re.search(r"Do not contact</dt><dd><bdi>Karim Hussain</bdi> \(father\)", panel)


def test_concern_triage_shows_the_same_for_a_hidden_file_as_for_none(
    desk: Client, school: School, teacher: User, deputy: User
) -> None:
    pages = []
    for hidden in (False, True):
        child = factories.child(school)
        concern = factories.concern(school, teacher, child)
        if hidden:
            factories.file(child, by=deputy, restricted_to=(deputy,))
        pages.append(_panel(desk.get(f"/triage/{concern.pk}/").content.decode()))

    assert pages[0] == pages[1]
    assert "None that you can see" in pages[0]


def test_concern_triage_leads_on_after_a_decision(desk: Client, school: School, teacher: User) -> None:
    child = factories.child(school)
    concern = factories.concern(school, teacher, child)
    waits = factories.concern(school, teacher, None, at=factories.AT - timedelta(days=1))

    page = desk.post(f"/triage/{concern.pk}/", answers(decision="OPEN_FILE"), follow=True).content.decode()

    assert f'href="/children/{child.pk}/">Go to the child’s page and case file</a>' in page
    assert re.search(rf'href="/triage/{waits.pk}/">Decide the next concern</a>', page)
    assert re.search(r"<details class=\"govuk-details\"><summary[^>]*><span[^>]*>Decide again", page)


def _panel(page: str) -> str:
    found = re.search(r'<section class="app-glance".*?</section>', page, re.DOTALL)
    assert found
    return found[0]


def test_concern_feedback_then_close(desk: Client, concern: Concern) -> None:
    desk.post(f"/triage/{concern.pk}/", answers())
    bad = desk.post(f"/triage/{concern.pk}/feedback/", {"said": ""})
    desk.post(f"/triage/{concern.pk}/feedback/", {"said": "RECEIVED"})

    desk.post(f"/triage/{concern.pk}/close/")

    concern.refresh_from_db()
    assert bad.status_code == 422
    assert concern.state == "CLOSED"


def test_concern_move_without_scripts_finds_the_right_child(desk: Client, school: School, concern: Concern) -> None:
    right = factories.child(school, "Kowalska", "Anya")
    path = f"/triage/{concern.pk}/move/"

    found = desk.post(path, {"child_name": "kowal", "reason": "Wrong girl", "do": "find"})
    bad = desk.post(path, {"child_name": "", "reason": ""})
    desk.post(path, {"child_found": str(right.pk), "child_name": "kowal", "reason": "Wrong girl"})

    assert str(right.pk) in found.content.decode()
    assert "Wrong girl" in found.content.decode()
    assert bad.status_code == 422
    assert ConcernMove.objects.get().to_child == right
