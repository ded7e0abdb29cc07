"""What if the wrong people may read an entry? It is written anew for the right ones; what stood before is struck out.

Who may read an entry is sealed with its words and cannot be changed on the row. The new one says the same, by the same
author, at the same time. Of the old one a stub without words is left; leads can still read it.
"""

from datetime import datetime

from access import gate, policy, reach
from access.models import User
from access.roles import Audience, Can, Section
from casework.actions.problem import Problem, renew
from casework.models import CaseFile
from chronologies.actions.events import SECTIONS
from chronologies.models import Event
from chronologies.particulars import Particulars


@gate.action(Can.STRIKE_EVENT, records="event.moved", reason="reason")
def move_event(
    *, event: Event, by: User, at: datetime, version: int, reason: str, audience: Audience, section: Section
) -> Event:
    """The old entry, struck out; `moved_to` is the one that took its place."""
    current = renew(event, version)
    _refuse(current, by, reason, audience, section)
    current.moved_to = _write_anew(event=current, by=by, audience=audience, section=section)
    current.struck_at, current.struck_by, current.struck_because = at, by, reason
    current.save()
    reach.touch(current.file, audience, at=at, section=section)
    return current


@gate.action(Can.RECORD_EVENT, records="event.recorded")
def _write_anew(*, event: Event, by: User, audience: Audience, section: Section) -> Event:
    made = Event(
        school_id=event.school_id,
        file=event.file,
        audience=audience,
        section=int(section),
        author=event.author,
        recorded_at=event.recorded_at,
        is_significant=event.is_significant,
    )
    Particulars.of(event).put_on(made)
    made.save(force_insert=True)
    return made


def _refuse(event: Event, by: User, reason: str, audience: Audience, section: Section) -> None:
    if event.struck_at:
        raise Problem("This entry is struck out already")
    if not reason.strip():
        raise Problem("Say why it is moved", field="reason")
    if (event.audience, event.section) == (audience, int(section)):
        raise Problem("It is there already: choose other readers or another part of the file", field="audience")
    if section not in SECTIONS or not policy.clearance(by, CaseFile, event.file_id).covers(audience, int(section)):
        raise Problem("You cannot write in this part of the file", field="audience")
