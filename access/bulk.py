"""What may a bulk act write, and what does the log say of it?

`gate.bulk_action` opens one Writer an act and appends its lines in the same transaction. Each line stands for at most
a thousand rows and commits to every one of them: records by digest, rows of reach by naming every scope.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from access import bulk_sql
from access.models import Team
from access.reach import Because, Ended, Guarded, ReachEnded, TeamReach, audience_of, reading_permission, team_rows
from access.roles import Audience, Section
from audit.batches import ROWS, digests
from audit.log import Line
from vault.models import SealedRow

Item = TypeVar("Item")
_writer: ContextVar["Writer | None"] = ContextVar("writer", default=None)


class NotInBulk(RuntimeError):
    """A row was to be written in bulk outside a bulk act."""


def writer() -> "Writer":
    """What writes rows in bulk, inside a bulk act and nowhere else."""
    current = _writer.get()
    if current is None:
        raise NotInBulk("Only a bulk act writes rows in bulk.")
    return current


@contextmanager
def writing(school: uuid.UUID) -> Iterator[None]:
    """For the gate alone: one bulk act."""
    token = _writer.set(Writer(school))
    try:
        yield
    finally:
        _writer.reset(token)


def lines() -> list[Line]:
    """What was written in the bulk act that ends now, handed over once; nothing outside one."""
    current = _writer.get()
    return current.hand_over() if current else []


class Writer:
    """Everything that one bulk act writes goes through here, so that nothing is written and not in the log."""

    def __init__(self, school: uuid.UUID) -> None:
        self.school = school
        self.lines: list[Line] = []

    def hand_over(self) -> list[Line]:
        handed, self.lines = self.lines, []
        return handed

    def insert(self, model: type[SealedRow], rows: Sequence[Sequence[object]], *, verb: str) -> None:
        """New rows, each a value for every column in the model's order, the primary key first."""
        fields = model._meta.concrete_fields
        bulk_sql.insert(model, fields, rows)
        self._say_rows(model, rows, verb)

    def update(self, model: type[SealedRow], rows: Sequence[Sequence[object]], *, verb: str) -> None:
        """Whole rows as they shall be, as in `insert`."""
        bulk_sql.update(model, model._meta.concrete_fields, rows)
        self._say_rows(model, rows, verb)

    def give_team(
        self,
        model: type[Guarded],
        scopes: Sequence[uuid.UUID],
        team: Team,
        audience: Audience,
        sections: Section,
        *,
        at: datetime,
    ) -> None:
        """A team's row on each of these records, of a kind whose rows sort by the time they began."""
        table = team_rows(model)
        permission = reading_permission(model, audience).pk
        given = {
            "group_id": team.pk,
            "permission_id": permission,
            "sections": int(sections),
            "since": at,
            "expires_at": None,
            "because": Because.TEAM.value,
            "sort_key": at,
        }
        fields = [field for field in table._meta.concrete_fields if not field.primary_key]
        rows = [[given.get(field.attname, scope) for field in fields] for scope in scopes]
        bulk_sql.insert(table, fields, rows)
        changes = {"sections": int(sections), "audience": audience.value}
        self._say_scopes(table, scopes, "reach.given", team.pk, changes)

    def end_teams(self, model: type[Guarded], rows: Sequence[Any], *, at: datetime, reason: Ended) -> None:
        """Move teams' rows to ReachEnded, as `reach.end` does with one. They come with their permission."""
        table, kind = team_rows(model), model._meta.label_lower
        ended = [self._ended(row, kind, at, reason) for row in rows]
        bulk_sql.insert(ReachEnded, ReachEnded._meta.concrete_fields, ended)
        bulk_sql.delete(table, [row.pk for row in rows])
        by_team: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
        for row in rows:
            by_team[row.group_id].append(row.content_object_id)
        for team, scopes in by_team.items():
            self._say_scopes(table, scopes, "reach.ended", team, {"reason": reason.value})

    def _ended(self, row: Any, kind: str, at: datetime, reason: Ended) -> list[object]:
        said: dict[str, object] = {
            "id": uuid.uuid4(),
            "school_id": self.school,
            "kind": kind,
            "scope": row.content_object_id,
            "user_id": None,
            "team_id": row.group_id,
            "audience": audience_of(row).value,
            "sections": row.sections,
            "because": str(row.because),
            "since": row.since,
            "expires_at": row.expires_at,
            "until": at,
            "reason": reason.value,
        }
        return [said[field.attname] for field in ReachEnded._meta.concrete_fields]

    def _say_rows(self, model: type[models.Model], rows: Sequence[Sequence[Any]], verb: str) -> None:
        fields = model._meta.concrete_fields
        for batch in _batches(rows):
            self.lines.append(
                Line(
                    verb=verb,
                    object_type=model._meta.label,
                    school=self.school,
                    changes={"rows": digests(model, fields, batch)},
                    mentions=[row[0] for row in batch],
                )
            )

    def _say_scopes(
        self, table: type[TeamReach], scopes: Iterable[uuid.UUID], verb: str, team: uuid.UUID, changes: dict[str, Any]
    ) -> None:
        for batch in _batches(list(scopes)):
            self.lines.append(
                Line(
                    verb=verb,
                    object_type=table._meta.label,
                    object_uuid=team,
                    school=self.school,
                    changes=changes | {"scopes": [str(scope) for scope in batch]},
                )
            )


def _batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for first in range(0, len(items), ROWS):
        yield items[first : first + ROWS]
