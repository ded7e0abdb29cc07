"""Who can see a file now and why, who is kept from it, and in which words is that said?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from access.history import Sight, who_could_see
from access.models import ConflictWall, User
from access.reach import Because
from access.roles import ALL_SECTIONS, SECTION_NAMES, Role
from casework.models import CaseFile


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


def readers(file: CaseFile, at: datetime) -> list[Reader]:
    return [_reader(sight) for sight in who_could_see(file, at) if sight.user.is_active]


def walls_on(file: CaseFile) -> list[ConflictWall]:
    """Those kept from this child now. Their reasons are sealed with the child's confidential contacts."""
    standing = ConflictWall.objects.filter(subject__in=(file.pk, file.child_id), lifted_at__isnull=True)
    return list(standing.select_related("user", "raised_by").order_by("raised_at"))


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
    sections = ", ".join(words.lower() for section, words in SECTION_NAMES.items() if section in sight.sections)
    return f"{sight.audience.label} records: {sections}"
