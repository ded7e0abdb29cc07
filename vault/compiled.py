"""How is a query that every request asks compiled once? The ORM's text is kept; each call only binds its values.

Compiling takes the ORM longer than PostgreSQL takes to answer. `make` gives the queryset, with `slot(name, field)`
where a value will stand.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet

Rows = list[tuple[Any, ...]]


class Slot(Expression):
    """Where a value will stand: compiled, it is its own parameter."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, *_: object, **__: object) -> tuple[str, Any]:
        return "%s", [self]

    def bound(self, values: dict[str, Any]) -> Any:
        return self.output_field.get_db_prep_value(values[self.name], connection)


class Compiled:
    """A `values_list` queryset, asked again and again."""

    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self._make = make
        self._text = ""
        self._params: tuple[Any, ...] = ()
        self._converters: list[tuple[int, Any, Any]] = []

    def rows(self, **values: Any) -> Rows:
        if not self._text:
            self._compile()
        params = [param.bound(values) if isinstance(param, Slot) else param for param in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self._text, params)
            rows: Rows = cursor.fetchall()
        return [self._converted(row) for row in rows] if self._converters else rows

    def _compile(self) -> None:
        compiler = self._make().query.get_compiler(connection=connection)
        text, self._params = compiler.as_sql()
        found = compiler.get_converters([column for column, *_ in compiler.select])
        self._converters = [(place, converters, column) for place, (converters, column) in found.items()]
        self._text = text

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, converters, column in self._converters:
            for convert in converters:
                values[place] = convert(values[place], column, connection)
        return tuple(values)
