"""Whom does the school know already? Every child's identity, opened in one go for comparing."""

import json
from datetime import date
from typing import Any, cast
from uuid import UUID

from access.models import School
from people.models import Child
from people.roll.known import KnownPupil
from vault.fields import open_many
from vault.sealing import Binding
from vault.values import Stored

COLUMNS = ("pk", "identity", "year", "form", "status")


def known_pupils(school: UUID, *, hold: bool = False) -> list[KnownPupil]:
    """Raises Locked unless the gate opened the directory. With `hold` nobody else changes them until the act ends."""
    if hold:
        hold_roll(school)
    children = Child.objects.filter(school=school).order_by("pk")
    rows = list((children.select_for_update() if hold else children).values_list(*COLUMNS))
    place = Binding(school, school, Child.audience, Child.section)
    stored = ((place, row[0].bytes, cast(Stored, row[1]).raw) for row in rows)
    texts = open_many(Child._meta.get_field("identity"), stored)
    return [_pupil(row, json.loads(text)) for row, text in zip(rows, texts, strict=True)]


def hold_roll(school: UUID) -> None:
    """Until the act ends, nobody else gives a child of this school a number, one by one or by a list."""
    School.objects.select_for_update(no_key=True).get(pk=school)  # rows that point to the school may still be made


def _pupil(row: tuple[Any, ...], who: dict[str, Any]) -> KnownPupil:
    pk, _, year, form, status = row
    say, born_on = who.get, who.get("born_on")
    return KnownPupil(
        id=pk,
        upn=say("upn") or "",
        former_upns=tuple(say("former_upns") or ()),
        surname=say("surname") or "",
        forename=say("forename") or "",
        preferred_forename=say("preferred_forename") or "",
        preferred_surname=say("preferred_surname") or "",
        born_on=date.fromisoformat(born_on) if born_on else None,
        sex=say("sex") or "",
        year=year,
        form=form,
        email=say("email") or "",
        on_roll=status == Child.Status.ON_ROLL,
    )
