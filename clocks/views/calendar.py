"""The pages of the school's calendar: terms, INSET days and closures, typed by hand or taken from a file."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import gate, policy
from access.middleware import Request
from access.roles import Can
from clocks.actions import calendar as actions
from clocks.calendar import bank_holidays
from clocks.forms import CheckRow, CheckRows, ChooseCalendar, Days, SetClosure, SetTerm, as_sent, told, with_shown
from clocks.models import Closure, TermDate
from clocks.planning import Outcome, Planned, kept, plan, school_year
from clocks.reading import files
from clocks.reading.found import UnreadableCalendar

form_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Kind:
    """What differs between a term and a closure."""

    model: type[TermDate] | type[Closure]
    column: str
    form: type[Days]
    heading: str
    changing: str
    removing: str


TERM = Kind(TermDate, "name", SetTerm, "a term", "clocks:term_edit", "clocks:term_remove")
CLOSURE = Kind(
    Closure, "kind", SetClosure, "an INSET day, half-term or closure", "clocks:closure_edit", "clocks:closure_remove"
)


@require_safe
def calendar_read(request: Request) -> HttpResponse:
    _open(request, "calendar.read")
    today = timezone.localdate()
    this_year = date(school_year(today), 9, 1)
    current = {"school": request.school, "ends_on__gte": this_year}
    terms = list(TermDate.objects.filter(**current).order_by("starts_on"))
    page = {
        "terms": terms,
        "closures": Closure.objects.filter(**current).order_by("starts_on"),
        "earlier": TermDate.objects.filter(school=request.school, ends_on__lt=this_year).count(),
        "bank_holidays": bank_holidays(today, date(today.year + 1, today.month, 1)),
        "typed_to": terms[-1].ends_on if terms else None,
        "may_set_times": policy.can(request.user, Can.SET_LOCAL_TIMES, request.school),
    }
    return render(request, "clocks/calendar_read.html", page)


@form_page
def term_create(request: Request) -> HttpResponse:
    return _edit(request, TERM, None)


@form_page
def term_edit(request: Request, pk: UUID) -> HttpResponse:
    return _edit(request, TERM, pk)


@form_page
def term_remove(request: Request, pk: UUID) -> HttpResponse:
    return _remove(request, TERM, pk)


@form_page
def closure_create(request: Request) -> HttpResponse:
    return _edit(request, CLOSURE, None)


@form_page
def closure_edit(request: Request, pk: UUID) -> HttpResponse:
    return _edit(request, CLOSURE, pk)


@form_page
def closure_remove(request: Request, pk: UUID) -> HttpResponse:
    return _remove(request, CLOSURE, pk)


@form_page
def calendar_import(request: Request) -> HttpResponse:
    """Reads a file and shows what it would do. Nothing is kept of it: the page that is shown holds its days."""
    _open(request, "calendar.import_form_opened")
    form = ChooseCalendar(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            found = files.read(form.upload.read(), today=timezone.localdate())
        except UnreadableCalendar as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return _check(request, CheckRows(as_sent(found.rows)), notes=found.notes)
    return render(request, "clocks/calendar_import.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def calendar_confirm(request: Request) -> HttpResponse:
    """Does what the page said, and only that: where it would do something else by now, it is shown again."""
    _open(request, "calendar.import_checked")
    rows = CheckRows(request.POST)
    if not rows.is_valid():
        return redirect("clocks:calendar_import")
    planned = _planned(request, rows)
    as_shown = all(form.cleaned_data["shown"] == told(one) for form, one in zip(rows, planned, strict=True))
    chosen = [one.span for one in planned if one]
    if not as_shown or any(one and one.outcome is Outcome.REFUSED for one in planned):
        return _check(request, rows, again=True)
    try:
        actions.import_spans(school=request.school, by=request.user, spans=chosen, at=timezone.now())
    except actions.WrongDates:  # somebody changed the calendar at this very moment
        return _check(request, rows, again=True)
    messages.success(request, "The calendar was changed as shown.")
    return redirect("clocks:calendar_read")


def _check(request: Request, rows: "BaseFormSet[CheckRow]", *, notes: Any = (), again: bool = False) -> HttpResponse:
    if not rows.is_valid():
        return redirect("clocks:calendar_import")
    planned = _planned(request, rows)
    shown = CheckRows(with_shown(rows, [told(one) for one in planned]))
    shown.is_valid()
    for form, one in zip(shown, planned, strict=True):
        form.say(one)
        if again and one and one.outcome is Outcome.REFUSED:
            form["kind"].help_text = ""
            form.add_error("kind", f"{one.why}: leave it out, or put the days right on the calendar's page")
    counts = {outcome.value: sum(one is not None and one.outcome is outcome for one in planned) for outcome in Outcome}
    wrong = again and bool(counts["REFUSED"])
    page = {"rows": shown, "notes": notes, "again": again, "counts": counts, "wrong": wrong}
    return render(request, "clocks/calendar_check.html", page, status=422 if wrong else 200)


def _planned(request: Request, rows: "BaseFormSet[CheckRow]") -> list[Planned | None]:
    """What each row would do, or None for one that is left out."""
    spans = [form.span for form in rows]
    found = iter(plan([span for span in spans if span], kept(request.school)))
    return [next(found) if span else None for span in spans]


def _edit(request: Request, kind: Kind, pk: UUID | None) -> HttpResponse:
    _open(request, "calendar.form_opened")
    row = _row(request, kind, pk) if pk else None
    initial = {"kind": getattr(row, kind.column), "starts_on": row.starts_on, "ends_on": row.ends_on} if row else {}
    form = kind.form(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.set_span(school=request.school, by=request.user, span=form.span, at=timezone.now(), row=row)
        except actions.WrongDates as refusal:
            form.add_error("starts_on", str(refusal))
        else:
            return redirect("clocks:calendar_read")
    page = {"form": form, "row": row, "kind": kind}
    return render(request, "clocks/span_edit.html", page, status=422 if form.errors else 200)


def _remove(request: Request, kind: Kind, pk: UUID) -> HttpResponse:
    _open(request, "calendar.form_opened")
    row = _row(request, kind, pk)
    if request.method != "POST":
        page = {"row": row, "kind": kind, "what": row.get_name_display() if kind is TERM else row.get_kind_display()}
        return render(request, "clocks/span_remove.html", page)
    actions.remove_span(school=request.school, by=request.user, row=row, at=timezone.now())
    return redirect("clocks:calendar_read")


def _row(request: Request, kind: Kind, pk: UUID) -> Any:
    row = kind.model._default_manager.filter(school=request.school, pk=pk).first()
    if row is None:
        raise gate.NotHere("No such page.")
    return row


def _open(request: Request, verb: str) -> None:
    gate.look(request.user, to=Can.MANAGE_CALENDAR, verb=verb)
