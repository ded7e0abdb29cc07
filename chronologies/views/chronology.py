"""The stream of one file, filtered by address and searched by POST, and what counts as significant in it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from access import gate
from access.middleware import Request
from access.policy import Clearance
from access.reach import Guarded
from access.roles import Can
from casework.actions.problem import Problem
from casework.models import CaseFile, Concern, Triage
from chronologies.actions.events import demote_event, demote_record, promote_event, promote_record
from chronologies.filters import Filters, Kind
from chronologies.forms.asking import FilterChronology, FindWords
from chronologies.models import Event, Promotion
from chronologies.timeline import PAGE, Row, Stream
from chronologies.views.placing import place_of
from chronologies.views.reading import files, heading

MOST_HITS = 200


@dataclass
class Reading:
    """One look at a file's chronology: the gate asks where its records stand before it opens any."""

    stream: Stream
    clearance: Clearance

    @classmethod
    def of(cls, stream: Stream) -> "Reading":
        return cls(stream, Clearance())

    def place(self, file: CaseFile, clearance: Clearance) -> list[Guarded]:
        self.clearance = clearance
        return self.stream.place(file, clearance)


@require_http_methods(["GET", "HEAD", "POST"])
def chronology_read(request: Request, pk: UUID) -> HttpResponse:
    asked, found = FilterChronology(request.GET), FindWords(request.POST or None)
    words = found.cleaned_data["words"] if found.is_bound and found.is_valid() else ""
    filters = Filters.of(asked.cleaned_data) if asked.is_valid() else Filters()
    reading = Reading.of(_stream(request, filters, words))
    file = gate.fetch(request.user, files(), pk, to=Can.READ_FILE, query=words, showing=reading.place)
    if not asked.is_valid():
        return _show(request, file, reading, asked, found, [], status=422)
    rows = reading.stream.rows(words.casefold())
    if words:
        hits = [row.record or Event(pk=row.pk, file=file) for row in rows]
        gate.found(request.user, file, hits, to=Can.READ_FILE, verb="file.searched")
    return _show(request, file, reading, asked, found, rows, words=words)


@require_POST
def record_promote(request: Request, pk: UUID) -> HttpResponse:
    """Count an entry, a concern or a decision among the significant ones, or no longer: one press, nothing typed."""
    file = gate.fetch(request.user, CaseFile, pk, to=Can.PROMOTE_ENTRY)
    kind, _, code = (request.POST.get("promote") or request.POST.get("demote", "")).partition(":")
    subject = _subject(request, file, kind, code)
    try:
        if "promote" in request.POST:
            _promote(request, file, subject)
        else:
            _demote(request, subject)
    except Problem as problem:  # struck out or moved a moment ago; its words are ours and fixed
        messages.error(request, problem.words)
    asked = FilterChronology(QueryDict(request.POST.get("query", "")))
    filters = Filters.of(asked.cleaned_data) if asked.is_valid() else Filters()
    if isinstance(subject, Event):
        return redirect(place_of(request.user, subject, filters))
    return redirect(f"{reverse('chronologies:chronology_read', args=[pk])}?{filters.query()}#record-{subject.pk}")


def _stream(request: Request, filters: Filters, words: str) -> Stream:
    if words:
        return Stream(request.user, filters, size=None)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    return Stream(request.user, filters, size=PAGE, after=after, before=before)


def _show(
    request: Request,
    file: CaseFile,
    reading: Reading,
    asked: FilterChronology,
    found: FindWords,
    rows: list[Row],
    *,
    words: str = "",
    status: int = 200,
) -> HttpResponse:
    stream = reading.stream
    query = stream.filters.query()
    shown = {
        "rows": rows[:MOST_HITS] if words else rows,
        "form": asked,
        "find": found,
        "words": words,
        "hits": len(rows),
        "query": query,
        "selected": stream.filters.selected(),
        "newer_href": _page(query, "before", stream.previous_code) if not words else "",
        "older_href": _page(query, "after", stream.next_code) if not words else "",
        "newest_first": stream.filters.newest_first,
    }
    return render(
        request,
        "chronologies/chronology_read.html",
        heading(request, file, reading.clearance) | shown,
        status=status,
    )


def _page(query: str, side: str, code: str) -> str:
    return f"?{query}{'&' if query else ''}{side}={code}" if code else ""


def _subject(request: Request, file: CaseFile, kind: str, code: str) -> Any:
    """The record that was pressed, if this person sees it on this file."""
    records: dict[str, Any] = {
        Kind.EVENT: Event.objects.filter(file=file),
        Kind.CONCERN: Concern.objects.filter(file=file),
        Kind.TRIAGE: Triage.objects.filter(concern__file=file).select_related("concern"),
    }
    try:
        pk = UUID(code)
    except ValueError:
        raise gate.NotHere("No such record.") from None
    if kind not in records:
        raise gate.NotHere("No such record.")
    return gate.fetch(request.user, records[kind], pk, to=Can.READ_FILE)


def _promote(request: Request, file: CaseFile, subject: Any) -> None:
    if isinstance(subject, Event):
        promote_event(event=subject, by=request.user)
    else:
        promote_record(file=file, by=request.user, at=timezone.now(), record=subject)


def _demote(request: Request, subject: Any) -> None:
    if isinstance(subject, Event):
        demote_event(event=subject, by=request.user)
        return
    promotion = Promotion.objects.filter(subject=subject.pk, ended_at__isnull=True).first()
    if promotion:
        demote_record(promotion=promotion, by=request.user, at=timezone.now())
