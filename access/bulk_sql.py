"""How are many rows written, changed or taken away in one statement? PostgreSQL by binary COPY, SQLite by executemany.

Only `access.bulk` calls this: nothing here asks the policy or writes the log. Sealed columns come as ciphertext.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection, models

Field: TypeAlias = "models.Field[Any, Any]"
Rows = Sequence[Sequence[Any]]

# How each column goes over the wire in a binary COPY, by Django's own name for its kind.
WIRE = {
    "UUIDField": "uuid",
    "BinaryField": "bytea",
    "BooleanField": "bool",
    "CharField": "text",
    "DateField": "date",
    "DateTimeField": "timestamptz",
    "BigAutoField": "int8",
    "AutoField": "int4",
    "IntegerField": "int4",
    "PositiveIntegerField": "int4",
    "SmallIntegerField": "int2",
}


class RowsMissed(Exception):
    """Some of the rows to be changed or taken away are not there."""


def insert(model: type[models.Model], fields: Sequence[Field], rows: Rows) -> None:
    if not rows:
        return
    if connection.vendor == "postgresql":
        _copy(model, fields, rows)
        return
    holders = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {_table(model)} ({_names(fields)}) VALUES ({holders})"  # noqa: S608 - names from the models
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(_for_sqlite(fields, rows)))


def update(model: type[models.Model], fields: Sequence[Field], rows: Rows) -> None:
    """Give rows that are there these values; the first of `fields` is the primary key."""
    if not rows:
        return
    key, *rest = (_column(field) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            values = ", ".join(f"new.{name}" for name in rest)
            sets = f"({', '.join(rest)}) = ROW({values})"
            new = ", ".join(f"unnest(%s::{_wire(field)}[]) AS {_column(field)}" for field in fields)
            sql = f"UPDATE {_table(model)} old SET {sets} FROM (SELECT {new}) new WHERE old.{key} = new.{key}"  # noqa: S608
            cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])
        else:
            sets = ", ".join(f"{name} = %s" for name in rest)
            given = [(*row[1:], row[0]) for row in _for_sqlite(fields, rows)]
            cursor.executemany(f"UPDATE {_table(model)} SET {sets} WHERE {key} = %s", given)  # noqa: S608
        _check(cursor.rowcount, len(rows))


def delete(model: type[models.Model], keys: Sequence[object]) -> None:
    """Take rows away by primary key; nobody is told, so the caller keeps what they said."""
    if not keys:
        return
    field = model._meta.pk
    with connection.cursor() as cursor:
        where = f"DELETE FROM {_table(model)} WHERE {_column(field)}"  # noqa: S608
        if connection.vendor == "postgresql":
            cursor.execute(f"{where} = ANY(%s::{_wire(field)}[])", [list(keys)])
        else:
            cursor.executemany(f"{where} = %s", list(_for_sqlite([field], [(key,) for key in keys])))
        _check(cursor.rowcount, len(keys))


def _copy(model: type[models.Model], fields: Sequence[Field], rows: Rows) -> None:
    sql = f"COPY {_table(model)} ({_names(fields)}) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(sql) as copy:
        copy.set_types([_wire(field) for field in fields])
        for row in rows:
            copy.write_row(row)


def _for_sqlite(fields: Sequence[Field], rows: Rows) -> Iterator[list[Any]]:
    to: dict[str, Callable[[Any], object]] = {"UUIDField": _hex, "DateTimeField": _moment, "DateField": str}
    makers = [to.get(_kind(field)) for field in fields]
    for row in rows:
        yield [value if make is None or value is None else make(value) for make, value in zip(makers, row, strict=True)]


def _hex(value: UUID) -> str:
    return value.hex


def _moment(value: Any) -> object:
    return connection.ops.adapt_datetimefield_value(value)


def _kind(field: Field) -> str:
    if isinstance(field, models.ForeignKey):
        return _kind(field.target_field)
    return field.get_internal_type()


def _wire(field: Field) -> str:
    return WIRE[_kind(field)]


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)


def _names(fields: Sequence[Field]) -> str:
    return ", ".join(_column(field) for field in fields)


def _column(field: Field) -> str:
    return _quoted(str(field.column))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _check(done: int, wanted: int) -> None:
    if done != wanted:
        raise RowsMissed(f"{wanted} rows were meant and {done} were there.")
