"""Which files, people, teams and rows of reach does P1 read? All made in SQL, ids and times from numbers alone."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db import connection, models

from access.models import Membership, School, Team, User
from access.reach import Because
from access.roles import Audience, Role
from casework.models import CaseFile, CaseFilePersonReach, CaseFileTeamReach
from people.models import Child
from vault.fields import SealedField

PEOPLE: Final = 500
TEAMS: Final = 60
SCHOOL: Final = UUID(int=1)
SHAPES: Final = ("random200", "two_percent", "oldest200", "all", "none", "five_teams")
LOADING: Final = {"synchronous_commit": "off", "maintenance_work_mem": "'1GB'", "work_mem": "'256MB'"}
CONSTRAINTS: Final = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE contype IN ('u', 'f') AND conrelid = ANY(%s::regclass[]) ORDER BY contype DESC"
)
INDEXES: Final = (
    "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
    "WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique"
)
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
TIME: Final = "timestamptz '2000-01-01' + n * interval '10 seconds'"  # of the n-th file
FILE: Final = "md5('file' || n)::uuid"
CHILD: Final = "md5('child' || n)::uuid"
ALL_TEAM: Final = TEAMS + SHAPES.index("all")
# Which file is the k-th of a shape: somewhere in its share of all files.
ANYWHERE: Final = "k * (%(files)s / 200) + abs(hashint4(k)) %% (%(files)s / 200)"
ONE_IN_FIFTY: Final = "k * 50 + abs(hashint4(k)) %% 50"
SHAPE_ROWS: Final = {"random200": ("200", ANYWHERE), "oldest200": ("200", "k")} | dict.fromkeys(
    ("two_percent", "five_teams", "all"), ("%(files)s / 50", ONE_IN_FIFTY)
)


def person(number: int) -> UUID:
    return UUID(int=(2 << 96) + number)


def teams_of(number: int) -> list[int]:
    """The numbers of the teams that the n-th shape's person is in; the last shape's has four more."""
    return [TEAMS + number, *(range(TEAMS + number + 1, TEAMS + number + 5) if SHAPES[number] == "five_teams" else ())]


def team(number: int) -> UUID:
    return UUID(int=(3 << 96) + number)


def fill(first: int, last: int) -> None:
    """Files from the first-th up to the last-th, with their reach; what the shapes reach is spread over all."""
    if not first:
        _people()
    with _without_indexes(CaseFile, CaseFilePersonReach, CaseFileTeamReach):
        numbers = f"generate_series({first}, {last - 1}) AS n"
        identity = "decode(repeat('ab', 300), 'hex')"
        _insert(Child, {"id": CHILD, "identity": identity}, numbers)
        _insert(CaseFile, {"id": FILE, "child_id": CHILD, "opened_at": TIME, "opened_by_id": _sql(person(0))}, numbers)
        spread = f"{numbers}, generate_series(0, 14) AS k"
        _give(CaseFilePersonReach, _nth("2", f"(n * 31 + k * 37) % {PEOPLE}"), spread)
        _give(CaseFileTeamReach, _nth("3", f"(n * 7 + k * 13) % {TEAMS}"), f"{numbers}, generate_series(0, 3) AS k")
        _give(CaseFileTeamReach, _sql(team(ALL_TEAM)), numbers)
        _shapes(last)
    newest = "CREATE INDEX IF NOT EXISTS bench_newest ON casework_casefile (opened_at DESC, id DESC)"
    _execute([newest, "VACUUM ANALYZE"])


def _shapes(files: int) -> None:
    """What a shape reaches is shared out between the person and her teams, a row to each in turn."""
    for number, name in enumerate(SHAPES):
        mine, own_teams = person(PEOPLE + number), teams_of(number)
        _execute([f"DELETE FROM casework_casefilepersonreach WHERE user_id = {_sql(mine)}"])
        if name not in SHAPE_ROWS:
            continue
        count, nth = (text % {"files": files} for text in SHAPE_ROWS[name])
        every = f"(SELECT k, {nth} AS n FROM generate_series(0, {count} - 1) AS k) AS shape"
        if name == "all":  # the team has every file already
            _give(CaseFilePersonReach, _sql(mine), every)
            continue
        every_team = ", ".join(_sql(team(own)) for own in own_teams)
        _execute([f"DELETE FROM casework_casefileteamreach WHERE group_id IN ({every_team})"])
        share = 1 + len(own_teams)
        _give(CaseFilePersonReach, _sql(mine), f"{every} WHERE k % {share} = 0")
        for place, own in enumerate(own_teams, start=1):
            _give(CaseFileTeamReach, _sql(team(own)), f"{every} WHERE k % {share} = {place}")


def _people() -> None:
    School.objects.bulk_create([School(pk=SCHOOL, code="bench", name="Bench")])
    numbers = range(PEOPLE + len(SHAPES))
    User.objects.bulk_create(
        User(pk=person(n), email=f"{n}@bench.example", name=f"Person {n}", is_active=True) for n in numbers
    )
    every = range(TEAMS + len(SHAPES) + 4)
    Team.objects.bulk_create(Team(pk=team(n), school_id=SCHOOL, kind=Team.Kind.YEAR, year=n) for n in every)
    Membership.objects.bulk_create(
        Membership(
            school_id=SCHOOL, user_id=person(PEOPLE + n), role=Role.PASTORAL, team_id=team(own), starts_on=LONG_AGO
        )
        for n in range(len(SHAPES))
        for own in teams_of(n)
    )


def _give(rows: type[models.Model], principal: str, source: str) -> None:
    column = "user_id" if rows is CaseFilePersonReach else "group_id"
    permission = Permission.objects.get_by_natural_key(Audience.PASTORAL.permission, "casework", "casefile").pk
    because = Because.GRANT if rows is CaseFilePersonReach else Because.TEAM
    given = {"content_object_id": FILE, column: principal, "sort_key": TIME, "since": TIME, "because": _sql(because)}
    _insert(rows, given | {"permission_id": str(permission)}, source)


def _insert(model: type[models.Model], given: dict[str, str], source: str) -> None:
    """INSERT … SELECT: columns that are not given hold the school or their default."""
    told, values = dict(given), []
    for field in model._meta.concrete_fields:
        if field.column == "school_id":
            told[field.column] = _sql(SCHOOL)
        elif field.column not in told and not isinstance(field, models.AutoField):
            told[field.column] = "%s"
            values.append(_default(field))
    selected = [value if value == "%s" else value.replace("%", "%%") for value in told.values()]
    text = f"INSERT INTO {model._meta.db_table} ({', '.join(told)}) SELECT {', '.join(selected)} FROM "
    with connection.cursor() as cursor:
        cursor.execute(text + source.replace("%", "%%"), values)


def _default(field: "models.Field[Any, Any]") -> Any:
    value = b"" if isinstance(field, SealedField) else field.get_default()
    return field.get_db_prep_save(value, connection)


def _nth(kind: str, number: str) -> str:
    """The uuid of a numbered person (2) or team (3)."""
    return f"('0000000{kind}-0000-0000-0000-' || lpad(to_hex({number}), 12, '0'))::uuid"


def _sql(value: object) -> str:
    return f"'{value}'"


@contextmanager
def _without_indexes(*kinds: type[models.Model]) -> Iterator[None]:
    """Rows by the million go in faster before their indexes and keys; all are made again as they were."""
    tables = [kind._meta.db_table for kind in kinds]
    _execute(f"SET {setting} = {value}" for setting, value in LOADING.items())
    constraints, indexes = _found(CONSTRAINTS, tables), _found(INDEXES, tables)
    _execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"' for table, name, _ in constraints)
    _execute(f"DROP INDEX {name}" for name, _ in indexes)
    yield
    _execute(definition for _, definition in indexes)
    _execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}' for table, name, definition in constraints)
    _execute(f"RESET {setting}" for setting in LOADING)


def _execute(texts: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for text in texts:
            cursor.execute(text)


def _found(text: str, tables: list[str]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(text, [tables])
        return cursor.fetchall()
