"""Who is asked when something is late that others owe, and what has been asked so far?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from access import policy
from access.models import User
from casework.models import AgreedAction, CaseFile, StatusEpisode
from clocks.models import Clock
from clocks.rules import Owner


@dataclass(frozen=True)
class Chased:
    """What was asked about one clock: the open chase, and when the last one before it was done."""

    now: AgreedAction | None = None
    last_on: date | None = None


def whom(clock: Clock, authority: str = "") -> str:
    """Children's services by the name that the status has, or the police."""
    if clock.owner == Owner.POLICE:
        return "the police"
    name = authority.strip()
    if not name:
        return "children’s social care"
    return name if "services" in name.casefold() or "social care" in name.casefold() else f"{name} children’s services"


def authority_of(file: CaseFile) -> str:
    """As the newest open status has it. Only for words that are sealed for whoever may read statuses."""
    named = StatusEpisode.objects.filter(file=file, ended_on__isnull=True).exclude(authority="")
    return named.order_by("-started_on", "pk").values_list("authority", flat=True).first() or ""


def chased(user: User, clocks: Collection[UUID]) -> dict[UUID, Chased]:
    """By clock, as far as this person may read agreed actions; one query."""
    every = policy.visible(user, AgreedAction.objects.filter(clock__in=clocks)).select_related("owner")
    found: dict[UUID, Chased] = {}
    for action in every.order_by(F("done_at").asc(nulls_last=True)):
        if action.clock_id is None:
            continue
        before = found.get(action.clock_id, Chased())
        done_on = timezone.localdate(action.done_at) if action.done_at else before.last_on
        found[action.clock_id] = Chased(None if action.done_at else action, done_on)
    return found
