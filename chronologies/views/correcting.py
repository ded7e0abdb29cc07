"""Putting an entry right: corrected, moved to other readers, or struck out. Two people at once lose no words."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from access import gate, policy
from access.middleware import Request
from access.roles import Audience, Can, Section
from casework.actions.problem import Problem, Stale
from casework.models import CaseFile
from chronologies.actions.events import correct_event, strike_event
from chronologies.actions.moving import move_event
from chronologies.forms.events import CorrectEvent, MoveEvent, StrikeEvent
from chronologies.models import Event
from chronologies.particulars import Particulars
from chronologies.views.drafts import begun
from chronologies.views.laying_out import differences
from chronologies.views.placing import saved
from chronologies.views.reading import concerns_on, entries, form_page
from people.forms import conflict


@require_http_methods(["GET", "HEAD", "POST"])
def event_correct(request: Request, pk: UUID) -> HttpResponse:
    event = gate.fetch(request.user, entries().filter(moved_to__isnull=True), pk, to=Can.CORRECT_EVENT)
    if event.struck_at and request.method != "POST":
        return redirect("chronologies:event_read", pk=pk)
    clearance = policy.clearance(request.user, CaseFile, event.file_id)
    first = CorrectEvent.first(Particulars.of(event), event.version)
    concerns = concerns_on(request, event.file, clearance)
    drafts = begun(request, event.file, clearance, str(pk))
    form = CorrectEvent(request.POST or None, concerns=concerns, initial=first | drafts.initial(CorrectEvent))
    if not form.is_valid():
        return _correct_page(request, event, form, drafts=drafts)
    try:
        return saved(request, _correct(request, event, form))
    except Problem as problem:
        problem.tell(form)
        return _correct_page(request, event, form, drafts=drafts)
    except Stale as stale:
        now = Particulars.of(stale.current)
        differ = differences(now, form.particulars_over(now).with_plain_lines())
        again = conflict.again(form, stale.current.version)
        return _correct_page(request, stale.current, again, status=409, differences=differ, drafts=drafts)


@require_http_methods(["GET", "HEAD", "POST"])
def event_strike(request: Request, pk: UUID) -> HttpResponse:
    event = gate.fetch(request.user, entries(), pk, to=Can.STRIKE_EVENT)
    if event.struck_at:
        return redirect("chronologies:event_read", pk=pk)
    form = StrikeEvent(request.POST or None, initial={"version": event.version})
    if form.is_valid():
        try:
            return saved(request, strike_event(event=event, by=request.user, at=timezone.now(), **form.cleaned_data))
        except Problem as problem:
            problem.tell(form)
        except Stale as stale:
            again = conflict.again(form, stale.current.version)
            page = "chronologies/event_strike.html"
            return form_page(request, page, event.file, again, status=409, event=stale.current, changed=True)
    return form_page(request, "chronologies/event_strike.html", event.file, form, event=event)


@require_http_methods(["GET", "HEAD", "POST"])
def event_move(request: Request, pk: UUID) -> HttpResponse:
    """To other readers, or to another part of the file."""
    event = gate.fetch(request.user, entries(), pk, to=Can.STRIKE_EVENT)
    if event.struck_at:
        return redirect("chronologies:event_read", pk=pk)
    page = "chronologies/event_move.html"
    clearance = policy.clearance(request.user, CaseFile, event.file_id)
    first = {"version": event.version, "audience": _other(event), "section": event.section}
    form = MoveEvent(request.POST or None, clearance=clearance, initial=first)
    if form.is_valid():
        try:
            return saved(request, _move(request, event, form))
        except Problem as problem:
            problem.tell(form)
        except Stale as stale:
            again = conflict.again(form, stale.current.version)
            return form_page(request, page, event.file, again, status=409, event=stale.current, changed=True)
    return form_page(request, page, event.file, form, event=event)


def _move(request: Request, event: Event, form: MoveEvent) -> Event:
    asked = form.cleaned_data
    moved = move_event(
        event=event,
        by=request.user,
        at=timezone.now(),
        version=asked["version"],
        reason=asked["reason"],
        audience=Audience(asked["audience"]),
        section=Section(int(asked["section"])),
    )
    return cast(Event, moved.moved_to)


def _other(event: Event) -> Audience:
    return Audience.SAFEGUARDING if event.audience == Audience.PASTORAL else Audience.PASTORAL


def _correct(request: Request, event: Event, form: CorrectEvent) -> Event:
    asked = form.cleaned_data
    return correct_event(
        event=event,
        by=request.user,
        at=timezone.now(),
        version=asked["version"],
        reason=asked["reason"],
        particulars=form.particulars_over(Particulars.of(event)),
        pk=asked["key"],
    )


def _correct_page(request: Request, event: Event, form: Any, *, status: int = 0, **more: object) -> HttpResponse:
    """One that was struck out meanwhile can no longer be sent: its words stay for copying."""
    status = 409 if event.struck_at else status
    return form_page(request, "chronologies/event_correct.html", event.file, form, status=status, event=event, **more)
