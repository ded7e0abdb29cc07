"""How does what a person can see of a child change? Grants, and restriction to named people.

A file, its child's contacts and the child's concerns move together: whoever a restricted file is hidden from, finds
none of them. A lead never gives herself anything, and nothing here can leave a record with nobody to lead on it.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from access import gate, policy
from access.models import ConflictWall, User
from access.reach import Because, Ended, Guarded, give_person, person_rows, withdraw
from access.roles import GRANTABLE, LEADS, Audience, Can, Role, Section
from casework.actions.problem import Problem, renew
from casework.actions.walls import cover_again, file_and_child, settle_concerns
from casework.models import CaseFile
from people import teams
from people.models import Child

LONGEST_GRANT = timedelta(days=366)
NAMEABLE = LEADS | {Role.HEAD}
"""Who can be named on a restricted file."""


@gate.action(Can.GRANT_REACH, records="reach.granted", reason="reason")
def grant_reach(
    *,
    file: CaseFile,
    by: User,
    at: datetime,
    person: User,
    audience: Audience,
    sections: Section,
    until: date,
    reason: str,
) -> CaseFile:
    """Until the end of that day. With the identity section, the child's family can be read as well."""
    _refuse_grant(file, by, person, audience, sections)
    if not timezone.localdate(at) <= until <= timezone.localdate(at) + LONGEST_GRANT:
        raise Problem("Choose a day within a year", field="until")
    expires_at = timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))
    give_person(file, person, audience, Because.GRANT, at=at, sections=sections, expires_at=expires_at)
    if Section.IDENTITY in sections:
        here = Section.IDENTITY
        give_person(file.child, person, audience, Because.GRANT, at=at, sections=here, expires_at=expires_at)
    else:  # a narrower grant in place of an earlier one: the family is not read any longer
        for row in person_rows(Child).objects.filter(content_object=file.child, user=person, because=Because.GRANT):
            withdraw(row, at=at, reason=Ended.REPLACED)
    return file


@gate.action(Can.GRANT_REACH, records="reach.ended", reason="reason")
def end_grant(*, file: CaseFile, by: User, at: datetime, person: User, reason: str) -> CaseFile:
    ended = 0
    for record in (file, file.child):
        for row in person_rows(type(record)).objects.filter(content_object=record, user=person, because=Because.GRANT):
            withdraw(row, at=at, reason=Ended.REVOKED)
            ended += 1
    if not ended:
        raise Problem("This access has ended already")
    cover_again(file.child, at)
    return file


@gate.action(Can.RESTRICT_FILE, records="file.restricted", reason="reason")
def restrict_file(
    *, file: CaseFile, by: User, at: datetime, version: int, people: Collection[User], reason: str
) -> CaseFile:
    """From now on for these people only. Done again, it changes who they are."""
    for person in people:
        if not _works_here_as(person, file, NAMEABLE) or _is_walled(person, file):
            raise Problem(f"{person.name} cannot be named on this file", field="people")
    if not any(_works_here_as(person, file, LEADS) for person in people):
        raise Problem("Name at least one safeguarding lead or deputy", field="people")
    current = _saved(renew(file, version), restricted=True)
    for record in file_and_child(current.child):
        teams.settle(record, current.child, at=at, because=Ended.RESTRICTED)
        _name(record, people, at)
    settle_concerns(current.child, at)
    return current


@gate.action(Can.RESTRICT_FILE, records="file.unrestricted", reason="reason")
def lift_restriction(*, file: CaseFile, by: User, at: datetime, version: int, reason: str) -> CaseFile:
    """The teams see it again; nobody is named any more."""
    current = _saved(renew(file, version), restricted=False)
    for record in file_and_child(current.child):
        for row in person_rows(type(record)).objects.filter(content_object=record, because=Because.NAMED):
            withdraw(row, at=at, reason=Ended.UNRESTRICTED)
        teams.settle(record, current.child, at=at, because=Ended.UNRESTRICTED)
    settle_concerns(current.child, at)
    return current


def named_on(file: CaseFile) -> list[User]:
    return [row.user for row in file.person_reach.filter(because=Because.NAMED).select_related("user")]


def _refuse_grant(file: CaseFile, by: User, person: User, audience: Audience, sections: Section) -> None:
    if person == by:
        raise Problem("You cannot give access to yourself", field="person")
    if not _works_here_as(person, file, GRANTABLE.keys()):
        raise Problem(f"{person.name} has no role here that may read files", field="person")
    if _is_walled(person, file):
        raise Problem(f"There is a conflict wall for {person.name}: it must be lifted first", field="person")
    if not _works_here_as(person, file, {role for role, most in GRANTABLE.items() if audience in most.within}):
        raise Problem(f"{person.name}’s role cannot be given {audience.label.lower()} records", field="audience")
    _refuse_needless(file, person, audience, sections)


def _refuse_needless(file: CaseFile, person: User, audience: Audience, sections: Section) -> None:
    if not sections:
        raise Problem("Choose at least one section", field="sections")
    seen = policy.clearance(person, CaseFile, file.pk).get(audience, Section(0))
    own = file.person_reach.filter(user=person).first()
    if sections in seen and (own is None or own.because != Because.GRANT):
        raise Problem(f"{person.name} can see all of this already", field="person")


def _works_here_as(person: User, file: CaseFile, roles: Collection[Role]) -> bool:
    standing = policy.standing(person)
    return standing.school_id == file.school_id and not standing.roles.isdisjoint(roles)


def _is_walled(person: User, file: CaseFile) -> bool:
    subjects = (file.pk, file.child_id)
    return ConflictWall.objects.filter(user=person, subject__in=subjects, lifted_at__isnull=True).exists()


def _saved(file: CaseFile, *, restricted: bool) -> CaseFile:
    file.restricted = file.child.restricted = restricted
    file.save()
    for record in file_and_child(file.child):
        record.restricted = restricted
        record.save(update_fields=["restricted"])
    return file


def _name(record: Guarded, people: Collection[User], at: datetime) -> None:
    """These people, and nobody else, not even by an earlier grant: who is named already keeps the day it began."""
    standing = set()
    for row in person_rows(type(record)).objects.filter(content_object=record).select_related("user"):
        if row.because == Because.NAMED and row.user in people:
            standing.add(row.user)
        else:
            withdraw(row, at=at, reason=Ended.RESTRICTED)
    for person in sorted(set(people) - standing, key=lambda person: person.pk):
        give_person(record, person, Audience.SAFEGUARDING, Because.NAMED, at=at)
