"""Which day does a cell mean, and does the column put days or months first? The order is never guessed row by row."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from people.roll.refusals import BadCell, UnreadableFile
from people.roll.rows import Cell

OLDEST = 25
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

MIDNIGHT = r"(?:[T ]0?0:00(?::00(?:\.0+)?)?Z?)?"
YEAR_FIRST = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){MIDNIGHT}")
YEAR_LAST = re.compile(rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([0-9]{{4}}){MIDNIGHT}")
SHORT_YEAR = re.compile(r"[0-9]{1,2}([-/. ])(?:[0-9]{1,2}|[A-Za-z]{3,9})\1[0-9]{2}")
MONTH_NAMED = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]+([A-Za-z]{3,9})[-/., ]+([0-9]{4})")

MIXED = (
    "Row {dated} has a date that the spreadsheet understood, row {text} one that it left as text. Days and months may "
    "have been swapped in the first kind: check them, then say whether the others have the day or the month first."
)
BOTH = "The date in row {day} has the day first, the one in row {month} the month. Say which order holds."
AMERICAN = "The date in row {month} has the month first, as in America. Say whether all the dates of birth have."
EITHER = "Every date of birth can be read with the day or the month first (row {either}, for one). Say which it is."


class DateOrder(StrEnum):
    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class AmbiguousDates(UnreadableFile):
    """Asked, not guessed: read the file again with the `date_order` that a person gives."""


def settle_order(cells: Iterable[tuple[int, Cell]], stated: DateOrder | None) -> DateOrder:
    """The order for the whole column. Raises AmbiguousDates where only a person can say."""
    column = _Column(cells)
    if stated is None:
        return column.order_found()
    if column.only_shows(_other(stated)):
        row = column.shows[_other(stated)]
        raise UnreadableFile(f"The dates were said to be {_words(stated)}, but the date in row {row} cannot be.")
    return stated


def read(cell: Cell, order: DateOrder) -> date:
    """The day, or BadCell for a cell that names no day."""
    if isinstance(cell, date):
        return cell
    text = " ".join(cell.split())
    year, month, day = _parts(text, order)
    try:
        return date(year, month, day)
    except ValueError:
        raise BadCell("is not a day in the calendar") from None


def check_age(born_on: date, today: date) -> None:
    """Refuses a day that nobody at school was born on: to come, or too long ago."""
    if born_on > today:
        raise BadCell("is in the future")
    birthday_passed = (today.month, today.day) >= (born_on.month, born_on.day)
    if today.year - born_on.year - (not birthday_passed) > OLDEST:
        raise BadCell(f"makes the pupil older than {OLDEST}")


class _Column:
    """What a column of dates shows of its order; each entry is the first row that shows it."""

    def __init__(self, cells: Iterable[tuple[int, Cell]]) -> None:
        self.shows: dict[DateOrder, int] = {}
        self.either: int | None = None
        self.dated: int | None = None
        self.numeric: int | None = None
        for row, cell in cells:
            self._look(row, cell)

    def _look(self, row: int, cell: Cell) -> None:
        if isinstance(cell, date):
            self.dated = self.dated or row
            return
        found = YEAR_LAST.fullmatch(" ".join(cell.split()))
        if found is None:
            return
        self.numeric = self.numeric or row
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        day_first, month_first = _exists(year, second, first), _exists(year, first, second)
        if day_first and month_first and first != second:
            self.either = self.either or row
        elif day_first and not month_first:
            self.shows.setdefault(DateOrder.DAY_FIRST, row)
        elif month_first and not day_first:
            self.shows.setdefault(DateOrder.MONTH_FIRST, row)

    def only_shows(self, order: DateOrder) -> bool:
        return order in self.shows and len(self.shows) == 1

    def order_found(self) -> DateOrder:
        if question := self._question():
            raise AmbiguousDates(question)
        return DateOrder.DAY_FIRST

    def _question(self) -> str:
        day, month = self.shows.get(DateOrder.DAY_FIRST), self.shows.get(DateOrder.MONTH_FIRST)
        if self.dated and self.numeric:
            return MIXED.format(dated=self.dated, text=self.numeric)
        if day and month:
            return BOTH.format(day=day, month=month)
        if month:
            return AMERICAN.format(month=month)
        return EITHER.format(either=self.either) if self.either and not day else ""


def _parts(text: str, order: DateOrder) -> tuple[int, int, int]:
    if found := YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[3]), int(found[4])
    if found := YEAR_LAST.fullmatch(text):
        day, month = (1, 3) if order is DateOrder.DAY_FIRST else (3, 1)
        return int(found[4]), int(found[month]), int(found[day])
    if found := MONTH_NAMED.fullmatch(text):
        return int(found[3]), _month(found[2]), int(found[1])
    if SHORT_YEAR.fullmatch(text):
        raise BadCell("has a year of two figures; four are needed")
    raise BadCell("is not a date")


def _month(name: str) -> int:
    for number, month in enumerate(MONTHS, start=1):
        if month.startswith(name.lower()):
            return number
    raise BadCell("is not a date")


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _other(order: DateOrder) -> DateOrder:
    return DateOrder.MONTH_FIRST if order is DateOrder.DAY_FIRST else DateOrder.DAY_FIRST


def _words(order: DateOrder) -> str:
    return order.value.replace("-", " ")
