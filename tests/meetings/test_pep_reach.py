"""Who reaches a target and who the PEP: a subject teacher reads the one target, and learns of nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from access import gate, policy
from access.models import School, User
from access.roles import Audience, Can, Role, Section
from access.serving import serving
from casework.actions.problem import Problem
from casework.actions.reach import lift_restriction, restrict_file
from casework.models import CaseFile
from meetings.actions.peps_targets import change_target
from meetings.models import Pep, PepTarget
from meetings.sheets.pep import PEP
from people import teams
from people.models import Child
from tests import factories
from tests.meetings import worlds_peps as worlds
from tests.meetings.worlds_peps import LATER, read, smart

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(school: School, lead: User) -> CaseFile:
    return worlds.in_care(school, lead)


@pytest.fixture
def pep(file: CaseFile, designated: User, teacher: User) -> Pep:
    return worlds.whole(file, designated, teacher=teacher)


def _target(number: int = 1) -> PepTarget:
    return PepTarget.objects.get(number=number)


def _readers(people: dict[str, User], record: Any) -> set[str]:
    every = type(record).objects.filter(pk=record.pk)
    return {name for name, person in people.items() if policy.visible(person, every).exists()}


@pytest.fixture
def people(request: pytest.FixtureRequest, school: School) -> dict[str, User]:
    names = ("lead", "deputy", "pastoral", "designated", "teacher", "head", "chair", "auditor", "technical")
    others = {"other teacher": factories.person(school, Role.TEACHER, classes=["9B"])}
    others |= {"other year": factories.person(school, Role.PASTORAL, year=10)}
    return {name: request.getfixturevalue(name) for name in names} | others


def test_who_reaches_what(pep: Pep, file: CaseFile, people: dict[str, User]) -> None:
    teams_of_the_child = {"lead", "deputy", "pastoral", "designated"}

    assert _readers(people, _target(1)) == teams_of_the_child | {"teacher"}
    assert _readers(people, _target(2)) == teams_of_the_child
    assert _readers(people, pep) == teams_of_the_child
    assert _readers(people, file) == teams_of_the_child


def test_the_teacher_reads_the_words_of_her_target_and_no_others(pep: Pep, teacher: User) -> None:
    assert read(_target(1), teacher) == "Knows the times tables"
    for record in (_target(2), pep, pep.file):
        with serving(teacher), pytest.raises(gate.NotHere):
            gate.fetch(teacher, type(record), record.pk, to=Can.READ_TARGET)
    assert policy.clearance(teacher, PepTarget, _target(1).pk) == {Audience.TEACHING: Section.PLAN}


def test_the_teachers_sight_of_it_ends(pep: Pep, teacher: User, time_machine: Any) -> None:
    row = _target(1).person_reach.get(user=teacher)
    assert row.expires_at == datetime(2027, 4, 28, 23, 0, tzinfo=UTC)  # midnight in summer time
    time_machine.move_to(row.expires_at, tick=False)
    with pytest.raises(gate.NotHere):
        read(_target(1), teacher)


def test_another_teacher_takes_her_place(school: School, pep: Pep, designated: User, teacher: User) -> None:
    other = factories.person(school, Role.TEACHER)
    with serving(designated):
        change_target(target=_target(1), by=designated, at=LATER, version=1, smart=smart(words="Reads", teacher=other))

    assert read(_target(1), other) == "Reads"
    with pytest.raises(gate.NotHere):
        read(_target(1), teacher)


def test_a_restricted_file_hides_its_targets_with_it(
    pep: Pep, file: CaseFile, people: dict[str, User], deputy: User, lead: User
) -> None:
    with serving(lead):
        now = CaseFile.objects.get(pk=file.pk)
        restrict_file(file=now, by=lead, at=LATER, version=now.version, people=[lead], reason="A relation works here")
    assert _readers(people, _target(1)) == {"lead"}
    with pytest.raises(Problem, match="cannot be given this target"):
        worlds.aimed(pep, lead, teacher=people["teacher"])
    assert _readers(people, worlds.aimed(pep, lead)) == {"lead"}

    with serving(lead):
        now = CaseFile.objects.get(pk=file.pk)
        lift_restriction(file=now, by=lead, at=LATER, version=now.version, reason="She left")
    assert _readers(people, _target(1)) == {"lead", "deputy", "pastoral", "designated"}


def test_a_wall_hides_the_targets_too(pep: Pep, file: CaseFile, people: dict[str, User]) -> None:
    for name in ("teacher", "designated"):
        factories.wall(people[name], file.child)

    assert _readers(people, _target(1)) == {"lead", "deputy", "pastoral"}
    with pytest.raises(Problem, match="cannot be given this target"):
        worlds.aimed(pep, people["lead"], teacher=people["teacher"])


def test_targets_follow_the_child(pep: Pep, file: CaseFile, people: dict[str, User]) -> None:
    with serving(factories.console(file.school)):
        child = Child.objects.get(pk=file.child_id)
        child.year, child.looked_after = 10, False
        child.save(update_fields=["year", "looked_after"])
        teams.follow(child, at=LATER + timedelta(days=1))

    assert _readers(people, _target(2)) == {"lead", "deputy", "other year"}


def test_a_target_is_given_to_staff_alone(pep: Pep, people: dict[str, User]) -> None:
    for name in ("auditor", "technical"):
        with pytest.raises(Problem) as refused:
            worlds.aimed(pep, people["designated"], teacher=people[name])
        assert refused.value.field == "teacher"


def test_a_day_is_read_in_words() -> None:
    asked = next(one for one in PEP.questions if one.code == "next_on")

    assert asked.in_words("2027-04-20") == "20 April 2027"
