"""Who at Hillview School is known to children's social care, and under which number?"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from access import gate
from access.roles import Can
from access.serving import serving
from casework.actions import files
from casework.models import CaseFile, StatusEpisode
from config.demo.care import AUTHORITY
from config.demo.hillview import Hillview
from meetings.actions.social_care import note_number
from people.models import Child

Kind = StatusEpisode.Kind
FIRST_NUMBER = 204117
NOT_YET_NUMBERED = 4
"""Days: whoever came to social care later than that has no number here yet."""


@dataclass(frozen=True)
class Told:
    """A status, so many days ago, until so many days ago."""

    kind: str
    since: int
    until: int = 0
    ended_by: str = ""


STORIES = (
    (Told(Kind.CIN, 120),),
    (Told(Kind.SECTION_47, 9),),
    (Told(Kind.SECTION_47, 70, 55, "NOT_SUBSTANTIATED"), Told(Kind.CIN, 55)),
    (Told(Kind.CIN, 3),),
)


def note_social_care(hillview: Hillview, maya: Child) -> None:
    with serving(hillview.lead):
        gate.look(hillview.lead, to=Can.FIND_CHILD, verb="children.listed")
        others = CaseFile.objects.exclude(child=maya).exclude(child__looked_after=True).select_related("child")
        for file, story in zip(others.order_by("opened_at", "pk"), STORIES, strict=False):
            for told in story:
                _tell(hillview, file, told)
        _number(hillview)


def _tell(hillview: Hillview, file: CaseFile, told: Told) -> None:
    at = hillview.now - timedelta(days=told.since)
    made = files.start_episode(
        file=file,
        by=hillview.lead,
        at=at,
        kind=told.kind,
        started_on=timezone.localdate(at),
        authority=AUTHORITY,
        basis="Section 17" if told.kind == Kind.CIN else "",
    )
    if told.until:
        at = hillview.now - timedelta(days=told.until)
        because = "The enquiries found no significant harm. Support goes on as a child in need."
        files.end_episode(
            episode=made,
            by=hillview.lead,
            at=at,
            version=made.version,
            ended_on=timezone.localdate(at),
            because=because,
            ended_by=told.ended_by,
        )


def _number(hillview: Hillview) -> None:
    """The authority's letters have come for all but the newest."""
    known = StatusEpisode.objects.filter(kind__in=("CIN", "SECTION_47", "CP", "LAC"), ended_on__isnull=True)
    long_enough = known.filter(started_on__lt=hillview.today - timedelta(days=NOT_YET_NUMBERED))
    for place, status in enumerate(long_enough.order_by("started_on", "pk").select_related("file__child")):
        note_number(
            file=status.file, by=hillview.lead, at=hillview.now, authority=AUTHORITY, number=f"NM{FIRST_NUMBER + place}"
        )
