"""The pages on which a meeting is recorded: who was there, what was said and decided, its minutes, corrections."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access import gate
from access.middleware import Request
from access.roles import Can
from casework.actions.problem import Problem, Stale
from casework.queries.status import open_episodes
from casework.views.answering import form_page, posted
from meetings.actions import holding
from meetings.forms.holding import (
    CorrectMeeting,
    NoteAttendance,
    NoteMinutes,
    RecordDissent,
    RecordMeeting,
    SomebodyElse,
)
from meetings.forms.sheets import PREFIX
from meetings.models import Attendance, Meeting
from meetings.queries.meetings import odd_review
from meetings.sheets import SHEETS
from meetings.states import MeetingState
from meetings.views.drafts import restore
from meetings.views.meetings import MEETINGS, answer_about, with_child

MORE = ("more1", "more2")
"""Places for those who came without having been asked."""
CHANGED = "Somebody changed this meeting after you opened it. Read it in another tab, then save again."


@form_page
def meeting_record(request: Request, pk: UUID) -> HttpResponse:
    meeting = gate.fetch(request.user, MEETINGS, pk, to=Can.HOLD_MEETING)
    finish = request.POST.get("then") == "hold"
    form = RecordMeeting(
        posted(request),
        sheet=SHEETS[meeting.kind],
        answers=meeting.answers.value if meeting.answers else {},
        finished=finish,
        odd_review=partial(odd_review, meeting),
        initial=_first(request, meeting),
    )

    def act(given: dict[str, Any]) -> object:
        who = {"meeting": meeting, "by": request.user, "at": timezone.now(), "version": given["version"]}
        if finish:
            return holding.hold_meeting(outcome=form.outcome, **who)
        return holding.save_record(answers=form.draft, **who)

    done = "Meeting recorded." if finish else "Saved. The meeting does not count as held yet."
    kept = restore(request, form, "record", meeting)
    return answer_about(request, "meetings/meeting_record.html", form, act, meeting, done, now=_as_it_is, drafts=kept)


@form_page
def meeting_correct(request: Request, pk: UUID) -> HttpResponse:
    meeting = gate.fetch(request.user, MEETINGS, pk, to=Can.HOLD_MEETING)
    form = CorrectMeeting(
        posted(request),
        sheet=SHEETS[meeting.kind],
        answers=meeting.answers.value if meeting.answers else {},
        finished=True,
        initial={"version": meeting.version},
    )

    def act(given: dict[str, Any]) -> object:
        return holding.correct_record(
            meeting=meeting,
            by=request.user,
            at=timezone.now(),
            version=given["version"],
            answers=form.answers,
            reason=given["reason"],
        )

    told: dict[str, Any] = {"now": _as_it_is, "drafts": restore(request, form, "correct", meeting)}
    return answer_about(request, "meetings/meeting_correct.html", form, act, meeting, "Record corrected.", **told)


@form_page
def meeting_minutes(request: Request, pk: UUID) -> HttpResponse:
    meeting = gate.fetch(request.user, MEETINGS, pk, to=Can.HOLD_MEETING)

    def act(given: dict[str, Any]) -> object:
        return holding.note_minutes(meeting=meeting, by=request.user, at=timezone.now(), **given)

    form = NoteMinutes(
        posted(request), now=meeting.state, initial={"version": meeting.version, "on": timezone.localdate()}
    )
    return answer_about(request, "meetings/meeting_minutes.html", form, act, meeting, "Saved.")


@form_page
def dissent_create(request: Request, pk: UUID) -> HttpResponse:
    meeting = gate.fetch(request.user, MEETINGS, pk, to=Can.HOLD_MEETING)

    def act(given: dict[str, Any]) -> object:
        key = given.pop("key")
        return holding.record_dissent(meeting=meeting, by=request.user, at=timezone.now(), pk=key, **given)

    form = RecordDissent(posted(request), initial={"key": uuid4()})
    return answer_about(request, "meetings/dissent_create.html", form, act, meeting, "Disagreement recorded.")


@form_page
def meeting_attendance(request: Request, pk: UUID) -> HttpResponse:
    """A form for each person. The version stands in the page once."""
    meeting = gate.fetch(request.user, MEETINGS, pk, to=Can.HOLD_MEETING, showing=with_child)
    if meeting.state == MeetingState.CANCELLED:
        messages.error(request, "This meeting was cancelled: nobody was there.")
        return redirect("meetings:meeting_read", meeting.pk)
    rows = list(meeting.attendances.select_related("agency").order_by("number"))
    views = SHEETS[meeting.kind].views
    forms = {row.number: _row_form(request, row, views) for row in rows}
    more = [SomebodyElse(posted(request), prefix=prefix, views=views) for prefix in MORE]
    page: dict[str, Any] = {
        "file": meeting.file,
        "meeting": meeting,
        "sheet": SHEETS[meeting.kind],
        "rows": [(row, forms[row.number]) for row in rows],
        "more": more,
        "every": [*forms.values(), *more],
        "version": request.POST.get("version", meeting.version),
    }
    if request.method == "POST" and all([form.is_valid() for form in page["every"]]):
        try:
            _note(request, meeting, forms, more)
        except Stale as stale:
            more[0].add_error(None, CHANGED)
            page["version"] = stale.current.version
        except Problem as problem:
            problem.tell(more[0])
        else:
            messages.success(request, "Saved who was there.")
            return redirect("meetings:meeting_read", meeting.pk)
    return render(request, "meetings/meeting_attendance.html", page, status=422 if request.method == "POST" else 200)


def _note(request: Request, meeting: Meeting, forms: dict[int, NoteAttendance], more: list[SomebodyElse]) -> None:
    version = request.POST.get("version", "")
    holding.note_attendance(
        meeting=meeting,
        by=request.user,
        at=timezone.now(),
        version=int(version) if version.isdecimal() else 0,
        came={number: form.came for number, form in forms.items()},
        more=[(form.invitee, form.came) for form in more if form.invitee],
    )


def _row_form(request: Request, row: Attendance, views: bool) -> NoteAttendance:
    first = {
        "status": row.status,
        "reason": row.reason.text,
        "report": row.report,
        "report_on": row.report_on,
        "view": row.view.value if row.view else {},
    }
    return NoteAttendance(posted(request), prefix=f"row{row.number}", views=views, initial=first)


def _first(request: Request, meeting: Meeting) -> dict[str, Any]:
    """The day it was planned for, if that is past, and the authority of a status that is open."""
    planned, today = timezone.localdate(meeting.planned_at), timezone.localdate()
    episodes = open_episodes(request.user, [meeting.file]).get(meeting.file_id, [])
    authority = next((one.authority for one in episodes if one.authority), "")
    return {"version": meeting.version, "held_on": min(planned, today), "authority": authority}


def _as_it_is(meeting: Meeting) -> dict[str, Any]:
    told = meeting.answers.value if meeting.answers else {}
    return {PREFIX + code: value for code, value in told.items()}
