"""For random worlds, every way to ask gives the answer of a plain reading of the rule, kept here in a few lines.

What is visible, what may be done, what is open, what a list shows and in which order: none may disagree.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access import policy
from access.history import who_could_see
from access.models import ConflictWall, School, Team, User
from access.pages import page
from access.reach import Because, give_person, give_team
from access.roles import ALL_SECTIONS, Audience, Can, Role, Section
from access.serving import serving
from casework.models import AgreedAction, CaseFile
from tests import factories
from tests.factories import AT
from vault import keyring

pytestmark = pytest.mark.django_db
AUDIENCES = (Audience.TEACHING, Audience.PASTORAL, Audience.SAFEGUARDING)
SECTIONS = st.sampled_from([ALL_SECTIONS, Section.PLAN, Section.MEETINGS | Section.PLAN, Section.CHRONOLOGY])
MOMENTS = st.integers(0, 3).map(lambda hours: AT + timedelta(hours=hours))
SLOW = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass(frozen=True)
class Row:
    audience: Audience
    sections: Section
    sort_key: datetime
    because: Because = Because.GRANT
    expired: bool = False


@dataclass(frozen=True)
class Record:
    """One file: the rows on it that could let the person in, and what stands against them."""

    person: Row | None
    teams: tuple[Row | None, Row | None, Row | None]
    restricted: bool
    wall: str
    elsewhere: bool


ROW = st.builds(Row, st.sampled_from(AUDIENCES), SECTIONS, MOMENTS)
PERSON_ROW = st.builds(
    Row,
    st.sampled_from(AUDIENCES),
    SECTIONS,
    MOMENTS,
    st.sampled_from([Because.GRANT, Because.NAMED, Because.AUTHOR, Because.COVER]),
    st.booleans(),
)
MAYBE = st.none() | ROW
RECORDS = st.lists(
    st.builds(
        Record,
        st.none() | PERSON_ROW,
        st.tuples(MAYBE, MAYBE, MAYBE),
        st.booleans(),
        st.sampled_from(["", "", "", "child", "record", "lifted"]),
        st.sampled_from([False, False, False, True]),
    ),
    max_size=7,
)
TEAMS: dict[Role, dict[str, Any]] = {
    Role.DSL: {"kind": Team.Kind.SAFEGUARDING, "year": None},
    Role.PASTORAL: {"kind": Team.Kind.YEAR, "year": 9},
    Role.DESIGNATED_TEACHER: {"kind": Team.Kind.LOOKED_AFTER, "year": None},
}
MEMBER_OF = st.sets(st.sampled_from(list(TEAMS)))


def _counting(record: Record, member_of: list[int]) -> list[Row]:
    """The rule, read plainly."""
    walled = record.wall in ("child", "record")
    if record.elsewhere:
        return []
    own = [record.person] if record.person and not record.person.expired else []
    if walled:
        return [row for row in own if row.because == Because.AUTHOR]
    teams = [row for n, row in enumerate(record.teams) if row and n in member_of]
    return own if record.restricted else own + teams


def _open(rows: list[Row]) -> dict[Audience, Section]:
    opened: dict[Audience, Section] = {}
    for row in rows:
        for audience in AUDIENCES[: AUDIENCES.index(row.audience) + 1]:
            opened[audience] = opened.get(audience, Section(0)) | row.sections
    return opened


@contextmanager
def undone() -> Iterator[None]:
    """One example: everything it wrote is rolled back. Acts may be outermost in it, as in a test's own transaction."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


class World:
    """One person, in some teams or none, and files as the records say."""

    def __init__(self, school: School, records: list[Record], roles: set[Role]) -> None:
        self.person = factories.person(school, Role.TEACHER)
        for role in sorted(roles):
            factories.join(school, self.person, role, year=9 if role == Role.PASTORAL else None)
        self.member_of = [n for n, role in enumerate(TEAMS) if role in roles]
        with serving(factories.console(school)):
            self.teams = [Team.objects.get_or_create(school=school, **team)[0] for team in TEAMS.values()]
        elsewhere = factories.school("elsewhere", "Elsewhere School")
        self.files = [self._file(elsewhere if record.elsewhere else school, record) for record in records]
        self.counting = {
            file: _counting(record, self.member_of) for file, record in zip(self.files, records, strict=True)
        }

    def seen(self) -> set[CaseFile]:
        return {file for file, rows in self.counting.items() if rows}

    def in_order(self) -> list[CaseFile]:
        newest = {file: max(row.sort_key for row in self.counting[file]) for file in self.seen()}
        return sorted(newest, key=lambda file: (newest[file], file.pk), reverse=True)

    def _file(self, school: School, record: Record) -> CaseFile:
        child = factories.child(school)
        with serving(factories.console(school), school=school):
            file = CaseFile.objects.create(
                school=school, child=child, opened_at=AT, opened_by=self.person, restricted=record.restricted
            )
            if row := record.person:
                expires_at = AT - timedelta(days=400) if row.expired else None
                _give(give_person, file, self.person, row, because=row.because, expires_at=expires_at)
            for team, of_team in zip(self.teams, record.teams, strict=True):
                if of_team:
                    _give(give_team, file, team, of_team)
        if record.wall and not record.elsewhere:
            self._wall(file, record.wall)
        return file

    def _wall(self, file: CaseFile, kind: str) -> None:
        wall = factories.wall(self.person, file.child)
        raised = ConflictWall.objects.filter(pk=wall.pk)
        if kind == "record":
            raised.update(subject=file.pk)
        if kind == "lifted":
            raised.update(lifted_at=AT, lifted_by=wall.raised_by)


def _give(give: Any, file: CaseFile, whom: Any, row: Row, **more: Any) -> None:
    because = more.pop("because", None)
    told = (whom, row.audience, because) if because else (whom, row.audience)
    give(file, *told, at=AT, sections=row.sections, sort_key=row.sort_key, **more)


def _actions(files: list[CaseFile], by: User) -> list[AgreedAction]:
    """One record for every audience in two sections of every file."""
    made = []
    for file in files:
        for audience in AUDIENCES:
            keyring.unlock(file.school_id, file.pk, audience, int(ALL_SECTIONS))
            for section in (Section.PLAN, Section.CHRONOLOGY):
                action = AgreedAction(
                    school_id=file.school_id,
                    file=file,
                    audience=audience,
                    section=int(section),
                    author=by,
                    recorded_at=AT,
                    owner=by,
                    due_on=AT.date(),
                )
                action.words = "Ring home"
                action.save()
                made.append(action)
    return made


@given(records=RECORDS, roles=MEMBER_OF)
@SLOW
def test_what_is_visible_is_what_the_rule_says(school: School, records: list[Record], roles: set[Role]) -> None:
    with undone():
        world = World(school, records, roles)
        person, every = world.person, [file.pk for file in world.files]

        assert set(policy.visible(person, CaseFile.objects.all())) == world.seen()
        for file, rows in world.counting.items():
            assert policy.clearance(person, CaseFile, file.pk) == _open(rows)
            assert policy.can(person, Can.READ_FILE, file) == (file in world.seen())
            for audience in AUDIENCES:
                reaches = policy.visible(person, CaseFile.objects.filter(pk=file.pk), audience=audience).exists()
                assert reaches == (audience in _open(rows))
        assert policy.clearances(person, CaseFile, every) == {
            file.pk: _open(rows) for file, rows in world.counting.items()
        }


@given(records=RECORDS, roles=MEMBER_OF, size=st.integers(1, 4))
@SLOW
def test_a_list_shows_what_is_visible_in_order(
    school: School, records: list[Record], roles: set[Role], size: int
) -> None:
    with undone():
        world = World(school, records, roles)
        pages = [page(world.person, CaseFile, size=size, related="child")]
        while pages[-1].next:
            pages.append(page(world.person, CaseFile, size=size, after=pages[-1].next, related="child"))
        back = [pages[-1]]
        while back[-1].previous:
            back.append(page(world.person, CaseFile, size=size, before=back[-1].previous, related="child"))

        assert [file for each in pages for file in each.records] == world.in_order()
        assert [file for each in reversed(back) for file in each.records] == world.in_order()
        assert all(file.child.pk == file.child_id for each in pages for file in each.records)


@given(records=RECORDS, roles=MEMBER_OF)
@SLOW
def test_a_record_on_a_file_is_visible_if_its_audience_and_section_are_open(
    school: School, records: list[Record], roles: set[Role]
) -> None:
    with undone():
        world = World(school, records, roles)
        with serving(factories.console(school)):
            every = _actions(world.files, world.person)

        opened = {file.pk: _open(rows) for file, rows in world.counting.items()}
        covered = {
            one for one in every if opened[one.file_id].get(Audience(one.audience), Section(0)) & Section(one.section)
        }
        assert set(policy.visible(world.person, AgreedAction.objects.all())) == covered
        for one in every:
            allowed = one in covered
            assert policy.can(world.person, Can.FINISH_ACTION, one) == allowed


@given(records=RECORDS, roles=MEMBER_OF)
@SLOW
def test_history_asked_about_now_says_the_same(school: School, records: list[Record], roles: set[Role]) -> None:
    with undone():
        world = World(school, records, roles)
        now = timezone.now()

        for file, rows in world.counting.items():
            told = [sight for sight in who_could_see(file, now) if sight.user == world.person]
            known = [Row(sight.audience, sight.sections, AT) for sight in told]
            assert _open(known) == _open(rows)
