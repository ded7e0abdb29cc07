"""What is a rule about time made of, and what day does it come to?

Plain Python. A rule is data (clocks.statutory holds them); what is reckoned here depends on nothing else than the
rule, the calendar and what happened, so that a date can be reckoned again and compared with what it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from clocks.calendar import Calendar, Roll, Unit, days, hours_after

MOST_COUNTED = 366


class Owner(StrEnum):
    """Whose lateness it would be."""

    SCHOOL = "SCHOOL"
    LA = "LA"
    POLICE = "POLICE"
    PARENT = "PARENT"


class Binding(StrEnum):
    STATUTE = "STATUTE"
    REGULATIONS = "REGULATIONS"
    STATUTORY_GUIDANCE = "STATUTORY_GUIDANCE"
    GUIDANCE = "GUIDANCE"
    LOCAL = "LOCAL"
    GOOD_PRACTICE = "GOOD_PRACTICE"
    HOUSE = "HOUSE"


class Window(StrEnum):
    """The stretch of time that a counter looks back over."""

    SCHOOL_YEAR = "SCHOOL_YEAR"
    SCHOOL_WEEKS = "SCHOOL_WEEKS"
    UNBROKEN = "UNBROKEN"


class NotLocal(Exception):
    """This interval is the same everywhere: a local authority cannot set another."""


class OutOfRange(Exception):
    """An interval runs for 1 to 366 of its units."""


class NeedsTime(Exception):
    """Hours run from a time; the day alone does not say when."""


@dataclass(frozen=True)
class Measure:
    """So many of a unit from what happened; before it, when the count is negative."""

    count: int
    unit: Unit
    roll: Roll = Roll.STAYS
    counting_first: bool = False


@dataclass(frozen=True)
class Counter:
    """A number that must not be reached, or that sets something off when it is."""

    limit: int
    counted: str
    window: Window
    weeks: int = 0


@dataclass(frozen=True)
class Rule:
    """One line of the table. With measures it has a due date; with a counter it counts; else it only states a duty.

    Of several measures the first to come decides. `confirmed` is False where nobody has checked the wording of the
    law yet: pages say so. `in_force` None: not commenced.
    """

    code: str
    starts: str
    due: str
    owner: Owner
    who: str
    binding: Binding
    source: str
    measures: tuple[Measure, ...] = ()
    counter: Counter | None = None
    local: bool = False
    pausable: bool = False
    confirmed: bool = True
    since: date = date.min
    in_force: date | None = date.min

    def with_interval(self, count: int, unit: Unit, roll: Roll) -> "Rule":
        """The rule as a local authority has set it. Counted before or after as it was, and by one measure."""
        if not self.local or not self.measures:
            raise NotLocal(self.code)
        if not 1 <= count <= MOST_COUNTED:
            raise OutOfRange(self.code)
        first = self.measures[0]
        return replace(
            self, measures=(replace(first, count=count if first.count >= 0 else -count, unit=unit, roll=roll),)
        )


@dataclass(frozen=True)
class Stood:
    """A stretch in which the clock stood, from the day it stopped to the day it ran again."""

    paused_on: date
    resumed_on: date


@dataclass(frozen=True)
class Due:
    """`assumed`: the school's terms were not typed as far as that, so weekdays were taken for school days."""

    on: date
    at: datetime | None = None
    assumed: bool = False


@dataclass(frozen=True)
class Counted:
    so_far: int
    limit: int

    @property
    def reached(self) -> bool:
        return self.so_far >= self.limit


def reckon(
    rule: Rule, calendar: Calendar, on: date, *, at: datetime | None = None, pauses: Sequence[Stood] = ()
) -> Due | None:
    """When it is due, or None when the rule has no date. `at` is the time of what happened, in the school's zone."""
    found = [_measured(measure, calendar, on, at, pauses) for measure in rule.measures]
    return min(found, key=lambda due: due.on, default=None)


def counted(rule: Rule, calendar: Calendar, occurrences: Iterable[tuple[date, int]], today: date) -> Counted:
    """How far a counter has come: each occurrence is a day and how many on it."""
    if rule.counter is None:
        raise ValueError(f"{rule.code} counts nothing.")
    first = _window_starts(rule.counter, calendar, today)
    so_far = sum(number for day, number in occurrences if first <= day <= today)
    return Counted(so_far, rule.counter.limit)


def _measured(measure: Measure, calendar: Calendar, on: date, at: datetime | None, pauses: Sequence[Stood]) -> Due:
    if measure.unit is Unit.HOURS:
        if at is None:
            raise NeedsTime
        until = hours_after(at, measure.count)
        return Due(until.date(), until)
    due = calendar.add(on, measure.count, measure.unit, counting_first=measure.counting_first)
    for stood in pauses:
        due = _after(stood, due, measure.unit, calendar)
    due = calendar.roll(due, measure.roll)
    return Due(due, assumed=_by_terms(measure) and not (calendar.knows(on) and calendar.knows(due)))


def _after(pause: Stood, due: date, unit: Unit, calendar: Calendar) -> date:
    """As many days later as the clock stood: of its own days where it counts those, else of the calendar's."""
    if unit is Unit.WORKING:
        stood = sum(calendar.is_working(day) for day in _standing_days(pause))
        return calendar.add(due, stood, Unit.WORKING)
    if unit is Unit.SCHOOL:
        stood = sum(calendar.is_school(day) for day in _standing_days(pause))
        return calendar.add(due, stood, Unit.SCHOOL)
    return calendar.add(due, (pause.resumed_on - pause.paused_on).days, Unit.CALENDAR)


def _standing_days(pause: Stood) -> Iterable[date]:
    return days(pause.paused_on + timedelta(days=1), pause.resumed_on)


def _by_terms(measure: Measure) -> bool:
    return measure.unit in (Unit.SCHOOL, Unit.TERMS) or measure.roll is Roll.NEXT_SCHOOL


def _window_starts(counter: Counter, calendar: Calendar, today: date) -> date:
    if counter.window is Window.SCHOOL_YEAR:
        return date(today.year if today.month >= 9 else today.year - 1, 9, 1)
    if counter.window is Window.UNBROKEN:
        return date.min
    monday, weeks = today - timedelta(days=today.weekday()), 0
    while True:  # ends: at the latest where no terms are typed, every week is a school week
        weeks += any(calendar.is_school(day) for day in days(monday, monday + timedelta(days=6)))
        if weeks == counter.weeks or monday < date(1900, 1, 8):
            return monday
        monday -= timedelta(weeks=1)
