"""What was said is written down, the meeting is marked as held, its minutes come in, and its record is corrected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from access import gate
from access.models import User
from access.roles import Can
from casework.actions.problem import Problem, renew
from meetings.actions import effects
from meetings.actions.arranging import add_person, next_state, touch
from meetings.actions.drafts import forget
from meetings.actions.early_help import STOPPED, is_stopped
from meetings.actions.excluded import refuse_invitation
from meetings.models import Attendance, Dissent, Meeting, MeetingCorrection
from meetings.queries.inviting import Invitee
from meetings.sheets import SHEETS
from meetings.sheets.base import Sheet
from meetings.states import MeetingState

LIVE = (Attendance.Status.PRESENT, Attendance.Status.APOLOGIES, Attendance.Status.ABSENT)


@dataclass(frozen=True)
class Outcome:
    """What a meeting came to. `authority` is asked for where a status starts."""

    held_on: date
    answers: Mapping[str, Any] = field(default_factory=dict)
    decision: str = ""
    category: str = ""
    quorate: bool | None = None
    started_section_47: bool = False
    review_on: date | None = None
    core_group_on: date | None = None
    next_on: date | None = None
    authority: str = ""


@dataclass(frozen=True)
class Came:
    """How it was with one person: what the row of the attendance says."""

    status: str
    reason: str = ""
    report: str = ""
    report_on: date | None = None
    view: Mapping[str, str] = field(default_factory=dict)


@gate.action(Can.HOLD_MEETING, records="meeting.saved")
def save_record(
    *, meeting: Meeting, by: User, at: datetime, version: int, answers: Mapping[str, Any], held_on: date | None = None
) -> Meeting:
    """What is written so far, before the meeting counts as held. Nothing is asked for yet."""
    current = renew(meeting, version)
    if current.state != MeetingState.PLANNED:
        raise Problem("This meeting has been recorded already: correct its record instead")
    current.answers = dict(answers)
    current.save()
    forget(by, "record", current.pk)
    return current


@gate.action(Can.HOLD_MEETING, records="meeting.held")
def hold_meeting(*, meeting: Meeting, by: User, at: datetime, version: int, outcome: Outcome) -> Meeting:
    """It was held: its answers, its decision, and what follows from them, in one act or not at all."""
    current, sheet = renew(meeting, version), SHEETS[meeting.kind]
    current.state = next_state(current, MeetingState.HELD)
    _refuse_unfinished(current, sheet, outcome, at)
    effects.refuse(current, sheet, outcome.decision, by, _told(outcome))
    current.held_on, current.answers = outcome.held_on, dict(outcome.answers)
    current.decision, current.category = outcome.decision, outcome.category
    current.quorate, current.started_section_47 = outcome.quorate, outcome.started_section_47
    current.review_on, current.core_group_on = outcome.review_on, outcome.core_group_on
    current.next_on = outcome.next_on
    current.save()
    forget(by, "record", current.pk)
    effects.follow(current, sheet, by, at, outcome.authority)
    touch(current, at)
    return current


@gate.action(Can.HOLD_MEETING, records="meeting.attendance")
def note_attendance(
    *,
    meeting: Meeting,
    by: User,
    at: datetime,
    version: int,
    came: Mapping[int, Came],
    more: list[tuple[Invitee, Came]] | None = None,
) -> Meeting:
    """Who was there and who was not, by the number of the row; `more` came without having been asked.

    Who came is a fact, whomever the family excluded; but nobody is invited on this page who could not be elsewhere.
    """
    current = renew(meeting, version)
    if current.state == MeetingState.CANCELLED:
        raise Problem("This meeting was cancelled")
    current.save()
    rows = {row.number: row for row in Attendance.objects.filter(meeting=current)}
    for number, told in came.items():
        _note(rows[number], told)
    for invitee, told in more or []:
        if told.status == Attendance.Status.INVITED:
            refuse_invitation(by, current.file, invitee, current.kind, field="agency_name")
        _note(add_person(current, by, at, invitee, told.status), told)
    touch(current, at)
    return current


@gate.action(Can.HOLD_MEETING, records="meeting.dissented")
def record_dissent(
    *, meeting: Meeting, by: User, at: datetime, who: str, view: str, reason: str, pk: UUID | None = None
) -> Dissent:
    """Somebody did not agree with what was decided: what they wanted, and why. Sent twice under one pk, once."""
    if pk and (again := Dissent.objects.filter(pk=pk, meeting=meeting, author=by).first()):
        return again
    if meeting.held_on is None:
        raise Problem("The meeting has not been recorded yet")
    for words, name, says in (
        (who, "who", "Say who disagreed"),
        (view, "view", "Say what they wanted instead"),
        (reason, "reason", "Say why"),
    ):
        if not words.strip():
            raise Problem(says, field=name)
    dissent = Dissent(
        pk=pk or uuid4(),
        school_id=meeting.school_id,
        file_id=meeting.file_id,
        audience=meeting.audience,
        section=meeting.section,
        author=by,
        recorded_at=at,
        meeting=meeting,
    )
    dissent.who, dissent.view, dissent.reason = who, view, reason
    dissent.save(force_insert=True)
    touch(meeting, at)
    return dissent


@gate.action(Can.HOLD_MEETING, records="meeting.minutes")
def note_minutes(
    *, meeting: Meeting, by: User, at: datetime, version: int, state: str, on: date, note: str = ""
) -> Meeting:
    """Minutes came in, a correction of them was asked for, or they were corrected."""
    current = renew(meeting, version)
    current.state = next_state(current, MeetingState(state))
    if not (current.held_on or on) <= on <= timezone.localdate(at):
        raise Problem("Choose a day from the meeting until today", field="on")
    if current.state == MeetingState.CORRECTION_ASKED and not note.strip():
        raise Problem("Say what is wrong in the minutes", field="note")
    if current.state == MeetingState.MINUTES_RECEIVED:
        current.minutes_received_on = on
        effects.minutes_in(current, by, at, on)
    if current.state == MeetingState.CORRECTED:
        current.corrected_on = on
    if note.strip():
        earlier = current.minutes_note.text
        current.minutes_note = "\n\n".join(part for part in (earlier, f"{on:%-d %B %Y}: {note.strip()}") if part)
    current.save()
    touch(current, at)
    return current


@gate.action(Can.HOLD_MEETING, records="meeting.corrected", reason="reason")
def correct_record(
    *, meeting: Meeting, by: User, at: datetime, version: int, answers: Mapping[str, Any], reason: str
) -> Meeting:
    """A new version of what was said, with a reason. What was decided is not corrected here: that had effects."""
    current = renew(meeting, version)
    if current.held_on is None:
        raise Problem("The meeting has not been recorded yet")
    if not reason.strip():
        raise Problem("Say why it is corrected", field="reason")
    before = current.answers.value if current.answers else {}
    if before == dict(answers):
        raise Problem("Nothing is changed: correct what is wrong, or go back")
    kept = MeetingCorrection(
        school_id=current.school_id,
        file_id=current.file_id,
        audience=current.audience,
        section=current.section,
        author=by,
        recorded_at=at,
        meeting=current,
        number=current.corrections.count() + 1,
    )
    kept.before, kept.reason = before, reason
    kept.save(force_insert=True)
    current.answers = dict(answers)
    current.save()
    forget(by, "correct", current.pk)
    touch(current, at)
    return current


def _refuse_unfinished(meeting: Meeting, sheet: Sheet, outcome: Outcome, at: datetime) -> None:
    if outcome.held_on > timezone.localdate(at):
        raise Problem("A meeting is recorded once it was held: choose today or an earlier day", field="held_on")
    for code, words in sheet.unanswered(outcome.answers).items():
        raise Problem(words, field=f"sheet_{code}")
    if sheet.decisions and sheet.decision(outcome.decision) is None:
        raise Problem("Choose what was decided", field="decision")
    if meeting.kind == "TAF" and outcome.decision == "CONTINUE" and is_stopped(meeting.file):
        raise Problem(STOPPED, field="decision")
    if not meeting.attendances.filter(status=Attendance.Status.PRESENT).exists():
        raise Problem("Say who was there first, on the page “Who was there”")


def _told(outcome: Outcome) -> effects.Told:
    return effects.Told(
        held_on=outcome.held_on,
        category=outcome.category,
        review_on=outcome.review_on,
        core_group_on=outcome.core_group_on,
        authority=outcome.authority,
        started_section_47=outcome.started_section_47,
    )


def _note(row: Attendance, told: Came) -> None:
    if told.status == Attendance.Status.EXCLUDED and not told.reason.strip():
        raise Problem("Say why somebody was kept out", field=f"row{row.number}-reason")
    row.status, row.report, row.report_on = told.status, told.report, told.report_on
    row.reason = told.reason
    row.view = {name: words for name, words in told.view.items() if words}
    row.version += 1
    row.save()
