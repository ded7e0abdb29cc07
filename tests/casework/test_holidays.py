"""What falls due while the school is closed: who covers it, on which phone, and the list before the school breaks up."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from access import gate, policy
from access.models import School, User
from access.roles import Audience, Can, Role
from access.serving import serving
from audit.models import Entry
from casework.actions.holidays import name_cover
from casework.actions.problem import Problem
from casework.models import CaseFile, Cover
from casework.queries import holidays
from casework.queries.holidays import break_ahead, people_to_cover
from clocks.actions.calendar import import_spans
from clocks.models import Clock
from clocks.planning import Span
from jobs.runner import run_due
from meetings.models import Meeting
from tests import factories
from tests.clocks.years import year_2026
from tests.leaks.addresses import same
from tests.meetings.worlds import an_assessment, conference, strategy

pytestmark = pytest.mark.django_db
D = date
LAST_WEEK, BREAK = D(2026, 12, 15), "/due/before-you-break-up/"
QUERIES = 22


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def cover(clock: Clock, by: User, person: User, **more: Any) -> Cover:
    file = Meeting.objects.get(pk=clock.subject).file
    with serving(by):
        return name_cover(file=file, by=by, at=at(LAST_WEEK), clock=clock, person=person, **more)


def get(user: User, address: str, on: date = LAST_WEEK, **sent: Any) -> Any:
    client = Client()
    with time_machine.travel(at(on), tick=False):
        client.force_login(user)
        return client.post(address, sent, follow=True) if sent else client.get(address)


def page(user: User, address: str = BREAK, on: date = LAST_WEEK) -> str:
    answer = get(user, address, on)
    assert answer.status_code == 200
    text = " ".join(answer.content.decode().split())
    return text[text.index("<main") : text.index("</main>")]


# Who covers


def test_naming_who_covers_is_an_act_in_the_log(core_group: Clock, lead: User, deputy: User) -> None:
    made = cover(core_group, lead, deputy, phone="07700 900123")

    assert Clock.objects.get(pk=core_group.pk).covered_by == deputy
    assert (made.audience, made.person) == (Audience.SAFEGUARDING, deputy)
    verbs = ["clock.covered", "cover.named"]
    assert (
        list(Entry.objects.filter(verb__in=verbs, outcome="allow").order_by("pk").values_list("verb", flat=True))
        == verbs
    )
    with serving(deputy):
        assert gate.fetch(deputy, Cover, made.pk, to=Can.READ_MEETINGS).phone.text == "07700 900123"


@pytest.mark.parametrize("who", ["pastoral", "designated", "teacher", "head", "chair", "auditor", "technical"])
def test_only_somebody_who_may_know_of_it_can_cover(
    core_group: Clock, lead: User, who: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)

    with pytest.raises(Problem) as refused:
        cover(core_group, lead, person)

    assert (refused.value.field, f"{person.name} cannot see this" in refused.value.words) == ("person", True)
    assert Clock.objects.get(pk=core_group.pk).covered_by is None


def test_only_those_are_offered(core_group: Clock, lead: User, deputy: User, pastoral: User, designated: User) -> None:
    asked = page(lead, f"/due/{core_group.pk}/cover/")

    offered = {one.name: f">{one.name}</option>" in asked for one in (lead, deputy, pastoral, designated)}
    assert offered == {lead.name: True, deputy.name: True, pastoral.name: False, designated.name: False}


@pytest.mark.parametrize(("others", "expected"), [(1, 10), (3, 14)])
def test_of_each_colleague_is_asked_what_she_is_and_what_is_open_to_her(
    core_group: Clock, file: CaseFile, lead: User, others: int, expected: int, django_assert_num_queries: Any
) -> None:
    """However much is due: the other file's clocks are not asked for."""
    for number in range(others):
        factories.person(file.school, Role.DEPUTY_DSL, name=f"Deputy {number}")
        other = factories.file(factories.child(file.school, f"Child{number}", "A"))
        strategy(other, lead)
        conference(other, lead)

    with serving(lead):
        policy.standing(lead)
        with django_assert_num_queries(expected):
            found = people_to_cover(lead, file, core_group.subject, at(LAST_WEEK))

    assert len(found) == others + 1


def test_whoever_is_walled_off_or_gone_is_not_offered(
    core_group: Clock, file: CaseFile, lead: User, deputy: User
) -> None:
    factories.wall(deputy, file.child)

    assert deputy.name not in page(lead, f"/due/{core_group.pk}/cover/")
    with pytest.raises(Problem):
        cover(core_group, lead, deputy)


def test_the_page_names_who_covers(core_group: Clock, lead: User, deputy: User) -> None:
    address = f"/due/{core_group.pk}/cover/"

    wrong = get(lead, address, key=uuid4())
    made_up = get(lead, address, key=uuid4(), person=str(uuid4()))
    sent = get(lead, address, key=uuid4(), person=str(deputy.pk), phone="07700 900123")

    assert (wrong.status_code, made_up.status_code) == (422, 422)
    assert wrong.content.decode().count("Choose who covers") == 2
    assert "Cover named." in sent.content.decode()
    assert f"{deputy.name} covers." in sent.content.decode()
    back = get(lead, f"{address}?from=break", key=uuid4(), person=str(deputy.pk))
    assert [step for step, _ in back.redirect_chain] == [BREAK]


def test_a_clock_of_another_file_is_not_covered_through_this_one(
    core_group: Clock, typed: School, lead: User, deputy: User
) -> None:
    other = factories.file(factories.child(typed, "Jones", "Tyler"))

    with serving(lead), pytest.raises(gate.NotHere):
        name_cover(file=other, by=lead, at=at(LAST_WEEK), clock=core_group, person=deputy)


def test_a_new_date_wants_new_cover(core_group: Clock, typed: School, file: CaseFile, lead: User, deputy: User) -> None:
    """The rule of the core group counts working days; the team around the family counts to a school day."""
    an_assessment(file, lead)
    review = Clock.objects.get(code="C11.1")
    assert review.due_on == D(2027, 1, 5)
    with serving(lead):
        name_cover(file=file, by=lead, at=at(LAST_WEEK), clock=review, person=deputy, phone="07700 900123")
        span = Span("CLOSED", D(2027, 1, 5), D(2027, 1, 5))
        import_spans(school=typed, by=lead, spans=[span], at=at(LAST_WEEK))

    run_due(clock=lambda: at(LAST_WEEK, 10), serve=serving)

    assert Clock.objects.get(code="C11.1").due_on == D(2027, 1, 6)
    assert Clock.objects.get(code="C11.1").covered_by is None
    assert "07700 900123" not in page(lead)


def test_whoever_covers_finds_it_on_the_page_of_work(core_group: Clock, lead: User, deputy: User) -> None:
    cover(core_group, lead, deputy)

    told = {one.name: "1 that you cover while the school is closed" in page(one, "/") for one in (lead, deputy)}

    assert told == {lead.name: False, deputy.name: True}
    assert "First core group" in page(deputy, "/due/?mine=1")


# Before you break up


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (D(2026, 12, 4), False),  # Friday
        (D(2026, 12, 6), False),  # Sunday
        (D(2026, 12, 7), True),  # the Monday of the last week but one
        (D(2026, 12, 18), True),
        (D(2026, 12, 30), True),
        (D(2027, 1, 3), True),
        (D(2027, 1, 4), False),
        (D(2027, 3, 14), False),
        (D(2027, 3, 15), True),  # the spring term ends on Thursday 25 March
        (D(2027, 4, 12), False),
        (D(2027, 12, 31), False),
    ],
    ids=str,
)
def test_the_last_two_weeks_of_a_term(on: date, expected: bool) -> None:
    assert year_2026().breaking_up(on) is expected


def test_home_leads_there_in_the_last_two_weeks(core_group: Clock, lead: User) -> None:
    told = {day: "Before you break up" in page(lead, "/", D(2026, 12, day)) for day in (6, 7, 18)}

    assert told == {6: False, 7: True, 18: True}


def test_the_list_says_what_who_and_on_which_phone(core_group: Clock, file: CaseFile, lead: User, deputy: User) -> None:
    factories.agreed(file, lead, owner=lead, words="Ring the family", due_on=D(2026, 12, 21))
    factories.agreed(file, lead, owner=lead, words="Not in the holiday", due_on=D(2026, 12, 18))
    factories.agreed(file, lead, owner=lead, words="Not yet", due_on=D(2027, 1, 5))
    before = page(lead)
    cover(core_group, lead, deputy, phone="07700 900123")

    told = page(lead)

    assert "closed after Friday 18 December 2026. Pupils are back on Tuesday 5 January 2027." in told
    assert told.index("Mon 21 December") < told.index("Ring the family") < told.index("Wed 30 December")
    assert told.index("Wed 30 December") < told.index("First core group") < told.index("07700 900123")
    assert ("Nobody yet" in before, "Nobody yet" in told, deputy.name in told) == (True, False, True)
    assert [words for words in ("Not in the holiday", "Not yet") if words in told] == []


@pytest.mark.parametrize(("actions", "more"), [(1, False), (2, True)])
def test_a_file_whose_date_does_not_fit_is_not_opened(
    file: CaseFile, lead: User, actions: int, more: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holidays, "MOST", 1)
    for number in range(actions):
        other = factories.file(factories.child(file.school, f"Child{number}", "A"))
        factories.agreed(other, lead, owner=lead, due_on=D(2026, 12, 21 + number))

    with serving(lead):
        found = break_ahead(lead, file.school, at(LAST_WEEK))

    assert (len(found.children), len(found.files), found.more) == (1, 1, more)


def test_the_file_of_a_clock_too_many_is_not_opened(
    core_group: Clock, file: CaseFile, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = factories.file(factories.child(file.school, "Jones", "Tyler"))
    last = strategy(other, lead)
    Clock.objects.exclude(pk=core_group.pk).update(due_on=D(2027, 1, 29))
    Clock.objects.filter(subject=last.pk, code="C12").update(due_on=D(2026, 12, 31))
    monkeypatch.setattr(holidays, "MOST", 1)

    with serving(lead):
        found = break_ahead(lead, file.school, at(LAST_WEEK))

    assert (set(found.files), found.more) == ({file.pk}, True)


def test_only_the_phone_of_whoever_covers_now_is_shown(core_group: Clock, lead: User, deputy: User) -> None:
    cover(core_group, lead, deputy, phone="07700 900123")
    cover(core_group, lead, lead, phone="07700 900456")

    told = page(lead)

    assert ("07700 900123" in told, "07700 900456" in told) == (False, True)


def test_what_is_late_already_stands_below(core_group: Clock, lead: User) -> None:
    told = page(lead)

    assert told.index("Not done yet") < told.index("Record of the strategy discussion")


def test_without_the_next_term_it_says_so(school: School, lead: User, technical: User) -> None:
    told = page(lead)

    assert "The next term is not typed" in told
    assert 'href="/calendar/"' in told


def test_a_pastoral_officer_finds_her_own_and_no_phone_of_anything_else(
    core_group: Clock, file: CaseFile, lead: User, pastoral: User, deputy: User
) -> None:
    """Two worlds: with and without the child protection plan."""
    factories.agreed(file, lead, owner=pastoral, words="Ring the family", due_on=D(2026, 12, 21))
    before = same(get(pastoral, BREAK).content)
    cover(core_group, lead, deputy, phone="07700 900123")

    assert same(get(pastoral, BREAK).content) == before
    assert "Ring the family" in page(pastoral)
    assert "ore group" not in page(pastoral)


@pytest.mark.parametrize("files", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    typed: School, lead: User, deputy: User, files: int, django_assert_num_queries: Any
) -> None:
    for number in range(files):
        file = factories.file(factories.child(typed, f"Child{number}", "A"))
        strategy(file, lead)
        cover(Clock.objects.get(code="C15", subject=conference(file, lead).pk), lead, deputy, phone="07700 900123")
        factories.agreed(file, lead, owner=lead, due_on=D(2026, 12, 21))
    client = Client()
    with time_machine.travel(at(LAST_WEEK), tick=False):
        client.force_login(lead)
        client.get(BREAK)
        with django_assert_num_queries(QUERIES):
            client.get(BREAK)
