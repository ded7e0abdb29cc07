"""How does a chronology become a document with a cover sheet? The rows of the screen, for print and PDF alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from access.models import Membership, School, User
from access.roles import Role
from casework.models import CaseFile
from chronologies.dates import moment_words
from chronologies.exports.table import author, weight
from chronologies.filters import Filters
from chronologies.models import Event
from chronologies.timeline import Row
from documents.actions import reference
from documents.chronology_sheet import ChronologySheet, EventEntry
from people.identity import year_label

_PRIVILEGED = str(Event.Marking.PRIVILEGED.label)
Status = Literal["FINAL", "CORRECTED", "STRUCK"]


@dataclass(frozen=True)
class Order:
    """What somebody asked to be made: for whom, what for, by whom and as at when."""

    pk: UUID
    file: CaseFile
    school: School
    by: User
    at: datetime
    purpose: str
    recipient: Mapping[str, str]
    filters: Filters
    words: str
    privileged: bool = False


def is_privileged(row: Row) -> bool:
    return row.marking == _PRIVILEGED


def roles_of(school: School, rows: Sequence[Row], also: User) -> dict[UUID, str]:
    """What each author is at this school, by the newest membership."""
    people = {row.author_id for row in rows if row.author_id} | {also.pk}
    held = Membership.objects.filter(school=school, user__in=people).order_by("starts_on")
    return {user: str(Role(role).label) for user, role in held.values_list("user_id", "role")}


def sheet(order: Order, rows: Sequence[Row], roles: Mapping[UUID, str]) -> ChronologySheet:
    who, child = order.file.child.who, order.file.child
    return {
        "frame": {
            "title": "Chronology",
            "reference": reference(order.pk),
            "school": order.school.name,
            "author": order.by.name,
            "marking": f"Confidential: do not pass on without the agreement of {order.school.name}",
        },
        "child": {
            "name": who.name,
            "also_known_as": who.other_name,
            "born_on": who.born,
            "year_and_form": ", ".join(part for part in (year_label(child.year), child.form) if part),
            "upn": who.upn,
        },
        "purpose": order.purpose,
        "recipient": ", ".join(order.recipient[name] for name in ("person", "role", "agency")),
        "period": order.filters.period() or _span(order, rows),
        "included": included(order),
        "as_at": moment_words(order.at),
        "prepared_by": ", ".join(part for part in (order.by.name, roles.get(order.by.pk), order.school.name) if part),
        "entries": [_entry(number, row, roles) for number, row in enumerate(rows, start=1)],
    }


def included(order: Order) -> str:
    """The filters in words, so that a reader knows what is not there."""
    parts = [order.filters.words()]
    if order.words:
        parts.append(f"only entries that hold the words “{order.words}”")
    if not order.privileged:
        parts.append("without what is marked legally privileged")
    parts.append("newest first" if order.filters.newest_first else "oldest first")
    return "; ".join(parts)


def _span(order: Order, rows: Sequence[Row]) -> str:
    dated = [row.when for row in rows if row.iso or row.when.startswith("about")]
    if order.filters.newest_first:
        dated.reverse()
    return f"{dated[0]} to {dated[-1]}" if dated else ""


def _entry(number: int, row: Row, roles: Mapping[UUID, str]) -> EventEntry:
    extra = (("Agency’s reference", row.reference), ("Paper file held", row.paper))
    return {
        "number": str(number),
        "happened": row.when,
        "at_time": row.at_time,
        "category": row.category if row.kind == "EVENT" else ", ".join(p for p in (row.title, row.category) if p),
        "significance": weight(row),
        "bearing": "",
        "source": row.source or row.agency,
        "fact": row.fact,
        "child_voice": row.child_voice,
        "opinion": row.opinion,
        "impact": row.impact,
        "action": row.action,
        "decision": row.decision if row.kind == "EVENT" else "",  # any other is the title
        "rationale": row.rationale,
        "outcome": row.outcome,
        "parents_informed": row.parents,
        "details": list(row.details),
        "marking": row.marking,
        "author": author(row, roles),
        "recorded_at": row.recorded,
        "recorded_later": row.later,
        "status": cast(Status, row.status),
        "notes": [*row.notes, *(f"{label}: {words}" for label, words in extra if words)],
    }
