"""Which guarded records come next on a list, newest first, within one person's reach?

One raw query, the same text for SQLite and PostgreSQL, that walks one index (principal, sort key, scope) for each
principal, merges, drops what a wall or a restriction hides, and cuts: its cost names neither the number of files nor
of grants. An EXISTS over the whole table collapses at a million files, so no school is ever ordered any other way.
"""
# ruff: noqa: S608 — every name in these texts is one of ours; values are parameters

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Self

from django.db import connection
from django.db.models import Model, QuerySet

from access.models import ConflictWall, User
from access.policy import Standing, standing
from access.reach import Because, Guarded, person_rows, team_rows

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SPARE = 6  # candidates fetched beyond the page, for those that a wall or a later row will drop


@dataclass(frozen=True)
class Cursor:
    """Where a page starts: after, or before, this sort key and scope."""

    sort_key: datetime
    scope: uuid.UUID

    def code(self) -> str:
        """For an address: a moment and an id, nothing else."""
        return f"{(self.sort_key - EPOCH) // timedelta(microseconds=1)}_{self.scope.hex}"

    @classmethod
    def read(cls, code: str) -> Self | None:
        """None for what is not a code: then the list starts at its beginning."""
        moment, _, scope = code.partition("_")
        try:
            return cls(EPOCH + timedelta(microseconds=int(moment)), uuid.UUID(hex=scope))
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True)
class Page:
    records: list[Any]
    next: Cursor | None
    previous: Cursor | None = None


def page(
    user: User,
    model: type[Guarded],
    *,
    size: int = 25,
    after: Cursor | None = None,
    before: Cursor | None = None,
    related: str = "",
    only: QuerySet[Any] | None = None,
    since: datetime | None = None,
) -> Page:
    """The next `size` records by newest record within this person's reach, each with its `related` row.

    `after` a cursor the older ones, `before` one the newer ones; always newest first. `only` of these records, and
    `since` with a record from then on: a narrower list never shows more than the whole one.
    """
    person = standing(user)
    if person.school is None:
        return Page([], None)
    query = _Query(person, model, related, _Narrowed(only, since), upwards=before is not None)
    found = _walk(query, size, before or after)
    shown = found[:size][:: -1 if before else 1]
    more, turned = len(found) > size, bool(shown and (before or after))
    older = turned if before else more
    newer = more if before else turned
    return Page(shown, _cursor(shown[-1]) if older else None, _cursor(shown[0]) if newer else None)


def _walk(query: "_Query", size: int, start: Cursor | None) -> list[Any]:
    """Up to one record more than a page, however many candidates a wall or a newer row drops."""
    found: list[Any] = []
    while True:
        wanted = size + 1 - len(found) + SPARE
        candidates = query.candidates(wanted, start)
        found += query.shown(candidates, size + 1 - len(found))
        if len(found) > size or len(candidates) < wanted:
            return found
        start = query.cursor(candidates[-1])


def _cursor(record: Any) -> Cursor:
    return Cursor(record.sort_key, record.pk)


class _Query:
    def __init__(
        self, person: Standing, model: type[Guarded], related: str, narrowed: "_Narrowed", *, upwards: bool
    ) -> None:
        self.person, self.model, self.related, self.narrowed = person, model, related, narrowed
        self.order, self.beyond = ("ASC", ">") if upwards else ("DESC", "<")
        self.principals: list[tuple[type[Model], str, uuid.UUID]] = [(person_rows(model), "user_id", person.user_id)]
        self.principals += [(team_rows(model), "group_id", team) for team in person.teams]
        self.columns = _columns(model, related)
        self.seen: set[uuid.UUID] = set()
        self.upwards = upwards

    def candidates(self, wanted: int, after: Cursor | None) -> list[tuple[Any, ...]]:
        """Rows as the database gives them, ending in scope, sort key and whether the record is shown here."""
        branches, values = zip(*(self._branch(n, wanted, after) for n in range(len(self.principals))), strict=True)
        shown, of_shown = self._shown(from_the_start=after is None)
        columns = self.columns
        join = f"LEFT JOIN {_table(columns.other)} AS r ON r.id = g.{self.related}_id " if columns.other else ""
        text = (
            f"SELECT {columns.text}, c.scope, c.sort_key, {shown} FROM ("
            f"SELECT * FROM ({' UNION ALL '.join(branches)}) AS m "
            f"ORDER BY sort_key {self.order}, scope {self.order}, principal LIMIT {wanted}) AS c "
            f"JOIN {_table(self.model)} AS g ON g.id = c.scope {join}"
            f"ORDER BY c.sort_key {self.order}, c.scope {self.order}, c.principal"
        )
        with connection.cursor() as cursor:
            cursor.execute(text, [*of_shown, *(value for each in values for value in each)])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def shown(self, candidates: list[tuple[Any, ...]], most: int) -> list[Any]:
        """The first so many of those that are shown, as instances; of several rows of one record the first."""
        records = []
        for record in self._records(row for row in candidates if row[-1]):
            if record.pk not in self.seen:
                self.seen.add(record.pk)
                records.append(record)
                if len(records) == most:
                    break
        return records

    def cursor(self, candidate: tuple[Any, ...]) -> Cursor:
        *_, scope, sort_key, _ = next(self.columns.converted([candidate]))
        return Cursor(sort_key, scope)

    def _branch(self, number: int, wanted: int, after: Cursor | None) -> tuple[str, list[Any]]:
        """The next rows of one principal, along its index."""
        rows, column, principal = self.principals[number]
        named = column == "user_id"
        own = f"CASE WHEN because = '{Because.AUTHOR}' THEN 1 ELSE 0 END" if named else "0"
        values = [_value(rows, column, principal), _value(rows, "expires_at", self.person.at)]
        later = ""
        if after:
            later = f"AND (sort_key, content_object_id) {self.beyond} (%s, %s) "
            values += [_value(rows, "sort_key", after.sort_key), _value(rows, "content_object_id", after.scope)]
        narrower, of_narrower = self.narrowed.text(rows)
        text = (
            f"SELECT * FROM (SELECT content_object_id AS scope, sort_key, {own} AS own, {int(named)} AS named, "
            f"{number} AS principal FROM {_table(rows)} "
            f"WHERE {column} = %s AND (expires_at IS NULL OR expires_at > %s) {later}{narrower}"
            f"ORDER BY sort_key {self.order}, content_object_id {self.order} LIMIT {wanted}) AS b{number}"
        )
        return text, [*values, *of_narrower]

    def _shown(self, *, from_the_start: bool) -> tuple[str, list[Any]]:
        """Whether a candidate row is the one its record is listed by, as policy.rows_that_count has it.

        Behind a wall only one's own words count, on a restricted record only a person's row. Otherwise every row of
        the person counts, and the newest lists the record; of equal ones, the person's own or the first team's. Who
        walks from the newest meets that one first, so only who starts elsewhere has to ask for it.
        """
        walled, values = self._walled()
        restricted = "WHEN g.restricted THEN c.named " if self.model.hidden_when_restricted else ""
        newer, of_newer = ("", []) if from_the_start and not self.upwards else self._newer()
        text = f"CASE WHEN g.school_id <> %s THEN 0 WHEN {walled} THEN c.own {restricted}{newer}ELSE 1 END"
        return text, [_value(self.model, "school_id", self.person.school_id), *values, *of_newer]

    def _walled(self) -> tuple[str, list[Any]]:
        subject = "id" if self.model.wall_column == "pk" else self.model.wall_column
        text = (
            f"EXISTS (SELECT 1 FROM {_table(ConflictWall)} AS w WHERE w.user_id = %s AND w.lifted_at IS NULL "
            f"AND w.subject IN (g.id, g.{subject}))"
        )
        return text, [_value(ConflictWall, "user_id", self.person.user_id)]

    def _newer(self) -> tuple[str, list[Any]]:
        texts, values = [], []
        for number, (rows, column, principal) in enumerate(self.principals):
            texts.append(
                f"EXISTS (SELECT 1 FROM {_table(rows)} AS n WHERE n.content_object_id = c.scope AND n.{column} = %s "
                f"AND (n.sort_key > c.sort_key OR n.sort_key = c.sort_key AND {number} < c.principal) "
                f"AND (n.expires_at IS NULL OR n.expires_at > %s))"
            )
            values += [_value(rows, column, principal), _value(rows, "expires_at", self.person.at)]
        return f"WHEN {' OR '.join(texts)} THEN 0 ", values

    def _records(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        columns, width = self.columns, len(self.columns.names)
        for row in columns.converted(rows):
            record: Any = self.model.from_db("default", columns.names, row[:width])
            if columns.other:
                joined = row[width:-3]
                setattr(record, self.related, _joined(columns.other, columns.other_names, joined))
            record.sort_key = row[-2]
            yield record


class _Narrowed:
    """What a list is narrowed to: asked of the rows before they are cut, so a page is one query however few fit."""

    def __init__(self, only: QuerySet[Any] | None, since: datetime | None) -> None:
        self.only, self.since = only, since

    def text(self, rows: type[Model]) -> tuple[str, list[Any]]:
        text, values = "", []
        if self.since is not None:
            text, values = "AND sort_key >= %s ", [_value(rows, "sort_key", self.since)]
        if self.only is not None:
            chosen, given = self.only.order_by().values("pk").query.get_compiler(connection=connection).as_sql()
            text, values = f"{text}AND content_object_id IN ({chosen}) ", [*values, *given]
        return text, values


class _Columns:
    """What is selected of the record and its related row, and how the ORM would convert it: the same every time."""

    def __init__(self, model: type[Guarded], related: str) -> None:
        self.model = model
        self.other: type[Model] | None = model._meta.get_field(related).related_model if related else None
        own = list(model._meta.concrete_fields)
        others = list(self.other._meta.concrete_fields) if self.other else []
        self.names = [field.attname for field in own]
        self.other_names = [field.attname for field in others]
        named = [f'g."{field.column}"' for field in own] + [f'r."{field.column}"' for field in others]
        self.text = ", ".join(named)
        rows = person_rows(model)
        self._fields = [*own, *others, model._meta.pk, rows._meta.get_field("sort_key")]
        self._converters: Any = None

    def converted(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        compiler = self.model._base_manager.all().query.get_compiler("default")
        if self._converters is None:
            expressions = [field.get_col(field.model._meta.db_table) for field in self._fields]
            self._converters = compiler.get_converters(expressions)
        converted: Iterator[Any] = compiler.apply_converters(rows, self._converters)
        return converted


@cache
def _columns(model: type[Guarded], related: str) -> _Columns:
    return _Columns(model, related)


def _joined(model: type[Model], names: list[str], values: list[Any]) -> Model | None:
    missing = values[names.index(model._meta.pk.attname)] is None
    return None if missing else model.from_db("default", names, values)


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _value(model: type[Model], column: str, value: Any) -> Any:
    """A value as this database wants it for that column."""
    field = next(field for field in model._meta.concrete_fields if field.column == column)
    return field.get_db_prep_value(value, connection)
