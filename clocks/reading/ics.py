"""What days does an iCalendar file hold (RFC 5545)? Whole days only: what has a time of day closes no school.

The file is from outside, and may have been made to hurt: it is bounded before it is parsed, its time zones and alarms
are dropped unread, and what repeats is followed for a few years at most.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from icalendar import Calendar

from clocks.calendar import days
from clocks.reading.found import MOST_ROWS, ONE_DAY, Read, UnreadableCalendar, plain, told_apart

MOST_LINES, MOST_EVENTS, MOST_REPEATING = 20_000, 2000, 20
YEARS_BACK, YEARS_ON = timedelta(days=2 * 366), timedelta(days=5 * 366)
OLDEST_RULE = timedelta(days=15 * 366)
FOLD = re.compile(r"(?:\r?\n)+[ \t]")
DROPPED = {"VTIMEZONE", "VALARM"}
# What a rule may say. A yearly one may name its month and day again.
OFTEN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY"}
PARTS = {"DAILY": OFTEN, "WEEKLY": OFTEN, "YEARLY": OFTEN - {"BYDAY"} | {"BYMONTH", "BYMONTHDAY"}}
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
TOO_FAR = "Every day in this file is more than two years ago or five years ahead."
NO_DAYS = "There is no whole day in this file: no term, INSET day or closure."
Line = tuple[str, date, date]


def read(text: str, *, today: date) -> Read:
    events = _events(text)
    timed = [event for event in events if not _is_day(event)]
    whole = [event for event in events if _is_day(event)]
    moved = {(str(event.get("UID")), _day(event, "RECURRENCE-ID")) for event in whole}
    lines, unread = _lines(whole, moved, today)
    near = [line for line in lines if today - YEARS_BACK <= line[1] and line[2] <= today + YEARS_ON]
    if not near:
        raise UnreadableCalendar(TOO_FAR if lines else NO_DAYS)
    if len(near) > MOST_ROWS:
        raise UnreadableCalendar(f"This file holds more than {MOST_ROWS} days. Export the school's own calendar alone.")
    rows = told_apart(near)
    return Read(rows, tuple(_notes(len(timed), unread, len(lines) - len(near))))


def _events(text: str) -> list[Any]:
    lines = FOLD.sub("", text).splitlines()
    if len(lines) > MOST_LINES or sum(line[:6].upper() == "BEGIN:" for line in lines) > MOST_EVENTS:
        raise UnreadableCalendar(
            f"This file holds more than {MOST_EVENTS} entries. Export the school's calendar alone."
        )
    try:
        calendars: Any = Calendar.from_ical("\n".join(_kept(lines)) + "\n", multiple=True)
        return [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except Exception as error:  # whatever a parser of other people's files raises: the file is refused, in a sentence
        raise UnreadableCalendar("This is not a calendar file, or it is damaged. Export it again as .ics.") from error


def _kept(lines: Sequence[str]) -> Iterator[str]:
    """Without time zones and alarms, so that none of their rules is ever followed."""
    inside = ""
    for line in lines:
        what, _, name = line.strip().upper().partition(":")
        if not inside and what == "BEGIN" and name in DROPPED:
            inside = name
        elif not inside and line:
            yield line
        elif what == "END" and name == inside:
            inside = ""


def _lines(events: Sequence[Any], moved: set[tuple[str, date | None]], today: date) -> tuple[list[Line], int]:
    """The days of each event, and how many events could not be followed."""
    lines: list[Line] = []
    unread = repeating = 0
    for event in events:
        repeating += "RRULE" in event
        try:
            if repeating > MOST_REPEATING and "RRULE" in event:
                raise ValueError("Too many rules.")
            lines += _runs(event, moved, today)
        except (ValueError, TypeError, OverflowError, AttributeError):
            unread += 1
    return lines, unread


def _runs(event: Any, moved: set[tuple[str, date | None]], today: date) -> Iterator[Line]:
    """Each stretch of days; those that follow one another are one."""
    label, length = plain(str(event.get("SUMMARY", ""))), _length(event)
    last: tuple[date, date] | None = None
    for first in _starts(event, moved, today):
        if last and first <= last[1] + ONE_DAY:
            last = (last[0], max(last[1], first + length))
            continue
        if last:
            yield label, *last
        last = (first, first + length)
    if last:
        yield label, *last


def _starts(event: Any, moved: set[tuple[str, date | None]], today: date) -> Iterator[date]:
    first, rule = event["DTSTART"].dt, event.get("RRULE")
    if rule is None:
        yield first
        return
    left_out = {day for day in _left_out(event)} | {day for uid, day in moved if uid == str(event.get("UID")) and day}
    yield from (day for day in _repeated(first, rule, today) if day not in left_out)


def _repeated(first: date, rule: Any, today: date) -> Iterator[date]:
    """Followed day by day to an end that is always there, so that a rule that never comes true ends as well."""
    parts = {name.upper(): list(value) if isinstance(value, list) else [value] for name, value in rule.items()}
    often, step = str(parts["FREQ"][0]).upper(), int(parts.get("INTERVAL", [1])[0])
    if not set(parts) <= PARTS.get(often, set()) or step < 1 or first < today - OLDEST_RULE:
        raise ValueError("A rule that no school calendar needs.")
    until = min([_as_day(day) for day in parts.get("UNTIL", [])] + [today + YEARS_ON])
    weekdays = {WEEKDAYS.index(str(day).upper()[-2:]) for day in parts.get("BYDAY", [])}
    fits = _fitting(often, step, first, weekdays)
    return islice((day for day in days(first, until) if fits(day)), int(parts.get("COUNT", [MOST_ROWS * 10])[0]))


def _fitting(often: str, step: int, first: date, weekdays: set[int]) -> Callable[[date], bool]:
    """Whether a day is one of those that the rule names. A yearly rule names its own first day."""
    monday = first - timedelta(days=first.weekday())
    if often == "DAILY":
        return lambda day: (day - first).days % step == 0 and (not weekdays or day.weekday() in weekdays)
    if often == "WEEKLY":
        named = weekdays or {first.weekday()}
        return lambda day: day.weekday() in named and ((day - monday).days // 7) % step == 0
    return lambda day: (day.month, day.day) == (first.month, first.day) and (day.year - first.year) % step == 0


def _left_out(event: Any) -> Iterator[date]:
    given = event.get("EXDATE")
    for group in given if isinstance(given, list) else [given] if given else []:
        yield from (_as_day(each.dt) for each in getattr(group, "dts", []))


def _length(event: Any) -> timedelta:
    """From the first day to the last. The end that a file names is the day after; some name the last day itself."""
    first: date = event["DTSTART"].dt
    end = event.get("DTEND")
    if end is not None:
        return timedelta(days=max((_as_day(end.dt) - first).days - 1, 0))
    lasts: timedelta = getattr(event.get("DURATION"), "dt", ONE_DAY)
    return timedelta(days=max(lasts.days - 1, 0))


def _is_day(event: Any) -> bool:
    return _day(event, "DTSTART") is not None


def _day(event: Any, name: str) -> date | None:
    """The day that is written there, or nothing when there is none or it has a time."""
    day = getattr(event.get(name), "dt", None)
    return day if isinstance(day, date) and not isinstance(day, datetime) else None


def _as_day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _notes(timed: int, unread: int, far: int) -> Iterator[str]:
    for count, why in (
        (timed, "for having a time of day, which no term or closure has"),
        (unread, "because the way it repeats could not be followed"),
        (far, "for being more than two years ago or five years ahead"),
    ):
        if count:
            yield f"{count} {'entry was' if count == 1 else 'entries were'} left out {why}."
