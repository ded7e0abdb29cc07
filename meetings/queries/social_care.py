"""Which statuses has a child had with which local authority, and under which number does it know the child?

Always within this person's reach: for whoever may not see a status, there was none.
"""

from collections.abc import Sequence
from uuid import UUID

from access import policy
from access.models import User
from access.roles import Can
from casework.models import CaseFile, Placement, StatusEpisode
from meetings.models import AuthorityNumber, Meeting

KINDS = ("CIN", "SECTION_47", "CP", "LAC")
"""What a local authority decides. Early help, family help and monitoring are not its social care."""


def plain(name: str) -> str:
    """How an authority is told from another: capitals and spaces aside."""
    return " ".join(name.split()).casefold()


def files_to_export(user: User) -> list[CaseFile]:
    """Those with such a status ever, of which this person may export anything at all."""
    statuses = policy.visible(user, StatusEpisode.objects.filter(kind__in=KINDS))
    files = policy.visible(user, CaseFile.objects.filter(pk__in=statuses.values("file"))).select_related("child")
    opened = policy.clearances(user, CaseFile, [file.pk for file in files])
    return [file for file in files if policy.allows(user, Can.EXPORT_FILE, opened[file.pk])]


def statuses_on(user: User, files: Sequence[CaseFile]) -> list[StatusEpisode]:
    """The oldest first."""
    found = StatusEpisode.objects.filter(file__in=files, kind__in=KINDS)
    return list(policy.visible(user, found).order_by("started_on", "pk"))


def authorities_on(user: User, files: Sequence[CaseFile]) -> list[str]:
    """Each once, however it is spelt."""
    found = StatusEpisode.objects.filter(file__in=files, kind__in=KINDS).exclude(authority="")
    named = policy.visible(user, found).order_by("authority").values_list("authority", flat=True).distinct()
    spelt = {plain(name): " ".join(name.split()) for name in named if plain(name)}
    return [spelt[name] for name in sorted(spelt)]


def numbers_on(user: User, files: Sequence[CaseFile], authority: str) -> dict[UUID, AuthorityNumber]:
    """By file, the number that counts. Raises Locked, when read, for what no look has opened."""
    found = policy.visible(user, AuthorityNumber.objects.filter(file__in=files))
    rows = found.order_by("recorded_at", "pk")
    return {row.file_id: row for row in rows if plain(row.authority) == plain(authority)}


def placements_in(user: User, statuses: Sequence[StatusEpisode]) -> dict[UUID, list[Placement]]:
    """By time in care, the earliest first. What they say of where the child lives stays sealed."""
    found: dict[UUID, list[Placement]] = {}
    rows = Placement.objects.filter(episode__in=[one for one in statuses if one.kind == "LAC"])
    for placement in policy.visible(user, rows).order_by("since", "pk"):
        found.setdefault(placement.episode_id, []).append(placement)
    return found


def initial_conferences(user: User, files: Sequence[CaseFile]) -> dict[UUID, list[Meeting]]:
    """By file, those that were held, the earliest first."""
    held = Meeting.objects.filter(file__in=files, kind="CONFERENCE", held_on__isnull=False)
    found: dict[UUID, list[Meeting]] = {}
    for meeting in policy.visible(user, held).order_by("held_on", "pk"):
        found.setdefault(meeting.file_id, []).append(meeting)
    return found
