"""What does the line of a bulk write say about each row that was written, and does a row still agree with it?

One line stands for at most ROWS rows: their uuids are its mentions, so that each row's trail finds it, and
`changes["rows"]` holds a digest for each in the same order. A digest is the SHA-256 of the row's stored columns as a
JSON list in the order of their names; a sealed column counts as its own digest, any other binary one as hex.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final, TypeAlias
from uuid import UUID

from django.db import models

from audit.body import moment
from audit.columns import SORT_KEYS
from audit.models import Entry
from vault.fields import SealedField
from vault.values import Opaque, digest

ROWS: Final = 1_000
Field: TypeAlias = "models.Field[Any, Any]"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_SAID: Final[dict[type, Callable[[Any], str]]] = {UUID: str, datetime: moment, date: date.isoformat}


def columns(model: type[models.Model]) -> list[Field]:
    """The columns a digest covers, in its order."""
    return sorted((f for f in model._meta.concrete_fields if f.name != SORT_KEYS), key=lambda field: field.attname)


def digests(model: type[models.Model], fields: Sequence[Field], rows: Sequence[Sequence[object]]) -> list[str]:
    """One for each row of values, which stand in the order of `fields`."""
    places = [fields.index(field) for field in columns(model)]
    said = [_sealed if isinstance(fields[place], SealedField) else _plain for place in places]
    pairs = list(zip(said, places, strict=True))
    return [sha256(_encode([say(row[place]) for say, place in pairs]).encode()).hexdigest() for row in rows]


def differing(entry: Entry, model: type[models.Model]) -> Iterator[UUID]:
    """Those of the line's rows that are no longer what it says: changed since, or gone."""
    fields = columns(model)
    names = [field.attname for field in fields]
    body = json.loads(entry.body)
    committed = dict(zip(map(UUID, body["mentions"]), body["changes"]["rows"], strict=True))
    rows = {row[names.index("id")]: row for row in model._base_manager.filter(pk__in=committed).values_list(*names)}
    now = dict(zip(rows, digests(model, fields, list(rows.values())), strict=True))
    yield from (pk for pk, said in committed.items() if now.get(pk) != said)


def _plain(value: Any) -> Any:
    say = _SAID.get(type(value))
    if say is not None:
        return say(value)
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def _sealed(value: Any) -> str:
    return digest(value.raw if isinstance(value, Opaque) else bytes(value))
