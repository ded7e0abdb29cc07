"""How are a few lines put in the table? By one statement whose text is made once: most pages write one line."""

from functools import cache
from typing import Any

from django.db import connection, models, transaction

FEW = 30  # lines; more go by the ORM, which knows how many values each database takes


def insert(entries: list[Any]) -> None:
    """New rows, as the ORM's bulk_create would write them and leave them."""
    model: Any = type(entries[0])
    columns = _columns(model)
    values = [
        field.get_db_prep_save(field.pre_save(entry, add=True), connection) for entry in entries for field in columns
    ]
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_text(model, len(entries)), values)
        keys = cursor.fetchall()
    for entry, (key,) in zip(entries, keys, strict=True):
        entry.pk, entry._state.adding, entry._state.db = key, False, connection.alias


@cache
def _columns(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not field.primary_key]


@cache
def _text(model: type[models.Model], count: int) -> str:
    columns = _columns(model)
    row = f"({', '.join(['%s'] * len(columns))})"
    named = ", ".join(f'"{field.column}"' for field in columns)
    table, key = model._meta.db_table, model._meta.pk.column
    return f'INSERT INTO "{table}" ({named}) VALUES {", ".join([row] * count)} RETURNING "{key}"'  # noqa: S608 - our own names
