"""Who could have seen this on 3 March, and why?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from access import policy
from access.history import who_could_see
from access.models import School, User
from access.reach import Because, Ended, end, give_person
from access.roles import Audience, Role, Section
from access.serving import serving
from casework.actions.reach import lift_restriction, restrict_file
from casework.actions.walls import raise_wall
from casework.models import CaseFile
from tests import factories

pytestmark = pytest.mark.django_db
MARCH = datetime(2027, 3, 3, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def file(school: School) -> CaseFile:
    return factories.file(factories.child(school, year=9))


def _seen(file: CaseFile, at: datetime) -> set[tuple[str, str, str]]:
    return {
        (sight.user.name, sight.team.label if sight.team else sight.because.value, sight.audience.value)
        for sight in who_could_see(file, at)
    }


def _give(file: CaseFile, user: User, **more: Any) -> Any:
    given = {"audience": Audience.PASTORAL, "because": Because.GRANT, "at": MARCH - DAY} | more
    with serving(factories.console(file.school)):
        return give_person(file, user, **given)


def test_it_names_teams_and_people(file: CaseFile, lead: User, pastoral: User, teacher: User) -> None:
    _give(file, teacher)

    assert _seen(file, MARCH) == {
        (lead.name, "Safeguarding team", "SAFEGUARDING"),
        (pastoral.name, "Year 9 pastoral team", "PASTORAL"),
        (teacher.name, "GRANT", "PASTORAL"),
    }


def test_a_row_counts_from_its_start_until_its_end(file: CaseFile, teacher: User) -> None:
    row = _give(file, teacher)
    with serving(factories.console(file.school)):
        end(row, at=MARCH + DAY, reason=Ended.REVOKED)

    days = [MARCH - 2 * DAY, MARCH - DAY, MARCH, MARCH + DAY]
    assert [bool(_seen(file, day)) for day in days] == [False, True, True, False]


def test_a_grant_counts_until_it_lapsed_even_before_it_is_moved(file: CaseFile, teacher: User) -> None:
    _give(file, teacher, expires_at=MARCH)

    assert _seen(file, MARCH - timedelta(seconds=1))
    assert not _seen(file, MARCH)


def test_a_member_counts_on_the_days_of_the_membership(file: CaseFile, lead: User) -> None:
    with serving(factories.console(file.school)):
        membership = lead.memberships.get()
        membership.ends_on = MARCH.date()
        membership.save()

    assert _seen(file, MARCH)
    assert not _seen(file, MARCH + DAY)


def test_a_member_whose_role_was_ended_at_once_counts_until_then(file: CaseFile, lead: User) -> None:
    with serving(factories.console(file.school)):
        membership = lead.memberships.get()
        membership.ends_on, membership.ended_at = MARCH.date(), MARCH
        membership.save()

    assert _seen(file, MARCH - timedelta(seconds=1))
    assert not _seen(file, MARCH)


def test_it_remembers_restriction_and_walls(file: CaseFile, lead: User, deputy: User) -> None:
    with time_machine.travel(MARCH, tick=False):
        with serving(lead):
            restrict_file(file=file, by=lead, at=MARCH, version=1, people=[deputy, lead], reason="Staff child")
        with serving(deputy):
            raise_wall(subject=file.child, by=deputy, at=MARCH + DAY, person=lead, reason="Cousin")
            lift_restriction(file=file, by=deputy, at=MARCH + 2 * DAY, version=2, reason="Has left")

    safeguarding = {person.name for person in (lead, deputy)}
    assert {name for name, *_ in _seen(file, MARCH - DAY)} == safeguarding
    assert _seen(file, MARCH) == {(name, "NAMED", "SAFEGUARDING") for name in safeguarding}
    assert _seen(file, MARCH + DAY) == {(deputy.name, "NAMED", "SAFEGUARDING")}
    assert _seen(file, MARCH + 2 * DAY) == {(deputy.name, "Safeguarding team", "SAFEGUARDING")}


def test_asked_about_now_it_agrees_with_the_policy(school: School, file: CaseFile, lead: User, pastoral: User) -> None:
    teacher, head = factories.person(school, Role.TEACHER), factories.person(school, Role.HEAD)
    designated = factories.person(school, Role.DESIGNATED_TEACHER)
    _give(file, teacher, sections=Section.MEETINGS)
    _give(file, head, expires_at=MARCH)
    _give(file, lead, because=Because.AUTHOR, audience=Audience.TEACHING)
    factories.wall(lead, file.child)

    with time_machine.travel(MARCH, tick=False):
        told: dict[User, dict[Audience, Section]] = {}
        for sight in who_could_see(file, MARCH):
            for audience in sight.audience.within:
                known = told.setdefault(sight.user, {})
                known[audience] = known.get(audience, Section(0)) | sight.sections

        for person in (lead, pastoral, teacher, head, designated):
            assert told.get(person, {}) == policy.clearance(person, CaseFile, file.pk)
    assert told[lead] == {Audience.TEACHING: told[lead][Audience.TEACHING]}
