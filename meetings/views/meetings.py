"""The pages on which meetings are listed, planned, moved, and people are asked to them."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from access import gate, policy
from access.middleware import Request
from access.policy import Clearance
from access.reach import Guarded
from access.roles import Can
from casework.models import CaseFile
from casework.views.answering import answer, form_page, posted
from casework.views.header import file_header
from meetings.actions import arranging
from meetings.forms.arranging import CancelMeeting, ChangeMeeting, InviteMore, PlanMeeting
from meetings.invitations import invitation
from meetings.models import Meeting
from meetings.queries.inviting import agencies_to_ask, people_to_ask
from meetings.queries.meetings import dates_ahead, kinds_open, meetings_on
from meetings.queries.sharing import unbound
from meetings.sheets import SHEETS
from meetings.states import MeetingState
from meetings.views.reading import meeting_page

FILES = CaseFile.objects.select_related("child", "school")
MEETINGS = Meeting.objects.select_related("file__child", "school", "author", "previous")


@require_safe
def meeting_list(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.READ_MEETINGS)
    planned, past = meetings_on(request.user, file)
    context = {
        "file": file,
        "header": file_header(request.user, file, "meetings", on=timezone.localdate()),
        "planned": [(one, SHEETS[one.kind].title) for one in planned],
        "past": [(one, SHEETS[one.kind]) for one in past],
        "ahead": dates_ahead(request.user, file, timezone.now()),
    }
    return render(request, "meetings/meeting_list.html", context)


@form_page
def meeting_create(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.HOLD_MEETING, showing=lambda file, _: [file.child])
    chosen = (posted(request) or request.GET).get("kind", "")
    asked, excluded = agencies_to_ask(request.user, file, chosen)
    form = PlanMeeting(
        posted(request),
        kinds=kinds_open(policy.clearance(request.user, CaseFile, file.pk)),
        people=people_to_ask(request.user, file, timezone.now(), chosen),
        agencies=asked,
        initial={"key": uuid4(), "on": timezone.localdate()} | _asked(request),
    )

    def act(given: dict[str, Any]) -> object:
        return arranging.plan_meeting(
            file=file,
            by=request.user,
            at=timezone.now(),
            kind=given["kind"],
            arrangement=form.arrangement,
            invitees=form.invitees,
            pk=given["key"],
        )

    then = lambda: reverse("meetings:meeting_read", args=[form.cleaned_data["key"]])  # noqa: E731
    context: dict[str, Any] = {"file": file, "excluded": excluded, "unbound": unbound(request.user, file, chosen)}
    return answer(request, "meetings/meeting_create.html", form, act, then=then, done="Meeting planned.", **context)


@require_safe
def meeting_read(request: Request, pk: UUID) -> HttpResponse:
    meeting = gate.fetch(request.user, MEETINGS, pk, to=Can.READ_MEETINGS)
    return render(request, "meetings/meeting_read.html", meeting_page(request.user, meeting))


@require_safe
def meeting_version(request: Request, pk: UUID, number: int) -> HttpResponse:
    """What the record of a meeting said before a correction."""
    meeting = gate.fetch(request.user, MEETINGS, pk, to=Can.READ_MEETINGS)
    kept = meeting.corrections.filter(number=number).select_related("author").first()
    if kept is None:
        raise gate.NotHere("No such version.")
    sheet = SHEETS[meeting.kind]
    context = {"file": meeting.file, "meeting": meeting, "sheet": sheet, "kept": kept}
    return render(request, "meetings/meeting_version.html", context | {"parts": sheet.read(kept.before.value)})


@require_safe
def meeting_calendar(request: Request, pk: UUID) -> HttpResponse:
    """For the own calendar. The file says nothing of whom it is about, nor does its name."""
    meeting = gate.fetch(request.user, MEETINGS, pk, to=Can.READ_MEETINGS)
    written = invitation(
        uid=meeting.calendar_uid,
        sequence=meeting.sequence,
        starts=meeting.planned_at,
        minutes=meeting.minutes_long,
        made_at=timezone.now(),
        organiser=request.user.email,
        cancelled=meeting.state == MeetingState.CANCELLED,
    )
    headers = {"Content-Disposition": 'attachment; filename="meeting.ics"'}
    return HttpResponse(written, content_type="text/calendar; charset=utf-8", headers=headers)


@form_page
def meeting_change(request: Request, pk: UUID) -> HttpResponse:
    meeting = gate.fetch(request.user, MEETINGS, pk, to=Can.HOLD_MEETING, showing=with_child)
    form = ChangeMeeting(posted(request), initial=_arranged(meeting))

    def act(given: dict[str, Any]) -> object:
        return arranging.change_meeting(
            meeting=meeting,
            by=request.user,
            at=timezone.now(),
            version=given["version"],
            arrangement=form.arrangement,
        )

    return answer_about(request, "meetings/meeting_change.html", form, act, meeting, "Meeting changed.", now=_arranged)


@form_page
def meeting_invite(request: Request, pk: UUID) -> HttpResponse:
    meeting = gate.fetch(request.user, MEETINGS, pk, to=Can.HOLD_MEETING, showing=with_child)
    asked, excluded = agencies_to_ask(request.user, meeting.file, meeting.kind)
    people = people_to_ask(request.user, meeting.file, timezone.now(), meeting.kind)
    form = InviteMore(posted(request), people=people, agencies=asked, initial={"version": meeting.version})

    def act(given: dict[str, Any]) -> object:
        return arranging.invite(
            meeting=meeting,
            by=request.user,
            at=timezone.now(),
            version=given["version"],
            invitees=form.invitees,
        )

    told = {"excluded": excluded, "unbound": unbound(request.user, meeting.file, meeting.kind)}
    return answer_about(request, "meetings/meeting_invite.html", form, act, meeting, "People asked.", **told)


@form_page
def meeting_cancel(request: Request, pk: UUID) -> HttpResponse:
    meeting = gate.fetch(request.user, MEETINGS, pk, to=Can.HOLD_MEETING)

    def act(given: dict[str, Any]) -> object:
        return arranging.cancel_meeting(meeting=meeting, by=request.user, at=timezone.now(), **given)

    form = CancelMeeting(posted(request), initial={"version": meeting.version})
    return answer_about(request, "meetings/meeting_cancel.html", form, act, meeting, "Meeting cancelled.")


def with_child(meeting: Meeting, _: Clearance) -> list[Guarded]:
    """For `gate.fetch(showing=…)`: those around the child are looked for in what is typed."""
    return [meeting.file.child]


def answer_about(
    request: Request, template: str, form: Any, act: Any, meeting: Meeting, done: str, **more: Any
) -> HttpResponse:
    then = reverse("meetings:meeting_read", args=[meeting.pk])
    context: dict[str, Any] = {"file": meeting.file, "meeting": meeting, "sheet": SHEETS[meeting.kind]} | more
    return answer(request, template, form, act, then=then, done=done, **context)


def _asked(request: Request) -> dict[str, str]:
    """What a link has filled in already: a code and a date, never a word."""
    asked = {"kind": request.GET.get("kind", ""), "on": request.GET.get("on", "")}
    known = {"kind": asked["kind"] in SHEETS, "on": _is_day(asked["on"])}
    return {name: value for name, value in asked.items() if known[name]}


def _is_day(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ValueError:
        return False


def _arranged(meeting: Meeting) -> dict[str, Any]:
    local = timezone.localtime(meeting.planned_at)
    return {
        "version": meeting.version,
        "on": local.date(),
        "at_time": local.time(),
        "minutes_long": meeting.minutes_long,
        "online": meeting.online,
        "place": meeting.place.text,
        "chair": meeting.chair.text,
        "minute_taker": meeting.minute_taker.text,
        "school_takes_minutes": meeting.school_takes_minutes,
    }
