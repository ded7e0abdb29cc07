"""What is a person today: at which school, with which roles, in which teams?

Read once in a request or job and forgotten at its end, so that a revocation holds at once.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from access.memberships import MEMBERSHIPS, Current
from access.models import School, User
from access.roles import Role


@dataclass(frozen=True)
class Standing:
    """What a person is today: at one school, with these roles, in these teams."""

    user_id: uuid.UUID
    school: School | None
    roles: frozenset[Role]
    teams: tuple[uuid.UUID, ...]
    classes: tuple[str, ...]
    years: tuple[int, ...]
    at: datetime

    @property
    def school_id(self) -> uuid.UUID | None:
        return self.school.pk if self.school else None


_standings: ContextVar[dict[uuid.UUID, Standing] | None] = ContextVar("standings", default=None)


@contextmanager
def reading_standings_once() -> Iterator[None]:
    """Within a request or a job each person's standing is read once, and forgotten at its end."""
    token = _standings.set({})
    try:
        yield
    finally:
        _standings.reset(token)


def standing(user: User) -> Standing:
    """What this person is now. Read once a request; nobody keeps it longer, so a revocation holds at once."""
    known = _standings.get()
    if known is not None and user.pk in known:
        return known[user.pk]
    found = _read_standing(user, timezone.now())
    if known is not None:
        known[user.pk] = found
    return found


def stand_at(user: User, school: School) -> None:
    """Within a job or command: of all the schools that this user belongs to, it works for this one."""
    known = _standings.get()
    if known is not None:
        known[user.pk] = _read_standing(user, timezone.now(), school)


def _read_standing(user: User, at: datetime, at_school: School | None = None) -> Standing:
    nobody = Standing(user.pk, None, frozenset(), (), (), (), at)
    if not user.is_active and user.kind == User.Kind.PERSON:  # a system actor never signs in, yet has a standing
        return nobody
    current = [Current._make(row) for row in MEMBERSHIPS.rows(user=user.pk, today=timezone.localdate(at))]
    if at_school is not None:
        current = [membership for membership in current if membership.school_id == at_school.pk]
    if not current:
        return nobody
    here = [membership for membership in current if membership.school_id == current[0].school_id]
    return Standing(
        user_id=user.pk,
        school=current[0].school,
        roles=frozenset(Role(membership.role) for membership in here),
        teams=tuple(membership.team_id for membership in here if membership.team_id),
        classes=tuple(form for membership in here for form in membership.classes),
        years=tuple(membership.team__year for membership in here if membership.team__year is not None),
        at=at,
    )
