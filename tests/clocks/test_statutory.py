"""Each of C01 to C53 with a date that was worked out by hand, in one school year."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clocks import statutory
from clocks.calendar import Calendar, Roll, Unit
from clocks.rules import (
    Binding,
    Due,
    NeedsTime,
    NotLocal,
    OutOfRange,
    Owner,
    Rule,
    Stood,
    counted,
    reckon,
)
from clocks.statutory import RULES, NoSuchClock, NotInForce, rule_for
from tests.clocks.years import year_2026

YEAR = year_2026()
D = date
MON = D(2026, 11, 16)

DUE = [
    ("C01", MON, MON),
    ("C01", D(2026, 11, 14), MON),  # seen on a Saturday
    ("C02", D(2026, 12, 18), D(2027, 1, 5)),
    ("C03", MON, D(2026, 11, 17)),
    ("C04", MON, D(2026, 11, 17)),
    ("C05", MON, D(2026, 11, 18)),
    ("C06", MON, D(2027, 1, 21)),
    ("C07", MON, D(2026, 11, 30)),
    ("C08", MON, D(2026, 12, 24)),  # six weeks is Mon 28 Dec, a bank holiday: held before it
    ("C09", D(2026, 11, 23), D(2026, 12, 7)),
    ("C10", D(2026, 11, 23), D(2026, 12, 14)),
    ("C11.1", D(2026, 11, 23), D(2027, 1, 5)),
    ("C11.2", D(2026, 11, 23), D(2027, 2, 22)),  # twelve weeks is Mon 15 Feb, in half-term
    ("C12", D(2026, 11, 20), D(2026, 11, 23)),
    ("C13", D(2026, 11, 23), D(2026, 12, 14)),
    ("C13", D(2026, 12, 18), D(2027, 1, 13)),
    ("C14", D(2026, 12, 14), D(2026, 12, 9)),
    ("C15", D(2026, 12, 14), D(2026, 12, 30)),
    ("C16", D(2026, 12, 30), D(2027, 2, 10)),
    ("C17", D(2026, 12, 14), D(2027, 3, 12)),
    ("C17", D(2026, 11, 30), D(2027, 2, 26)),
    ("C18", D(2027, 3, 12), D(2027, 9, 10)),  # Sun 12 Sep: held before it
    ("C19", D(2027, 3, 12), D(2027, 3, 5)),
    ("C20.1", D(2026, 12, 14), D(2026, 12, 15)),
    ("C20.2", D(2026, 12, 14), D(2027, 1, 7)),
    ("C21", D(2026, 12, 21), D(2027, 1, 7)),
    ("C22", D(2026, 12, 21), D(2027, 1, 21)),
    ("C23", D(2027, 1, 21), D(2027, 7, 21)),
    ("C24", D(2027, 1, 21), D(2027, 1, 28)),
    ("C25.1", D(2026, 12, 21), D(2027, 1, 21)),
    ("C25.2", D(2027, 1, 21), D(2027, 4, 21)),
    ("C25.3", D(2027, 4, 21), D(2027, 10, 21)),
    ("C26", D(2026, 11, 20), D(2026, 11, 23)),
    ("C27", D(2026, 12, 24), D(2026, 12, 29)),
    ("C29", D(2026, 12, 19), D(2027, 1, 5)),
    ("C30.1", D(2026, 12, 1), D(2026, 12, 1)),
    ("C32", D(2026, 12, 14), D(2026, 12, 18)),
    ("C33.1", D(2026, 12, 14), D(2027, 1, 5)),
    ("C33.2", D(2026, 12, 14), D(2027, 1, 5)),
    ("C34", D(2026, 12, 14), D(2027, 1, 19)),
    ("C35", D(2026, 11, 16), D(2027, 2, 9)),
    ("C36", D(2026, 12, 14), D(2027, 1, 19)),
    ("C38", D(2027, 1, 6), D(2026, 12, 18)),
    ("C39", D(2026, 11, 23), D(2027, 2, 1)),
    ("C40.1", D(2026, 11, 16), D(2027, 1, 11)),
    ("C40.2", D(2026, 11, 16), D(2027, 3, 8)),
    ("C42.2", D(2026, 11, 30), D(2026, 12, 30)),
    ("C43.1", D(2026, 11, 16), D(2026, 11, 30)),
    ("C43.2", D(2026, 11, 16), D(2026, 12, 14)),
    ("C44", D(2026, 12, 16), D(2027, 1, 7)),
    ("C44", D(2027, 7, 21), D(2027, 9, 8)),  # the first five days of the new term
    ("C45", D(2027, 1, 7), D(2027, 1, 14)),
    ("C46.1", D(2027, 1, 31), D(2027, 3, 1)),
    ("C46.1", D(2026, 11, 21), D(2026, 12, 21)),
    ("C46.2", D(2026, 11, 30), D(2027, 3, 1)),
    ("C47", D(2026, 12, 14), D(2027, 1, 19)),
    ("C48", D(2026, 11, 16), D(2026, 12, 14)),
    ("C48", D(2027, 7, 21), D(2027, 9, 29)),  # 20 school days come before 60 working days
    ("C49", D(2026, 11, 20), D(2026, 12, 18)),  # the thirtieth day is a Sunday
    ("C51", D(2026, 12, 18), D(2027, 1, 5)),
    ("C52.1", MON, D(2026, 11, 17)),
    ("C52.2", MON, D(2026, 11, 18)),
    ("C52.3", MON, D(2026, 11, 23)),
    ("C53.1", D(2013, 3, 4), D(2038, 3, 4)),
    ("C53.2", D(2012, 2, 29), D(2087, 2, 28)),
]
COUNTERS = {"C37", "C41", "C42.1"}
STATEMENTS = {"C30.2", "C31"}
BY_THE_HOUR = {"C50"}
NOT_COMMENCED = {"C28"}


@pytest.mark.parametrize(("code", "start", "due"), DUE, ids=[f"{code} {start}" for code, start, _ in DUE])
def test_due(code: str, start: date, due: date) -> None:
    reckoned = reckon(rule_for(code, MON), YEAR, start)

    assert reckoned
    assert reckoned.on == due


def test_every_clock_from_c01_to_c53_is_there_and_tested() -> None:
    codes = {rule.code for rule in RULES}

    assert {code.partition(".")[0] for code in codes} == {f"C{number:02}" for number in range(1, 54)}
    assert codes == {code for code, _, _ in DUE} | COUNTERS | STATEMENTS | BY_THE_HOUR | NOT_COMMENCED


def test_each_code_and_day_has_one_line() -> None:
    lines = [(rule.code, rule.since) for rule in RULES]

    assert len(set(lines)) == len(lines)


def test_no_line_is_a_date_and_a_counter() -> None:
    assert [rule.code for rule in RULES if rule.measures and rule.counter] == []


def test_a_local_line_has_one_interval_to_set() -> None:
    assert [rule.code for rule in RULES if rule.local and len(rule.measures) != 1] == []


def test_whose_each_clock_is() -> None:
    by_owner = {owner: {rule.code for rule in RULES if rule.owner is owner} for owner in Owner}

    assert by_owner[Owner.LA] == {
        *("C04", "C06", "C07", "C08", "C12", "C13", "C15", "C16", "C17", "C18", "C20.1", "C20.2", "C21", "C22"),
        *("C25.1", "C25.2", "C25.3", "C33.2"),
    }
    assert by_owner[Owner.POLICE] == {"C29"}
    assert by_owner[Owner.PARENT] == {"C36"}


def test_what_the_law_has_not_been_read_for_says_so() -> None:
    assert {rule.code for rule in RULES if not rule.confirmed} == {"C03", "C26", "C35", "C44", "C50", "C53.2"}


def test_binding_is_named_for_each() -> None:
    statute = {rule.code for rule in RULES if rule.binding is Binding.STATUTE}

    assert statute == {
        *("C27", "C28", "C29", "C31", "C33.1", "C33.2", "C34", "C35", "C36", "C37", "C46.1", "C46.2", "C48", "C49"),
        "C50",
    }


# Hours


def test_c50_a_breach_is_reported_within_72_hours_of_the_clock() -> None:
    known = datetime(2026, 12, 24, 16, 30, tzinfo=UTC)

    reckoned = reckon(rule_for("C50", MON), YEAR, known.date(), at=known)

    assert reckoned == Due(D(2026, 12, 27), datetime(2026, 12, 27, 16, 30, tzinfo=UTC))


def test_hours_need_a_time() -> None:
    with pytest.raises(NeedsTime):
        reckon(rule_for("C50", MON), YEAR, MON)


# Counters


def test_c37_counts_the_school_days_of_suspensions_since_september() -> None:
    suspended = [(D(2026, 7, 10), 30), (D(2026, 9, 14), 20), (D(2026, 11, 2), 24), (D(2026, 12, 1), 5)]

    so_far = counted(rule_for("C37", MON), YEAR, suspended, MON)
    later = counted(rule_for("C37", MON), YEAR, suspended, D(2026, 12, 1))

    assert (so_far.so_far, so_far.limit, so_far.reached) == (44, 45, False)
    assert (later.so_far, later.reached) == (49, True)


def test_c41_looks_back_over_ten_weeks_in_which_school_was_open() -> None:
    absent = [(D(2026, 11, 9), 3), (D(2026, 11, 16), 4), (D(2027, 1, 12), 3), (D(2027, 2, 9), 3)]

    # Ten school weeks back from Tue 9 Feb 2027: six of 2027, four of 2026; Mon 23 Nov is the first of them
    # (the two weeks of Christmas are no school weeks, that of the INSET day on 4 January is one).
    assert counted(rule_for("C41", MON), YEAR, absent, D(2027, 2, 9)).so_far == 6
    assert counted(rule_for("C41", MON), YEAR, absent, D(2027, 1, 29)).reached  # from Mon 9 Nov


def test_c42_counts_what_is_unbroken() -> None:
    assert counted(rule_for("C42.1", MON), YEAR, [(D(2026, 11, 2), 5), (D(2026, 11, 9), 5)], MON).reached


def test_a_rule_that_counts_nothing_says_so() -> None:
    with pytest.raises(ValueError, match="C13"):
        counted(rule_for("C13", MON), YEAR, [], MON)


@pytest.mark.parametrize("code", sorted(COUNTERS | STATEMENTS))
def test_a_counter_and_a_statement_have_no_date(code: str) -> None:
    assert reckon(rule_for(code, MON), YEAR, MON) is None


def test_c31_states_a_duty_without_delay() -> None:
    rule = rule_for("C31", MON)

    assert (rule.due, rule.owner, rule.measures, rule.counter) == (
        "Parents, local authority, social worker and virtual school told, without delay",
        Owner.SCHOOL,
        (),
        None,
    )


def test_c30_states_that_parents_are_told_since_april_2026() -> None:
    assert rule_for("C30.2", D(2026, 4, 1)).due == "Parents told, as soon as practicable"
    with pytest.raises(NotInForce):
        rule_for("C30.2", D(2026, 3, 31))


def test_c28_has_not_commenced() -> None:
    with pytest.raises(NotInForce):
        rule_for("C28", D(2030, 1, 1))


# Versions and local settings


def test_a_new_edition_holds_from_its_day_and_the_older_one_before() -> None:
    old = rule_for("C04", MON)
    new = replace(old, since=D(2027, 9, 1), measures=(replace(old.measures[0], count=2),))

    assert rule_for("C04", D(2027, 8, 31), [old, new]) is old
    assert rule_for("C04", D(2027, 9, 1), [new, old]) is new


def test_an_unknown_code_is_no_clock() -> None:
    with pytest.raises(NoSuchClock):
        rule_for("C99", MON)


@pytest.mark.parametrize(
    ("code", "count", "unit", "start", "due"),
    [
        ("C03", 2, "WORKING", MON, D(2026, 11, 18)),
        ("C08", 4, "WEEKS", MON, D(2026, 12, 14)),
        ("C14", 2, "WORKING", D(2026, 12, 14), D(2026, 12, 10)),  # still before the conference
        ("C16", 4, "WEEKS", D(2026, 12, 30), D(2027, 1, 27)),
        ("C44", 5, "WORKING", D(2026, 12, 16), D(2026, 12, 23)),
    ],
)
def test_a_local_interval(code: str, count: int, unit: str, start: date, due: date) -> None:
    local = rule_for(code, MON).with_interval(count, Unit(unit), Roll.STAYS)

    reckoned = reckon(local, YEAR, start)

    assert reckoned
    assert reckoned.on == due


@pytest.mark.parametrize("code", ["C04", "C13", "C17", "C31", "C37", "C48"])
def test_what_the_law_sets_is_not_set_locally(code: str) -> None:
    with pytest.raises(NotLocal):
        rule_for(code, MON).with_interval(5, Unit.WORKING, Roll.STAYS)


@pytest.mark.parametrize("count", [-1, 0, 367])
def test_an_interval_has_bounds(count: int) -> None:
    with pytest.raises(OutOfRange):
        rule_for("C03", MON).with_interval(count, Unit.WORKING, Roll.STAYS)


def test_local_rules_are_those_that_may_differ() -> None:
    assert [rule.code for rule in statutory.local_rules(MON)] == [
        *("C02", "C03", "C05", "C07", "C08", "C09", "C10", "C11.1", "C11.2", "C12", "C14", "C15", "C16", "C19"),
        *("C20.1", "C20.2", "C21", "C22", "C24", "C26", "C40.1", "C40.2", "C44", "C45", "C52.1", "C52.2", "C52.3"),
    ]


# Pauses, and a calendar that nobody typed


def test_a_pause_of_a_subject_access_request_moves_it_by_its_days() -> None:
    rule = rule_for("C46.1", MON)

    reckoned = reckon(rule, YEAR, D(2026, 11, 21), pauses=[Stood(D(2026, 11, 25), D(2026, 12, 2))])

    assert reckoned == Due(D(2026, 12, 29))  # 21 December and seven days is Mon 28, a bank holiday


def test_a_pause_of_school_days_moves_it_by_school_days() -> None:
    reckoned = reckon(rule_for("C48", MON), YEAR, MON, pauses=[Stood(D(2026, 11, 20), D(2026, 11, 24))])

    assert reckoned
    assert reckoned.on == D(2026, 12, 16)  # Sat and Sun are no school days: two


def test_a_date_by_terms_that_nobody_typed_is_assumed() -> None:
    nothing = Calendar((), frozenset())

    assert [reckon(rule_for(code, MON), nothing, MON) for code in ("C34", "C13")] == [
        Due(D(2026, 12, 7), assumed=True),
        Due(D(2026, 12, 7)),
    ]
    assert reckon(rule_for("C34", MON), YEAR, MON) == Due(D(2026, 12, 7))


def test_counting_back_over_school_weeks_ends_even_if_the_school_never_opened() -> None:
    class NeverOpen(Calendar):
        def is_school(self, day: date) -> bool:
            return False

    assert counted(rule_for("C41", MON), NeverOpen((), frozenset()), [(MON, 2)], MON).so_far == 2


DATED = [rule for rule in RULES if rule.measures and rule.code != "C50"]
DAYS = st.dates(D(2026, 9, 2), D(2027, 5, 1))


@given(st.sampled_from(DATED), DAYS)
def test_no_clock_counted_or_held_on_working_days_is_due_when_nobody_works(rule: Rule, start: date) -> None:
    reckoned = reckon(rule, YEAR, start)
    free = rule.measures[0].unit in (Unit.CALENDAR, Unit.YEARS) and rule.measures[0].roll is Roll.STAYS

    assert reckoned
    assert free or YEAR.is_working(reckoned.on)


@given(st.sampled_from(DATED), DAYS, st.integers(1, 40))
def test_the_later_it_began_the_later_it_is_due(rule: Rule, start: date, later: int) -> None:
    first, second = (reckon(rule, YEAR, start + (D(2026, 1, 1 + n) - D(2026, 1, 1))) for n in (0, min(later, 30)))

    assert first
    assert second
    assert first.on <= second.on


@given(DAYS, st.integers(0, 20), st.integers(0, 30))
def test_a_pause_never_makes_it_sooner(start: date, after: int, stood: int) -> None:
    from datetime import timedelta

    pause = Stood(start + timedelta(days=after), start + timedelta(days=after + stood))
    for code in ("C46.1", "C48"):
        plain, paused = (reckon(rule_for(code, MON), YEAR, start, pauses=pauses) for pauses in ([], [pause]))

        assert plain
        assert paused
        assert plain.on <= paused.on
