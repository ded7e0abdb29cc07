"""Which statuses are open on a file, for whoever may know, and which one is the headline?

Statuses are for the safeguarding audience: for anybody else a file has none, and neither list nor page shows a gap.
The designated teacher has a file because the child is, or was, looked after: which of the two she is told, by its kind
alone. What an episode says stays sealed for the safeguarding audience.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from access import policy
from access.models import User
from access.roles import Role
from casework.models import CaseFile, StatusEpisode
from casework.states import CARE

ORDER = tuple(StatusEpisode.Kind)
"""Highest first: the headline is the first of these that is open."""
COLOURS = {
    StatusEpisode.Kind.CP: "orange",
    StatusEpisode.Kind.SECTION_47: "orange",
    StatusEpisode.Kind.LAC: "blue",
    StatusEpisode.Kind.PLAC: "blue",
    StatusEpisode.Kind.CIN: "yellow",
}


def open_episodes(user: User, files: Iterable[CaseFile]) -> dict[UUID, list[StatusEpisode]]:
    """The open statuses that this person may know of on files within her reach, highest first; one query."""
    found: dict[UUID, list[StatusEpisode]] = {}
    running = StatusEpisode.objects.filter(file__in=list(files), ended_on__isnull=True)
    known = Q(pk__in=policy.visible(user, running).values("pk"))
    if Role.DESIGNATED_TEACHER in policy.standing(user).roles:
        known |= Q(kind__in=CARE)
    for episode in running.filter(known):
        found.setdefault(episode.file_id, []).append(episode)
    for episodes in found.values():
        episodes.sort(key=_rank)
    return found


def headline(user: User, file: CaseFile) -> StatusEpisode | None:
    return next(iter(open_episodes(user, [file]).get(file.pk, [])), None)


def episodes_of(user: User, file: CaseFile) -> list[StatusEpisode]:
    """Every status, open ones first and by rank, then ended ones, newest first."""
    every = policy.visible(user, StatusEpisode.objects.filter(file=file)).select_related("author")
    ended = sorted((one for one in every if one.ended_on), key=lambda one: one.ended_on or date.max, reverse=True)
    return sorted((one for one in every if not one.ended_on), key=_rank) + ended


def _rank(episode: StatusEpisode) -> int:
    return ORDER.index(StatusEpisode.Kind(episode.kind))
