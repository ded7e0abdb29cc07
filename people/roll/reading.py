"""What does this file say about the school's pupils? One door for every format; nothing is kept, nothing is changed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from people.roll import cells, ctf, dates, mapping, sims, table, upn, workbook, xml_file
from people.roll.dates import DateOrder
from people.roll.refusals import BadCell, UnreadableFile
from people.roll.repeats import refuse_repeats
from people.roll.rows import Cell, Format, PupilRow, Record, Roll

MAX_BYTES = 40_000_000
SEPARATORS = str.maketrans(",/|", ";;;")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Look:
    """What the mapping page needs: the headings, and a first guess of which holds what."""

    file_format: Format
    headings: tuple[str, ...]
    guess: Mapping[str, str]
    needs_mapping: bool


def read(
    content: bytes,
    *,
    today: date,
    file_format: str | None = None,
    columns: Mapping[str, str] | None = None,
    date_order: str | None = None,
) -> Roll:
    """Reads the whole file or raises UnreadableFile; what is wrong with single rows stands in the rows.

    `columns` is the saved mapping, {field: heading}; a CTF needs none. A missing format is told from the content.
    """
    settled = format_of(content, file_format)
    records, present, notes = _records(content, settled, columns)
    return judge(settled, records, present, today=today, date_order=date_order, notes=notes)


def judge(
    settled: Format,
    records: Sequence[Record],
    present: Collection[str],
    *,
    today: date,
    date_order: str | None,
    notes: Sequence[str] = (),
) -> Roll:
    """What the cells of all records say. `present` are the fields that the file has at all."""
    born = [(record.number, cell) for record in records if (cell := record.cells.get("date_of_birth")) and _says(cell)]
    order = dates.settle_order(born, DateOrder(date_order) if date_order else None)
    has_dates = "date_of_birth" in present
    birth_date = partial(_birth_date, order=order, today=today) if has_dates else _no_date
    rows = refuse_repeats([_row(record, birth_date) for record in records])
    return Roll(settled, rows, has_dates, is_full_possible=settled is not Format.CTF, notes=tuple(notes))


def look(content: bytes, file_format: str | None = None) -> Look:
    """The headings of a file and what its format, or any known one, makes of them."""
    settled = format_of(content, file_format)
    if settled is Format.CTF:
        return Look(settled, (), {}, needs_mapping=False)
    headings = sims.headings(content) if _is_xml(content) else grid_of(content).headings
    preset = mapping.PRESETS[settled]
    found = mapping.recognised(headings, preset)
    guess = {field: headings[place] for field, place in (found or mapping.recognised(headings)).items()}
    try:
        mapping.columns(headings, settled, None)
    except UnreadableFile:
        return Look(settled, tuple(headings), guess, needs_mapping=True)
    return Look(settled, tuple(headings), guess, needs_mapping=False)


def format_of(content: bytes, asked: str | None) -> Format:
    if len(content) > MAX_BYTES:
        raise UnreadableFile(f"The file is larger than {MAX_BYTES // 1_000_000} MB, too large to be a list of pupils.")
    if not content.strip():
        raise UnreadableFile("The file is empty.")
    if asked:
        return Format(asked)
    return _format_of_xml(xml_file.root_name(content)) if _is_xml(content) else Format.CSV


def _format_of_xml(root: str) -> Format:
    if root == ctf.ROOT:
        return Format.CTF
    if root == sims.ROOT:
        return Format.SIMS
    raise UnreadableFile(
        f"This XML file is no CTF and no SIMS report: its outermost element is not {ctf.ROOT} or {sims.ROOT}."
    )


def _records(
    content: bytes, file_format: Format, columns: Mapping[str, str] | None
) -> tuple[list[Record], set[str], list[str]]:
    """The records, the fields that the file has at all, and notes about the file."""
    if file_format is Format.CTF:
        if not _is_xml(content):
            raise UnreadableFile("This is not a CTF: it is not an XML file.")
        records, notes = ctf.read(content)
        return records, {field for record in records for field in record.cells}, notes
    if file_format is Format.SIMS and _is_xml(content):
        headings = sims.headings(content)
        places = mapping.columns(headings, file_format, columns)
        return sims.read(content, {field: headings[place] for field, place in places.items()}), set(places), []
    grid = grid_of(content)
    places = mapping.columns(grid.headings, file_format, columns)
    return table.pick(grid, places), set(places), []


def grid_of(content: bytes) -> table.Grid:
    grid = workbook.open_workbook(content) if workbook.looks_like_workbook(content) else table.open_csv(content)
    if len(grid.headings) > table.MAX_COLUMNS:
        raise UnreadableFile(f"Row 1 has more than {table.MAX_COLUMNS} columns.")
    return grid


def _is_xml(content: bytes) -> bool:
    return xml_file.looks_like_xml(content)


def _says(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


class _Judge:
    """Reads one record's cells and remembers what was wrong with them."""

    def __init__(self, record: Record) -> None:
        self._cells = record.cells
        self.refusals: list[str] = []
        self.warnings = list(record.warnings)

    def must(self, field: str, label: str, reader: Callable[[Cell], Value], otherwise: Value) -> Value:
        """A cell without which, or with nonsense in which, the row cannot be used."""
        return self._try(self.refusals, f"The {label} {{}}.", field, reader, otherwise)

    def may(self, field: str, label: str, reader: Callable[[Cell], Value], otherwise: Value) -> Value:
        """A cell that is left out when it makes no sense."""
        return self._try(self.warnings, f"The {label} {{}}, and was left out.", field, reader, otherwise)

    def former_upns(self) -> tuple[str, ...]:
        cell = str(self._cells.get("former_upn", "")).strip()
        if not cell:
            return ()
        texts = [cell] if upn.is_valid(cell) else cell.translate(SEPARATORS).replace(" ", ";").split(";")
        found = {number: None for text in texts if upn.is_valid(text) and (number := upn.read(text))}
        if any(text.strip() and not upn.is_valid(text) for text in texts):
            self.warnings.append("A former UPN is not a valid UPN, and was left out.")
        return tuple(found)

    def _try(
        self, kept: list[str], sentence: str, field: str, reader: Callable[[Cell], Value], otherwise: Value
    ) -> Value:
        try:
            return reader(self._cells.get(field, ""))
        except BadCell as bad:
            kept.append(sentence.format(bad.reason))
            return otherwise


def _row(record: Record, birth_date: Callable[[Cell], date | None]) -> PupilRow:
    judge = _Judge(record)
    number = judge.must("upn", "UPN", upn.read, "")
    return PupilRow(
        number=record.number,
        upn=number,
        former_upns=tuple(former for former in judge.former_upns() if former != number),
        surname=judge.must("surname", "surname", cells.required, ""),
        forename=judge.must("forename", "forename", cells.required, ""),
        preferred_forename=judge.must("preferred_forename", "preferred forename", cells.text, ""),
        preferred_surname=judge.must("preferred_surname", "preferred surname", cells.text, ""),
        born_on=judge.must("date_of_birth", "date of birth", birth_date, None),
        sex=judge.may("sex", "sex", cells.sex, ""),
        year=judge.may("year", "year", cells.year, None),
        form=judge.must("form", "form", cells.form, ""),
        email=judge.may("email", "e-mail address", cells.email, ""),
        looked_after=record.looked_after,
        contacts=record.contacts,
        refused=record.refused or " ".join(judge.refusals),
        warnings=() if record.refused else tuple(judge.warnings),
    )


def _birth_date(cell: Cell, *, order: DateOrder, today: date) -> date:
    if not _says(cell):
        raise BadCell("is empty")
    born_on = dates.read(cell, order)
    dates.check_age(born_on, today)
    return born_on


def _no_date(cell: Cell) -> None:
    return None
