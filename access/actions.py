"""What can be done about accounts, memberships and the rota, and who may do it?"""

import hashlib
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from access import appointing, endings, gate, rota
from access.appointing import NotYours, refuse_ending, refuse_own, refuse_widening
from access.models import (
    EARLIER,
    DutyLead,
    EarlierName,
    Invitation,
    Membership,
    RoleChange,
    School,
    Team,
    User,
    not_over_on,
)
from access.namesakes import namesakes
from access.roles import Can, Role
from audit.context import acting, current

INVITATION_LASTS = timedelta(days=7)
TEAM_OF = {
    Role.DSL: Team.Kind.SAFEGUARDING,
    Role.DEPUTY_DSL: Team.Kind.SAFEGUARDING,
    Role.PASTORAL: Team.Kind.YEAR,
    Role.DESIGNATED_TEACHER: Team.Kind.LOOKED_AFTER,
}


class Namesake(Exception):
    """Somebody here is or was called the same: whoever invites has to say that it is another person."""


class AlreadyHere(Exception):
    """Somebody with this e-mail address has an account."""


class RotaChanged(Exception):
    """Somebody else changed the rota after it was read."""


class SameName(Exception):
    """They are called that already."""


class WrongDates(Exception):
    """A membership cannot end before it starts, nor be made longer by ending it again: a longer post is a new one."""


class UsedUp(Exception):
    """The one-time link was used before."""


@dataclass(frozen=True)
class Post:
    """What somebody works as: a role, with the year groups of a pastoral officer or the classes of a teacher."""

    role: Role
    years: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Invited:
    user: User
    token: str


@gate.action(Can.MANAGE_ACCOUNTS, records="staff.invited")
def invite_staff(
    *,
    school: School,
    by: User,
    email: str,
    name: str,
    post: Post,
    starts_on: date,
    at: datetime,
    despite_namesake: bool = False,
) -> Invited:
    """An account that cannot sign in until its one-time link is used. The token is told once and kept as a hash."""
    refuse_widening(by, post.role)
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise AlreadyHere(email)
    if not despite_namesake and namesakes(school, name):
        raise Namesake
    user = User(email=email, name=name, is_active=False)
    user.set_unusable_password()
    user.save()
    _join(school, user, post, starts_on, by, at)
    return Invited(user, _invite(school, user, by, at))


@gate.action(Can.MANAGE_ACCOUNTS, records="staff.invited_again")
def invite_again(*, school: School, by: User, user: User, at: datetime) -> Invited:
    """A new link for somebody who has not used theirs; the earlier links die. Who has an account resets a password."""
    refuse_own(by, user)
    if user.is_active:
        raise NotYours("This account is in use: they can set a new password themselves, from the sign-in page.")
    memberships = user.memberships.filter(not_over_on(timezone.localdate(at)), school=school)
    if not memberships:
        raise NotYours("They have no role here. Give them one first.")
    for membership in memberships:
        refuse_widening(by, Role(membership.role))
    for invitation in Invitation.objects.filter(user=user, used_at__isnull=True, expires_at__gt=at):
        invitation.expires_at = at
        invitation.save(update_fields=["expires_at"])
    return Invited(user, _invite(school, user, by, at))


@gate.action(Can.MANAGE_ACCOUNTS, records="membership.started")
def start_membership(*, school: School, by: User, user: User, post: Post, starts_on: date, at: datetime) -> School:
    refuse_own(by, user)
    refuse_widening(by, post.role)
    _join(school, user, post, starts_on, by, at)
    return school


@gate.action(Can.MANAGE_ACCOUNTS, records="membership.ended", reason="reason")
def end_membership(
    *, school: School, by: User, membership: Membership, ends_on: date | None, reason: str, at: datetime
) -> Membership:
    """`ends_on` is the last day; without one it ends at once, also if it has not begun.

    When it is over, the person's own rows that stood on it end in this transaction. Raises WrongDates, NotYours for
    a role that is not theirs to end, and LastLead.
    """
    membership = Membership.objects.select_for_update().get(pk=membership.pk, school=school)
    refuse_ending(by, membership)
    today = timezone.localdate(at)
    last = ends_on or max(today, membership.starts_on)
    longer = membership.ends_on and last > membership.ends_on
    if membership.is_over(today) or last < membership.starts_on or longer:
        raise WrongDates
    appointing.refuse_last_lead(membership, ends_on, at)
    told = appointing.to_be_told(school, at)
    membership.ends_on, membership.ended_at = last, None if ends_on else at
    membership.save(update_fields=["ends_on", "ended_at"])
    appointing.tell([membership], RoleChange.What.ENDED, by=by, at=at, told=told)
    endings.end_rows_of(membership.user, at=at)
    return membership


@gate.action(Can.MANAGE_ACCOUNTS, records="staff.changed")
def set_extension(*, school: School, by: User, user: User, extension: str) -> User:
    """Whom staff ring about a child is not for the technical administrator to say."""
    if not appointing.may_set_extension(by, user):
        raise NotYours("Only a safeguarding lead or the head can change this extension.")
    user.extension = extension
    user.save(update_fields=["extension"])
    return user


@gate.action(Can.RENAME_STAFF, records="staff.renamed", reason="reason")
def rename_staff(*, school: School, by: User, user: User, name: str, reason: str, at: datetime) -> User:
    """From now on they are named with both: every page and export reads the one column. Raises SameName."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if name == user.called:
        raise SameName
    before = [one for one in user.names if one != name]
    EarlierName.objects.create(
        school=school, user=user, name=user.called, until=timezone.localdate(at), changed_at=at, changed_by=by
    )
    user.now_called, user.name = name, f"{name}{EARLIER}{', '.join(before)})"
    user.save(update_fields=["name", "now_called"])
    return user


@gate.action(Can.MANAGE_ROTA, records="rota.changed")
def set_rota(*, school: School, by: User, week: Mapping[int, Sequence[User]], version: str) -> School:
    """Who leads on each weekday (0 is Monday), in order. Raises RotaChanged if `version` is not that of now."""
    School.objects.select_for_update().get(pk=school.pk)  # one change of a school's rota at a time
    if version != rota.version(school):
        raise RotaChanged
    for duty in DutyLead.objects.filter(school=school, weekday__in=week):
        duty.delete()
    for weekday, leads in week.items():
        for order, lead in enumerate(dict.fromkeys(leads), start=1):
            DutyLead.objects.create(school=school, weekday=weekday, order=order, user=lead)
    return school


def find_invitation(token: str, at: datetime) -> Invitation | None:
    """The invitation of a one-time link that still works."""
    return _usable(at).filter(token_hash=_hash(token)).select_related("user", "school").first()


def accept_invitation(*, invitation: Invitation, password: str, at: datetime) -> User:
    """The one-time link is used up, and the account can sign in. The person is named for it in the log."""
    user = invitation.user
    with acting(replace(current(), actor_id=user.pk, school_id=invitation.school_id)), transaction.atomic():
        used = _usable(at).select_for_update().filter(pk=invitation.pk).first()
        if used is None:
            raise UsedUp
        used.used_at = at
        used.save(update_fields=["used_at"])
        user.is_active = True
        user.set_password(password)
        user.save(update_fields=["is_active", "password"])
    return user


def hold_seat(school: School, name: str, actor: uuid.UUID, starts_on: date) -> User:
    """The named system actor: a name in the log with a role here, which nobody can sign in to."""
    user = User.objects.filter(pk=actor).first()
    if user is None:
        user = User(pk=actor, email=f"{name}@system.invalid", name=f"Safehold ({name})", kind=User.Kind.SYSTEM)
        user.set_unusable_password()
        user.save(force_insert=True)
    if not user.memberships.filter(school=school).exists():
        Membership.objects.create(school=school, user=user, role=Role.SYSTEM, starts_on=starts_on)
    return user


def _invite(school: School, user: User, by: User, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        school=school,
        user=user,
        token_hash=_hash(token),
        invited_by=by,
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    return token


def _usable(at: datetime) -> QuerySet[Invitation]:
    """Not used, not too old, and there is a role that they lead to."""
    held = Membership.objects.filter(not_over_on(timezone.localdate(at)))
    leads_to = Exists(held.filter(school=OuterRef("school"), user=OuterRef("user")))
    return Invitation.objects.filter(leads_to, used_at__isnull=True, expires_at__gt=at)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _join(school: School, user: User, post: Post, starts_on: date, by: User, at: datetime) -> None:
    """One membership for each team that the post is in."""
    kind = TEAM_OF.get(post.role)
    years: Sequence[int | None] = list(dict.fromkeys(post.years)) if kind == Team.Kind.YEAR else [None]
    told, started = appointing.to_be_told(school, at), []
    for year in years:
        team = Team.objects.get_or_create(school=school, kind=kind, year=year)[0] if kind else None
        there: dict[str, Any] = {"school": school, "user": user, "role": post.role, "team": team}
        if not Membership.objects.filter(**there, ends_on__isnull=True).exists():
            started.append(Membership.objects.create(**there, classes=list(post.classes), starts_on=starts_on))
    appointing.tell(started, RoleChange.What.STARTED, by=by, at=at, told=told)
