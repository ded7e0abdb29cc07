"""The pages of a file: what each reader finds on them, what they ask, and what they refuse."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from access.models import ConflictWall, School, User
from access.roles import ALL_SECTIONS, Audience, Role
from access.serving import serving
from casework.actions.agreed import agree_action
from casework.actions.files import note_paper, start_episode
from casework.actions.reach import restrict_file
from casework.models import AgreedAction, CaseFile, StatusEpisode
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def file(school: School) -> CaseFile:
    return factories.file(factories.child(school, year=9, upn="A123456789482"))


def _at(user: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def _url(name: str, *args: Any) -> str:
    return reverse(f"casework:{name}", args=args)


def _page(user: User, name: str, *args: Any) -> str:
    answer = _at(user).get(_url(name, *args))
    assert answer.status_code == 200
    return answer.content.decode()


def _episode(file: CaseFile, by: User, kind: str = "CIN", **more: Any) -> StatusEpisode:
    answers = {"authority": "Northshire", "started_on": TODAY} | more
    with serving(by):
        return start_episode(file=file, by=by, at=AT, kind=kind, **answers)


# The overview


def test_file_read_shows_whose_it_is(file: CaseFile, lead: User) -> None:
    page = _page(lead, "file_read", file.pk)

    assert "9B · born 4 March 2013 (13) · UPN ends\N{NO-BREAK SPACE}482" in page
    assert "Maya Hussain" in page
    assert "Maya" not in page.partition("</title>")[0]


def test_file_read_shows_a_lead_status_actions_and_paper(file: CaseFile, lead: User) -> None:
    _episode(file, lead)
    with serving(lead):
        agree_action(file=file, by=lead, at=AT, words="Ring the health visitor", owner=lead, due_on=TODAY)
        note_paper(file=file, by=lead, at=AT, version=1, paper_held="Blue cabinet")

    page = _page(lead, "file_read", file.pk)

    assert "Child in need" in page
    assert "Northshire" in page
    assert "Ring the health visitor" in page
    assert "Blue cabinet" in page


def test_file_read_shows_a_pastoral_officer_no_gap_where_the_status_is(
    file: CaseFile, lead: User, pastoral: User
) -> None:
    before = _page(pastoral, "file_read", file.pk)
    _episode(file, lead)
    with serving(lead):
        note_paper(file=file, by=lead, at=AT, version=1, paper_held="Blue cabinet")

    after = _page(pastoral, "file_read", file.pk)

    assert _without_tokens(before) == _without_tokens(after)
    assert "Statuses" not in after
    assert "Paper" not in after
    assert "Who can see this" not in after


def test_file_read_says_what_is_late(file: CaseFile, lead: User) -> None:
    early = AT - timedelta(days=40)
    with serving(lead):
        agree_action(file=file, by=lead, at=early, words="Ring home", owner=lead, due_on=early.date())
    _episode(file, lead, "EARLY_HELP", started_on=early.date(), review_on=TODAY - timedelta(days=1))

    page = _page(lead, "file_read", file.pk)

    assert "1 action is overdue" in page
    assert "The review of “Early help” was due on 15 November 2026" in page


@pytest.mark.parametrize("who", ["teacher", "designated", "head", "auditor", "technical", "stranger"])
def test_file_read_is_not_there_for_others(file: CaseFile, who: str, request: pytest.FixtureRequest) -> None:
    client = _at(request.getfixturevalue(who))

    hidden, absent = client.get(_url("file_read", file.pk)), client.get(_url("file_read", uuid4()))

    assert hidden.status_code == absent.status_code == 404
    assert _without_tokens(hidden.content.decode()) == _without_tokens(absent.content.decode())


def test_child_file_looks_the_same_without_a_file_and_with_a_hidden_one(
    school: School, file: CaseFile, lead: User, deputy: User
) -> None:
    client = _at(lead)
    assert client.get(_url("child_file", file.child_id)).headers["location"] == _url("file_read", file.pk)
    none = factories.child(school, year=9, upn="A123456789482")
    with serving(lead):
        restrict_file(file=file, by=lead, at=AT, version=1, people=[deputy], reason="Staff child")

    hidden, absent = (client.get(_url("child_file", pk)).content.decode() for pk in (file.child_id, none.pk))

    assert _without_tokens(hidden).replace(str(file.child_id), "") == _without_tokens(absent).replace(str(none.pk), "")


# The list


def test_file_list_shows_what_each_may_see_newest_first(school: School, file: CaseFile, lead: User) -> None:
    other = factories.file(factories.child(school, "Jones", "Ava", year=10))
    later = AT + timedelta(hours=1)
    with serving(lead):
        start_episode(file=other, by=lead, at=later, kind="CIN", started_on=TODAY, authority="Northshire")

    page = _page(lead, "file_list")

    assert page.index("Ava Jones") < page.index("Maya Hussain")
    assert "Child in need" in page


def test_file_list_tells_a_pastoral_officer_nothing_of_statuses(file: CaseFile, lead: User, pastoral: User) -> None:
    before = _page(pastoral, "file_list")
    _episode(file, lead)

    assert _without_tokens(_page(pastoral, "file_list")) == _without_tokens(before)


@pytest.mark.parametrize("files", [1, 3])
def test_file_list_takes_the_same_queries_for_any_number(
    school: School, lead: User, files: int, django_assert_num_queries: Any
) -> None:
    for number in range(files):
        _episode(factories.file(factories.child(school, f"Child{number}")), lead)
    client = _at(lead)
    client.get(_url("file_list"))

    with django_assert_num_queries(LIST_QUERIES):
        assert client.get(_url("file_list")).status_code == 200


def test_file_read_takes_the_same_queries_for_any_number(
    file: CaseFile, lead: User, django_assert_num_queries: Any
) -> None:
    client = _at(lead)
    for kind in ("CIN", "FAMILY_HELP", "EARLY_HELP"):
        _episode(file, lead, kind)
        client.get(_url("file_read", file.pk))
        with django_assert_num_queries(19):
            client.get(_url("file_read", file.pk))


def test_file_list_turns_its_pages_both_ways(school: School, lead: User) -> None:
    for number in range(27):
        factories.file(factories.child(school, f"Child{number:02}", "A"))
    client = _at(lead)

    first = client.get(_url("file_list"))
    second = client.get(_url("file_list") + first.context["older"])
    back = client.get(_url("file_list") + second.context["newer"])

    assert (first.context["newer"], second.context["older"], back.context["newer"]) == ("", "", "")
    assert len(first.context["rows"]) == 25
    assert len(second.context["rows"]) == 2
    assert [row["file"] for row in back.context["rows"]] == [row["file"] for row in first.context["rows"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Ava Jones", "Maya Hussain"]),
        ("?year=10", ["Ava Jones"]),
        ("?year=11", []),
        ("?status=CIN", ["Ava Jones"]),
        ("?status=CP", []),
        ("?year=9&status=CIN", []),
        ("?since=2026-11-17", ["Ava Jones"]),
        ("?since=2026-11-16", ["Ava Jones", "Maya Hussain"]),
        ("?since=2026-11-18", []),
    ],
)
def test_file_list_is_narrowed_by_codes(
    school: School, file: CaseFile, lead: User, query: str, names: list[str], django_assert_num_queries: Any
) -> None:
    other = factories.file(factories.child(school, "Jones", "Ava", year=10))
    with serving(lead):
        at = AT + timedelta(days=1)
        start_episode(file=other, by=lead, at=at, kind="CIN", started_on=TODAY, authority="Northshire")
    factories.child(school, "Eleventh", "A", year=11)
    client = _at(lead)
    client.get(_url("file_list"))

    with django_assert_num_queries(LIST_QUERIES if names else LIST_QUERIES - 2):
        page = client.get(_url("file_list") + query).content.decode()

    assert re.findall(r"<bdi>([^<]+)</bdi>", page) == names


def test_file_list_keeps_its_filter_over_the_pages(school: School, lead: User) -> None:
    for number in range(54):
        factories.file(factories.child(school, f"Child{number:02}", "A", year=9 + number % 2))
    client = _at(lead)

    first = client.get(_url("file_list") + "?year=9")
    second = client.get(_url("file_list") + first.context["older"])
    back = client.get(_url("file_list") + second.context["newer"])

    assert [len(page.context["rows"]) for page in (first, second, back)] == [25, 2, 25]
    assert {row["file"].child.year for page in (first, second) for row in page.context["rows"]} == {9}


@pytest.mark.parametrize("query", ["?year=x", "?status=x", "?since=x", "?since=0001-01-01"])
def test_file_list_tells_what_a_filter_cannot_mean(file: CaseFile, lead: User, query: str) -> None:
    answer = _at(lead).get(_url("file_list") + query)

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_file_list_offers_and_answers_no_status_to_a_pastoral_officer(
    file: CaseFile, lead: User, pastoral: User
) -> None:
    _episode(file, lead)

    page = _page(pastoral, "file_list")
    asked = _at(pastoral).get(_url("file_list") + "?status=CP").content.decode()

    assert 'name="status"' not in page
    assert re.findall(r"<bdi>([^<]+)</bdi>", asked) == ["Maya Hussain"]


def test_file_list_finds_a_name_among_the_files_within_reach(
    school: School, file: CaseFile, lead: User, pastoral: User
) -> None:
    factories.file(factories.child(school, "Hussain", "Adam", year=10, form="10A"))
    factories.child(school, "Hussain", "Zara", year=9)

    found = {
        who: re.findall(r"<bdi>([^<]+)</bdi>", _at(user).post(_url("file_list"), {"words": "huss"}).content.decode())
        for who, user in (("lead", lead), ("pastoral", pastoral))
    }
    empty = _at(lead).post(_url("file_list"), {"words": ""})

    assert found == {"lead": ["Adam Hussain", "Maya Hussain"], "pastoral": ["Maya Hussain"]}
    assert (empty.status_code, empty.content.decode().count("Enter two letters of a name, or a form")) == (422, 2)


def test_file_list_begins_anew_on_a_broken_address(file: CaseFile, lead: User) -> None:
    assert "Maya Hussain" in _at(lead).get(_url("file_list") + "?after=nonsense").content.decode()


# Statuses


def test_status_start_asks_again_and_keeps_what_was_typed(file: CaseFile, lead: User) -> None:
    asked = {"key": uuid4(), "kind": "CP", "started_on": "2026-11-16", "basis": "Neglect"}

    answer = _at(lead).post(_url("status_start", file.pk), asked)

    assert answer.status_code == 422
    assert "Enter the local authority" in answer.content.decode()
    assert "Neglect" in answer.content.decode()


def test_status_start_and_end(file: CaseFile, lead: User) -> None:
    client, key = _at(lead), uuid4()
    client.post(_url("status_start", file.pk), {"key": key, "kind": "EARLY_HELP", "started_on": "2026-11-16"})

    ended = {"version": 1, "ended_on": "2026-11-16", "because": "Goals met"}
    answer = client.post(_url("status_end", key), ended, follow=True)

    assert "Early help (ended)" in answer.content.decode()
    assert "Goals met" in answer.content.decode()


def test_status_end_of_a_protection_plan_leaves_conferences_to_their_meeting(file: CaseFile, lead: User) -> None:
    episode = _episode(file, lead, "CP", basis="Neglect", review_on=TODAY)
    page = _page(lead, "status_end", episode.pk)
    asked = {"version": 1, "ended_on": "2026-11-16", "because": "Better", "ended_by": "REVIEW_CONFERENCE"}

    answer = _at(lead).post(_url("status_end", episode.pk), asked)

    assert answer.status_code == 422
    assert 'value="MOVED"' in page
    assert 'value="REVIEW_CONFERENCE"' not in page
    assert StatusEpisode.objects.get().ended_on is None


def test_status_end_shows_both_when_somebody_was_quicker(file: CaseFile, lead: User, deputy: User) -> None:
    episode = _episode(file, lead, "EARLY_HELP")
    review = {"version": 1, "review_on": "2027-01-15", "because": "Going well"}
    _at(lead).post(_url("status_review", episode.pk), review)

    answer = _at(deputy).post(_url("status_review", episode.pk), review | {"review_on": "2027-02-01"})

    assert answer.status_code == 409
    assert "2027-01-15" in answer.content.decode()
    assert "2027-02-01" in answer.content.decode()


def test_file_paper_shows_both_when_somebody_was_quicker(file: CaseFile, lead: User, deputy: User) -> None:
    _at(deputy).post(_url("file_paper", file.pk), {"version": 1, "paper_held": "Green cabinet"})

    answer = _at(lead).post(_url("file_paper", file.pk), {"version": 1, "paper_held": "Blue cabinet"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Green cabinet" in page
    assert "Blue cabinet" in page
    again = _at(lead).post(_url("file_paper", file.pk), {"version": 2, "paper_held": "Blue cabinet"})
    assert again.status_code == 302


@pytest.mark.parametrize("name", ["status_start", "file_paper", "file_reach", "reach_grant", "file_restrict"])
def test_what_is_for_leads_is_refused_to_a_pastoral_officer(file: CaseFile, pastoral: User, name: str) -> None:
    assert _at(pastoral).get(_url(name, file.pk)).status_code == 403


# Agreed actions


def test_action_create_and_finish(file: CaseFile, lead: User) -> None:
    client, key = _at(lead), uuid4()
    asked = {"key": key, "words": "Ring home", "owner": lead.pk, "due_on": "2026-11-20", "audience": "SAFEGUARDING"}

    client.post(_url("action_create", file.pk), asked)
    client.post(_url("action_create", file.pk), asked)
    answer = client.post(_url("action_finish", key), {"evidence": "Spoke to mother"}, follow=True)

    assert AgreedAction.objects.count() == 1
    assert "Spoke to mother" in answer.content.decode()


@pytest.mark.parametrize("day", ["2032-01-01", "9999-12-31"])
def test_action_create_asks_about_a_day_far_off(file: CaseFile, lead: User, day: str) -> None:
    asked = {"key": uuid4(), "words": "Ring home", "owner": lead.pk, "due_on": day, "audience": "SAFEGUARDING"}

    answer = _at(lead).post(_url("action_create", file.pk), asked)

    assert answer.status_code == 422
    assert answer.content.decode().count("Check the year: choose a day within 5 years") == 2
    assert not AgreedAction.objects.exists()


def test_action_create_offers_a_pastoral_officer_only_her_audience(file: CaseFile, pastoral: User) -> None:
    page = _page(pastoral, "action_create", file.pk)

    assert 'value="PASTORAL"' in page
    assert 'value="SAFEGUARDING"' not in page


def test_action_create_says_when_the_owner_cannot_read_it(file: CaseFile, lead: User, pastoral: User) -> None:
    asked = {
        "key": uuid4(),
        "words": "Ring home",
        "owner": pastoral.pk,
        "due_on": "2026-11-20",
        "audience": "SAFEGUARDING",
    }

    answer = _at(lead).post(_url("action_create", file.pk), asked)

    assert answer.status_code == 422
    assert "cannot read this" in answer.content.decode()


def test_action_finish_is_told_when_it_was_done_meanwhile(file: CaseFile, lead: User, deputy: User) -> None:
    with serving(lead):
        action = agree_action(file=file, by=lead, at=AT, words="Ring home", owner=lead, due_on=TODAY)
    _at(lead).post(_url("action_finish", action.pk), {"evidence": "Spoke to mother"})

    answer = _at(deputy).post(_url("action_finish", action.pk), {"evidence": "Spoke to father"})

    assert answer.status_code == 409
    assert "Spoke to mother" in answer.content.decode()


# Who can see it


def test_file_reach_says_who_and_why(file: CaseFile, lead: User, pastoral: User) -> None:
    page = _page(lead, "file_reach", file.pk)

    assert "Safeguarding team" in page
    assert "Year 9 pastoral team" in page
    assert pastoral.name in page


def test_reach_grant_and_end(file: CaseFile, lead: User, school: School) -> None:
    other, client = factories.person(school, Role.PASTORAL, year=7, name="Year Seven"), _at(lead)
    factories.agreed(file, lead, owner=lead)
    asked = {
        "person": other.pk,
        "audience": "SAFEGUARDING",
        "sections": ["4", "8"],
        "until": "2026-12-18",
        "reason": "Core group",
    }

    page = client.post(_url("reach_grant", file.pk), asked, follow=True).content.decode()
    assert "Year Seven" in page
    assert "Safeguarding records: meetings, plans and agreed actions" in page
    assert "18 December 2026" in page
    assert _at(other).get(_url("file_read", file.pk)).status_code == 200

    client.post(_url("reach_end", file.pk, other.pk), {"reason": "Group ended"})
    assert _at(other).get(_url("file_read", file.pk)).status_code == 404
    assert client.get(_url("reach_end", file.pk, other.pk)).status_code == 404


def test_reach_grant_refuses_oneself_beside_the_answer(file: CaseFile, lead: User) -> None:
    asked = {"person": lead.pk, "audience": "PASTORAL", "sections": ["1"], "until": "2026-12-18", "reason": "Me"}

    answer = _at(lead).post(_url("reach_grant", file.pk), asked)

    assert answer.status_code == 422
    assert "You cannot give access to yourself" in answer.content.decode()


def test_reach_grant_tells_of_a_grant_that_gives_nothing(file: CaseFile, lead: User, teacher: User) -> None:
    factories.agreed(file, lead, owner=lead, audience=Audience.SAFEGUARDING)
    asked = {"person": teacher.pk, "audience": "PASTORAL", "sections": ["8"], "until": "2026-12-18", "reason": "Tutor"}
    first = _page(lead, "reach_grant", file.pk)

    told = _at(lead).post(_url("reach_grant", file.pk), asked)
    given_before = file.person_reach.count()
    answer = _at(lead).post(_url("reach_grant", file.pk), asked | {"though_empty": "on"})

    assert 'value="TEACHING"' not in first
    assert "all the same" not in first
    assert told.status_code == 422
    assert told.content.decode().count("Nothing that they could read is in these sections yet.") == 2
    assert "Tutor" in told.content.decode()
    assert (given_before, answer.status_code, file.person_reach.count()) == (0, 302, 1)


def test_file_restrict_leaves_whoever_left_herself_out(file: CaseFile, lead: User, deputy: User) -> None:
    asked = {"version": 1, "people": [str(deputy.pk)], "reason": "Staff child"}

    answer = _at(lead).post(_url("file_restrict", file.pk), asked)

    assert answer.headers["location"] == _url("file_list")
    assert _at(lead).get(_url("file_read", file.pk)).status_code == 404
    assert "Restricted file" in _page(deputy, "file_read", file.pk)


def test_file_unrestrict_gives_it_back(file: CaseFile, lead: User, deputy: User) -> None:
    asked = {"version": 1, "people": [str(deputy.pk)], "reason": "Staff child"}
    _at(lead).post(_url("file_restrict", file.pk), asked)

    _at(deputy).post(_url("file_unrestrict", file.pk), {"version": 2, "reason": "They have left"})

    assert _at(lead).get(_url("file_read", file.pk)).status_code == 200


def test_wall_raise_and_lift(file: CaseFile, lead: User, deputy: User) -> None:
    client = _at(lead)

    page = client.post(_url("wall_raise", file.pk), {"person": deputy.pk, "reason": "Cousin"}, follow=True)
    assert "Cousin" in page.content.decode()
    assert _at(deputy).get(_url("file_read", file.pk)).status_code == 404

    wall = ConflictWall.objects.get()
    assert _at(deputy).post(_url("wall_lift", file.pk, wall.pk), {"reason": "Fine"}).status_code == 404
    assert client.post(_url("wall_lift", file.pk, wall.pk), {"reason": "Not related"}).status_code == 302
    assert _at(deputy).get(_url("file_read", file.pk)).status_code == 200
    assert client.get(_url("wall_lift", file.pk, wall.pk)).status_code == 404


def test_a_head_granted_a_file_reads_but_gives_nothing(file: CaseFile, lead: User, head: User) -> None:
    from casework.actions.reach import grant_reach

    with serving(lead):
        grant_reach(
            file=file,
            by=lead,
            at=AT,
            person=head,
            audience=Audience.SAFEGUARDING,
            sections=ALL_SECTIONS,
            until=TODAY,
            reason="Complaint",
        )

    assert "Give somebody access" not in _page(head, "file_reach", file.pk)
    assert _at(head).get(_url("reach_grant", file.pk)).status_code == 403


LIST_QUERIES = 10


def _without_tokens(page: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value|data-request|nonce)="[^"]+"|[0-9a-f]{16}', "", page)
