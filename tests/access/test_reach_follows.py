"""After any run of acts, the rows of reach are what the facts say they should be, recomputed here from the facts alone."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from access import endings, policy
from access.models import ConflictWall, School, User
from access.reach import ReachEnded, rows_on
from access.roles import Audience, Can, Role, Section
from access.serving import serving
from casework.actions import reach, walls
from casework.actions.files import end_episode, start_episode
from casework.models import CaseFile, StatusEpisode
from people import teams
from people.models import Child
from tests import factories
from tests.access.test_random_worlds import SLOW, undone
from tests.factories import AT

pytestmark = pytest.mark.django_db
TODAY = AT.date()
PLAN = Section.PLAN
STAFF = {
    "lead": Role.DSL,
    "deputy": Role.DEPUTY_DSL,
    "head": Role.HEAD,
    "pastoral": Role.PASTORAL,
    "teacher": Role.TEACHER,
}
LEADS = {"lead", "deputy"}
NAMES = st.sampled_from(sorted(STAFF))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("year"), st.sampled_from([8, 9, None])),
        st.tuples(st.just("care"), st.booleans()),
        st.tuples(st.just("restrict"), st.sets(st.sampled_from(["lead", "deputy", "head"]), min_size=1)),
        st.tuples(st.just("lift"), st.none()),
        st.tuples(st.just("grant"), NAMES),
        st.tuples(st.just("end_grant"), NAMES),
        st.tuples(st.just("wall"), NAMES),
        st.tuples(st.just("lift_wall"), NAMES),
        st.tuples(st.just("leave"), NAMES),
    ),
    max_size=9,
)


@dataclass
class Facts:
    """What was decided, in the order in which it was; nothing about rows."""

    year: int | None = 9
    in_care: bool = False
    named: set[str] | None = None
    granted: set[str] = field(default_factory=set)
    walled: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)

    def rows(self) -> set[tuple[str, str]]:
        """Who should have a row on the file, and with which audience."""
        people = {(name, "PASTORAL") for name in self.granted} | {(name, "SAFEGUARDING") for name in self.named or ()}
        return people | self._teams() | self._cover()

    def _teams(self) -> set[tuple[str, str]]:
        if self.named is not None:
            return set()
        teams = {("Safeguarding team", "SAFEGUARDING")}
        teams |= {(f"Year {self.year} pastoral team", "PASTORAL")} if self.year else set()
        return teams | ({("Looked-after children’s team", "PASTORAL")} if self.in_care else set())

    def _cover(self) -> set[tuple[str, str]]:
        leading = (LEADS if self.named is None else LEADS & self.named) - self.walled - self.left
        sees = leading or "head" in (self.named or ())
        return set() if sees or "head" in self.walled | self.left else {("head", "SAFEGUARDING")}


class Story:
    def __init__(self, school: School) -> None:
        self.facts = Facts()
        self.people = {
            name: factories.person(school, role, year=9 if role == Role.PASTORAL else None, name=name)
            for name, role in STAFF.items()
        }
        self.school, self.child = school, factories.child(school, year=9)
        self.file = factories.file(self.child)

    def rows(self) -> set[tuple[str, str]]:
        now: Any = rows_on(CaseFile.objects.get(pk=self.file.pk))
        return {
            (row.user.name if hasattr(row, "user") else row.group.label, Audience.of(row.permission.codename).value)
            for row in now
        }

    def tell(self, step: str, what: Any) -> None:
        getattr(self, f"_{step}")(what)

    def _year(self, year: int | None) -> None:
        with serving(factories.console(self.school)):
            child = self._child()
            child.year = year
            child.save()
            teams.follow(child, at=AT)
        self.facts.year = year

    def _care(self, in_care: bool) -> None:
        by = self._somebody(Can.SET_STATUS)
        if by is None or in_care == self.facts.in_care:
            return
        with serving(by):
            if in_care:
                told = {"kind": "LAC", "authority": "Northshire", "basis": "Section 20", "started_on": TODAY}
                start_episode(file=self._file(), by=by, at=AT, **told)
            else:
                episode = StatusEpisode.objects.get(ended_on__isnull=True)
                end_episode(episode=episode, by=by, at=AT, ended_on=TODAY, because="Home")
        self.facts.in_care = in_care

    def _restrict(self, names: set[str]) -> None:
        by = self._somebody(Can.RESTRICT_FILE)
        if by is None or names & (self.facts.walled | self.facts.left) or not names & LEADS:
            return
        with serving(by):
            people = [self.people[name] for name in sorted(names)]
            version = self._file().version
            reach.restrict_file(file=self._file(), by=by, at=AT, version=version, people=people, reason="Staff child")
        self.facts.named, self.facts.granted = set(names), set()

    def _lift(self, _: None) -> None:
        by = self._somebody(Can.RESTRICT_FILE)
        if by is None:
            return
        with serving(by):
            reach.lift_restriction(file=self._file(), by=by, at=AT, version=self._file().version, reason="Over")
        self.facts.named = None

    def _grant(self, name: str) -> None:
        by = self._somebody(Can.GRANT_REACH)
        if by is None or name in {"lead", "deputy", "head", by.name} | self.facts.walled | self.facts.left:
            return
        if policy.clearance(self.people[name], CaseFile, self.file.pk).covers("PASTORAL", PLAN) and (
            name not in self.facts.granted
        ):
            return
        until = TODAY + timedelta(days=3)
        told = {"audience": Audience.PASTORAL, "sections": PLAN, "until": until, "reason": "Core group"}
        with serving(by):
            reach.grant_reach(file=self._file(), by=by, at=AT, person=self.people[name], **told)
        self.facts.granted.add(name)

    def _end_grant(self, name: str) -> None:
        by = self._somebody(Can.GRANT_REACH)
        if by is None or name not in self.facts.granted:
            return
        with serving(by):
            reach.end_grant(file=self._file(), by=by, at=AT, person=self.people[name], reason="Over")
        self.facts.granted.discard(name)

    def _wall(self, name: str) -> None:
        by = self._somebody(Can.RAISE_WALL)
        if by is None or name in self.facts.walled | self.facts.left:
            return
        with serving(by):
            person = self.people[name]
            walls.raise_wall(subject=self._child(), by=by, at=AT, person=person, reason="Related")
        self.facts.walled.add(name)
        self._forget(name)

    def _lift_wall(self, name: str) -> None:
        by = self._somebody(Can.RAISE_WALL)
        if by is None or name not in self.facts.walled:
            return
        with serving(by):
            wall = ConflictWall.objects.get(user=self.people[name], lifted_at__isnull=True)
            walls.lift_wall(subject=self._child(), by=by, at=AT, wall=wall, reason="Not related")
        self.facts.walled.discard(name)

    def _leave(self, name: str) -> None:
        if name in LEADS and LEADS & self.facts.left:
            return  # a school always has somebody on its safeguarding team
        with serving(factories.console(self.school)):
            for membership in self.people[name].memberships.all():
                membership.ends_on = TODAY - timedelta(days=1)
                membership.save()
            endings.end_rows_of(self.people[name], at=AT)
        self.facts.left.add(name)
        self._forget(name)

    def _forget(self, name: str) -> None:
        self.facts.granted.discard(name)
        if self.facts.named is not None:
            self.facts.named.discard(name)

    def _somebody(self, can: Can) -> User | None:
        """The first person who may, about the child if the child is what it is about."""
        about: Any = self._child() if can == Can.RAISE_WALL else self._file()
        return next((person for person in self.people.values() if policy.can(person, can, about)), None)

    def _file(self) -> CaseFile:
        return CaseFile.objects.select_related("child").get(pk=self.file.pk)

    def _child(self) -> Child:
        return Child.objects.get(pk=self.child.pk)


@given(steps=STEPS)
@SLOW
def test_rows_are_what_the_facts_say(school: School, steps: list[tuple[str, Any]]) -> None:
    with undone(), time_machine.travel(AT, tick=False):
        story = Story(school)
        for step, what in steps:
            story.tell(step, what)

            assert story.rows() == story.facts.rows()
        _check_nothing_was_lost(story)


def _check_nothing_was_lost(story: Story) -> None:
    """Every row that ended is kept with its end, and no person has two rows."""
    assert all(ended.until >= ended.since for ended in ReachEnded.objects.all())
    assert len(list(rows_on(story.file))) == len(story.rows())
