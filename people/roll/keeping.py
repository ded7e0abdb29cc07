"""What of a file waits, sealed, until a person has said which column holds what? Its table, and nothing secret.

The file itself is never kept. What is kept is plain JSON: headings, and under them the rows with their numbers; a
cell that the spreadsheet knew to be a day is a list with the day in it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from people.roll import mapping, reading, sims, table, xml_file
from people.roll.rows import Cell, Format, Roll

Kept = dict[str, Any]
PIN = re.compile(r"\bpin\b|\bpin(?:code|number|no)\b", re.IGNORECASE)


def keep(content: bytes, file_format: str | None = None) -> Kept:
    """Raises UnreadableFile. A CTF has no columns to map, and is never kept."""
    settled = reading.format_of(content, file_format)
    headings, lines = _sims(content) if xml_file.looks_like_xml(content) else _grid(content)
    places = [place for place, heading in enumerate(headings) if heading and not _is_secret(heading)]
    return {
        "format": settled.value,
        "headings": [headings[place] for place in places],
        "lines": [[number, _told(cells, places, len(headings))] for number, cells in lines],
    }


def read_kept(kept: Kept, *, today: date, columns: Mapping[str, str] | None, date_order: str | None) -> Roll:
    """As `reading.read` does with a file."""
    settled, headings = Format(kept["format"]), list(kept["headings"])
    places = mapping.columns(headings, settled, columns)
    records = table.pick(table.Grid(headings, _lines(kept)), places)
    return reading.judge(settled, records, set(places), today=today, date_order=date_order)


def guess(kept: Kept) -> dict[str, str]:
    """What the headings probably hold: for the mapping page to begin with."""
    headings = kept["headings"]
    found = mapping.recognised(headings, mapping.PRESETS[Format(kept["format"])])
    return {field: headings[place] for field, place in (found or mapping.recognised(headings)).items()}


def _is_secret(heading: str) -> bool:
    return mapping.is_secret(heading) or bool(PIN.search(heading))


def _grid(content: bytes) -> tuple[list[str], Iterator[table.Line]]:
    grid = reading.grid_of(content)
    return grid.headings, grid.lines


def _sims(content: bytes) -> tuple[list[str], Iterator[table.Line]]:
    headings = sims.headings(content)
    found = sims.read(content, {heading: heading for heading in headings})
    # A record that gives a column twice becomes a row without cells, which reading refuses by its number.
    lines = ((one.number, [] if one.refused else [one.cells.get(heading, "") for heading in headings]) for one in found)
    return headings, lines


def _told(cells: Sequence[Cell], places: Sequence[int], width: int) -> list[Any]:
    """A row that is too short or too long stays so, and is refused for it when it is read."""
    kept = [cells[place] for place in places if place < len(cells)]
    return [[cell.isoformat()] if isinstance(cell, date) else cell for cell in (*kept, *cells[width:])]


def _lines(kept: Kept) -> Iterator[table.Line]:
    for number, cells in kept["lines"]:
        yield number, [date.fromisoformat(cell[0]) if isinstance(cell, list) else cell for cell in cells]
