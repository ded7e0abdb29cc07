"""Which memberships does a person hold on a day? Asked in every request, so the query is compiled once."""

import uuid
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import DateField, QuerySet, UUIDField

from access.models import Membership, School, held_on
from vault.compiled import Compiled, Slot


class Current(NamedTuple):
    """A membership of today, with what is needed of its school and team."""

    school_id: uuid.UUID
    school__code: str
    school__name: str
    school__created_at: datetime
    role: str
    classes: list[str]
    team_id: uuid.UUID | None
    team__year: int | None

    @property
    def school(self) -> School:
        return School.from_db("default", [field.attname for field in School._meta.concrete_fields], self[:4])


def _memberships() -> QuerySet[Any, Any]:
    today = Slot("today", DateField())
    every = Membership.objects.filter(held_on(today), user=Slot("user", UUIDField())).order_by("starts_on", "pk")
    return every.values_list(*Current._fields)


MEMBERSHIPS = Compiled(_memberships)
