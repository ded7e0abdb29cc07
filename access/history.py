"""Who could have seen this record at a given moment, and why?

Answered from the rows that stand, the rows that ended and dated memberships and walls; asked about now, it agrees
with access.policy (tested). An account that was inactive at the time is in the log, not here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from access.models import ConflictWall, Membership, Team, User, held_on
from access.reach import Because, Guarded, ReachEnded, audience_of, person_rows, team_rows
from access.roles import Audience, Role, Section


@dataclass(frozen=True)
class Sight:
    """One person, one row: by herself or as a member of a team."""

    user: User
    team: Team | None
    audience: Audience
    sections: Section
    because: Because
    since: datetime
    until: datetime | None
    roles: frozenset[Role]


@dataclass(frozen=True)
class _Row:
    user_id: UUID | None
    team: Team | None
    audience: Audience
    sections: Section
    because: Because
    since: datetime
    until: datetime | None


def who_could_see(record: Guarded, at: datetime) -> list[Sight]:
    rows = list(_rows_at(record, at))
    people = _people_at(record, rows, at)
    walled = _walled_at(record, at)
    sights = [
        Sight(person.user, row.team, row.audience, row.sections, row.because, row.since, row.until, person.roles)
        for row in rows
        for person in people
        if person.has(row) and (person.user.pk not in walled or row.because == Because.AUTHOR)
    ]
    return sorted(sights, key=lambda sight: (sight.user.name, sight.user.pk, sight.team is not None))


@dataclass
class _Person:
    user: User
    roles: frozenset[Role]
    teams: frozenset[UUID]

    def has(self, row: _Row) -> bool:
        return row.team.pk in self.teams if row.team else row.user_id == self.user.pk


def _rows_at(record: Guarded, at: datetime) -> Iterator[_Row]:
    unexpired = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
    kinds: list[tuple[Any, str]] = [(person_rows(type(record)), "user")]
    if not (record.restricted and record.hidden_when_restricted):  # then no team's row stands, or counts
        kinds.append((team_rows(type(record)), "group"))
    for rows, principal in kinds:
        begun = rows.objects.filter(unexpired, content_object=record, since__lte=at)
        for row in begun.select_related("permission", principal):
            team = row.group if principal == "group" else None
            yield _row(row, team, audience_of(row), row.expires_at)
    ended = ReachEnded.objects.filter(unexpired, scope=record.pk, since__lte=at, until__gt=at)
    for past in ended.select_related("team"):
        yield _row(past, past.team, Audience(past.audience), past.until)


def _row(row: Any, team: Team | None, audience: Audience, until: datetime | None) -> _Row:
    user_id = None if team else row.user_id
    return _Row(user_id, team, audience, Section(row.sections), Because(row.because), row.since, until)


def _people_at(record: Guarded, rows: Iterable[_Row], at: datetime) -> list[_Person]:
    """Those who worked at the record's school that day, among whom the rows name or whose team they name."""
    rows, day = list(rows), timezone.localdate(at)
    named = Q(user__in=[row.user_id for row in rows if row.user_id])
    teams = Q(team__in=[row.team for row in rows if row.team])
    of_them = Membership.objects.filter(named | teams).values("user")
    current = Membership.objects.filter(held_on(day) | Q(starts_on__lte=day, ended_at__gt=at))
    held: dict[UUID, list[Membership]] = {}
    for membership in current.filter(user__in=of_them).select_related("user").order_by("starts_on", "pk"):
        held.setdefault(membership.user_id, []).append(membership)
    return [_person(here) for here in held.values() if here[0].school_id == record.school_id]


def _person(memberships: list[Membership]) -> _Person:
    here = [one for one in memberships if one.school_id == memberships[0].school_id]
    return _Person(
        user=here[0].user,
        roles=frozenset(Role(one.role) for one in here),
        teams=frozenset(one.team_id for one in here if one.team_id),
    )


def _walled_at(record: Guarded, at: datetime) -> set[UUID]:
    subjects = {record.pk, getattr(record, record.wall_column)} - {None}
    standing = Q(lifted_at__isnull=True) | Q(lifted_at__gt=at)
    return set(
        ConflictWall.objects.filter(standing, subject__in=subjects, raised_at__lte=at).values_list("user", flat=True)
    )
