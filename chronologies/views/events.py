"""The pages of one entry: recorded, read, and what it said before."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from access import gate, policy
from access.middleware import Request
from access.policy import Clearance
from access.reach import Guarded
from access.roles import Audience, Can, Section
from casework.actions.problem import Problem
from casework.models import CaseFile, Concern
from chronologies.actions.events import record_contact, record_event
from chronologies.forms.contacts import RecordContact
from chronologies.forms.events import RecordEvent
from chronologies.models import Event
from chronologies.views.drafts import CONTACT, NEW, begun
from chronologies.views.laying_out import event_parts, version_parts
from chronologies.views.placing import place_of, saved
from chronologies.views.reading import around, concerns_on, entries, form_page


@require_http_methods(["GET", "HEAD", "POST"])
def event_create(request: Request, pk: UUID) -> HttpResponse:
    file, clearance = _open(request, pk)
    concerns = concerns_on(request, file, clearance)
    drafts = begun(request, file, clearance, NEW)
    initial = drafts.initial(RecordEvent)
    form = RecordEvent(request.POST or None, clearance=clearance, concerns=concerns, initial=initial)
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
            return saved(request, made)
        except Problem as problem:
            problem.tell(form)
    return form_page(request, "chronologies/event_create.html", file, form, drafts=drafts)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_create(request: Request, pk: UUID) -> HttpResponse:
    file, clearance = _open(request, pk)
    drafts = begun(request, file, clearance, CONTACT)
    initial = _now() | drafts.initial(RecordContact)
    form = RecordContact(request.POST or None, clearance=clearance, initial=initial)
    if form.is_valid():
        try:
            return saved(request, record_contact(file=file, by=request.user, at=timezone.now(), **form.asked()))
        except Problem as problem:
            problem.tell(form)
    return form_page(request, "chronologies/contact_create.html", file, form, drafts=drafts)


@require_safe
def event_read(request: Request, pk: UUID) -> HttpResponse:
    """One that was moved is an earlier version: its words are for leads."""
    was_moved = Event.objects.filter(pk=pk, moved_to__isnull=False).exists()
    event = gate.fetch(request.user, entries(), pk, to=Can.READ_VERSION if was_moved else Can.READ_FILE)
    may = policy.capabilities(request.user, policy.clearance(request.user, CaseFile, event.file_id))
    corrections = list(event.corrections.select_related("author").order_by("-number"))
    shown = {
        "event": event,
        "parts": event_parts(event, _linked(request, event)),
        "corrections": corrections,
        "moved_from": Event.objects.filter(moved_to=event).select_related("struck_by").first(),
        "back": place_of(request.user, event),
        "may": {can.value for can in may},
    }
    return render(request, "chronologies/event_read.html", around(event.file) | shown)


@require_safe
def event_version(request: Request, pk: UUID, number: int) -> HttpResponse:
    """What an entry said before a correction."""
    event = gate.fetch(request.user, entries(), pk, to=Can.READ_VERSION)
    kept = event.corrections.filter(number=number).select_related("author").first()
    if kept is None:
        raise gate.NotHere("No such version.")
    shown = {"event": event, "correction": kept, "parts": version_parts(kept.before.value)}
    return render(request, "chronologies/event_version.html", around(event.file) | shown)


def _open(request: Request, pk: UUID) -> tuple[CaseFile, Clearance]:
    seen: list[Clearance] = []

    def keep(_: CaseFile, clearance: Clearance) -> list[Guarded]:
        seen.append(clearance)
        return []

    files = CaseFile.objects.select_related("child")
    file = gate.fetch(request.user, files, pk, to=Can.RECORD_EVENT, showing=keep)
    return file, seen[0]


def _linked(request: Request, event: Event) -> Concern | None:
    """The record it belongs to, for whoever may read that as well; for anybody else there is none."""
    _, _, pk = event.linked.partition(":")
    if not pk:
        return None
    linked = Concern.objects.filter(pk=pk)
    return policy.visible(request.user, linked, audience=Audience.SAFEGUARDING).first()


def _now() -> dict[str, Any]:
    now = timezone.localtime()
    boxes = [str(now.day), str(now.month), str(now.year)]
    return {"happened": boxes, "at_time": now.time().replace(second=0, microsecond=0)}
