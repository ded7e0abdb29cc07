"""A meeting is planned, moved, people are asked to it, and it is cancelled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Max
from django.utils import timezone

from access import gate, policy, reach
from access.models import User
from access.roles import Audience, Can, Section
from casework.actions.problem import Problem, renew
from casework.models import CaseFile
from casework.states import step
from clocks.models import Clock
from meetings.actions import timing
from meetings.actions.excluded import refuse_invitation, refuse_running
from meetings.models import Attendance, Meeting
from meetings.queries.inviting import Invitee
from meetings.sheets import SHEETS
from meetings.states import NEXT_MEETING, MeetingState


@dataclass(frozen=True)
class Arrangement:
    """When and where a meeting is, and who runs it."""

    planned_at: datetime
    minutes_long: int = 60
    online: bool = False
    place: str = ""
    chair: str = ""
    minute_taker: str = ""
    school_takes_minutes: bool = False


@gate.action(Can.HOLD_MEETING, records="meeting.planned")
def plan_meeting(
    *,
    file: CaseFile,
    by: User,
    at: datetime,
    kind: str,
    arrangement: Arrangement,
    invitees: Iterable[Invitee] = (),
    pk: UUID | None = None,
) -> Meeting:
    """Sent twice under one pk, there is still one. One that was held already is planned first, then recorded."""
    if pk and (again := Meeting.objects.filter(pk=pk, file=file, author=by).first()):
        return again
    sheet = SHEETS[kind]
    refuse_above(by, file, sheet.audience)
    _refuse_twice(file, kind)
    refuse_running(by, file, kind, chair=arrangement.chair, minute_taker=arrangement.minute_taker)
    meeting = Meeting(
        pk=pk or uuid4(),
        school_id=file.school_id,
        file=file,
        audience=sheet.audience,
        section=int(Section.MEETINGS),
        author=by,
        recorded_at=at,
        kind=kind,
        planned_at=arrangement.planned_at,
        previous=_last_of(file, kind),
    )
    _arrange(meeting, arrangement)
    meeting.save(force_insert=True)
    _ask(meeting, by, at, invitees)
    timing.planned(meeting, by, at)
    touch(meeting, at)
    return meeting


@gate.action(Can.HOLD_MEETING, records="meeting.changed")
def change_meeting(*, meeting: Meeting, by: User, at: datetime, version: int, arrangement: Arrangement) -> Meeting:
    """Moved or put elsewhere: calendars take the newer word."""
    current = _planned(renew(meeting, version))
    refuse_running(by, current.file, current.kind, chair=arrangement.chair, minute_taker=arrangement.minute_taker)
    _arrange(current, arrangement)
    current.sequence += 1
    current.save()
    timing.moved(current, by, at)
    touch(current, at)
    return current


@gate.action(Can.HOLD_MEETING, records="meeting.invited")
def invite(*, meeting: Meeting, by: User, at: datetime, version: int, invitees: Iterable[Invitee]) -> Meeting:
    current = _planned(renew(meeting, version))
    current.save()
    _ask(current, by, at, invitees)
    return current


@gate.action(Can.HOLD_MEETING, records="meeting.cancelled", reason="because")
def cancel_meeting(*, meeting: Meeting, by: User, at: datetime, version: int, because: str) -> Meeting:
    """It stays on the file with the reason, and calendars are told."""
    current = renew(meeting, version)
    current.state = next_state(current, MeetingState.CANCELLED)
    if not because.strip():
        raise Problem("Say why it is cancelled", field="because")
    current.cancelled_because = because
    current.sequence += 1
    current.save()
    timing.stop(current, by, at, Clock.Stopped.WITHDRAWN)
    touch(current, at)
    return current


def next_state(meeting: Meeting, then: MeetingState) -> MeetingState:
    """The state that follows, or a Problem that says which one it is in."""
    if then not in NEXT_MEETING[meeting.state]:
        raise Problem(f"This meeting is in the state “{meeting.get_state_display()}”: read it again")
    return MeetingState(step(NEXT_MEETING, meeting.state, then))


def refuse_above(by: User, file: CaseFile, audience: Audience, section: Section = Section.MEETINGS) -> None:
    if not policy.clearance(by, CaseFile, file.pk).covers(audience, int(section)):
        raise Problem("You cannot write for this audience on this file", field="kind")


def touch(meeting: Meeting, at: datetime) -> None:
    reach.touch(meeting.file, Audience(meeting.audience), at=at, section=Section(meeting.section))


def add_person(meeting: Meeting, by: User, at: datetime, invitee: Invitee, status: str) -> Attendance:
    """A row of the attendance, the next in number."""
    last = Attendance.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
    row = Attendance(
        school_id=meeting.school_id,
        file_id=meeting.file_id,
        audience=meeting.audience,
        section=meeting.section,
        author=by,
        recorded_at=at,
        meeting=meeting,
        number=last + 1,
        capacity=invitee.capacity,
        status=status,
        user=invitee.user,
        professional=invitee.professional,
        agency=invitee.agency,
    )
    row.name, row.role, row.agency_name = invitee.name, invitee.role, invitee.agency_name
    row.save(force_insert=True)
    return row


def _refuse_twice(file: CaseFile, kind: str) -> None:
    """One initial conference at a time is called."""
    if kind != "CONFERENCE":
        return
    CaseFile.objects.select_for_update().get(pk=file.pk)
    if Meeting.objects.filter(file=file, kind=kind, state=MeetingState.PLANNED).exists():
        raise Problem("An initial conference is planned already: change that one, or cancel it", field="kind")


def _ask(meeting: Meeting, by: User, at: datetime, invitees: Iterable[Invitee]) -> None:
    for invitee in invitees:
        refuse_invitation(by, meeting.file, invitee, meeting.kind)
        add_person(meeting, by, at, invitee, Attendance.Status.INVITED)


def _planned(meeting: Meeting) -> Meeting:
    if meeting.state != MeetingState.PLANNED:
        raise Problem(f"This meeting is in the state “{meeting.get_state_display()}”: it can no longer be changed")
    return meeting


def _arrange(meeting: Meeting, arrangement: Arrangement) -> None:
    meeting.planned_at = arrangement.planned_at.astimezone(timezone.get_current_timezone())
    meeting.minutes_long, meeting.online = arrangement.minutes_long, arrangement.online
    meeting.school_takes_minutes = arrangement.school_takes_minutes
    meeting.place, meeting.chair, meeting.minute_taker = (
        arrangement.place,
        arrangement.chair,
        arrangement.minute_taker,
    )


def _last_of(file: CaseFile, kind: str) -> Meeting | None:
    held = Meeting.objects.filter(file=file, kind=kind, held_on__isnull=False)
    return held.order_by("-held_on", "-recorded_at").first()
