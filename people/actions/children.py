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
from people.models import Child
from vault.blind import blind_index


class UpnTaken(Exception):
    """Another child of the school has this number now."""

    def __init__(self, holder: Child) -> None:
        super().__init__("Another child has this UPN.")
        self.holder = holder


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
    index = blind_index(child.school_id, upn)
    holder = Child.objects.filter(school=child.school_id, upn_index=index).exclude(pk=child.pk).first()
    if holder:
        raise UpnTaken(holder)
    return index


def _former_upns(before: Identity, upn: str) -> tuple[str, ...]:
    known = dict.fromkeys((*before.former_upns, before.upn))
    return tuple(number for number in known if number and number != upn)
