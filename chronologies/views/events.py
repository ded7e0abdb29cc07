"""The pages of one entry: recorded, read, corrected, struck out; and what it said before."""

from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from access import gate, policy
from access.middleware import Request
from access.policy import Clearance
from access.reach import Guarded
from access.roles import Audience, Can, Section
from casework.actions.problem import Problem, Stale
from casework.models import CaseFile, Concern
from chronologies.actions import correct_event, record_contact, record_event, strike_event
from chronologies.forms.contacts import RecordContact
from chronologies.forms.events import CorrectEvent, RecordEvent, StrikeEvent
from chronologies.models import Event
from chronologies.particulars import Particulars
from chronologies.views.laying_out import event_parts, version_parts
from chronologies.views.reading import around

CHANGED = "Somebody changed this entry after you opened it. Read what it says now, then correct it again."


@require_http_methods(["GET", "HEAD", "POST"])
def event_create(request: Request, pk: UUID) -> HttpResponse:
    file, clearance = _open(request, pk)
    concerns = _concerns(request, file, clearance)
    form = RecordEvent(request.POST or None, clearance=clearance, concerns=concerns, initial=_fresh(request))
    if form.is_valid():
        try:
            asked = form.cleaned_data
            made = record_event(
                file=file,
                by=request.user,
                at=timezone.now(),
                particulars=form.particulars(),
                audience=Audience(asked["audience"]),
                section=Section(int(asked["section"])),
                pk=asked["key"],
            )
            return redirect(_in_stream(made))
        except Problem as problem:
            problem.tell(form)
    return _form(request, "chronologies/event_create.html", file, form)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_create(request: Request, pk: UUID) -> HttpResponse:
    file, clearance = _open(request, pk)
    form = RecordContact(request.POST or None, clearance=clearance, initial=_now(request))
    if form.is_valid():
        try:
            return redirect(_in_stream(record_contact(file=file, by=request.user, at=timezone.now(), **form.asked())))
        except Problem as problem:
            problem.tell(form)
    return _form(request, "chronologies/contact_create.html", file, form)


@require_safe
def event_read(request: Request, pk: UUID) -> HttpResponse:
    event = gate.fetch(request.user, _events(), pk, to=Can.READ_FILE)
    may = policy.capabilities(request.user, policy.clearance(request.user, CaseFile, event.file_id))
    corrections = list(event.corrections.select_related("author").order_by("-number"))
    shown = {
        "event": event,
        "parts": event_parts(event, _linked(request, event)),
        "corrections": corrections,
        "may": {can.value for can in may},
    }
    return render(request, "chronologies/event_read.html", around(event.file) | shown)


@require_safe
def event_version(request: Request, pk: UUID, number: int) -> HttpResponse:
    """What an entry said before a correction."""
    event = gate.fetch(request.user, _events(), pk, to=Can.READ_VERSION)
    kept = event.corrections.filter(number=number).select_related("author").first()
    if kept is None:
        raise gate.NotHere("No such version.")
    shown = {"event": event, "correction": kept, "parts": version_parts(kept.before.value)}
    return render(request, "chronologies/event_version.html", around(event.file) | shown)


@require_http_methods(["GET", "HEAD", "POST"])
def event_correct(request: Request, pk: UUID) -> HttpResponse:
    event = gate.fetch(request.user, _events(), pk, to=Can.CORRECT_EVENT)
    clearance = policy.clearance(request.user, CaseFile, event.file_id)
    first = CorrectEvent.first(Particulars.of(event), event.version)
    concerns = _concerns(request, event.file, clearance)
    form = CorrectEvent(request.POST or None, concerns=concerns, initial=first)
    if form.is_valid():
        try:
            asked = form.cleaned_data
            correct_event(
                event=event,
                by=request.user,
                at=timezone.now(),
                version=asked["version"],
                reason=asked["reason"],
                particulars=form.particulars_over(Particulars.of(event)),
            )
            return redirect("chronologies:event_read", pk=pk)
        except Problem as problem:
            problem.tell(form)
        except Stale:
            form.add_error(None, CHANGED)
    return _form(request, "chronologies/event_correct.html", event.file, form, event=event)


@require_http_methods(["GET", "HEAD", "POST"])
def event_strike(request: Request, pk: UUID) -> HttpResponse:
    event = gate.fetch(request.user, _events(), pk, to=Can.STRIKE_EVENT)
    form = StrikeEvent(request.POST or None, initial={"version": event.version})
    if form.is_valid():
        try:
            strike_event(event=event, by=request.user, at=timezone.now(), **form.cleaned_data)
            return redirect("chronologies:event_read", pk=pk)
        except Problem as problem:
            problem.tell(form)
        except Stale:
            form.add_error(None, CHANGED)
    return _form(request, "chronologies/event_strike.html", event.file, form, event=event)


def _events() -> QuerySet[Event]:
    return Event.objects.select_related("file__child", "author", "struck_by")


def _open(request: Request, pk: UUID) -> tuple[CaseFile, Clearance]:
    seen: list[Clearance] = []

    def keep(_: CaseFile, clearance: Clearance) -> list[Guarded]:
        seen.append(clearance)
        return []

    files = CaseFile.objects.select_related("child")
    file = gate.fetch(request.user, files, pk, to=Can.RECORD_EVENT, showing=keep)
    return file, seen[0]


def _concerns(request: Request, file: CaseFile, clearance: Clearance) -> list[Concern]:
    """The concerns that an entry can belong to: those that this person may read in full."""
    if Audience.SAFEGUARDING not in clearance:
        return []
    on_it = Concern.objects.filter(file=file)
    return list(policy.visible(request.user, on_it, audience=Audience.SAFEGUARDING).order_by("-happened_on", "pk"))


def _linked(request: Request, event: Event) -> Concern | None:
    """The record it belongs to, for whoever may read that as well; for anybody else there is none."""
    _, _, pk = event.linked.partition(":")
    if not pk:
        return None
    linked = Concern.objects.filter(pk=pk)
    return policy.visible(request.user, linked, audience=Audience.SAFEGUARDING).first()


def _fresh(request: Request) -> dict[str, Any]:
    return {"key": uuid4()}


def _now(request: Request) -> dict[str, Any]:
    now = timezone.localtime()
    boxes = [str(now.day), str(now.month), str(now.year)]
    return {"key": uuid4(), "happened": boxes, "at_time": now.time().replace(second=0, microsecond=0)}


def _form(request: Request, template: str, file: CaseFile, form: Any, **more: object) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, around(file) | {"form": form} | more, status=status)


def _in_stream(event: Event) -> str:
    return f"{reverse('chronologies:chronology_read', args=[event.file_id])}#record-{event.pk}"
