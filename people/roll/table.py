"""What are the rows of a CSV file? Commas, semicolons or tabs; rows are numbered as a spreadsheet numbers them."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING

from people.roll import upn
from people.roll.decoding import text_of
from people.roll.refusals import UnreadableFile, shown
from people.roll.rows import Cell, Record

if TYPE_CHECKING:
    import _csv

DELIMITERS = ",;\t"
MAX_COLUMNS = 500
MAX_ROWS = 50_000
MAX_CELL = 32_767

Line = tuple[int, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Headings, and the rows beneath them one at a time, so that unmapped cells are never kept."""

    headings: list[str]
    lines: Iterator[Line]


def open_csv(content: bytes) -> Grid:
    text = text_of(content)
    if text.lstrip()[:1] == "<":
        raise UnreadableFile("This is a web page or an XML file, not a table. Save the list as CSV or .xlsx.")
    lines = _numbered(text, _delimiter(text))
    for _, cells in lines:
        if any(cells):
            headings = [cell.strip() for cell in cells]
            return Grid(headings, _body(lines, len(headings), not text.endswith(("\n", "\r"))))
    raise UnreadableFile("The file is empty.")


def pick(grid: Grid, columns: Mapping[str, int]) -> list[Record]:
    """The mapped cells of every row that holds anything."""
    found: list[Record] = []
    for number, cells in grid.lines:
        _check_cells(number, cells, grid.headings)
        if _holds_anything(cells):
            found.append(_record(number, cells, grid.headings, columns))
        if len(found) > MAX_ROWS:
            raise UnreadableFile(f"The file has more than {MAX_ROWS} rows, at row {number}.")
    return found


def _holds_anything(cells: Sequence[Cell]) -> bool:
    return any(not isinstance(cell, str) or cell.strip() for cell in cells)


def _check_cells(number: int, cells: Sequence[Cell], headings: Sequence[str]) -> None:
    """No cell of a real list is this long; one that is comes from a slip or an attack."""
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and len(cell) > MAX_CELL:
            where = f" under {shown(headings[place])}" if place < len(headings) and headings[place] else ""
            raise UnreadableFile(f"Row {number}{where} has a cell of more than {MAX_CELL} characters.")


def _record(number: int, cells: Sequence[Cell], headings: Sequence[str], columns: Mapping[str, int]) -> Record:
    width = len(headings)
    if len(cells) < width or any(cells[width:]):
        found = {"upn": next((cell for cell in cells if isinstance(cell, str) and upn.is_valid(cell)), "")}
        reason = f"The row has {len(cells)} cells under {width} headings, so they cannot be told apart."
        return Record(number, found, refused=reason)
    return Record(number, {field: cells[place] for field, place in columns.items() if cells[place] != ""})


def _delimiter(text: str) -> str:
    """The one that cuts the headings into the most cells."""
    return max(DELIMITERS, key=lambda delimiter: _cells_in_headings(text, delimiter))


def _cells_in_headings(text: str, delimiter: str) -> int:
    most = 0
    with suppress(csv.Error):  # a broken row further down is reported when it is read
        for cells in islice(_reader(text[:100_000], delimiter), 3):
            most = max(most, len(cells))
    return most


def _reader(text: str, delimiter: str) -> "_csv.Reader":
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _numbered(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = _reader(text, delimiter)
    number, line = 0, 0
    while True:
        number, line = number + 1, reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UnreadableFile(_what_is_wrong(text, number, line)) from None
        yield number, cells


def _what_is_wrong(text: str, row: int, lines_before: int) -> str:
    """Named from the text itself: the parser's own messages are for programmers."""
    rest = "".join(list(StringIO(text, newline=""))[lines_before:])
    where = f"row {row} (line {lines_before + 1} of the file)"
    if rest.count('"') % 2:
        return f"A quotation mark is opened in or after {where} and never closed: the file is damaged or cut off."
    if '"' in rest.replace('""', ""):
        return f"In {where} letters follow a closing quotation mark, or a cell is longer than {MAX_CELL} characters."
    return f"In {where} a cell is longer than {MAX_CELL} characters."


def _body(lines: Iterator[tuple[int, list[str]]], width: int, may_be_cut: bool) -> Iterator[Line]:
    number, cells = 1, [""] * width
    for number, cells in lines:
        yield number, cells
    if may_be_cut and any(cells) and len(cells) < width:
        raise UnreadableFile(f"The file stops in the middle of row {number}: it has been cut off.")
