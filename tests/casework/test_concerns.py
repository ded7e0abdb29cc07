"""A concern is logged once, reaches whom it must and nobody else, and is never edited."""

import pytest
from django.core import mail

from access import gate, policy
from access.models import ConflictWall, School, User
from access.reach import Because
from access.roles import Audience, Can
from access.serving import serving
from audit.models import Entry
from casework.actions.concerns import AlreadySentError, add_to_concern, log_concern
from casework.models import BodyMapMark, Concern, Draft, Involvement
from jobs.models import Job
from tests import factories
from vault.keyring import Locked

pytestmark = pytest.mark.django_db


def _audience(user: User, concern: Concern) -> set[Audience]:
    with serving(user):
        return set(policy.clearance(user, Concern, concern.pk))


def test_log_concern_keeps_words_sealed_and_both_times(school: School, teacher: User, lead: User) -> None:
    concern = factories.concern(school, teacher, factories.child(school), happened_on=factories.AT.date())

    assert concern.written_at == factories.AT
    assert "mark" not in str(concern.words)
    with serving(teacher), pytest.raises(Locked):
        _ = Concern.objects.get(pk=concern.pk).words.text
    with serving(lead):
        read = gate.fetch(lead, Concern, concern.pk, to=Can.READ_CONCERN)
        assert read.words.text == "There is a mark on the left arm."
        assert read.child_words.text == "He grabbed me."


def test_log_concern_reaches_reporter_and_safeguarding_team_only(
    school: School,
    teacher: User,
    lead: User,
    deputy: User,
    pastoral: User,
    designated: User,
    head: User,
    auditor: User,
    technical: User,
    stranger: User,
) -> None:
    concern = factories.concern(school, teacher, factories.child(school, looked_after=True))

    assert _audience(teacher, concern) == {Audience.TEACHING}
    assert _audience(lead, concern) == _audience(deputy, concern) == set(Audience)
    for outsider in (pastoral, designated, head, auditor, technical, stranger):
        assert _audience(outsider, concern) == set()


def test_log_concern_twice_makes_one(school: School, teacher: User, lead: User) -> None:
    child = factories.child(school)
    account = factories.account(child)
    with serving(teacher):
        log_concern(school=school, by=teacher, account=account, at=factories.AT)

        with pytest.raises(AlreadySentError):
            log_concern(school=school, by=teacher, account=account, at=factories.AT)

    assert Concern.objects.count() == 1
    assert Entry.objects.filter(verb="concern.logged").count() == 1
    assert Job.objects.filter(name="casework.send_concern_notice").count() == 1


@pytest.mark.parametrize("who", ["auditor", "technical", "stranger"])
def test_log_concern_is_refused_outside_staff(school: School, who: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(who)

    with serving(user), pytest.raises(gate.Refused):
        log_concern(school=school, by=user, account=factories.account(None), at=factories.AT)

    assert not Concern.objects.exists()


def test_log_concern_keeps_marks_and_further_children(school: School, teacher: User, lead: User) -> None:
    child, other = factories.child(school), factories.child(school, "Brown", "Tyler")
    marks = ({"region": "front-left-forearm", "size": "2", "unit": "cm"}, {"region": "front-nose"})

    concern = factories.concern(
        school, teacher, child, kind="MARK", marks=marks, others=((other, Involvement.Part.ALLEGED),)
    )

    with serving(lead):
        gate.fetch(lead, Concern, concern.pk, to=Can.READ_CONCERN)
        seen = [(mark.number, mark.mark.value["region"]) for mark in BodyMapMark.objects.order_by("number")]
    assert seen == [(1, "front-left-forearm"), (2, "front-nose")]
    assert list(Involvement.objects.values_list("child", "part")) == [(other.pk, "ALLEGED")]


def test_a_colleague_whom_it_names_never_finds_it(school: School, teacher: User, lead: User, deputy: User) -> None:
    concern = factories.concern(school, teacher, factories.child(school), colleagues=(deputy,))

    assert _audience(deputy, concern) == set()
    assert _audience(lead, concern) == set(Audience)
    with serving(deputy), pytest.raises(gate.NotHere):
        gate.fetch(deputy, Concern, concern.pk, to=Can.TRIAGE_CONCERN)


def test_the_head_covers_when_every_lead_is_named(
    school: School, teacher: User, lead: User, deputy: User, head: User
) -> None:
    concern = factories.concern(school, teacher, factories.child(school), colleagues=(lead, deputy))

    assert _audience(head, concern) == set(Audience)
    assert concern.person_reach.get(user=head).because == Because.COVER
    assert _audience(lead, concern) == _audience(deputy, concern) == set()


def test_a_wall_on_the_child_hides_it_from_that_lead(school: School, teacher: User, lead: User, head: User) -> None:
    child = factories.child(school)
    factories.wall(lead, child)

    concern = factories.concern(school, teacher, child)

    assert _audience(lead, concern) == set()
    assert _audience(head, concern) == set(Audience)


def test_a_reporter_behind_a_wall_keeps_own_words(school: School, teacher: User, lead: User) -> None:
    child = factories.child(school)
    concern = factories.concern(school, teacher, child)
    factories.wall(teacher, child)

    with serving(teacher):
        read = gate.fetch(teacher, Concern, concern.pk, to=Can.READ_CONCERN)

        assert read.words.text == "There is a mark on the left arm."
        assert policy.walls(teacher) == {child.pk}


def test_a_concern_about_a_child_with_a_restricted_file_is_for_those_named(
    school: School, teacher: User, lead: User, deputy: User
) -> None:
    child = factories.child(school)
    factories.file(child, restricted_to=(deputy,))

    concern = factories.concern(school, teacher, child)

    assert _audience(lead, concern) == set()
    assert _audience(deputy, concern) == set(Audience)
    assert _audience(teacher, concern) == {Audience.TEACHING}


def test_add_to_concern_stands_beside_and_tells_the_team(school: School, teacher: User, lead: User) -> None:
    concern = factories.concern(school, teacher, factories.child(school))

    with serving(teacher):
        addition = add_to_concern(concern=concern, by=teacher, words="He said it again.", at=factories.AT)

        assert addition.words.text == "He said it again."
    asked = Job.objects.filter(name="casework.send_concern_notice").order_by("due_at", "pk")
    assert sorted(job.ids["event"] for job in asked) == ["ADDED", "LOGGED"]
    assert mail.outbox == []


def test_a_stranger_cannot_add(school: School, teacher: User, pastoral: User) -> None:
    concern = factories.concern(school, teacher, factories.child(school))

    with serving(pastoral), pytest.raises(gate.Refused):
        add_to_concern(concern=concern, by=pastoral, words="x", at=factories.AT)


def test_sending_removes_the_draft(school: School, teacher: User) -> None:
    account = factories.account(factories.child(school))
    factories.draft(school, teacher, key=account.key)

    with serving(teacher):
        log_concern(school=school, by=teacher, account=account, at=factories.AT)

    assert not Draft.objects.exists()
    assert not ConflictWall.objects.exists()
