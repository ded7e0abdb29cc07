"""Days are counted as the guidance counts them: every vector of a year that was written out by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clocks.calendar import Calendar, Roll, Term, Unit, hours_after
from tests.clocks.years import year_2026

YEAR = year_2026()
D = date

VECTORS = [
    # What happened, from, count, unit, roll, due
    ("reply to a referral", D(2026, 11, 16), 1, "WORKING", "STAYS", D(2026, 11, 17)),
    ("assessment from a referral", D(2026, 11, 16), 45, "WORKING", "STAYS", D(2027, 1, 21)),
    ("conference after strategy discussion", D(2026, 11, 23), 15, "WORKING", "STAYS", D(2026, 12, 14)),
    ("the same over Christmas", D(2026, 12, 18), 15, "WORKING", "STAYS", D(2027, 1, 13)),
    ("report before the conference", D(2026, 12, 14), -3, "WORKING", "STAYS", D(2026, 12, 9)),
    ("core group in the school's holiday", D(2026, 12, 14), 10, "WORKING", "STAYS", D(2026, 12, 30)),
    ("review conference on a Sunday", D(2026, 12, 14), 3, "MONTHS", "STAYS", D(2027, 3, 14)),
    ("review conference, held before", D(2026, 12, 14), 3, "MONTHS", "BEFORE", D(2027, 3, 12)),
    ("report before the day it is held", D(2027, 3, 12), -5, "WORKING", "STAYS", D(2027, 3, 5)),
    ("a month that is too short", D(2026, 11, 30), 3, "MONTHS", "STAYS", D(2027, 2, 28)),
    ("a month that is too short, held before", D(2026, 11, 30), 3, "MONTHS", "BEFORE", D(2027, 2, 26)),
    ("PEP begun", D(2026, 12, 21), 10, "WORKING", "STAYS", D(2027, 1, 7)),
    ("PEP complete", D(2026, 12, 21), 20, "WORKING", "STAYS", D(2027, 1, 21)),
    ("governors after a permanent exclusion", D(2026, 12, 14), 15, "SCHOOL", "STAYS", D(2027, 1, 19)),
    ("file to the next school, school days", D(2026, 12, 16), 5, "SCHOOL", "STAYS", D(2027, 1, 7)),
    ("file to the next school, working days", D(2026, 12, 16), 5, "WORKING", "STAYS", D(2026, 12, 23)),
    ("subject access, clamped", D(2027, 1, 31), 1, "MONTHS", "STAYS", D(2027, 2, 28)),
    ("subject access, next working day", D(2027, 1, 31), 1, "MONTHS", "NEXT_WORKING", D(2027, 3, 1)),
    ("review of early help on INSET", D(2026, 11, 23), 6, "WEEKS", "STAYS", D(2027, 1, 4)),
    ("review of early help, next school day", D(2026, 11, 23), 6, "WEEKS", "NEXT_SCHOOL", D(2027, 1, 5)),
    ("subject access by a father", D(2026, 11, 21), 1, "MONTHS", "NEXT_WORKING", D(2026, 12, 21)),
    # Beyond the vectors of the field
    ("nothing to count", D(2026, 11, 16), 0, "SCHOOL", "NEXT_SCHOOL", D(2026, 11, 16)),
    ("nothing to count, at the weekend", D(2026, 11, 14), 0, "SCHOOL", "NEXT_SCHOOL", D(2026, 11, 16)),
    ("from a Saturday", D(2026, 11, 14), 1, "WORKING", "STAYS", D(2026, 11, 16)),
    ("backwards over Easter", D(2027, 4, 1), -3, "WORKING", "STAYS", D(2027, 3, 25)),
    ("calendar days", D(2026, 11, 16), 30, "CALENDAR", "STAYS", D(2026, 12, 16)),
    ("years from a leap day", D(2012, 2, 29), 25, "YEARS", "STAYS", D(2037, 2, 28)),
    ("a month into a leap year", D(2028, 1, 31), 1, "MONTHS", "STAYS", D(2028, 2, 29)),
    ("the review of the next term", D(2027, 1, 21), 1, "TERMS", "STAYS", D(2027, 7, 21)),
    ("the review of the next term, from the holiday", D(2026, 12, 21), 1, "TERMS", "STAYS", D(2027, 3, 25)),
    ("months backwards", D(2027, 3, 31), -1, "MONTHS", "STAYS", D(2027, 2, 28)),
]  # fmt: skip


@pytest.mark.parametrize(("what", "start", "count", "unit", "roll", "due"), VECTORS, ids=[line[0] for line in VECTORS])
def test_add(what: str, start: date, count: int, unit: str, roll: str, due: date) -> None:
    assert YEAR.roll(YEAR.add(start, count, Unit(unit)), Roll(roll)) == due


def test_day_six_of_a_suspension_counts_the_first_day_out() -> None:
    assert YEAR.add(D(2026, 12, 14), 6, Unit.SCHOOL, counting_first=True) == D(2027, 1, 5)


def test_day_one_of_a_suspension_on_a_saturday_is_the_monday() -> None:
    assert YEAR.add(D(2026, 11, 14), 1, Unit.SCHOOL, counting_first=True) == D(2026, 11, 16)


def test_hours_run_through_nights_and_holidays() -> None:
    assert hours_after(datetime(2026, 12, 24, 16, 30, tzinfo=UTC), 72) == datetime(2026, 12, 27, 16, 30, tzinfo=UTC)


def test_hours_are_as_long_on_the_night_the_clocks_change() -> None:
    from zoneinfo import ZoneInfo

    london = ZoneInfo("Europe/London")

    due = hours_after(datetime(2027, 3, 27, 12, 0, tzinfo=london), 24)

    assert due == datetime(2027, 3, 28, 13, 0, tzinfo=london)


def test_hours_of_a_day_are_refused_without_a_time() -> None:
    with pytest.raises(ValueError, match="hours_after"):
        YEAR.add(D(2026, 11, 16), 24, Unit.HOURS)


@pytest.mark.parametrize(
    ("day", "working", "school"),
    [
        (D(2026, 11, 16), True, True),
        (D(2026, 11, 14), False, False),  # Saturday
        (D(2026, 10, 28), True, False),  # half-term
        (D(2026, 12, 25), False, False),
        (D(2026, 12, 26), False, False),  # Boxing Day on a Saturday
        (D(2026, 12, 28), False, False),  # and its substitute
        (D(2026, 12, 30), True, False),
        (D(2027, 1, 1), False, False),
        (D(2027, 1, 4), True, False),  # INSET
        (D(2027, 1, 5), True, True),
        (D(2027, 3, 26), False, False),  # Good Friday
        (D(2027, 3, 29), False, False),  # Easter Monday
        (D(2027, 5, 3), False, False),  # a bank holiday inside a term
        (D(2027, 8, 10), True, False),
    ],
)
def test_day(day: date, working: bool, school: bool) -> None:
    assert (YEAR.is_working(day), YEAR.is_school(day)) == (working, school)


def test_a_closure_moves_what_counts_school_days_and_nothing_else() -> None:
    snow = year_2026(closed=frozenset({D(2027, 1, 12), D(2027, 1, 13)}))

    assert snow.add(D(2026, 12, 14), 15, Unit.SCHOOL) == D(2027, 1, 21)
    assert snow.add(D(2026, 12, 18), 15, Unit.WORKING) == D(2027, 1, 13)


def test_after_the_last_term_that_was_typed_weekdays_are_taken_for_school_days_and_it_is_said() -> None:
    autumn = Calendar((Term("AUTUMN", D(2026, 9, 2), D(2026, 12, 18)),), frozenset())

    assert autumn.add(D(2026, 12, 16), 5, Unit.SCHOOL) == D(2026, 12, 23)
    assert [autumn.knows(day) for day in (D(2026, 9, 1), D(2026, 9, 2), D(2026, 12, 18), D(2026, 12, 19))] == [
        False,
        True,
        True,
        False,
    ]


def test_without_any_terms_nothing_is_known_and_it_still_reckons() -> None:
    nothing = Calendar((), frozenset())

    assert nothing.add(D(2026, 12, 14), 15, Unit.SCHOOL) == D(2027, 1, 7)
    assert nothing.add(D(2026, 12, 14), 1, Unit.TERMS) == D(2027, 4, 14)
    assert not nothing.knows(D(2026, 12, 14))


@pytest.mark.parametrize(
    ("today", "start", "end"),
    [
        (D(2026, 11, 16), D(2026, 12, 18), D(2027, 1, 4)),
        (D(2026, 12, 18), D(2026, 12, 18), D(2027, 1, 4)),
        (D(2026, 12, 24), D(2026, 12, 18), D(2027, 1, 4)),
        (D(2027, 5, 1), D(2027, 7, 21), D(2027, 9, 2)),
    ],
)
def test_the_break_that_is_next_or_now(today: date, start: date, end: date) -> None:
    assert YEAR.next_break(today) == (start, end)


def test_no_break_is_known_when_no_term_follows() -> None:
    assert YEAR.next_break(D(2027, 11, 1)) is None


DAYS = st.dates(D(2026, 9, 2), D(2027, 7, 1))
COUNTS = st.integers(1, 60)


@given(DAYS, COUNTS)
def test_working_days_never_end_on_a_weekend_or_a_bank_holiday(start: date, count: int) -> None:
    assert YEAR.is_working(YEAR.add(start, count, Unit.WORKING))


@given(DAYS, COUNTS)
def test_school_days_never_end_on_a_day_without_pupils(start: date, count: int) -> None:
    due = YEAR.add(start, count, Unit.SCHOOL)

    assert YEAR.is_school(due)
    assert due.weekday() < 5


@given(DAYS, COUNTS, st.sampled_from([unit for unit in Unit if unit is not Unit.HOURS]))
def test_more_is_never_sooner(start: date, count: int, unit: Unit) -> None:
    fewer, more = YEAR.add(start, count, unit), YEAR.add(start, count + 1, unit)

    assert start < fewer < more or (unit is Unit.TERMS and start < fewer <= more)


@given(DAYS, st.integers(0, 30), COUNTS, st.sampled_from([unit for unit in Unit if unit is not Unit.HOURS]))
def test_a_later_start_is_never_due_sooner(start: date, later: int, count: int, unit: Unit) -> None:
    assert YEAR.add(start, count, unit) <= YEAR.add(start + timedelta(days=later), count, unit)


@given(DAYS, COUNTS)
def test_days_forth_and_back_are_where_they_began(start: date, count: int) -> None:
    begin = YEAR.roll(start, Roll.NEXT_WORKING)

    assert YEAR.add(YEAR.add(begin, count, Unit.WORKING), -count, Unit.WORKING) == begin


@given(st.dates(D(2000, 1, 1), D(2090, 1, 1)), st.integers(1, 120))
def test_months_keep_the_day_or_clamp_to_the_end(start: date, count: int) -> None:
    due = YEAR.add(start, count, Unit.MONTHS)

    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == count
    assert due.day == start.day or (due.day < start.day and (due + timedelta(days=1)).day == 1)


@given(DAYS)
def test_rolling_goes_one_way_only(day: date) -> None:
    assert YEAR.roll(day, Roll.BEFORE) <= day <= YEAR.roll(day, Roll.NEXT_WORKING) <= YEAR.roll(day, Roll.NEXT_SCHOOL)
    assert YEAR.is_working(YEAR.roll(day, Roll.BEFORE))
    assert YEAR.is_school(YEAR.roll(day, Roll.NEXT_SCHOOL))


def test_three_hundred_and_sixty_six_closed_days_are_no_endless_search() -> None:
    shut = Calendar((Term("AUTUMN", D(2026, 9, 2), D(2026, 9, 2)),), frozenset({D(2026, 9, 2)}))

    assert shut.add(D(2026, 9, 1), 1, Unit.SCHOOL) == D(2026, 9, 3)
    assert YEAR.add(D(9999, 12, 1), 366, Unit.SCHOOL) == date.max
    assert YEAR.add(D(9999, 12, 1), 12, Unit.MONTHS) == date.max
    assert YEAR.add(D(1, 1, 5), -366, Unit.WORKING) == date.min
