"""How are the outcomes of a list written? Inside a bulk act, sealed here, all of it or nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from access.bulk import writer
from people.identity import Identity
from people.importing import following
from people.importing.following import CHUNK, Placed
from people.models import Child
from people.roll.known import KnownPupil
from people.roll.matching import Kind, Outcome
from vault.blind import blind_index
from vault.fields import seal_value
from vault.sealing import Binding

COLUMNS = tuple(field.attname for field in Child._meta.concrete_fields)
IDENTITY = Child._meta.get_field("identity")
WHO = (
    "surname", "forename", "preferred_surname", "preferred_forename", "born_on", "sex", "upn", "former_upns", "email",
)  # fmt: skip
PLACE = ("school_id", "year", "status", "looked_after", "restricted")

Row = dict[str, Any]


def save(
    school: UUID,
    outcomes: Sequence[Outcome],
    known: Iterable[KnownPupil],
    *,
    at: datetime,
    today: date,
    confirm_leavers: bool,
) -> None:
    pupils = {pupil.id: pupil for pupil in known}
    place = Binding(school, school, Child.audience, Child.section)
    changed = [outcome for outcome in outcomes if outcome.kind is Kind.CHANGED]
    left = [outcome.known for outcome in outcomes if outcome.known and outcome.kind is Kind.LEFT and confirm_leavers]
    moved = _update(changed, pupils, place)
    moved += _end(left, today)
    following.follow(moved, at=at)
    _create([outcome for outcome in outcomes if outcome.kind is Kind.NEW], place, at)


def end(leavers: Sequence[UUID], *, at: datetime, today: date) -> None:
    """Mark these children as having left."""
    following.follow(_end(leavers, today), at=at)


def _create(outcomes: Iterable[Outcome], place: Binding, at: datetime) -> None:
    rows = [_new(outcome.row, place) for outcome in outcomes]
    writer().insert(Child, _listed(rows), verb="children.created")
    following.begin(((row["id"], _placed(row)) for row in rows), at=at)


def _update(outcomes: Sequence[Outcome], pupils: dict[UUID, KnownPupil], place: Binding) -> list[tuple[UUID, Placed]]:
    changes = {outcome.known: outcome.changes for outcome in outcomes if outcome.known}
    rows, moved = [], []
    for before in _stored(list(changes)):
        after = _changed(before, pupils[before["id"]], changes[before["id"]], place)
        rows.append(after)
        if _placed(before) != _placed(after):
            moved.append((after["id"], _placed(after)))
    writer().update(Child, _listed(rows), verb="children.changed")
    return moved


def _end(leavers: Sequence[UUID], today: date) -> list[tuple[UUID, Placed]]:
    rows = [
        row | {"status": Child.Status.LEFT.value, "left_on": today, "version": row["version"] + 1}
        for row in _stored(leavers)
    ]
    writer().update(Child, _listed(rows), verb="children.left")
    return [(row["id"], _placed(row)) for row in rows]


def _stored(pks: Sequence[UUID]) -> Iterator[Row]:
    """The rows as the database holds them, sealed columns as ciphertext."""
    for first in range(0, len(pks), CHUNK):
        for values in Child.objects.filter(pk__in=pks[first : first + CHUNK]).values_list(*COLUMNS):
            row = dict(zip(COLUMNS, values, strict=True))
            index = row["upn_index"]
            yield row | {"identity": row["identity"].raw, "upn_index": None if index is None else bytes(index)}


def _new(told: Any, place: Binding) -> Row:
    pk = uuid4()
    return {
        "id": pk,
        "school_id": place.school,
        "restricted": False,
        "identity": _sealed(told, place, pk),
        "upn_index": blind_index(place.school, told.upn) if told.upn else None,
        "year": told.year,
        "form": told.form,
        "status": Child.Status.ON_ROLL.value,
        "left_on": None,
        "looked_after": bool(told.looked_after),
        "listed_in_care": bool(told.looked_after),
        "version": 1,
    }


def _changed(before: Row, pupil: KnownPupil, changes: dict[str, tuple[object, object]], place: Binding) -> Row:
    now: Any = replace(pupil, **{name: new for name, (_, new) in changes.items()})  # type: ignore[arg-type]
    after = before | {"year": now.year, "form": now.form, "version": before["version"] + 1}
    if "on_roll" in changes:
        after |= {"status": Child.Status.ON_ROLL.value, "left_on": None}
    if not changes.keys().isdisjoint(WHO):
        after["identity"] = _sealed(now, place, before["id"])
    if "upn" in changes:
        after["upn_index"] = blind_index(place.school, now.upn)
    return after


def _sealed(told: Any, place: Binding, pk: UUID) -> bytes:
    who = Identity(**{name: getattr(told, name) for name in WHO})
    return seal_value(IDENTITY, place, pk, who.as_value())


def _placed(row: Row) -> Placed:
    return Placed(**{name: row[name] for name in PLACE})


def _listed(rows: Iterable[Row]) -> list[list[Any]]:
    return [[row[name] for name in COLUMNS] for row in rows]
