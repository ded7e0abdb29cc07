"""How is a query that every request asks compiled once, and not each time?

The ORM's text depends on the query's shape alone. It is compiled with stand-ins, the place of each is remembered, and
the real values take those places. The rule stays where it is written, in access.policy; only its compilation is kept.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

MOMENT = datetime(1970, 1, 1, 0, 0, 0, 1, tzinfo=UTC)  # the stand-in for "now"
_NAMESPACE = uuid.UUID("5afe401d-0000-4000-8000-0000000000ff")


def stand_in(name: str) -> uuid.UUID:
    """A uuid that no record has, always the same for a name."""
    return uuid.uuid5(_NAMESPACE, name)


class Prepared:
    """A compiled query, and which of its parameters are stand-ins."""

    def __init__(self, query: QuerySet[Any], names: Sequence[str]) -> None:
        places = {_adapted(stand_in(name)): name for name in names} | {_adapted(MOMENT): "now"}
        self.text, values = query.query.get_compiler(connection=connection).as_sql()
        self.values = [(places.get(value), value) if _hashable(value) else (None, value) for value in values]

    def rows(self, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        values = [value if name is None else _adapted(given[name]) for name, value in self.values]
        with connection.cursor() as cursor:
            cursor.execute(self.text, values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found


def _adapted(value: uuid.UUID | datetime) -> Any:
    """A value as this database's driver is handed it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value if connection.features.has_native_uuid_field else value.hex


def _hashable(value: Any) -> bool:
    return isinstance(value, str | uuid.UUID | datetime)
