"""What does somebody who opens a file need first: its statuses, what is to be done, what waits?"""

from datetime import date
from typing import Any

from access import policy
from access.models import User
from access.policy import Clearance
from access.roles import Audience, Section
from casework.models import AgreedAction, CaseFile, Concern, Placement, StatusEpisode
from casework.queries.agreed import open_actions_on
from casework.queries.status import episodes_of
from casework.states import ConcernState

UNDECIDED = (ConcernState.SUBMITTED, ConcernState.ACKNOWLEDGED)


def overview(user: User, file: CaseFile, opened: Clearance, *, on: date) -> dict[str, Any]:
    """Parts that this person is not cleared for are absent, not empty."""
    knows_status = opened.covers(Audience.SAFEGUARDING, int(Section.PLAN))
    statuses = episodes_of(user, file) if knows_status else []
    knows_actions = any(Section.PLAN in sections for sections in opened.values())
    actions = list(open_actions_on(user, file)) if knows_actions else []
    undecided = policy.visible(user, Concern.objects.filter(child=file.child_id, state__in=UNDECIDED))
    return {
        "knows_status": knows_status,
        "statuses": statuses,
        "placements": _placements(statuses),
        "knows_actions": knows_actions,
        "open_actions": actions,
        "waiting": _waiting(statuses, actions, on),
        "undecided": list(undecided.order_by("written_at")) if Audience.SAFEGUARDING in opened else [],
        "knows_paper": opened.covers(Audience.SAFEGUARDING, int(Section.IDENTITY)),
        "today": on,
    }


def _placements(statuses: list[StatusEpisode]) -> list[Placement]:
    """Of a child in care, today's first."""
    care = [status for status in statuses if status.kind == StatusEpisode.Kind.LAC]
    return list(Placement.objects.filter(episode__in=care).order_by("-since")) if care else []


def _waiting(statuses: list[StatusEpisode], actions: list[AgreedAction], on: date) -> list[str]:
    """What is late, in words that name nobody."""
    late = sum(action.due_on < on and action.clock_id is None for action in actions)
    words = [f"{late} {'action is' if late == 1 else 'actions are'} overdue"] if late else []
    for status in statuses:
        if not status.ended_on and status.review_on and status.review_on < on:
            words.append(f"The review of “{status.get_kind_display()}” was due on {status.review_on:%-d %B %Y}")
    return words
