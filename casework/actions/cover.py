"""Who reaches a concern? The reporter; the safeguarding team, or those named on a restricted file; somebody, always."""

from datetime import datetime

from django.utils import timezone

from access.models import Team
from access.reach import Because, Ended, end, give_person, give_team, rows_on
from access.roles import Audience
from casework.models import CaseFile, CaseFilePersonReach, Concern
from casework.queries.deciders import deciders, next_above


def settle(concern: Concern, *, at: datetime) -> None:
    """Make a concern's rows what they should be. Call it after a child, a restriction or a wall has changed.

    Part of whatever act changed it, so it has no gate of its own. Saves `restricted` when that changes.
    """
    for row in list(rows_on(concern)):
        if row.because != Because.AUTHOR:
            end(row, at=at, reason=Ended.REPLACED)
    file = CaseFile.objects.filter(child_id=concern.child_id, restricted=True).first() if concern.child_id else None
    if concern.restricted != bool(file):
        concern.restricted = bool(file)
        concern.save(update_fields=["restricted"])
    if not concern.person_reach.filter(user=concern.reporter_id).exists():
        give_person(concern, concern.reporter, Audience.TEACHING, Because.AUTHOR, at=at)
    if file:
        _give_named(concern, file, at)
    else:
        give_team(concern, _team(concern), Audience.SAFEGUARDING, at=at)
    _give_cover(concern, at)


def _give_named(concern: Concern, file: CaseFile, at: datetime) -> None:
    """Those who may read the restricted file's safeguarding records, and nobody else on the team."""
    named = CaseFilePersonReach.objects.filter(
        content_object=file, because=Because.NAMED, permission__codename=Audience.SAFEGUARDING.permission
    )
    for row in named.select_related("user"):
        if row.expires_at is None or row.expires_at > at:
            give_person(concern, row.user, Audience.SAFEGUARDING, Because.NAMED, at=at)


def _give_cover(concern: Concern, at: datetime) -> None:
    today = timezone.localdate(at)
    if deciders(concern, today):
        return
    for person in next_above(concern, today):
        give_person(concern, person, Audience.SAFEGUARDING, Because.COVER, at=at)


def _team(concern: Concern) -> Team:
    return Team.objects.get_or_create(school_id=concern.school_id, kind=Team.Kind.SAFEGUARDING, year=None)[0]
