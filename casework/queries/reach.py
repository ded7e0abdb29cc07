"""Who can see a file now and why, who is kept from it, and in which words is that said?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from access import policy
from access.history import Sight, who_could_see
from access.models import ConflictWall, User
from access.reach import Because
from access.roles import ALL_SECTIONS, SECTION_NAMES, Audience, Role, Section
from casework.models import CaseFile, CaseRecord, Concern
from people.models import Child


@dataclass(frozen=True)
class Reader:
    """One person and one reason why she can see the file."""

    user: User
    roles: str
    why: str
    what: str
    since: datetime
    until: datetime | None
    granted: bool

    @property
    def last_day(self) -> datetime | None:
        """A grant ends when its last day is over."""
        return self.until - timedelta(microseconds=1) if self.until else None


@dataclass(frozen=True)
class Kept:
    """One person for whom there is no such concern."""

    wall: ConflictWall
    from_child: bool

    @property
    def user(self) -> User:
        return self.wall.user


@dataclass(frozen=True)
class Share:
    """What was granted to one person on one file, and until when."""

    file: CaseFile
    sections: str
    expires_at: datetime

    @property
    def last_day(self) -> str:
        """ "Friday 27 November", with the year if that is not this one."""
        day = timezone.localdate(self.expires_at - timedelta(microseconds=1))
        return f"{day:%A %-d %B}" if day.year == timezone.localdate().year else f"{day:%A %-d %B %Y}"


def shared_with(user: User, file: CaseFile | None = None) -> list[Share]:
    """What this person was granted by name and still has, what ends first at the top."""
    people, _ = policy.rows_that_count(policy.standing(user), CaseFile)
    rows = people.filter(because=Because.GRANT, content_object__school=policy.standing(user).school)
    if file:
        rows = rows.filter(content_object=file)
    granted = rows.select_related("content_object__child").order_by("expires_at", "content_object")
    return [Share(row.content_object, section_words(row.sections), row.expires_at) for row in granted if row.expires_at]


def reaches_any(user: User) -> bool:
    """Whether there is any case file for this person, on whatever ground."""
    here = policy.standing(user)
    rows = policy.rows_that_count(here, CaseFile)
    return any(one.filter(content_object__school=here.school).exists() for one in rows if here.school)


def gives_nothing(file: CaseFile, audience: Audience, sections: Section) -> bool:
    """Whether somebody who is granted this would find an empty file. The child's family comes with the identity."""
    if Section.IDENTITY in sections:
        return False
    kinds = [kind._base_manager.filter(file=file) for kind in CaseRecord.__subclasses__()]
    return not any(kind.filter(audience__in=audience.within, section__in=list(sections)).exists() for kind in kinds)


def readers(file: CaseFile, at: datetime) -> list[Reader]:
    return [_reader(sight) for sight in who_could_see(file, at) if sight.user.is_active]


def walls_on(file: CaseFile) -> list[ConflictWall]:
    """Those kept from this child now. Their reasons are sealed with the child's confidential contacts."""
    return _standing(file.pk, file.child_id)


def walls_of(subject: Concern | Child) -> list[ConflictWall]:
    """Those kept from this one concern, or from everything about this child."""
    return _standing(subject.pk)


def kept_from(concern: Concern) -> list[Kept]:
    """Those who work here and must not see this concern, and whether they are kept from its child, too."""
    kept = [wall for wall in walls_of(concern) if policy.standing(wall.user).school_id == concern.school_id]
    if not kept:
        return []
    from_child = {wall.user_id for wall in _standing(concern.child_id)} if concern.child_id else set()
    return [Kept(wall, wall.user_id in from_child) for wall in kept]


def to_ask_about(concern: Concern) -> list[Kept]:
    """Of whom must be said, on deciding, whether they may see the child's file: they are kept from the concern only."""
    return [kept for kept in kept_from(concern) if not kept.from_child] if concern.child_id else []


def asked(kept: Kept) -> str:
    """The question about one person on the form of a decision."""
    return f"keep_{kept.user.pk.hex}"


def why(kept: Kept) -> str:
    return f"{asked(kept)}_because"


def _standing(*subjects: UUID) -> list[ConflictWall]:
    standing = ConflictWall.objects.filter(subject__in=subjects, lifted_at__isnull=True)
    return list(standing.select_related("user", "raised_by").order_by("raised_at", "pk"))


def _reader(sight: Sight) -> Reader:
    return Reader(
        user=sight.user,
        roles=", ".join(sorted(Role(role).label for role in sight.roles)),
        why=sight.team.label if sight.team else Because(sight.because).label,
        what=_what(sight),
        since=sight.since,
        until=sight.until,
        granted=sight.because == Because.GRANT,
    )


def _what(sight: Sight) -> str:
    if sight.sections == ALL_SECTIONS:
        return f"{sight.audience.label} records"
    return f"{sight.audience.label} records: {section_words(sight.sections)}"


def section_words(sections: int) -> str:
    """ "chronology, meetings"."""
    return ", ".join(words.lower() for section, words in SECTION_NAMES.items() if section & Section(sections))
