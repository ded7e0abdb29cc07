"""When is Hillview School open, this school year and the next? Typed for this year; the next lies there to import."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from access.serving import serving
from clocks.actions.calendar import import_spans
from clocks.planning import LABELS, Span, school_year
from config.demo.hillview import Hillview


def type_terms(hillview: Hillview) -> None:
    with serving(hillview.lead):
        spans = list(year(school_year(hillview.today)))
        import_spans(school=hillview.school, by=hillview.lead, spans=spans, at=hillview.now)


def write_terms(folder: Path, today: date) -> None:
    """As a local authority would offer them."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    events = [_event(number, span) for number, span in enumerate(year(school_year(today) + 1))]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Northmoor//Term dates//EN", *events, "END:VCALENDAR", ""]
    (folder / "northmoor-term-dates.ics").write_bytes("\r\n".join(lines).encode())


def year(autumn: int) -> Iterator[Span]:
    """The school year that begins in this autumn: three terms, their half-terms, and two INSET days."""
    spring = autumn + 1
    first, back = _weekday(date(autumn, 9, 2)), _weekday(date(spring, 1, 4))
    yield Span("AUTUMN", first, _friday(date(autumn, 12, 14)))
    yield Span("SPRING", back, _friday(date(spring, 3, 22)))
    yield Span("SUMMER", _weekday(date(spring, 4, 12)), _friday(date(spring, 7, 16)))
    yield Span("INSET", first, first)
    yield Span("INSET", back, back)
    for middle in (date(autumn, 10, 28), date(spring, 2, 17), date(spring, 5, 31)):
        monday = middle - timedelta(days=middle.weekday())
        yield Span("HALF_TERM", monday, monday + timedelta(days=4))


def _event(number: int, span: Span) -> str:
    until = span.ends_on + timedelta(days=1)
    days = [f"DTSTART;VALUE=DATE:{span.starts_on:%Y%m%d}", f"DTEND;VALUE=DATE:{until:%Y%m%d}"]
    key = [f"UID:{span.starts_on:%Y}-{number}@northmoor.example", "DTSTAMP:20260101T090000Z"]
    return "\r\n".join(["BEGIN:VEVENT", *key, *days, f"SUMMARY:{LABELS[span.kind]}", "END:VEVENT"])


def _weekday(day: date) -> date:
    """That day, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def _friday(day: date) -> date:
    """The Friday of the week of that day, or of the one before a weekend."""
    return day + timedelta(days=4 - day.weekday())
