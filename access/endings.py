"""Which rows of reach have come to their end by themselves, and who sees a record that everybody else has left?

A grant ends on its date. A person's own rows end with her last membership here, and what was given to her in a role
that she no longer holds ends with that role; what she wrote herself is hers to read for as long as she works here.
A record is never left with nobody to lead on it: then the head sees it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from access.history import Sight, who_could_see
from access.models import ConflictWall, Membership, School, User, held_on
from access.reach import (
    Because,
    Ended,
    Guarded,
    PersonReach,
    audience_of,
    give_person,
    person_rows,
    team_rows,
    withdraw,
)
from access.roles import ALL_SECTIONS, GRANTABLE, LEADS, STANDS_IN, Audience, Role


def guarded_models() -> Iterator[type[Guarded]]:
    yield from (model for model in apps.get_models() if issubclass(model, Guarded))


def end_rows_of(user: User, *, at: datetime) -> None:
    """A membership ended: this person's own rows that stood on it end in the same transaction.

    She may have been the last who could lead, on everything or where a wall keeps the others out.
    """
    for model in guarded_models():
        _end_lost(person_rows(model).objects.filter(user=user), at)
    for school in School.objects.filter(memberships__user=user).distinct():
        cover_all(school, at=at)


def end_expired(school: School, *, at: datetime) -> int:
    """Move rows past their date, or whose person has left, to ReachEnded; how many. The policy ignores them already.

    Then whatever was left with nobody to lead, since a membership or an account ended, gets its cover.
    """
    gone = Membership.objects.filter(school=school, ends_on__lt=timezone.localdate(at)).values("user")
    count = 0
    for model in guarded_models():
        rows = person_rows(model).objects.filter(content_object__school=school)
        for row in rows.filter(expires_at__lte=at).select_related("content_object", "permission", "user"):
            with transaction.atomic():
                _end_one(row, at, Ended.EXPIRED)
            count += 1
        count += _end_lost(rows.filter(user__in=gone), at)
    cover_all(school, at=at)
    return count


def cover_all(school: School, *, at: datetime) -> None:
    """Cover every record that nobody can lead on now, and end each cover that is not needed any longer."""
    for model in guarded_models():
        for record in model._base_manager.filter(_perhaps_unled(model, school, at), school=school):
            with transaction.atomic():
                cover(record, at=at)


def cover(record: Guarded, *, at: datetime) -> None:
    """Let the head see a record that nobody who leads on safeguarding can see, for as long as that is so.

    A closed account leads nothing, and neither does who was granted some sections, or is granted them as somebody else.
    """
    sights = [sight for sight in who_could_see(record, at) if sight.user.is_active and _in_full(sight)]
    covering = person_rows(type(record)).objects.filter(content_object=record, because=Because.COVER)
    if any(sight.roles & LEADS for sight in sights):
        for row in covering:
            withdraw(row, at=at, reason=Ended.REPLACED)
    elif not any(sight.because == Because.COVER for sight in sights):
        for user in _stand_ins(record, at):
            give_person(record, user, Audience.SAFEGUARDING, Because.COVER, at=at)


def _in_full(sight: Sight) -> bool:
    return sight.audience == Audience.SAFEGUARDING and sight.sections == ALL_SECTIONS


def _perhaps_unled(model: type[Guarded], school: School, at: datetime) -> Q:
    """Records that no row opens to a lead, or that have a cover or a lead's wall: `cover` looks at each of these."""
    leads = _current(school, at).filter(role__in=LEADS, user__is_active=True)
    opens = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
    opens &= Q(content_object=OuterRef("pk"), permission__codename=Audience.SAFEGUARDING.permission)
    opens &= Q(sections=int(ALL_SECTIONS))
    teams = team_rows(model).objects.filter(opens, group__in=leads.values("team"))
    if model.hidden_when_restricted:
        teams = teams.filter(content_object__restricted=False)
    people = person_rows(model).objects
    covered = people.filter(content_object=OuterRef("pk"), because=Because.COVER)
    standing = ConflictWall.objects.filter(user__in=leads.values("user"), lifted_at__isnull=True).values("subject")
    walled = Q(pk__in=standing) | Q(**{f"{model.wall_column}__in": standing})
    led = Exists(people.filter(opens, user__in=leads.values("user"))) | Exists(teams)
    return ~Q(led) | Q(Exists(covered)) | walled


def _current(school: School, at: datetime) -> QuerySet[Membership]:
    return Membership.objects.filter(held_on(timezone.localdate(at)), school=school)


def _stand_ins(record: Guarded, at: datetime) -> Iterable[User]:
    current = _current(record.school, at).exclude(user__in=_walled_from(record))
    for role in STANDS_IN:
        if users := [one.user for one in current.filter(role=role, user__is_active=True).select_related("user")]:
            return users
    return []


def _walled_from(record: Guarded) -> QuerySet[Any]:
    subjects = {record.pk, getattr(record, record.wall_column)} - {None}
    return ConflictWall.objects.filter(subject__in=subjects, lifted_at__isnull=True).values("user")


def _end_lost(rows: QuerySet[Any], at: datetime) -> int:
    lost = [row for row in rows.select_related("content_object", "permission", "user") if _stands_on_nothing(row, at)]
    for row in lost:
        with transaction.atomic():
            _end_one(row, at, Ended.LEFT)
    return len(lost)


def _stands_on_nothing(row: PersonReach, at: datetime) -> bool:
    """Her own words stay hers; anything else was given to her in the roles of that day."""
    if row.because == Because.AUTHOR:
        return False
    held = Membership.objects.filter(user=row.user_id, school=row.content_object.school_id)
    now = _roles(held.filter(held_on(timezone.localdate(at))))
    if not now:
        return True
    widest = {GRANTABLE[role] for role in now if role in GRANTABLE}
    given_on = timezone.localdate(row.since)
    then = Q(starts_on__lte=given_on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=given_on))  # at any hour of that day
    too_wide = not any(audience_of(row) in most.within for most in widest)
    return too_wide or bool(_roles(held.filter(then)) - now)


def _roles(held: QuerySet[Membership]) -> set[Role]:
    return {Role(role) for role in held.values_list("role", flat=True)}


def _end_one(row: PersonReach, at: datetime, reason: Ended) -> None:
    record = row.content_object
    withdraw(row, at=at, reason=reason)
    cover(record, at=at)
