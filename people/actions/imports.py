"""A list of pupils is read, mapped, confirmed, and applied all at once or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from access import gate
from access.bulk_sql import RowsMissed
from access.models import School, User
from access.roles import Can
from jobs import queue
from people.importing import keeping_rows, saving, settling
from people.importing.known import known_pupils
from people.importing.report import ReportLine
from people.importing.waiting import SAVING, given_up
from people.models import ColumnMapping, RollImport
from people.roll import matching
from people.roll.keeping import Kept
from people.roll.matching import Extent
from people.roll.rows import Roll

Status = RollImport.Status


class NotNow(Exception):
    """The import is past this step: somebody confirmed or discarded it."""


class Unsettled(Exception):
    """An answer about a row in doubt cannot hold; `reasons` says why, by row number."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__("Some answers cannot hold.")
        self.reasons = reasons


class RollChanged(Exception):
    """The school's list changed since the import was confirmed, so it would do something else now."""


@dataclass(frozen=True)
class Compared:
    """A list and what it would do."""

    roll: Roll
    lines: Sequence[ReportLine]
    counts: Mapping[str, int]
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A file as it came: `kept` is its table when a person must say what the columns hold, and `question` says why."""

    file_name: str
    extent: Extent
    compared: Compared | None = None
    kept: Kept | None = None
    question: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@gate.action(Can.IMPORT_PUPILS, records="import.started")
def start_import(*, school: School, by: User, at: datetime, pk: UUID, source: Source) -> RollImport:
    """Nothing of the school's list is changed. Asked twice with the same pk, there is one import."""
    if again := RollImport.objects.filter(pk=pk, school=school).first():
        return again
    made = RollImport(pk=pk, school=school, started_by=by, started_at=at)
    made.full_roll = source.extent is Extent.FULL
    made.file_name = source.file_name
    if source.compared:
        _compare(made, source.compared)
    else:
        made.format = source.kept["format"] if source.kept else ""
        made.table = source.kept
        made.options = {"question": source.question, "columns": dict(source.columns)}
    made.save(force_insert=True)
    return made


@gate.action(Can.IMPORT_PUPILS, records="import.mapped")
def map_import(*, roll_import: RollImport, by: User, compared: Compared, columns: Mapping[str, str]) -> RollImport:
    """The table has been read by these columns; it is not kept any longer."""
    current = _held(roll_import, Status.READ)
    if not current.table:
        raise NotNow("The columns have been mapped.")
    current.options = {"columns": dict(columns)}
    current.table = None
    _compare(current, compared)
    current.save()
    return current


@gate.action(Can.IMPORT_PUPILS, records="mapping.saved")
def save_mapping(*, school: School, by: User, name: str, columns: Mapping[str, str]) -> ColumnMapping:
    """Under a name, for the next file of this kind; the same name again replaces it."""
    saved = ColumnMapping.objects.filter(school=school, name=name).first() or ColumnMapping(school=school, name=name)
    saved.columns = dict(columns)
    saved.save()
    return saved


@gate.action(Can.IMPORT_PUPILS, records="import.confirmed")
def confirm_import(
    *, roll_import: RollImport, by: User, at: datetime, confirm_leavers: bool, put_off: bool = True
) -> RollImport:
    """A job saves it in this person's name, unless the caller does so at once. Confirmed twice, it is applied once."""
    current = _held(roll_import, Status.READ)
    if not current.rows:
        raise NotNow("The columns have not been mapped.")
    current.status, current.confirm_leavers = Status.CONFIRMED, confirm_leavers
    current.save()
    if put_off:
        queue.put(SAVING, ids={"roll_import": current.pk, "by": by.pk}, due_at=at, by=by)
    return current


@gate.action(Can.IMPORT_PUPILS, records="import.discarded")
def discard_import(*, roll_import: RollImport, by: User, at: datetime) -> RollImport:
    """Also when it was confirmed and nothing will save it any more."""
    waiting = roll_import.status == Status.CONFIRMED
    current = _held_given_up(roll_import, at) if waiting else _held(roll_import, Status.READ)
    return _close(current, Status.DISCARDED, at)


@gate.action(Can.IMPORT_PUPILS, records="import.settled")
def settle_rows(*, roll_import: RollImport, by: User, said: Mapping[str, str]) -> RollImport:
    """Whom some rows in doubt mean. Nothing is applied: the report says what would be. Raises Unsettled."""
    current = _held(roll_import, Status.READ)
    if not current.rows:
        raise NotNow("The columns have not been mapped.")
    compared = _compared_anew(current, said)
    if reasons := settling.unsettled(compared.lines, said):
        raise Unsettled(reasons)
    _compare(current, compared)
    current.save()
    return current


@gate.action(Can.IMPORT_PUPILS, records="import.reopened")
def reopen_import(*, roll_import: RollImport, by: User, at: datetime) -> RollImport:
    """Nothing saved it: compared with the school's list as it is now, it waits to be confirmed once more."""
    current = _held_given_up(roll_import, at)
    _compare(current, _compared_anew(current, {}))
    current.status, current.confirm_leavers = Status.READ, False
    current.save()
    return current


@gate.bulk_action(Can.IMPORT_PUPILS, records="import.applied")
def apply_import(*, roll_import: RollImport, by: User, at: datetime) -> RollImport:
    """Exactly what was confirmed: compared once more while nobody else can change the list, or RollChanged."""
    current = _held(roll_import, Status.CONFIRMED)
    roll = keeping_rows.as_roll(current.rows.value)
    known = known_pupils(current.school_id, hold=True)
    outcomes, lines = settling.compare(known, roll, _extent(current), keeping_rows.said_of(current.rows.value))
    if lines != current.report.value:
        raise RollChanged("The school's list changed since the import was confirmed: look again at what it would do.")
    leavers, today = current.confirm_leavers, timezone.localdate(at)
    try:
        saving.save(current.school_id, outcomes, known, at=at, today=today, confirm_leavers=leavers)
    except (IntegrityError, RowsMissed) as error:
        raise RollChanged("The school's list changed while the import was saved.") from error
    current.done_rows = len(roll.rows)
    return _close(current, Status.APPLIED, at)


@gate.action(Can.IMPORT_PUPILS, records="import.failed")
def fail_import(*, roll_import: RollImport, by: User, at: datetime) -> RollImport:
    """Nothing was changed, and a person has to look again."""
    return _close(_held(roll_import, Status.CONFIRMED), Status.FAILED, at)


def _held(roll_import: RollImport, status: str) -> RollImport:
    """The import as it is now, held until the act commits."""
    current = RollImport.objects.select_for_update().get(pk=roll_import.pk)
    if current.status != status:
        raise NotNow(f"The import is {current.status}, not {status}.")
    return current


def _held_given_up(roll_import: RollImport, at: datetime) -> RollImport:
    current = _held(roll_import, Status.CONFIRMED)
    if not given_up([current], at=at):
        raise NotNow("The import is being saved.")
    return current


def _compared_anew(current: RollImport, said: Mapping[str, str]) -> Compared:
    """What was read, compared with the school's list as it is now, with all that was said about it so far."""
    kept = current.rows.value
    roll, said = keeping_rows.as_roll(kept), keeping_rows.said_of(kept) | dict(said)
    outcomes, lines = settling.compare(known_pupils(current.school_id), roll, _extent(current), said)
    return Compared(roll, lines, matching.counted(outcomes), said)


def _close(current: RollImport, status: str, at: datetime) -> RollImport:
    """What was read goes; the report stays."""
    if status not in RollImport.NEXT[current.status]:
        raise NotNow(f"An import that is {current.status} cannot become {status}.")
    current.status, current.finished_at = status, at
    current.table = current.rows = None
    current.save()
    return current


def _compare(roll_import: RollImport, compared: Compared) -> None:
    roll_import.format = compared.roll.file_format.value
    roll_import.rows = keeping_rows.as_value(compared.roll, compared.said)
    roll_import.report = list(compared.lines)
    roll_import.counts = dict(compared.counts) | _notes(compared)


def _notes(compared: Compared) -> dict[str, Any]:
    warned = sum(bool(line["warnings"]) for line in compared.lines)
    asked = [line for line in compared.lines if "choices" in line]
    unsettled = sum(not line["answer"] for line in asked)
    return {"warnings": warned, "rows": len(compared.roll.rows), "asked": len(asked), "unsettled": unsettled}


def _extent(roll_import: RollImport) -> Extent:
    return Extent.FULL if roll_import.full_roll else Extent.PART
