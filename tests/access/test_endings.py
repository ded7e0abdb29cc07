"""What ends by itself: a grant on its date, a person's rows when she leaves; and the head sees what nobody else may."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from access import actions, endings, policy, tasks
from access.models import Membership, School, User
from access.reach import Because, Ended, ReachEnded, give_person
from access.roles import ALL_SECTIONS, Audience, Can, Role
from access.serving import serving
from casework.models import CaseFile, Concern
from jobs.models import Job
from jobs.runner import run_due
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(school: School) -> CaseFile:
    return factories.file(factories.child(school))


def _give(file: Any, user: User, because: Because = Because.GRANT, **more: Any) -> None:
    with serving(factories.console(file.school)):
        give_person(file, user, **({"audience": Audience.SAFEGUARDING, "because": because, "at": AT} | more))


def _end_on(user: User, day: date, *, roles: tuple[Role, ...] = tuple(Role)) -> None:
    with serving(factories.console(School.objects.get())):
        for membership in Membership.objects.filter(user=user, role__in=roles):
            membership.ends_on = day
            membership.save()


def _nightly(school: School) -> int:
    with serving(factories.console(school)):
        return endings.end_expired(school, at=AT)


def _ended(user: User) -> list[str]:
    return list(ReachEnded.objects.filter(user=user).values_list("reason", flat=True))


def test_an_expired_row_moves_to_the_ended_ones(
    school: School, file: CaseFile, head: User, lead: User, teacher: User
) -> None:
    _give(file, head, expires_at=AT)
    _give(file, teacher, expires_at=AT + timedelta(microseconds=1))

    assert _nightly(school) == 1

    assert [row.user for row in file.person_reach.all()] == [teacher]
    ended = ReachEnded.objects.get()
    assert (ended.user, ended.reason, ended.since, ended.until) == (head, Ended.EXPIRED, AT, AT)


def test_it_leaves_other_schools_alone(school: School, head: User) -> None:
    elsewhere = factories.file(factories.child(factories.school("elsewhere", "Elsewhere School")))
    _give(elsewhere, head, expires_at=AT)

    assert _nightly(school) == 0


def test_rows_of_a_leaver_end_the_night_after(school: School, file: CaseFile, head: User, lead: User) -> None:
    _give(file, head)

    _end_on(head, AT.date())
    assert _nightly(school) == 0
    _end_on(head, AT.date() - timedelta(days=1))
    assert _nightly(school) == 1

    assert _ended(head) == [Ended.LEFT]


def test_own_words_are_not_there_after_the_last_membership(school: School, teacher: User) -> None:
    concern = factories.concern(school, teacher, factories.child(school))

    _end_on(teacher, AT.date() - timedelta(days=1))
    with serving(factories.console(school)):
        endings.end_rows_of(teacher, at=AT)

    assert policy.clearance(teacher, Concern, concern.pk) == {}


def test_what_was_given_in_a_role_ends_with_that_role(school: School, file: CaseFile, deputy: User) -> None:
    concern = factories.concern(school, deputy, file.child)
    _give(file, deputy)
    factories.join(school, deputy, Role.TEACHER)

    _end_on(deputy, AT.date() - timedelta(days=1), roles=(Role.DEPUTY_DSL,))
    with serving(factories.console(school)):
        endings.end_rows_of(deputy, at=AT)

    assert not file.person_reach.exists()
    assert list(policy.visible(deputy, Concern.objects.all())) == [concern]


def test_a_narrow_grant_ends_too_when_it_was_given_in_another_role(
    school: School, file: CaseFile, deputy: User
) -> None:
    _give(file, deputy, audience=Audience.TEACHING, at=AT - timedelta(days=9))
    factories.join(school, deputy, Role.TEACHER)

    _end_on(deputy, AT.date() - timedelta(days=1), roles=(Role.DEPUTY_DSL,))
    with serving(factories.console(school)):
        endings.end_rows_of(deputy, at=AT)

    assert not file.person_reach.exists()


def test_one_year_less_leaves_what_was_given_to_a_pastoral_officer(school: School, file: CaseFile) -> None:
    officer = factories.person(school, Role.PASTORAL, year=7)
    eighth = factories.join(school, officer, Role.PASTORAL, year=8)
    _give(file, officer)

    with serving(factories.console(school)):
        eighth.ends_on = AT.date() - timedelta(days=1)
        eighth.save()
        endings.end_rows_of(officer, at=AT)

    assert file.person_reach.filter(user=officer).exists()


# Somebody always leads


def test_the_head_covers_what_no_lead_sees(school: School, file: CaseFile, head: User, lead: User) -> None:
    factories.wall(lead, file.child)

    with serving(head):
        endings.cover(file, at=AT)
        assert policy.can(head, Can.SEE_REACH, file)

    assert file.person_reach.get().because == Because.COVER


def test_nobody_covers_what_a_lead_sees(school: School, file: CaseFile, head: User, lead: User) -> None:
    with serving(head):
        endings.cover(file, at=AT)

    assert not file.person_reach.exists()


def test_a_cover_ends_when_a_lead_is_there_again(school: School, file: CaseFile, head: User) -> None:
    with serving(head):
        endings.cover(file, at=AT)
        factories.person(school, Role.DSL)
        endings.cover(file, at=AT)

    assert not file.person_reach.exists()
    assert _ended(head) == [Ended.REPLACED]


def test_the_chair_covers_for_a_walled_head(school: School, file: CaseFile, head: User, lead: User) -> None:
    chair = factories.person(school, Role.CHAIR)
    factories.wall(lead, file.child)
    factories.wall(head, file.child)

    with serving(chair):
        endings.cover(file, at=AT)

    assert [row.user for row in file.person_reach.all()] == [chair]


def test_with_nobody_left_nobody_is_let_in(school: School, file: CaseFile, teacher: User) -> None:
    with serving(teacher):
        endings.cover(file, at=AT)

    assert not file.person_reach.exists()


# Nobody to lead is never silent


def _deactivate(user: User) -> None:
    with serving(factories.console(School.objects.get())):
        user.is_active = False
        user.save(update_fields=["is_active"])


def test_a_lead_whose_account_is_closed_does_not_count(
    school: School, file: CaseFile, head: User, lead: User, deputy: User
) -> None:
    factories.wall(deputy, file.child)
    _deactivate(lead)

    _nightly(school)

    assert [(row.user, row.because) for row in file.person_reach.all()] == [(head, Because.COVER)]


def test_the_night_after_the_last_lead_has_gone_the_head_covers_everything(
    school: School, file: CaseFile, head: User, lead: User, teacher: User
) -> None:
    concern = factories.concern(school, teacher, file.child)
    _end_on(lead, AT.date())
    _nightly(school)
    assert not file.person_reach.exists()

    _end_on(lead, AT.date() - timedelta(days=1))
    _nightly(school)

    for record in (file, file.child, concern):
        assert record.person_reach.get(user=head).because == Because.COVER


def test_the_night_after_the_one_unwalled_lead_has_gone_the_head_covers(
    school: School, file: CaseFile, head: User, lead: User, deputy: User
) -> None:
    other = factories.file(factories.child(school, "Okafor", "Ada"))
    factories.wall(deputy, file.child)
    _end_on(lead, AT.date() - timedelta(days=1))

    _nightly(school)

    assert [row.user for row in file.person_reach.all()] == [head]
    assert not other.person_reach.exists()


def test_a_new_head_takes_over_the_cover(school: School, file: CaseFile, head: User, lead: User) -> None:
    factories.wall(lead, file.child)
    _nightly(school)
    _end_on(head, AT.date() - timedelta(days=1))
    successor = factories.person(school, Role.HEAD)

    _nightly(school)

    assert [row.user for row in file.person_reach.all()] == [successor]


def test_the_night_after_a_lead_has_come_the_cover_ends(school: School, file: CaseFile, head: User) -> None:
    _nightly(school)
    assert file.person_reach.exists()
    factories.person(school, Role.DEPUTY_DSL)

    _nightly(school)

    assert not file.person_reach.exists()


def test_a_grant_to_a_pastoral_officer_leads_nothing(
    school: School, file: CaseFile, head: User, lead: User, pastoral: User
) -> None:
    factories.wall(lead, file.child)
    _give(file, pastoral)

    _nightly(school)

    assert file.person_reach.get(user=head).because == Because.COVER


# One's own words stay one's own


def test_a_reporter_who_covered_keeps_her_own_concern(school: School, file: CaseFile, head: User) -> None:
    concern = factories.concern(school, head, file.child)
    with serving(head):
        endings.cover(concern, at=AT)
    assert concern.person_reach.get().because == Because.COVER
    factories.person(school, Role.DSL)

    _nightly(school)

    assert [(row.user, row.because) for row in concern.person_reach.all()] == [(head, Because.AUTHOR)]
    assert policy.clearance(head, Concern, concern.pk) == {Audience.TEACHING: ALL_SECTIONS}


def test_a_named_reporter_who_leads_no_more_keeps_her_own_concern(
    school: School, file: CaseFile, lead: User, deputy: User
) -> None:
    concern = factories.concern(school, deputy, file.child)
    _give(concern, deputy, Because.NAMED)
    factories.join(school, deputy, Role.TEACHER)

    _end_on(deputy, AT.date() - timedelta(days=1), roles=(Role.DEPUTY_DSL,))
    _nightly(school)

    assert [(row.user, row.because) for row in concern.person_reach.all()] == [(deputy, Because.AUTHOR)]


def test_a_reporter_who_works_here_again_has_her_own_concern_again(school: School, teacher: User, lead: User) -> None:
    concern = factories.concern(school, teacher, factories.child(school))
    _end_on(teacher, AT.date() - timedelta(days=1))
    _nightly(school)
    assert list(policy.visible(teacher, Concern.objects.all())) == []

    with serving(lead):
        post = actions.Post(Role.PASTORAL, years=(9,))
        actions.start_membership(school=school, by=lead, user=teacher, post=post, starts_on=AT.date(), at=AT)

    assert list(policy.visible(teacher, Concern.objects.all())) == [concern]


# Each night


def test_the_nightly_job_runs_and_plans_the_next_night(school: School, file: CaseFile, head: User) -> None:
    _give(file, head, expires_at=AT)
    with serving(factories.console(school)):
        tasks.plan_night(school, at=AT)
        tasks.plan_night(school, at=AT)
    first = Job.objects.get(name=tasks.NIGHTLY)
    assert timezone.localtime(first.due_at).isoformat() == "2026-11-17T02:00:00+00:00"

    assert run_due(clock=lambda: first.due_at, serve=serving) == 1

    assert _ended(head) == [Ended.EXPIRED]
    assert Job.objects.get(name=tasks.NIGHTLY, done_at__isnull=True).due_at - first.due_at == timedelta(days=1)
