"""How is a line written by hand? The gate calls this, and nobody else above `audit`.

`append` writes in the transaction it finds: an act's line stands or falls with the act. For a look, `access.gate`
opens a durable transaction around it first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from audit.models import Entry


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """`details` are words and are sealed; everything else is codes, ids and digests."""

    verb: str
    outcome: str = "allow"
    object_type: str = ""
    object_uuid: UUID | None = None
    school: UUID | None = None  # when it is not the school of whoever is at work
    scope: UUID | None = None
    audience: str = ""
    reason_code: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    content_hash: str = ""
    details: str = ""
    mentions: Sequence[UUID] = ()


def append(lines: Sequence[Line]) -> list[Entry]:
    return Entry.objects.bulk_create([_entry(line) for line in lines])  # type: ignore[no-any-return]


def _entry(line: Line) -> Entry:
    entry = Entry(
        verb=line.verb,
        outcome=line.outcome,
        object_type=line.object_type,
        object_uuid=line.object_uuid,
        school=line.school,
        scope=line.scope,
        audience=line.audience,
        reason_code=line.reason_code,
        changes=line.changes,
        content_hash=line.content_hash,
    )
    entry.words, entry.mentions = line.details, tuple(line.mentions)
    return entry
