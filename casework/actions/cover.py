"""Who reaches a concern? The reporter; the safeguarding team, or those named on a restricted file; somebody, always."""

from datetime import datetime

from django.utils import timezone

from access.models import Team
from access.reach import Because, Ended, end, give_person, give_team, rows_on
from access.roles import LEADS, Audience
from access.rota import people_in
from casework.models import CaseFile, CaseFilePersonReach, Concern
from casework.queries.deciders import deciders, is_walled, next_above


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
        _give_finder(concern, at)
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


def _give_finder(concern: Concern, at: datetime) -> None:
    """For the lead who found out which child it is about it stays, as it would if that child had no file.

    She has read it. Were it gone from her queue, that alone would tell her of a file that is not hers to know of.
    """
    move = concern.concernmoves.filter(to_child=concern.child_id).order_by("moved_at", "pk").last()
    if move is None or is_walled(move.moved_by, concern):
        return
    leads = people_in(concern.school, timezone.localdate(at), *LEADS)
    named = concern.person_reach.filter(user=move.moved_by_id, permission__codename=Audience.SAFEGUARDING.permission)
    if leads.filter(pk=move.moved_by_id).exists() and not named.exists():
        give_person(concern, move.moved_by, Audience.SAFEGUARDING, Because.GRANT, at=at)


def _give_cover(concern: Concern, at: datetime) -> None:
    today = timezone.localdate(at)
    if deciders(concern, today):
        return
    for person in next_above(concern, today):
        give_person(concern, person, Audience.SAFEGUARDING, Because.COVER, at=at)


def _team(concern: Concern) -> Team:
    return Team.objects.get_or_create(school_id=concern.school_id, kind=Team.Kind.SAFEGUARDING, year=None)[0]
