"""I1: what does it cost to import 10,000 children sealed and logged, against plain `bulk_create` of the same rows?

The plain side writes the same children with the same indexes and constraints and the same rows of reach, names in
clear and nothing in a log. Ours starts where the plain side does, with what is to be written in memory, and ends with
the commit: sealing, blind index, rows, reach and one entry a batch. `second` is the same list again, read from the
database, opened and compared, against the first time compared and written. Each round begins with empty tables.
"""

import time
import uuid
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, models, transaction

from access import gate
from access.models import School, Team, User
from access.reach import TeamReach, reading_permission
from access.roles import Audience, Can
from access.serving import serving
from benchmarks.sides import Result, result, seconds
from people.importing import saving
from people.importing.known import known_pupils
from people.models import Child, ChildTeamReach
from people.roll.known import KnownPupil
from people.roll.matching import Outcome, match
from people.roll.rows import Format, PupilRow, Roll
from tests import factories
from vault import keyring

PUPILS = 10_000
AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
WHAT = {
    "I1_first": "10,000 children sealed, logged and written / plain bulk_create of the same rows, reach included",
    "I1_second": "the same list compared and written again / the first time",
    "I1_children": "all of I1_first / plain bulk_create of the children alone, without their rows of reach",
}


def run(rounds: int = 5) -> dict[str, Result]:
    bench = Bench(factories.school())
    runs = [bench.round() for _ in range(rounds + 1)][1:]  # the first one warms up
    return {name: result([one[name] for one in runs], what) for name, what in WHAT.items()}


class Bench:
    def __init__(self, school: School) -> None:
        self.school, self.console = school, factories.console(school)
        with serving(self.console, school=school):
            teams = {year: Team.objects.create(school=school, kind=Team.Kind.YEAR, year=year) for year in range(7, 14)}
            everybody = Team.objects.create(school=school, kind=Team.Kind.SAFEGUARDING)
        self.plain = Plain(school, everybody, teams)
        with connection.schema_editor() as editor:
            for model in reversed(self.plain.models):
                editor.create_model(model)
        rows = tuple(_pupil(number) for number in range(PUPILS))
        self.roll = Roll(Format.CSV, rows, has_birth_dates=True, is_full_possible=True)

    def round(self) -> dict[str, float]:
        self._empty()
        children, reach = seconds(self.plain.write_children), seconds(self.plain.write_reach)
        compared, written = self._import()
        compared_again, written_again = self._import()
        return {
            "I1_first": written / (children + reach),
            "I1_second": (compared_again + written_again) / (compared + written),
            "I1_children": written / children,
        }

    def _import(self) -> tuple[float, float]:
        with serving(self.console, school=self.school):
            keyring.unlock(self.school.pk, self.school.pk, Child.audience, Child.section)
            start = time.perf_counter()
            known = known_pupils(self.school.pk)
            outcomes = match(known, self.roll)
            compared = time.perf_counter()
            _write(school=self.school, by=self.console, outcomes=outcomes, known=known)
            return compared - start, time.perf_counter() - compared

    def _empty(self) -> None:
        for model in (*self.plain.models, ChildTeamReach, Child):
            model._base_manager.all()._raw_delete("default")  # type: ignore[attr-defined]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")


class Plain:
    """The same tables, in clear."""

    def __init__(self, school: School, everybody: Team, teams: dict[int, Team]) -> None:
        self.school, self.everybody, self.teams = school, everybody, teams
        self.permission = reading_permission(Child, Audience.PASTORAL).pk
        self.child, self.row = _plain_models()
        self.models = (self.row, self.child)
        self.ids = [uuid.uuid4() for _ in range(PUPILS)]

    def write_children(self) -> None:
        with transaction.atomic():
            self.child._base_manager.bulk_create(
                (self._child(pk, number) for number, pk in enumerate(self.ids)), batch_size=1_000
            )

    def write_reach(self) -> None:
        with transaction.atomic():
            self.row._base_manager.bulk_create(
                (
                    self._row(pk, team)
                    for number, pk in enumerate(self.ids)
                    for team in (self.everybody, self.teams[_year(number)])
                ),
                batch_size=1_000,
            )

    def _child(self, pk: uuid.UUID, number: int) -> Any:
        told = _pupil(number)
        who = {"surname": told.surname, "forename": told.forename, "born_on": told.born_on.isoformat(), "sex": told.sex}
        who |= {"preferred_surname": "", "preferred_forename": "", "upn": told.upn, "former_upns": [], "email": ""}
        return self.child(
            id=pk, school=self.school, identity=who, upn=told.upn, year=told.year, form=told.form, status="ON_ROLL"
        )

    def _row(self, pk: uuid.UUID, team: Any) -> Any:
        return self.row(
            content_object_id=pk,
            group=team,
            permission_id=self.permission,
            sections=511,
            since=AT,
            because="TEAM",
            sort_key=AT,
        )


@gate.bulk_action(Can.IMPORT_PUPILS, records="import.applied")
def _write(*, school: School, by: User, outcomes: list[Outcome], known: list[KnownPupil]) -> None:
    saving.save(school.pk, outcomes, known, at=AT, today=AT.date(), confirm_leavers=False)


def _plain_models() -> tuple[type[models.Model], type[models.Model]]:
    class PlainChild(models.Model):  # noqa: DJ008 - never shown
        id = models.UUIDField(primary_key=True)
        school = models.ForeignKey("access.School", on_delete=models.PROTECT, related_name="+")
        restricted = models.BooleanField(default=False)
        identity = models.JSONField()
        upn = models.CharField(max_length=13)
        year = models.SmallIntegerField(null=True)
        form = models.CharField(max_length=40)
        status = models.CharField(max_length=10)
        left_on = models.DateField(null=True)
        looked_after = models.BooleanField(default=False)
        version = models.PositiveIntegerField(default=1)

        class Meta:
            app_label = "benchmarks"
            constraints = [models.UniqueConstraint(name="plainchild_upn_once", fields=["school", "upn"])]
            indexes = [models.Index(name="plainchild_by_form", fields=["school", "status", "year", "form"])]

    class PlainChildTeamReach(TeamReach):
        content_object = models.ForeignKey(
            PlainChild, on_delete=models.PROTECT, related_name="team_reach", db_index=False
        )

        class Meta(TeamReach.Meta):
            app_label = "benchmarks"

    return PlainChild, PlainChildTeamReach


def _pupil(number: int) -> PupilRow:
    surnames = ("Hussain", "O'Neill", "Okafor", "Smith-Jones", "Łukasz")
    return PupilRow(
        number=number + 2,
        upn=f"B8012{number:08d}",
        surname=f"{surnames[number % 5]} {number // 5}",
        forename=("Maya", "Ben", "Zoë", "Amy")[number % 4],
        born_on=date(2009 + number % 8, 1 + number % 12, 1 + number % 28),
        sex="FM"[number % 2],
        year=_year(number),
        form=f"{_year(number)}{'ABCDEFGH'[number % 8]}",
    )


def _year(number: int) -> int:
    return 7 + number % 7
