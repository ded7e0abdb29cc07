"""Grants, restriction and walls: who finds what before and after, and that nobody is left to nobody."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from access import endings, gate, policy
from access.models import ConflictWall, School, User
from access.reach import Because, Ended, ReachEnded
from access.roles import ALL_SECTIONS, Audience, Can, Role, Section
from access.serving import serving
from casework.actions import reach, walls
from casework.actions.cover import settle
from casework.actions.problem import Problem, Stale
from casework.models import CaseFile, Concern
from people import teams
from people.models import Child
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
TODAY = AT.date()
UNTIL = TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """The policy reads the clock: these stories happen on one Monday."""
    with time_machine.travel(AT, tick=False) as travelled:
        yield travelled


@pytest.fixture
def file(school: School) -> CaseFile:
    return factories.file(factories.child(school, year=9))


def _grant(file: CaseFile, by: User, person: User, **more: Any) -> CaseFile:
    answers = {"audience": Audience.SAFEGUARDING, "sections": Section.PLAN | Section.MEETINGS, "until": UNTIL} | more
    with serving(by):
        return reach.grant_reach(file=file, by=by, at=AT, person=person, reason="Core group", **answers)


def _restrict(file: CaseFile, by: User, *people: User) -> CaseFile:
    with serving(by):
        version = CaseFile.objects.get(pk=file.pk).version
        return reach.restrict_file(file=file, by=by, at=AT, version=version, people=people, reason="Staff child")


def _lift(file: CaseFile, by: User) -> CaseFile:
    with serving(by):
        version = CaseFile.objects.get(pk=file.pk).version
        return reach.lift_restriction(file=file, by=by, at=AT, version=version, reason="Staff member has left")


def _wall(subject: Child | Concern, by: User, person: User) -> ConflictWall:
    with serving(by):
        return walls.raise_wall(subject=subject, by=by, at=AT, person=person, reason="Cousin of the stepfather")


def _concern(file: CaseFile, reporter: User) -> Concern:
    return factories.concern(file.school, reporter, file.child)


def _rows(record: Any) -> set[tuple[str, str, str]]:
    people = {(row.user.name, row.because, row.permission.codename) for row in record.person_reach.all()}
    return people | {(row.group.label, row.because, row.permission.codename) for row in record.team_reach.all()}


# Grants


def test_grant_opens_the_sections_granted(file: CaseFile, lead: User, school: School) -> None:
    other = factories.person(school, Role.PASTORAL, year=7)

    _grant(file, lead, other)

    assert policy.clearance(other, CaseFile, file.pk) == dict.fromkeys(Audience, Section.PLAN | Section.MEETINGS)
    assert policy.clearance(other, Child, file.child_id) == {}


def test_grant_of_identity_opens_the_family_too(file: CaseFile, lead: User, school: School) -> None:
    other = factories.person(school, Role.PASTORAL, year=7)

    _grant(file, lead, other, sections=ALL_SECTIONS)

    assert policy.clearance(other, Child, file.child_id) == dict.fromkeys(Audience, Section.IDENTITY)


def test_grant_lapses_at_the_end_of_its_last_day(file: CaseFile, lead: User, school: School, clock: Any) -> None:
    other = factories.person(school, Role.PASTORAL, year=7)
    _grant(file, lead, other, until=TODAY)

    clock.move_to("2026-11-16 23:59:59+00:00")
    assert policy.visible(other, CaseFile.objects.all()).exists()
    clock.move_to("2026-11-17 00:00:00+00:00")
    assert not policy.visible(other, CaseFile.objects.all()).exists()


def test_end_grant_ends_it_at_once(file: CaseFile, lead: User, school: School) -> None:
    other = factories.person(school, Role.PASTORAL, year=7)
    _grant(file, lead, other, sections=ALL_SECTIONS)

    with serving(lead):
        reach.end_grant(file=file, by=lead, at=AT, person=other, reason="Core group ended")

    assert not policy.visible(other, CaseFile.objects.all()).exists()
    assert policy.clearance(other, Child, file.child_id) == {}
    assert set(ReachEnded.objects.filter(user=other).values_list("reason", flat=True)) == {Ended.REVOKED}


@pytest.mark.parametrize(
    ("who", "answers", "field"),
    [
        ("lead", {}, "person"),
        ("auditor", {}, "person"),
        ("technical", {}, "person"),
        ("stranger", {}, "person"),
        ("deputy", {}, "person"),
        ("teacher", {}, "audience"),
        ("pastoral", {"sections": Section(0)}, "sections"),
        ("pastoral", {"until": TODAY - timedelta(days=1)}, "until"),
        ("pastoral", {"until": TODAY + timedelta(days=367)}, "until"),
    ],
)
def test_grant_is_refused(
    file: CaseFile, lead: User, who: str, answers: dict[str, Any], field: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    before = _rows(file)

    with pytest.raises(Problem) as refused:
        _grant(file, lead, person, **answers)

    assert refused.value.field == field
    assert _rows(file) == before


def test_grant_is_for_leads(file: CaseFile, pastoral: User, teacher: User) -> None:
    with pytest.raises(gate.Refused):
        _grant(file, pastoral, teacher, audience=Audience.TEACHING)


def test_a_teacher_can_be_granted_pastoral_records(file: CaseFile, lead: User, teacher: User) -> None:
    _grant(file, lead, teacher, audience=Audience.PASTORAL)

    assert policy.clearance(teacher, CaseFile, file.pk).keys() == {Audience.TEACHING, Audience.PASTORAL}


def test_a_grant_sorts_by_what_its_audience_may_see(file: CaseFile, lead: User, teacher: User) -> None:
    later = AT + timedelta(hours=1)
    with serving(lead):
        reach.grant_reach(
            file=file,
            by=lead,
            at=later,
            person=teacher,
            audience=Audience.PASTORAL,
            sections=ALL_SECTIONS,
            until=UNTIL,
            reason="Form tutor",
        )

    assert file.person_reach.get().sort_key == AT


# Restriction


def test_restriction_leaves_the_named_people_only(file: CaseFile, lead: User, deputy: User, pastoral: User) -> None:
    concern = _concern(file, pastoral)

    _restrict(file, lead, deputy)

    safeguarding = "read_safeguarding"
    assert _rows(file) == {(deputy.name, Because.NAMED, safeguarding)}
    assert _rows(concern) == {
        (deputy.name, Because.NAMED, safeguarding),
        (pastoral.name, Because.AUTHOR, "read_teaching"),
    }
    for hidden_from in (lead, pastoral):
        assert not policy.visible(hidden_from, CaseFile.objects.all()).exists()
    assert policy.visible(deputy, CaseFile.objects.all()).exists()


def test_restriction_leaves_the_family_page_as_it_was(file: CaseFile, lead: User, deputy: User, pastoral: User) -> None:
    before = {user: policy.can(user, Can.READ_CONTACTS, file.child) for user in (lead, deputy, pastoral)}

    _restrict(file, lead, deputy)

    assert {user: policy.can(user, Can.READ_CONTACTS, file.child) for user in before} == before
    assert Audience.SAFEGUARDING not in policy.clearance(lead, Child, file.child_id)
    assert Audience.SAFEGUARDING in policy.clearance(deputy, Child, file.child_id)


def test_restriction_stands_when_the_child_moves_year(file: CaseFile, lead: User, deputy: User) -> None:
    _restrict(file, lead, deputy)
    with serving(deputy):
        child = Child.objects.get()
        child.year = 10
        child.save()
        teams.follow(child, at=AT)

    assert not policy.visible(lead, CaseFile.objects.all()).exists()
    assert Audience.SAFEGUARDING not in policy.clearance(lead, Child, file.child_id)


def test_restriction_ends_earlier_grants(file: CaseFile, lead: User, teacher: User) -> None:
    _grant(file, lead, teacher, audience=Audience.PASTORAL)

    _restrict(file, lead, lead)

    assert not policy.visible(teacher, CaseFile.objects.all()).exists()


def test_a_grant_on_a_restricted_file_counts(file: CaseFile, lead: User, teacher: User) -> None:
    _restrict(file, lead, lead)

    _grant(file, lead, teacher, audience=Audience.TEACHING)

    assert policy.visible(teacher, CaseFile.objects.all()).exists()


def test_a_new_concern_about_a_restricted_child_is_for_the_named(file: CaseFile, lead: User, deputy: User) -> None:
    _restrict(file, lead, deputy)

    concern = _concern(file, lead)
    with serving(deputy):
        settle(concern, at=AT)

    assert policy.clearance(lead, Concern, concern.pk).keys() == {Audience.TEACHING}
    assert Audience.SAFEGUARDING in policy.clearance(deputy, Concern, concern.pk)


def test_restriction_can_be_named_anew(file: CaseFile, lead: User, deputy: User, head: User) -> None:
    _restrict(file, lead, lead, deputy)
    _restrict(file, lead, lead, head)

    assert {row[0] for row in _rows(file)} == {lead.name, head.name}


@pytest.mark.parametrize("names", [(), ("head",), ("lead", "pastoral"), ("lead", "stranger")])
def test_restriction_needs_a_lead_and_only_leads(
    file: CaseFile, lead: User, names: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Problem):
        _restrict(file, lead, *(request.getfixturevalue(name) for name in names))

    assert not CaseFile.objects.get().restricted


def test_restriction_refuses_a_walled_lead(file: CaseFile, lead: User, deputy: User) -> None:
    _wall(file.child, lead, deputy)

    with pytest.raises(Problem):
        _restrict(file, lead, deputy)


def test_restriction_refuses_a_stale_page(file: CaseFile, lead: User) -> None:
    _restrict(file, lead, lead)

    with serving(lead), pytest.raises(Stale):
        reach.restrict_file(file=file, by=lead, at=AT, version=1, people=[lead], reason="Again")


def test_lifting_restores_what_each_team_saw(file: CaseFile, lead: User, deputy: User, pastoral: User) -> None:
    concern = _concern(file, deputy)
    before = _rows(file), _rows(file.child), _rows(concern)
    _restrict(file, lead, lead, deputy)

    _lift(file, lead)

    assert (_rows(file), _rows(file.child), _rows(concern)) == before
    assert {row.sort_key for row in file.team_reach.filter(permission__codename="read_pastoral")} == {AT}


# Walls


@pytest.mark.parametrize("who", ["deputy", "pastoral", "teacher"])
def test_a_wall_hides_child_file_and_concerns(
    file: CaseFile, lead: User, who: str, request: pytest.FixtureRequest
) -> None:
    person, concern = request.getfixturevalue(who), _concern(file, lead)

    _wall(file.child, lead, person)

    assert not policy.visible(person, CaseFile.objects.all()).exists()
    assert not policy.visible(person, Concern.objects.all()).exists()
    assert policy.clearance(person, Child, file.child_id) == {}
    assert policy.clearance(lead, Concern, concern.pk)


def test_a_walled_author_keeps_her_own_words(file: CaseFile, lead: User, deputy: User) -> None:
    concern = _concern(file, deputy)
    _restrict(file, lead, lead, deputy)

    _wall(file.child, lead, deputy)

    assert policy.clearance(deputy, Concern, concern.pk) == {Audience.TEACHING: ALL_SECTIONS}
    assert list(policy.visible(deputy, Concern.objects.all())) == [concern]


def test_a_walled_person_cannot_lift_it(file: CaseFile, lead: User, deputy: User) -> None:
    wall = _wall(file.child, lead, deputy)

    with serving(deputy), pytest.raises(gate.Refused):
        walls.lift_wall(subject=file.child, by=deputy, at=AT, wall=wall, reason="It is fine")


def test_another_lead_lifts_it(file: CaseFile, lead: User, deputy: User) -> None:
    wall = _wall(file.child, lead, deputy)

    with serving(lead):
        walls.lift_wall(subject=file.child, by=lead, at=AT, wall=wall, reason="No relation after all")

    assert policy.visible(deputy, CaseFile.objects.all()).exists()


def test_joining_the_team_again_lifts_no_wall(file: CaseFile, lead: User, deputy: User, school: School) -> None:
    _wall(file.child, lead, deputy)

    factories.join(school, deputy, Role.DSL)

    assert not policy.visible(deputy, CaseFile.objects.all()).exists()


def test_a_grant_does_not_pass_a_wall(file: CaseFile, lead: User, teacher: User) -> None:
    _wall(file.child, lead, teacher)

    with pytest.raises(Problem):
        _grant(file, lead, teacher, audience=Audience.TEACHING)


def test_a_wall_ends_a_grant_for_good(file: CaseFile, lead: User, teacher: User) -> None:
    _grant(file, lead, teacher, audience=Audience.PASTORAL)
    wall = _wall(file.child, lead, teacher)

    with serving(lead):
        walls.lift_wall(subject=file.child, by=lead, at=AT, wall=wall, reason="No relation")

    assert not policy.visible(teacher, CaseFile.objects.all()).exists()


def test_a_wall_on_one_concern_leaves_the_rest(file: CaseFile, lead: User, deputy: User, teacher: User) -> None:
    about_her, other = _concern(file, teacher), _concern(file, teacher)

    _wall(about_her, lead, deputy)

    assert list(policy.visible(deputy, Concern.objects.all())) == [other]
    assert policy.visible(deputy, CaseFile.objects.all()).exists()


def test_the_head_sees_what_no_lead_may(file: CaseFile, lead: User, head: User) -> None:
    wall = _wall(file.child, lead, lead)

    assert Audience.SAFEGUARDING in policy.clearance(head, CaseFile, file.pk)
    with serving(head):
        walls.lift_wall(subject=file.child, by=head, at=AT, wall=wall, reason="No relation")
    assert policy.visible(lead, CaseFile.objects.all()).exists()
    assert not policy.visible(head, CaseFile.objects.all()).exists()


def test_a_wall_is_raised_once(file: CaseFile, lead: User, deputy: User) -> None:
    _wall(file.child, lead, deputy)

    with pytest.raises(Problem):
        _wall(file.child, lead, deputy)


def test_a_wall_says_why_to_those_who_may_know(file: CaseFile, lead: User, deputy: User) -> None:
    _wall(file.child, lead, deputy)

    with serving(lead):
        gate.fetch(lead, Child, file.child_id, to=Can.RAISE_WALL)
        assert ConflictWall.objects.get().reason.text == "Cousin of the stepfather"


# Leaving


def test_leaving_ends_ones_own_rows(file: CaseFile, lead: User, deputy: User, school: School) -> None:
    _restrict(file, lead, lead, deputy)

    with serving(lead):
        _end_memberships(deputy)
        endings.end_rows_of(deputy, at=AT)

    assert {row[0] for row in _rows(file)} == {lead.name}
    assert ReachEnded.objects.filter(scope=file.pk, user=deputy, reason=Ended.LEFT).exists()


def test_the_last_named_lead_leaves_the_file_to_the_head(file: CaseFile, lead: User, deputy: User, head: User) -> None:
    _restrict(file, lead, deputy)

    with serving(lead):
        _end_memberships(deputy)
        endings.end_rows_of(deputy, at=AT)

    assert _rows(file) == {(head.name, Because.COVER, "read_safeguarding")}


def _end_memberships(user: User) -> None:
    for membership in user.memberships.all():
        membership.ends_on = TODAY - timedelta(days=1)
        membership.save()
