"""A child is added or put right by hand, between two imports of the roll."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from access import gate
from access.models import School, User
from access.reach import Ended
from access.roles import Can
from people import teams
from people.actions.versions import hold
from people.identity import Identity
from people.importing.known import hold_roll, known_pupils
from people.models import Child
from vault.blind import blind_index


class UpnTaken(Exception):
    """Another child of the school has this number, now or formerly: a number is never given twice."""

    def __init__(self, holder: Child, *, formerly: bool) -> None:
        super().__init__("Another child has this UPN, now or formerly.")
        self.holder = holder
        self.formerly = formerly


@dataclass(frozen=True)
class Place:
    """Where a child stands in the school."""

    year: int | None = None
    form: str = ""
    status: str = Child.Status.ON_ROLL
    left_on: date | None = None


@gate.action(Can.EDIT_CHILD, records="child.added")
def add_child(*, school: School, by: User, at: datetime, who: Identity, place: Place, pk: UUID) -> Child:
    """A new child, within reach of the standing teams. Asked twice with the same pk, there is one child."""
    if again := Child.objects.filter(pk=pk, school=school).first():
        return again
    child = Child(pk=pk, school=school)
    _write(child, who, place)
    child.save(force_insert=True)
    teams.settle(child, child, at=at)
    return child


@gate.action(Can.EDIT_CHILD, records="child.changed")
def change_child(*, child: Child, by: User, at: datetime, version: int, who: Identity, place: Place) -> Child:
    """Who the child is and where. A replaced UPN stays known; a change of year or leaving moves the teams' reach."""
    current = hold(child, version)
    moves = (current.year, current.status) != (place.year, place.status)
    _write(current, replace(who, former_upns=_former_upns(current.who, who.upn)), place)
    current.save()
    if moves:
        teams.follow(current, at=at, because=Ended.MOVED_YEAR)
    return current


def _write(child: Child, who: Identity, place: Place) -> None:
    child.upn_index = _index(child, who.upn)
    child.identity = who.as_value()
    child.year, child.form, child.status, child.left_on = place.year, place.form, place.status, place.left_on


def _index(child: Child, upn: str) -> bytes | None:
    """The keyed hash by which the database refuses a number twice. Raises UpnTaken before it has to."""
    if not upn:
        return None
    hold_roll(child.school_id)
    index = blind_index(child.school_id, upn)
    others = Child.objects.filter(school=child.school_id).exclude(pk=child.pk)
    if holder := others.filter(upn_index=index).first():
        raise UpnTaken(holder, formerly=False)
    if child.upn_index is None or bytes(child.upn_index) != index:
        _refuse_former(child, upn)
    return index


def _refuse_former(child: Child, upn: str) -> None:
    """Former numbers have no index, so every child is asked: only when a number is given anew."""
    for known in known_pupils(child.school_id):
        if known.id != child.pk and upn in known.former_upns:
            raise UpnTaken(Child.objects.get(pk=known.id), formerly=True)


def _former_upns(before: Identity, upn: str) -> tuple[str, ...]:
    known = dict.fromkeys((*before.former_upns, before.upn))
    return tuple(number for number in known if number and number != upn)
