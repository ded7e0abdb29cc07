"""What days does a table (CSV) hold? A column for what it is, one for the first day and one for the last."""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from clocks.reading.found import MOST_ROWS, Read, UnreadableCalendar, plain, told_apart

HEADINGS = {
    "label": {"event", "what", "name", "title", "summary", "description", "term", "subject", "holiday"},
    "first": {"start", "starts", "start date", "from", "first day", "date", "begins", "starts on"},
    "last": {"end", "ends", "end date", "to", "last day", "until", "finish", "ends on"},
}
WAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%d/%m/%y")
WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", re.I)
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.I)
WANTED = "The first row must name the columns: what it is, first day, last day."
EXAMPLE = "Write dates as 4 January 2027, 04/01/2027 (the day first) or 2027-01-04."


def read(text: str) -> Read:
    try:
        rows = [row for row in csv.reader(text.splitlines(), _dialect(text), strict=True) if any(row)]
    except csv.Error as error:
        raise UnreadableCalendar("This table is damaged. Save it again as CSV.") from error
    if not rows:
        raise UnreadableCalendar("This file is empty.")
    if len(rows) > MOST_ROWS + 1:
        raise UnreadableCalendar(
            f"This table has more than {MOST_ROWS} rows. Leave only terms, INSET days and closures."
        )
    columns = _columns(rows[0])
    lines = list(_lines(rows[1:], columns))
    if not lines:
        raise UnreadableCalendar("There are no rows below the headings.")
    return Read(told_apart(lines))


def day_of(words: str) -> date | None:
    """A date as people in Britain write it: the day first."""
    words = " ".join(ORDINAL.sub("", WEEKDAY.sub("", words.strip())).split())
    for way in WAYS:
        try:
            return datetime.strptime(words, way).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def _dialect(text: str) -> type[csv.Dialect]:
    heading = text.lstrip().partition("\n")[0]
    mark = max(",;\t", key=heading.count)
    return type("Table", (csv.excel,), {"delimiter": mark})


def _columns(headings: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, heading in enumerate(headings):
        for name, known in HEADINGS.items():
            if " ".join(heading.split()).casefold() in known:
                columns.setdefault(name, place)
    if not {"label", "first"} <= set(columns):
        raise UnreadableCalendar(WANTED)
    return columns


def _lines(rows: Sequence[Sequence[str]], columns: dict[str, int]) -> Iterator[tuple[str, date, date]]:
    for number, row in enumerate(rows, start=2):
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
        first = day_of(cells["first"])
        last = day_of(cells.get("last", "")) if cells.get("last") else first
        if first is None or last is None:
            raise UnreadableCalendar(f"There is a date in row {number} that cannot be read. {EXAMPLE}")
        yield plain(cells["label"]), first, last
