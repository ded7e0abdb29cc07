"""How is a concern laid out for reading: the words in order, the marks with their numbers, what was added?"""

from typing import Any

from access.policy import Clearance
from access.roles import Audience
from casework import bodymap
from casework.account import details_of, marks_of
from casework.bodymap import Place
from casework.models import Concern
from casework.queries.concerns import filed_under


def read_account(concern: Concern, opened: Clearance) -> dict[str, Any]:
    """Everything the reporter wrote; for those who decide, what was decided, moved and told besides."""
    in_full = Audience.SAFEGUARDING in opened
    additions = concern.additions.filter(audience__in=list(opened)).select_related("author")
    marks = marks_of([concern]).get(concern.pk, [])
    read = {
        "child": concern.child if in_full else filed_under(concern),
        "details": details_of(concern),
        "marks": marks,
        "placed": any(mark.region for mark in marks),
        "views": bodymap.views([Place(mark.region) for mark in marks if mark.region]),
        "additions": additions.order_by("added_at", "pk"),
        "said": Concern.Said(concern.feedback.value["said"]).label if concern.feedback else "",
        "others": concern.involvements.exclude(child=concern.child_id).select_related("child").order_by("part", "pk"),
    }
    return read | (_decided(concern) if in_full else {})


def _decided(concern: Concern) -> dict[str, Any]:
    told = concern.notices.filter(sent_at__isnull=False).exclude(about__in=concern.triages.values("pk"))
    return {
        "decisions": concern.triages.select_related("decided_by").order_by("-decided_at", "pk"),
        "moves": concern.concernmoves.select_related("from_child", "to_child", "moved_by").order_by("moved_at", "pk"),
        "notices": told.select_related("recipient").order_by("sent_at", "pk"),
    }
