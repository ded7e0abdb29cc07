"""What does a pack for one meeting begin with: for whom, what for, which time?"""

from datetime import date
from typing import Any

from django.utils import timezone

from access import policy
from access.models import User
from meetings.models import Meeting, Pack
from meetings.sheets import SHEETS

CHAIRED = ("CONFERENCE", "REVIEW", "PRE_BIRTH", "TRANSFER_IN", "RECONVENED")
BEFORE = {"REVIEW": ("CONFERENCE", "REVIEW"), "CORE_GROUP": ("CONFERENCE", "REVIEW", "CORE_GROUP")}
"""Of which meetings the last one is where the period of the next begins."""
SEPTEMBER = 9


def preset(user: User, meeting: Meeting, today: date) -> dict[str, Any]:
    """From the meeting, whose words the gate has opened. The period is this school year, or since the last meeting."""
    told: dict[str, Any] = {
        "meeting": str(meeting.pk),
        "purpose": f"{SHEETS[meeting.kind].title} on {timezone.localdate(meeting.planned_at):%-d %B %Y}",
        "starts_on": _since(user, meeting) or school_year(today),
        "ends_on": today,
    }
    if meeting.kind in CHAIRED:
        return told | {"for_whom": Pack.For.CHAIR, "person": meeting.chair.text, "role": "Chair of the conference"}
    if meeting.kind == "CORE_GROUP":
        return told | {"for_whom": Pack.For.CORE_GROUP, "person": "The members of the core group", "role": "Core group"}
    return told


def school_year(on: date) -> date:
    """The first of September before."""
    return date(on.year if on.month >= SEPTEMBER else on.year - 1, SEPTEMBER, 1)


def _since(user: User, meeting: Meeting) -> date | None:
    held = Meeting.objects.filter(file=meeting.file_id, held_on__isnull=False, kind__in=BEFORE.get(meeting.kind, ()))
    return (
        policy.visible(user, held.exclude(pk=meeting.pk)).order_by("-held_on").values_list("held_on", flat=True).first()
    )
