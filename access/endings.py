"""Which rows of reach have come to their end by themselves, and who sees a record that everybody else has left?

A grant ends on its date. A person's own rows end with her last membership here, and what was given to her in a role
that she no longer holds ends with that role. A record is never left with nobody to lead on it: then the head sees it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from access.history import who_could_see
from access.models import ConflictWall, Membership, School, User
from access.reach import Because, Ended, Guarded, PersonReach, audience_of, end, give_person, person_rows, withdraw
from access.roles import GRANTABLE, LEADS, Audience, Role

STANDS_IN = (Role.HEAD, Role.CHAIR)
"""Who sees what nobody on the safeguarding team may see, in this order."""


def guarded_models() -> Iterator[type[Guarded]]:
    yield from (model for model in apps.get_models() if issubclass(model, Guarded))


def end_rows_of(user: User, *, at: datetime) -> None:
    """A membership ended: this person's own rows that stood on it end in the same transaction.

    Where a wall keeps others of the safeguarding team out, she may have been the last who could lead.
    """
    for model in guarded_models():
        _end_lost(person_rows(model).objects.filter(user=user), at)
    schools = Membership.objects.filter(user=user).values("school")
    walls = ConflictWall.objects.filter(school__in=schools, lifted_at__isnull=True)
    for model in guarded_models():
        about = Q(pk__in=walls.values("subject")) | Q(**{f"{model.wall_column}__in": walls.values("subject")})
        for record in model._base_manager.filter(about):
            cover(record, at=at)


def end_expired(school: School, *, at: datetime) -> int:
    """Move rows past their date, or whose person has left, to ReachEnded; how many. The policy ignores them already."""
    gone = Membership.objects.filter(school=school, ends_on__lt=timezone.localdate(at)).values("user")
    count = 0
    for model in guarded_models():
        rows = person_rows(model).objects.filter(content_object__school=school)
        for row in rows.filter(expires_at__lte=at).select_related("content_object", "permission", "user"):
            with transaction.atomic():
                _end_one(row, at, Ended.EXPIRED)
            count += 1
        count += _end_lost(rows.filter(user__in=gone), at)
    return count


def cover(record: Guarded, *, at: datetime) -> None:
    """Let the head see a record that nobody who leads on safeguarding can see, for as long as that is so."""
    sights = who_could_see(record, at)
    led = any(sight.roles & LEADS and sight.audience == Audience.SAFEGUARDING for sight in sights)
    covering = person_rows(type(record)).objects.filter(content_object=record, because=Because.COVER)
    if led:
        for row in covering:
            end(row, at=at, reason=Ended.REPLACED)
    elif not any(sight.audience == Audience.SAFEGUARDING for sight in sights):
        for user in _stand_ins(record, at):
            give_person(record, user, Audience.SAFEGUARDING, Because.COVER, at=at)


def _stand_ins(record: Guarded, at: datetime) -> Iterable[User]:
    today = timezone.localdate(at)
    current = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), school=record.school_id, starts_on__lte=today
    ).exclude(user__in=_walled_from(record))
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
    """Her own words stay hers while she works here; anything else was given to her in the roles of that day."""
    held = Membership.objects.filter(user=row.user_id, school=row.content_object.school_id)
    now = _roles_on(held, timezone.localdate(at))
    if not now or row.because == Because.AUTHOR:
        return not now
    widest = {GRANTABLE[role] for role in now if role in GRANTABLE}
    too_wide = not any(audience_of(row) in most.within for most in widest)
    return too_wide or bool(_roles_on(held, timezone.localdate(row.since)) - now)


def _roles_on(held: QuerySet[Membership], day: date) -> set[Role]:
    current = held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)
    return {Role(role) for role in current.values_list("role", flat=True)}


def _end_one(row: PersonReach, at: datetime, reason: Ended) -> None:
    record = row.content_object
    withdraw(row, at=at, reason=reason)
    cover(record, at=at)
