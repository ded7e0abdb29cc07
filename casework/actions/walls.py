"""Who is kept from a child, or from one concern, and who is let back? A conflict wall stands before all that says yes.

A lead raises it where she reaches the record; for a child whose file she does not have, she does so as for any child,
so that whether there is a file behind it cannot be told.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from access import gate, policy
from access.endings import cover
from access.models import ConflictWall, School, User
from access.reach import Because, Ended, Guarded, person_rows, withdraw
from access.roles import Audience, Can
from casework.actions.cover import settle as settle_concern
from casework.actions.problem import Problem
from casework.models import Addition, Concern
from people import teams
from people.models import Child


@gate.action(Can.RAISE_WALL, records="wall.raised", reason="reason")
def raise_wall(*, subject: Child | Concern, by: User, at: datetime, person: User, reason: str) -> ConflictWall:
    """This person finds nothing about the child, or about this one concern, except her own words. She is not told."""
    return _raise(subject, by, at, person, reason)


@gate.action(Can.RAISE_WALL, records="wall.lifted", reason="reason")
def lift_wall(*, subject: Child | Concern, by: User, at: datetime, wall: ConflictWall, reason: str) -> ConflictWall:
    """Never by the person it keeps out, for whom there is no such child's file: the policy refuses her.

    She sees again what her team sees; nothing given by name comes back.
    """
    return _lift(subject, by, at, wall, reason)


@gate.action(Can.KEEP_OUT, records="wall.raised", reason="reason")
def keep_out(*, school: School, by: User, child: Child, at: datetime, person: User, reason: str) -> ConflictWall:
    """The same for any child, whatever file there is, and behind a wall of one's own, which she must not learn of."""
    _refuse_stranger(school, child)
    mine = ConflictWall.objects.filter(user=by, subject=child.pk, lifted_at__isnull=True).first()
    return mine if mine and person == by else _raise(child, by, at, person, reason)


@gate.action(Can.KEEP_OUT, records="wall.lifted", reason="reason")
def let_back(*, school: School, by: User, child: Child, at: datetime, wall: ConflictWall, reason: str) -> ConflictWall:
    """Anybody but oneself. The reason stands in the log; on the wall too, where she reaches what it was sealed with."""
    _refuse_stranger(school, child)
    if wall.user_id == by.pk:
        raise gate.NotHere("No such wall.")
    if policy.can(by, Can.RAISE_WALL, child):
        return lift_wall(subject=child, by=by, at=at, wall=wall, reason=reason)
    return _lift(child, by, at, wall, "")


@gate.action(Can.RAISE_WALL, records="wall.raised", reason="reason", mentions=lambda wall: [wall.subject])
def keep_from_child(*, concern: Concern, by: User, at: datetime, person: User, reason: str) -> ConflictWall:
    """Whoever is kept from a concern is kept from its child as well, by whoever decides about it."""
    return _raise(_child_of(concern, person), by, at, person, reason)


@gate.action(Can.RAISE_WALL, records="wall.not_raised", reason="reason")
def leave_child_open(*, concern: Concern, by: User, at: datetime, person: User, reason: str) -> Addition:
    """Kept from this concern only. Why stands beside it, for those who decide."""
    _child_of(concern, person)
    said = Addition(school_id=concern.school_id, concern=concern, author=by, added_at=at, internal=True)
    said.words = f"{person.name} is kept from this concern, and not from the child’s file: {reason}"
    said.save(force_insert=True)
    return said


def _child_of(concern: Concern, person: User) -> Child:
    walled = ConflictWall.objects.filter(user=person, subject=concern.pk, lifted_at__isnull=True)
    if concern.child is None or not walled.exists():
        raise gate.NotHere("No such wall.")
    return concern.child


def _refuse_stranger(school: School, child: Child) -> None:
    if child.school_id != school.pk:
        raise gate.NotHere("No such child.")


def _raise(subject: Child | Concern, by: User, at: datetime, person: User, reason: str) -> ConflictWall:
    if policy.standing(person).school_id != subject.school_id:
        raise Problem("Choose a member of staff", field="person")
    if ConflictWall.objects.filter(user=person, subject=subject.pk, lifted_at__isnull=True).exists():
        raise Problem("There is a conflict wall for this person already", field="person")
    wall = ConflictWall(school_id=subject.school_id, user=person, subject=subject.pk, raised_at=at, raised_by=by)
    gate.opening(wall, Audience.SAFEGUARDING)
    wall.reason = reason
    wall.save(force_insert=True)
    for record in (*file_and_child(subject), *_concerns_about(subject)):
        rows = person_rows(type(record)).objects.filter(content_object=record, user=person)
        for row in rows.exclude(because=Because.AUTHOR):
            withdraw(row, at=at, reason=Ended.WALLED)
    cover_again(subject, at)
    return wall


def _lift(subject: Child | Concern, by: User, at: datetime, wall: ConflictWall, reason: str) -> ConflictWall:
    current = ConflictWall.objects.select_for_update().get(pk=wall.pk, subject=subject.pk)
    if current.lifted_at:
        raise Problem("This wall has been lifted already")
    current.lifted_at, current.lifted_by = at, by
    if reason:
        current.lifted_because = reason
    current.save()
    cover_again(subject, at)
    return current


def cover_again(subject: Child | Concern, at: datetime) -> None:
    """Whatever has changed, somebody leads on it: the head, if nobody on the safeguarding team may see it."""
    for record in file_and_child(subject):
        cover(record, at=at)
    settle_concerns(subject, at)


def _concerns_about(subject: Child | Concern) -> QuerySet[Concern]:
    if isinstance(subject, Concern):
        return Concern.objects.filter(pk=subject.pk)
    return Concern.objects.filter(Q(child=subject) | Q(file__child=subject)).select_related("school", "reporter")


def file_and_child(subject: Child | Concern) -> Iterator[Guarded]:
    """With whatever else has the file's teams: it is hidden and shown together with the file."""
    if isinstance(subject, Child):
        yield from teams.followers(subject)


def settle_concerns(subject: Child | Concern, at: datetime) -> None:
    for concern in _concerns_about(subject):
        settle_concern(concern, at=at)
