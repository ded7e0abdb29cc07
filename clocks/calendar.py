"""Is this a day on which a local authority works, or on which pupils attend, and what day is n of them from here?

Plain Python. Day 0 is what happened; counting begins on the next day. Working days are Monday to Friday without the
bank holidays of England; school days are days on which pupils attend by this school's calendar. Where nobody has
typed the terms, weekdays are taken for school days: a date reckoned so is too soon rather than too late.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import holidays

BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")
ONE_DAY = timedelta(days=1)
MONTHS_IN_A_TERM = 4


class Unit(StrEnum):
    WORKING = "WORKING"
    SCHOOL = "SCHOOL"
    CALENDAR = "CALENDAR"
    WEEKS = "WEEKS"
    MONTHS = "MONTHS"
    YEARS = "YEARS"
    TERMS = "TERMS"
    HOURS = "HOURS"


DAYS_IN = {Unit.CALENDAR: ONE_DAY, Unit.WEEKS: timedelta(weeks=1)}
MONTHS_IN = {Unit.MONTHS: 1, Unit.YEARS: 12}


class Roll(StrEnum):
    """Where a date goes that falls on a day when nobody works."""

    STAYS = "STAYS"
    BEFORE = "BEFORE"
    NEXT_WORKING = "NEXT_WORKING"
    NEXT_SCHOOL = "NEXT_SCHOOL"


@dataclass(frozen=True, order=True)
class Term:
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Calendar:
    """One school's terms, in order, and the days inside them on which pupils do not attend."""

    terms: tuple[Term, ...]
    closed: frozenset[date]

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in BANK_HOLIDAYS

    def is_school(self, day: date) -> bool:
        if not self.is_working(day) or day in self.closed:
            return False
        return not self.knows(day) or any(term.starts_on <= day <= term.ends_on for term in self.terms)

    def knows(self, day: date) -> bool:
        """Whether the day lies between the first and the last day of the terms that were typed."""
        return bool(self.terms) and self.terms[0].starts_on <= day <= self.terms[-1].ends_on

    def add(self, start: date, count: int, unit: Unit, *, counting_first: bool = False) -> date:
        """`counting_first`: the day itself is day 1, as with the days of a suspension. Never leaves the calendar."""
        if unit is Unit.HOURS:
            raise ValueError("Hours are counted from a time, not from a day: hours_after.")
        if counting_first:
            start = _shift(start, -ONE_DAY)
        if unit in (Unit.WORKING, Unit.SCHOOL):
            return _count(start, count, self.is_working if unit is Unit.WORKING else self.is_school)
        if unit is Unit.TERMS:
            return self._end_of_term(start, count)
        if unit in MONTHS_IN:
            return _months(start, count * MONTHS_IN[unit])
        return _shift(start, count * DAYS_IN[unit])

    def roll(self, day: date, roll: Roll) -> date:
        if roll is Roll.STAYS:
            return day
        fits = self.is_school if roll is Roll.NEXT_SCHOOL else self.is_working
        return day if fits(day) else _count(day, -1 if roll is Roll.BEFORE else 1, fits)

    def next_break(self, today: date) -> tuple[date, date] | None:
        """The last day of a term and the first day of the one that follows: the break that is next, or now."""
        for term, following in zip(self.terms, self.terms[1:], strict=False):
            if today < following.starts_on:
                return term.ends_on, following.starts_on
        return None

    def breaking_up(self, today: date) -> bool:
        """Whether this is one of the last two weeks of a term, from their Monday, or the break that follows."""
        pause = self.next_break(today)
        return pause is not None and today >= _shift(pause[0], -timedelta(days=pause[0].weekday() + 7))

    def _end_of_term(self, start: date, count: int) -> date:
        """The last day of the nth term that begins after this day; a term nobody has typed is taken for four months."""
        following = [term.ends_on for term in self.terms if term.starts_on > start]
        if count <= len(following):
            return following[count - 1]
        known = following[-1] if following else start
        return _months(known, MONTHS_IN_A_TERM * (count - len(following)))


def bank_holidays(first: date, last: date) -> list[tuple[date, str]]:
    """Those on which people would otherwise work: one at a weekend has a weekday in its place."""
    return [(day, BANK_HOLIDAYS[day]) for day in days(first, last) if day.weekday() < 5 and day in BANK_HOLIDAYS]


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def hours_after(start: datetime, count: int) -> datetime:
    """Hours run day and night, and are as long when the clocks change. Only for a time that knows its zone."""
    return (start.astimezone(UTC) + timedelta(hours=count)).astimezone(start.tzinfo)


def _months(start: date, count: int) -> date:
    """The same day of the month so many months later, or the last day of a month that is too short."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    if not date.min.year <= year <= date.max.year:
        return _edge(start)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _count(start: date, count: int, fits: Callable[[date], bool]) -> date:
    day, step = start, ONE_DAY if count > 0 else -ONE_DAY
    for _ in range(abs(count)):
        day = _shift(day, step)
        while not fits(day) and day not in (date.min, date.max):
            day = _shift(day, step)
    return day


def _shift(day: date, by: timedelta) -> date:
    """The day so much later or sooner; at the end of the calendar it is the last day, or the first."""
    try:
        return day + by
    except OverflowError:
        return _edge(day)


def _edge(day: date) -> date:
    return date.max if day.year > 5000 else date.min
