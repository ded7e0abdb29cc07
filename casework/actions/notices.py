"""Who is told, by e-mail, that something waits? The e-mail says "1 new item" and nothing else: no name, no category.

Putting a notice off and writing it down are two halves: an act asks for it in its own transaction, a task sends it.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone

from access.models import User
from audit.context import SYSTEM_ACTORS
from casework.models import Concern, Notice, Triage
from casework.queries.deciders import covering, deciders, next_above
from casework.states import ConcernState
from jobs import queue

SUBJECT: Final = "1 new item"
UNSEEN_AFTER: Final = {True: timedelta(hours=1), False: timedelta(hours=24)}
"""How long an urgent concern, and any other, may stay unseen before the head is told."""


def ask_for(concern: Concern, event: Notice.Event, *, about: UUID, due_at: datetime) -> None:
    """In the act's own transaction, so neither exists without the other."""
    ids: dict[str, UUID | str] = {"concern": concern.pk, "event": event.value, "about": about}
    queue.put("casework.send_concern_notice", ids=ids, due_at=due_at, by=_jobs_actor())


def watch(concern: Concern, *, since: datetime) -> None:
    """Ask again later whether anybody has looked."""
    due_at = since + UNSEEN_AFTER[concern.urgent]
    queue.put("casework.tell_unseen", ids={"concern": concern.pk}, due_at=due_at, by=_jobs_actor())


def tell(concern: Concern, event: Notice.Event, *, about: UUID, at: datetime) -> None:
    """Everyone who can decide about it, but for whoever wrote it, or has just decided."""
    today = timezone.localdate(at)
    people = deciders(concern, today) or covering(concern, today)
    knows = {concern.reporter_id, *Triage.objects.filter(pk=about).values_list("decided_by", flat=True)}
    _send([person for person in people if person.pk not in knows], concern, event, about, at)


def tell_unseen(concern: Concern, *, at: datetime) -> None:
    """Nobody has looked: the head is told too, or the chair when it names the head."""
    if concern.state == ConcernState.SUBMITTED:
        _send(next_above(concern, timezone.localdate(at)), concern, Notice.Event.UNSEEN, concern.pk, at)


def _send(people: list[User], concern: Concern, event: Notice.Event, about: UUID, at: datetime) -> None:
    """One e-mail a person for each event. One address that fails does not keep the others from being told."""
    failed: OSError | None = None
    for person in people:
        notice, _ = Notice.objects.get_or_create(
            recipient=person, event=event, about=about, defaults={"concern": concern, "school_id": concern.school_id}
        )
        if notice.sent_at is None:
            try:
                send_mail(SUBJECT, _body(), None, [person.email])
            except OSError as error:
                failed = error
            else:
                notice.sent_at = at
                notice.save(update_fields=["sent_at"])
    if failed:
        raise failed


def _body() -> str:
    return f"There is 1 new item for you. Sign in to see it:\n\n{settings.SAFEHOLD_ADDRESS}{reverse('casework:home')}\n"


def _jobs_actor() -> User:
    return User.objects.get(pk=SYSTEM_ACTORS["jobs"])
