"""Who is told, once, and with no word about a child: the Parkside test."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from access.models import School, User
from access.serving import serving
from casework.actions.concerns import add_to_concern
from casework.actions.triage import acknowledge_concern
from casework.models import Concern, Notice
from casework.tasks import send_concern_notice
from jobs.models import Job
from jobs.runner import run_due
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def run(at: datetime) -> list[str]:
    """Run what is due at this time; whom it told."""
    mail.outbox.clear()
    run_due(clock=lambda: at, serve=serving)
    assert not Job.objects.exclude(error="").exists()
    return sorted(address for message in mail.outbox for address in message.to)


def test_a_notice_holds_nothing_but_the_way_in(school: School, teacher: User, lead: User) -> None:
    child = factories.child(school, "Quillfeather", "Zebedee")
    concern = factories.concern(school, teacher, child, urgent=True, words={"words": "A bruise, physical abuse"})

    run(factories.AT)

    (message,) = mail.outbox
    raw = message.message().as_string()
    assert message.subject == "1 new item"
    for word in ("Quillfeather", "Zebedee", "bruise", "abuse", "urgent", "Urgent", str(concern.pk), str(child.pk)):
        assert word not in raw
    assert teacher.name not in raw
    assert message.body.strip().endswith("/")


@pytest.mark.parametrize("urgent", [True, False])
def test_every_lead_is_told_once(school: School, teacher: User, lead: User, deputy: User, urgent: bool) -> None:
    concern = factories.concern(school, teacher, factories.child(school), urgent=urgent)

    assert run(factories.AT) == sorted([lead.email, deputy.email])
    mail.outbox.clear()
    with serving(User.objects.get(email="jobs@system.invalid")):
        send_concern_notice(concern=str(concern.pk), event="LOGGED", about=str(concern.pk), at=factories.AT)
    assert mail.outbox == []


def test_nobody_whom_it_names_is_told_and_the_head_covers(
    school: School, teacher: User, lead: User, deputy: User, head: User
) -> None:
    child = factories.child(school)
    factories.concern(school, teacher, child, colleagues=(deputy,))
    assert run(factories.AT) == [lead.email]

    factories.concern(school, teacher, child, colleagues=(lead, deputy))
    assert run(factories.AT) == [head.email]


def test_a_lead_behind_a_wall_is_not_told(school: School, teacher: User, lead: User, deputy: User) -> None:
    child = factories.child(school)
    factories.wall(lead, child)
    factories.concern(school, teacher, child)

    assert run(factories.AT) == [deputy.email]


def test_an_injury_is_mailed_at_once_and_the_head_within_the_hour(
    school: School, teacher: User, lead: User, head: User
) -> None:
    factories.concern(school, teacher, factories.child(school), kind="MARK", words={"safe_now": "In class"})

    assert sorted(Job.objects.values_list("name", "due_at")) == [
        ("casework.send_concern_notice", factories.AT),
        ("casework.tell_unseen", factories.AT + HOUR),
    ]


@pytest.mark.parametrize(("urgent", "after"), [(True, HOUR), (False, 24 * HOUR)])
def test_the_head_is_told_when_nobody_has_looked(
    school: School, teacher: User, lead: User, head: User, urgent: bool, after: timedelta
) -> None:
    factories.concern(school, teacher, factories.child(school), urgent=urgent)
    run(factories.AT)

    assert run(factories.AT + after - timedelta(minutes=1)) == []
    assert run(factories.AT + after) == [head.email]
    assert run(factories.AT + after + HOUR) == []


def test_the_head_is_left_alone_once_a_lead_has_seen_it(school: School, teacher: User, lead: User, head: User) -> None:
    concern = factories.concern(school, teacher, factories.child(school), urgent=True)
    run(factories.AT)
    with serving(lead):
        acknowledge_concern(concern=concern, by=lead, at=factories.AT)

    assert run(factories.AT + 2 * HOUR) == []


def test_a_head_whom_it_names_is_passed_over_for_the_chair(
    school: School, teacher: User, lead: User, head: User, chair: User
) -> None:
    factories.concern(school, teacher, factories.child(school), urgent=True, colleagues=(head,))
    run(factories.AT)

    assert run(factories.AT + HOUR) == [chair.email]


def test_an_addition_is_told_too_but_not_to_its_author(school: School, teacher: User, lead: User, deputy: User) -> None:
    concern = factories.concern(school, lead, factories.child(school))
    assert run(factories.AT) == [deputy.email]

    with serving(lead):
        add_to_concern(concern=concern, by=lead, words="More", at=factories.AT)

    assert run(factories.AT) == [deputy.email]


def test_one_address_that_fails_does_not_silence_the_others(
    school: School, teacher: User, lead: User, deputy: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.concern(school, teacher, factories.child(school))
    send = mail.backends.locmem.EmailBackend.send_messages

    def fail_for_lead(self, messages):
        if messages[0].to == [lead.email]:
            raise OSError("The server does not know this address.")
        return send(self, messages)

    monkeypatch.setattr(mail.backends.locmem.EmailBackend, "send_messages", fail_for_lead)
    run_due(clock=lambda: factories.AT, serve=serving)
    assert [message.to for message in mail.outbox] == [[deputy.email]]
    monkeypatch.undo()

    assert Notice.objects.filter(sent_at__isnull=True).count() == 1
    assert run(factories.AT + timedelta(minutes=5)) == [lead.email]
    assert Concern.objects.count() == 1
