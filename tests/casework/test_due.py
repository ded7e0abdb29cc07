"""What is due: who finds which clocks, by any channel; in which order; and what a line says."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from access import policy
from access.models import School, User
from access.serving import serving
from audit.models import Entry, Mention
from casework.models import CaseFile, StatusEpisode
from casework.queries import due
from clocks.actions import running
from clocks.actions.calendar import import_spans
from clocks.actions.running import Trigger
from clocks.models import Clock
from clocks.planning import Span
from clocks.statutory import RULES
from jobs.runner import run_due
from meetings.models import Assessment, Meeting, Pep
from tests import factories
from tests.clocks.conftest import SPANS
from tests.leaks.addresses import same
from tests.meetings.worlds import an_assessment, conference, planned, strategy
from tests.meetings.worlds_peps import begun, in_care

pytestmark = pytest.mark.django_db
D = date
FIRST, HELD = D(2026, 12, 1), D(2026, 12, 14)
LIST = "/due/"
EVERYBODY = ("lead", "deputy", "pastoral", "designated", "teacher", "head", "chair", "auditor", "technical")
DUE_LIST, HOME = 16, 20


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def typed(school: School, lead: User) -> School:
    with serving(lead):
        import_spans(school=school, by=lead, spans=SPANS, at=factories.AT)
    return school


@pytest.fixture
def file(typed: School) -> CaseFile:
    return factories.file(factories.child(typed, year=9))


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, User]:
    return {name: request.getfixturevalue(name) for name in EVERYBODY}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def get(user: User, address: str = LIST, on: date = FIRST) -> Any:
    with time_machine.travel(at(on), tick=False):
        return signed_in(user).get(address)


def page(user: User, address: str = LIST, on: date = FIRST) -> str:
    answer = get(user, address, on)
    assert answer.status_code == 200
    text = " ".join(answer.content.decode().split())
    return text[text.index("<main") : text.index("</main>")]


def codes(user: User) -> list[str]:
    with serving(user):
        return [clock.code for clock in due.clocks_of(user, due.within(user))]


def started(file: CaseFile, by: User, code: str, on: date, *, meeting: Meeting | None = None) -> Clock:
    """A clock of any rule, hung on a meeting: not every rule has a page that starts it yet."""
    subject = meeting or Meeting.objects.filter(file=file).first()
    assert subject
    with serving(by):
        given: dict[str, Any] = {"subject": subject.pk, "code": code, "trigger": Trigger(on), "at": factories.AT}
        return running.start_clock(school=file.school, by=by, **given)


# Who finds which


def test_each_finds_the_clocks_of_what_they_may_read(
    typed: School, file: CaseFile, people: dict[str, User], lead: User, pastoral: User
) -> None:
    strategy(file, lead)  # C12 and C13, for the safeguarding audience
    an_assessment(file, pastoral)  # C09, C10 and C11.1, for the pastoral audience
    in_care(typed, lead, year=10)  # C21, C22 and C25.1, on a status that only leads and the designated teacher know of

    of_a_lead = ["C09", "C10", "C11.1", "C12", "C13", "C21", "C22", "C25.1"]
    assert {name: sorted(codes(user)) for name, user in people.items()} == {
        "lead": of_a_lead,
        "deputy": of_a_lead,
        "pastoral": ["C09", "C10", "C11.1"],
        "designated": ["C21", "C22", "C25.1"],
        **dict.fromkeys(("teacher", "head", "chair", "auditor", "technical"), []),
    }


def test_what_is_asked_of_one_key_is_answered_as_in_the_list(
    typed: School, file: CaseFile, people: dict[str, User], lead: User, pastoral: User
) -> None:
    strategy(file, lead)
    an_assessment(file, pastoral)
    begun(in_care(typed, lead, year=9), lead)
    strategy(factories.file(factories.child(typed, "Lane", "Sam"), restricted_to=(people["deputy"],)), people["deputy"])
    factories.wall(people["deputy"], file.child)
    subjects = set(Clock.objects.values_list("subject", flat=True))

    knowing = {name: len(due.within(user)) for name, user in people.items()}

    assert {name: count for name, count in knowing.items() if count} == {
        "lead": 3,
        "deputy": 2,
        "pastoral": 1,
        "designated": 1,
    }
    for user in people.values():
        each = {subject: due.place_of(user, subject) for subject in subjects}
        assert {subject: place for subject, place in each.items() if place} == due.within(user)


def test_what_is_found_is_what_the_policy_lets_be_read(
    typed: School, file: CaseFile, people: dict[str, User], lead: User, pastoral: User
) -> None:
    strategy(file, lead)
    an_assessment(file, pastoral)
    begun(in_care(typed, lead, year=9), lead)
    hidden = factories.file(factories.child(typed, "Lane", "Sam"), restricted_to=(people["deputy"],))
    strategy(hidden, people["deputy"])
    factories.wall(people["deputy"], file.child)

    for name, user in people.items():
        with serving(user):
            read = {
                record.pk
                for model in (Meeting, Assessment, Pep, StatusEpisode)
                for record in policy.visible(user, model.objects.filter(pk__in=Clock.objects.values("subject")))
            }
            found = set(due.within(user))
        if name == "designated":  # she keeps the PEPs of a child whose status she may not open
            read |= set(StatusEpisode.objects.filter(kind="LAC").values_list("pk", flat=True))
        assert (name, found) == (name, read)


def test_a_hidden_file_has_no_clock_by_any_channel(
    typed: School, file: CaseFile, lead: User, deputy: User, pastoral: User
) -> None:
    """Two worlds that differ in a restricted file alone look the same to whoever may not know of it."""
    strategy(file, lead)
    addresses = ("/", LIST, "/due/before-you-break-up/", "/due/?owner=LA", "/due/?mine=1")
    before = {(user, address): same(get(user, address).content) for user in (lead, pastoral) for address in addresses}

    hidden = factories.file(factories.child(typed, "Lane", "Sam"), restricted_to=(deputy,))
    conference_of(hidden, deputy)

    after = {(user, address): same(get(user, address).content) for user in (lead, pastoral) for address in addresses}
    assert after == before
    assert "Lane" in page(deputy)


def test_a_wall_hides_the_clocks(file: CaseFile, lead: User, deputy: User) -> None:
    strategy(file, lead)
    factories.wall(deputy, file.child)

    assert (codes(deputy), codes(lead)) == ([], ["C12", "C13"])
    assert "Hussain" not in page(deputy)


def test_a_clock_that_one_may_not_know_of_is_not_there(file: CaseFile, people: dict[str, User], lead: User) -> None:
    strategy(file, lead)
    clock = Clock.objects.get(code="C13")

    for name in ("pastoral", "designated", "teacher", "head", "chair", "auditor", "technical"):
        for deed in ("chase", "cover"):
            client, here, never = signed_in(people[name]), f"/due/{clock.pk}/{deed}/", f"/due/{uuid.uuid4()}/{deed}/"
            answers = [client.get(address) for address in (here, never)]
            assert [answer.status_code for answer in answers] == [404, 404]
            assert same(answers[0].content) == same(answers[1].content)
            assert client.post(here, {"key": uuid.uuid4(), "person": str(lead.pk)}).status_code == 404
    assert Clock.objects.get(code="C13").covered_by is None


def test_the_page_is_not_there_for_who_keeps_no_files(people: dict[str, User]) -> None:
    found = {name: get(user).status_code for name, user in people.items()}

    assert found == dict.fromkeys(("lead", "deputy", "pastoral", "designated", "head", "chair"), 200) | dict.fromkeys(
        ("teacher", "auditor", "technical"), 404
    )


def test_nothing_of_safeguarding_is_told_to_a_pastoral_officer(file: CaseFile, lead: User, pastoral: User) -> None:
    conference_of(file, lead)
    an_assessment(file, pastoral)

    for address in (LIST, "/due/before-you-break-up/", "/"):
        told = page(pastoral, address)
        assert [
            words for words in ("onference", "ore group", "rotection", "Northmoor", "trategy") if words in told
        ] == []
    assert "Early help assessment complete" in page(pastoral)


def test_looking_is_a_line_of_the_log_with_whom_it_named(file: CaseFile, lead: User) -> None:
    strategy(file, lead)
    page(lead)

    entry = Entry.objects.get(verb="due.listed")
    assert (entry.outcome, entry.actor) == ("allow", lead)
    assert list(Mention.objects.filter(entry=entry).values_list("scope", flat=True)) == [file.pk]


# What a line says, in which group and order

A9_A12 = [  # the day on which it is looked at, and what stands in which group
    (D(2026, 11, 24), {"Due today": ["C12"], "Later": ["C14", "C13"]}),
    (D(2026, 11, 25), {"To chase": ["C12"], "Later": ["C14", "C13"]}),
    (D(2026, 12, 8), {"To chase": ["C12"], "Due this week": ["C14"], "Later": ["C13"]}),
    (D(2026, 12, 9), {"To chase": ["C12"], "Due today": ["C14"], "Later": ["C13"]}),
    (D(2026, 12, 10), {"Overdue": ["C14"], "To chase": ["C12"], "Later": ["C13"]}),
    (D(2026, 12, 15), {"Overdue": ["C14"], "To chase": ["C12", "C13"]}),
]


@pytest.mark.parametrize(("on", "groups"), A9_A12, ids=lambda value: str(value)[:10])
def test_groups_from_a_strategy_discussion_to_the_conference(
    file: CaseFile, lead: User, on: date, groups: dict[str, list[str]]
) -> None:
    """Enquiries begin on Monday 23 November 2026; the conference is due, and planned for, Monday 14 December."""
    strategy(file, lead)
    planned(file, lead, "CONFERENCE", D(2026, 12, 14))

    assert found_groups(lead, on) == groups


def test_the_core_group_in_the_holiday(file: CaseFile, lead: User) -> None:
    conference_of(file, lead)

    told = line_of(page(lead, on=D(2026, 12, 15)), "First core group")

    assert '<strong>Wednesday 30 December 2026</strong><span class="app-under">Due in 15 days' in told
    assert "School closed" in told
    assert "The school is closed that day. Who covers?" in told
    assert "Local authority: social worker, with the core group" in told
    assert "Local procedure" not in told
    assert "Statutory guidance: Working Together to Safeguard Children" in told


def test_what_others_owe_is_chased_and_never_red(file: CaseFile, lead: User) -> None:
    conference_of(file, lead)

    told = line_of(page(lead, on=D(2027, 1, 4)), "First core group")

    assert "Chase Northmoor children’s services: " in told
    assert '<strong>Wednesday 30 December 2026</strong><span class="app-under">Was due 5 days ago' in told
    assert "tag--red" not in told
    assert "Overdue" not in told


@pytest.mark.parametrize(
    ("on", "tag"),
    [
        (D(2026, 11, 29), ""),
        (D(2026, 11, 30), "Half the time gone"),
        (D(2026, 12, 4), "Half the time gone"),
        (D(2026, 12, 5), "80% of the time gone"),
        (D(2026, 12, 6), "80% of the time gone"),
        (D(2026, 12, 7), "Due today"),
        (D(2026, 12, 8), "Overdue"),
    ],
    ids=str,
)
def test_how_far_a_clock_has_come(file: CaseFile, lead: User, pastoral: User, on: date, tag: str) -> None:
    """The assessment of 23 November 2026 is to be complete in ten working days: fourteen days in all."""
    strategy(file, lead)
    started(file, lead, "C09", D(2026, 11, 23))

    told = line_of(page(lead, on=on), "Early help assessment complete")

    every = ("Half the time gone", "80% of the time gone", "Due today", "Overdue")
    assert [one for one in every if one in told] == ([tag] if tag else [])


def test_what_nobody_has_confirmed_claims_no_law(file: CaseFile, lead: User) -> None:
    strategy(file, lead)
    for code in ("C03", "C26", "C35", "C44", "C53.2"):
        started(file, lead, code, D(2026, 11, 23))
    with serving(lead):
        subject = Meeting.objects.get().pk
        given: dict[str, Any] = {
            "subject": subject,
            "code": "C50",
            "trigger": Trigger(D(2026, 11, 23), at(D(2026, 11, 23))),
        }
        running.start_clock(school=file.school, by=lead, at=factories.AT, **given)
    told = page(lead)

    asked = {clock.rule.due: line_of(told, clock.rule.due) for clock in Clock.objects.exclude(code__in=["C12", "C13"])}
    assert {due: "Not confirmed: check with" in line for due, line in asked.items()} == dict.fromkeys(asked, True)
    assert len(asked) == 6
    claims = ("Law:", "Regulations:", "Statutory guidance:", "Local procedure:", "Good practice:")
    assert [words for words in claims for line in asked.values() if words in line] == []
    assert "Not confirmed: check with your local authority" in asked["LADO told"]
    assert "Not confirmed: check with the guidance that is in force" in asked["Governors meet"]


def test_a_change_of_the_calendar_keeps_what_was_and_shows_it(file: CaseFile, typed: School, lead: User) -> None:
    """Six weeks from 23 November is Monday 4 January, an INSET day; then Tuesday 5 January is closed as well."""
    strategy(file, lead)
    started(file, lead, "C11.1", D(2026, 11, 23))
    assert "<strong>Tuesday 5 January 2027</strong>" in line_of(page(lead), "First team around the family review")

    with serving(lead):
        span = Span("CLOSED", D(2027, 1, 5), D(2027, 1, 5))
        import_spans(school=typed, by=lead, spans=[span], at=factories.AT)
    run_due(clock=lambda: at(D(2026, 11, 24)), serve=serving)

    told = line_of(page(lead), "First team around the family review")
    assert "<strong>Wednesday 6 January 2027</strong>" in told
    assert "Was Tuesday 5 January 2027. The school’s calendar changed." in told


def test_filters_by_owner_and_by_whose_work_it_is(file: CaseFile, typed: School, lead: User, deputy: User) -> None:
    other = factories.file(factories.child(typed, "Jones", "Tyler"))
    strategy(file, lead)
    strategy(other, lead)
    an_assessment(file, lead)
    with serving(lead):
        running.cover_clock(school=typed, by=lead, clock=Clock.objects.filter(code="C09").get(), person=deputy)
        mine = CaseFile.objects.get(pk=other.pk)
        mine.key_worker = deputy
        mine.save()

    assert shown(page(lead, "/due/?owner=SCHOOL")) == ["C09", "C10", "C11.1"]
    assert shown(page(lead, "/due/?owner=LA")) == ["C12", "C12", "C13", "C13"]
    assert shown(page(deputy, "/due/?mine=1")) == ["C12", "C09", "C13"]
    assert shown(page(lead, "/due/?mine=1")) == []
    assert get(lead, "/due/?owner=XX").status_code == 422


def test_a_long_list_goes_on_where_it_stopped(file: CaseFile, lead: User) -> None:
    strategy(file, lead)
    for number in range(60):
        started(file, lead, "C10", D(2026, 11, 1) + timedelta(days=number))

    first = page(lead, "/due/?owner=SCHOOL")
    later = re.search(r'href="(\?owner=SCHOOL&amp;after=[^"]+)"', first)
    assert later
    second = page(lead, "/due/" + later[1].replace("&amp;", "&"))

    assert (len(shown(first)), len(shown(second))) == (50, 10)
    assert "Start of the list" in second
    assert len(shown(page(lead, "/due/?after=nonsense"))) == 50


@pytest.mark.parametrize("files", [1, 3])
def test_home_counts_them_at_the_same_cost(
    typed: School, lead: User, files: int, django_assert_num_queries: Any
) -> None:
    for number in range(files):
        conference_of(factories.file(factories.child(typed, f"Child{number}", "A")), lead)
    with time_machine.travel(at(D(2027, 1, 4)), tick=False):
        client = signed_in(lead)
        client.get("/")
        with django_assert_num_queries(HOME):
            told = client.get("/").content.decode()
    assert f"{files} due this week, {3 * files} to chase" in told


@pytest.mark.parametrize("files", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    typed: School, lead: User, files: int, django_assert_num_queries: Any
) -> None:
    for number in range(files):
        conference_of(factories.file(factories.child(typed, f"Child{number}", "A")), lead)
    with time_machine.travel(at(D(2027, 1, 4)), tick=False):
        client = signed_in(lead)
        client.get(LIST)
        with django_assert_num_queries(DUE_LIST):
            client.get(LIST)


def conference_of(file: CaseFile, by: User, on: date = HELD) -> Meeting:
    """The initial conference of domain's story, after the strategy discussion of 23 November 2026."""
    strategy(file, by)
    return conference(file, by, on)


def found_groups(user: User, on: date) -> dict[str, list[str]]:
    found = {}
    for section in page(user, on=on).split("<section")[1:]:
        title = re.search(r"<h2[^>]*>([^<]+)</h2>", section)
        assert title
        found[title[1]] = shown(section)
    return found


def shown(text: str) -> list[str]:
    """The codes of the rules whose lines stand here, in order."""
    lines = re.findall(r'<a class="govuk-link" href="/(?:meetings|assessments|peps|files)/[^"]*">([^<]+)<span', text)
    known = {rule.due: rule.code for rule in reversed(RULES)}
    return [known[unescape(words)] for words in lines]


def line_of(text: str, words: str) -> str:
    [line] = [line for line in text.split('<li> <div class="app-due__when">')[1:] if f">{words}<" in line]
    return line


def test_the_page_of_a_childs_peps_tells_no_pastoral_officer_that_the_child_is_in_care(
    typed: School, lead: User, pastoral: User, designated: User
) -> None:
    """The dates hang on a status that she may not read."""
    file = in_care(typed, lead, year=9)

    told = {user: page(user, f"/files/{file.pk}/peps/") for user in (pastoral, designated)}

    words = ("PEP begun", "PEP complete", "looked-after review")
    assert [one for one in words if one in told[pastoral]] == []
    assert "PEP begun" in told[designated]
