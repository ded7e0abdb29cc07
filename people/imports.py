"""From a file to an import that waits for a person: read it, compare it with whom we know, change nothing.

The pages and the command come through here, so that both read and compare alike.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from access import gate
from access.models import School, User
from access.roles import Can
from people.actions import imports as actions
from people.actions.imports import Compared, Source
from people.importing import settling
from people.importing.known import known_pupils
from people.models import RollImport
from people.roll import decoding, keeping, matching, reading, workbook
from people.roll.dates import AmbiguousDates
from people.roll.mapping import UnmappedHeadings
from people.roll.matching import Extent, Outcome
from people.roll.refusals import UnreadableFile
from people.roll.rows import Format, Roll

Columns = Mapping[str, str]
EXCEL = (".xlsx", ".xlsm", ".xls")
CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1f]")
NO_ROWS = "The file has headings and no pupil under them."


@dataclass(frozen=True)
class Offered:
    """A file, and what a person said about it."""

    file_name: str
    content: bytes
    extent: Extent = Extent.PART
    file_format: Format | None = None
    columns: Columns | None = None
    date_order: str | None = None

    def read(self, at: datetime) -> Roll:
        """Raises UnreadableFile, with a sentence for a person."""
        self._refuse_misnamed()
        today = timezone.localdate(at)
        columns, order = self.columns, self.date_order
        return reading.read(self.content, today=today, file_format=self.file_format, columns=columns, date_order=order)

    def _refuse_misnamed(self) -> None:
        """A table that is only named as a workbook is read; bytes that are neither are not called a damaged text."""
        named = self.file_name.lower().endswith(EXCEL)
        if not named or workbook.looks_like_workbook(self.content) or decoding.signed(self.content):
            return
        try:
            decoding.text_of(self.content)
            is_text = not CONTROLS.search(self.content)
        except UnreadableFile:
            is_text = False
        if not is_text:
            raise UnreadableFile("This is not an Excel file, though its name says so.")


def begin(user: User, school: School, offered: Offered, *, pk: UUID, at: datetime) -> RollImport:
    """An import that waits to be confirmed, or to be told what its columns hold. Raises UnreadableFile."""
    source = Source(offered.file_name, offered.extent, columns=offered.columns or {})
    try:
        compared = compare(user, school, _with_rows(offered.read(at)), offered.extent)[0]
    except (UnmappedHeadings, AmbiguousDates) as question:
        gate.look(user, to=Can.IMPORT_PUPILS, verb="roll.read")
        kept = keeping.keep(offered.content, offered.file_format)
        if not kept["lines"]:
            raise UnreadableFile(NO_ROWS) from None
        source = replace(source, kept=kept, question=question.sentence)
    else:
        source = replace(source, compared=compared)
    return actions.start_import(school=school, by=user, at=at, pk=pk, source=source)


def map_columns(
    user: User, roll_import: RollImport, *, columns: Columns, date_order: str | None, at: datetime
) -> RollImport:
    """The kept table read by these columns. Raises UnreadableFile, for dates that a person must settle too."""
    kept = roll_import.table.value
    if kept is None:
        raise actions.NotNow("The columns have been mapped.")
    roll = keeping.read_kept(kept, today=timezone.localdate(at), columns=columns, date_order=date_order)
    extent = Extent.FULL if roll_import.full_roll else Extent.PART
    compared, _ = compare(user, roll_import.school, _with_rows(roll), extent)
    return actions.map_import(roll_import=roll_import, by=user, compared=compared, columns=columns)


def apply(user: User, roll_import: RollImport, *, at: datetime) -> None:
    """All of it, or nothing and RollChanged: then the import has failed and a person looks again."""
    try:
        actions.apply_import(roll_import=roll_import, by=user, at=at)
    except actions.RollChanged:
        actions.fail_import(roll_import=roll_import, by=user, at=at)
        raise


def compare(user: User, school: School, roll: Roll, extent: Extent) -> tuple[Compared, list[Outcome]]:
    """A look: one entry before the names are opened, and one with what the comparison counted."""
    gate.look(user, to=Can.IMPORT_PUPILS, verb="roll.read")
    known = known_pupils(school.pk)
    outcomes, lines = settling.compare(known, roll, extent, said={})
    counts = matching.counted(outcomes)
    gate.look(user, to=Can.IMPORT_PUPILS, verb="roll.compared", query=json.dumps(counts))
    return Compared(roll, lines, counts), outcomes


def _with_rows(roll: Roll) -> Roll:
    """On a page a list without rows is the wrong file; the command takes it for a list that says nothing."""
    if not roll.rows:
        raise UnreadableFile(NO_ROWS)
    return roll
