"""What runs, what is due, what is late and whose: asked for by the subjects that somebody may see."""

import uuid
from datetime import UTC, date, datetime

import pytest

from access import policy
from access.models import School, User
from access.serving import serving
from casework.models import CaseFile
from clocks import queries
from clocks.actions import running
from clocks.calendar import Calendar
from clocks.models import Clock
from clocks.queries import Stage
from tests import factories
from tests.clocks.conftest import Start
from tests.clocks.years import year_2026

pytestmark = pytest.mark.django_db
D = date
MON = D(2026, 11, 16)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_the_typed_calendar_is_that_of_the_year(typed: School) -> None:
    calendar = queries.calendar_of(typed)

    assert isinstance(calendar, Calendar)
    assert [calendar.is_school(day) for day in (D(2027, 1, 4), D(2027, 1, 5), D(2027, 2, 16))] == [False, True, False]


def test_clocks_are_found_by_their_subjects_alone(start: Start) -> None:
    mine, hidden = start("C06", MON), start("C04", MON)

    assert list(queries.running([mine.subject])) == [mine]
    assert list(queries.running([])) == []
    assert hidden not in queries.due_before([mine.subject], D(2030, 1, 1))


def test_clocks_of_a_restricted_file_are_not_among_those_of_the_visible_ones(
    start: Start, typed: School, lead: User, deputy: User
) -> None:
    shown = factories.file(factories.child(typed), by=lead)
    hidden = factories.file(factories.child(typed, "Lane", "Sam"), by=deputy, restricted_to=(deputy,))
    mine, theirs = (start("C13", MON, subject=file.pk) for file in (shown, hidden))

    for who, seen in ((lead, [mine]), (deputy, [mine, theirs])):
        with serving(who):
            files = policy.visible(who, CaseFile.objects.all()).values("pk")
            assert set(queries.running(files)) == set(seen)
            assert len(queries.warnings(files, year_2026(), at(D(2027, 2, 1)))) == len(seen)
            assert len(queries.chases(files, at(D(2027, 2, 1)))) == len(seen)
            assert len(queries.before_you_break_up(files, year_2026(), at(D(2026, 12, 1)))) == len(seen)


def test_the_soonest_comes_first_and_what_is_owed_before_it(start: Start) -> None:
    subject = uuid.uuid4()
    assessment, reply, owed = (start(code, MON, subject=subject) for code in ("C06", "C04", "C31"))

    assert list(queries.running([subject])) == [owed, reply, assessment]
    assert list(queries.due_before([subject], D(2026, 11, 18))) == [reply]
    assert list(queries.due_before([subject], D(2026, 11, 17))) == []


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        # The school's own: C09 runs from Mon 16 to Mon 30 November, fourteen days
        ("C09", D(2026, 11, 16), Stage.RUNNING),
        ("C09", D(2026, 11, 22), Stage.RUNNING),
        ("C09", D(2026, 11, 23), Stage.HALF),
        ("C09", D(2026, 11, 27), Stage.HALF),
        ("C09", D(2026, 11, 28), Stage.MOST),
        ("C09", D(2026, 11, 30), Stage.TODAY),
        ("C09", D(2026, 12, 1), Stage.LATE),
        # The local authority's: a referral on Monday, the reply due on Tuesday, a chase on Wednesday
        ("C04", D(2026, 11, 17), Stage.TODAY),
        ("C04", D(2026, 11, 18), Stage.CHASE),
        ("C06", D(2027, 3, 1), Stage.CHASE),
        # The police's, the parents', and a duty without a day
        ("C29", D(2026, 11, 18), Stage.CHASE),
        ("C36", D(2027, 3, 1), Stage.LAPSED),
        ("C31", D(2027, 3, 1), Stage.OWED),
    ],
)
def test_stage(start: Start, code: str, day: date, expected: Stage) -> None:
    assert queries.stage(start(code, MON), at(day)) == expected


def test_no_clock_of_anybody_else_is_ever_the_schools_lateness(start: Start) -> None:
    for code in ("C04", "C06", "C07", "C13", "C15", "C17", "C29", "C33.2", "C36"):
        assert queries.stage(start(code, MON), at(D(2030, 1, 1))) in (Stage.CHASE, Stage.LAPSED)


def test_a_report_before_a_conference_is_measured_from_when_it_was_known(start: Start) -> None:
    report = start("C14", D(2026, 12, 14))  # started on 16 November, due on 9 December

    stages = [queries.stage(report, at(day)) for day in (D(2026, 11, 17), D(2026, 11, 28), D(2026, 12, 5))]

    assert stages == [Stage.RUNNING, Stage.HALF, Stage.MOST]


def test_an_hour_clock_is_late_by_the_hour(start: Start) -> None:
    clock = start("C50", D(2026, 12, 24), at=datetime(2026, 12, 24, 16, 30, tzinfo=UTC))

    assert queries.stage(clock, at(D(2026, 12, 27), 16)) == Stage.TODAY
    assert queries.stage(clock, at(D(2026, 12, 27), 17)) == Stage.LATE


def test_a_paused_clock_warns_of_nothing(start: Start, typed: School, lead: User) -> None:
    clock = start("C46.1", D(2026, 11, 10))
    with serving(lead):
        running.pause_clock(school=typed, by=lead, clock=clock, because="IDENTITY", on=MON, at=factories.AT)
    clock.refresh_from_db()

    assert queries.stage(clock, at(D(2027, 5, 1))) == Stage.PAUSED
    assert queries.warnings([clock.subject], year_2026(), at(D(2027, 5, 1))) == []
    assert list(queries.due_before([clock.subject], D(2027, 5, 1))) == []


def test_a_core_group_in_the_holiday_asks_who_covers(start: Start, typed: School, lead: User) -> None:
    clock = start("C15", D(2026, 12, 14))

    asked = queries.warnings([clock.subject], year_2026(), at(D(2026, 12, 15)))
    with serving(lead):
        running.cover_clock(school=typed, by=lead, clock=clock, person=lead)
    answered = queries.warnings([clock.subject], year_2026(), at(D(2026, 12, 15)))

    assert clock.due_on == D(2026, 12, 30)
    assert [(one.stage, one.closed, one.uncovered) for one in asked] == [(Stage.RUNNING, True, True)]
    assert answered == []


def test_what_was_chased_today_is_chased_again_tomorrow(start: Start, typed: School, lead: User) -> None:
    clock, late_at = start("C04", MON), at(D(2026, 11, 18))
    assert queries.chases([clock.subject], late_at) == [clock]

    with serving(lead):
        running.note_chase(school=typed, by=lead, clock=clock, on=D(2026, 11, 18), at=late_at)

    assert queries.chases([clock.subject], late_at) == []
    assert queries.chases([clock.subject], at(D(2026, 11, 19))) == [clock]


def test_before_you_break_up_lists_what_falls_due_until_the_next_term(start: Start) -> None:
    subject = uuid.uuid4()
    core_group = start("C15", D(2026, 12, 14), subject=subject)  # 30 December
    file = start("C44", D(2026, 12, 16), subject=subject)  # 7 January, in term
    owed = start("C31", D(2026, 12, 14), subject=subject)

    found = queries.before_you_break_up([subject], year_2026(), at(D(2026, 12, 15)))

    assert [(one.clock, one.uncovered) for one in found] == [(owed, False), (core_group, True)]
    assert file not in [one.clock for one in found]


def test_without_a_next_term_nothing_is_said_about_a_break(start: Start) -> None:
    clock = start("C15", D(2026, 12, 14))

    assert queries.before_you_break_up([clock.subject], Calendar((), frozenset()), at(MON)) == []


def test_lists_ask_as_many_queries_for_three_as_for_one(start: Start, django_assert_num_queries: object) -> None:
    one, three = uuid.uuid4(), uuid.uuid4()
    start("C06", MON, subject=one)
    for code in ("C06", "C04", "C13"):
        start(code, MON, subject=three)

    for subject, number in ((one, 1), (three, 3)):
        with django_assert_num_queries(1):  # type: ignore[operator]
            found = queries.warnings([subject], year_2026(), at(D(2027, 2, 1)))
        assert len(found) == number


def test_a_clock_says_what_it_is_without_a_word_about_a_child(start: Start) -> None:
    clock = Clock.objects.get(pk=start("C13", MON).pk)

    assert (str(clock), clock.rule.due) == (f"clock:{clock.pk}", "Initial child protection conference")
