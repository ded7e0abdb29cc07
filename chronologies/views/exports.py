"""What leaves the school: asked for, checked and made. Exactly the rows that were on the screen.

Each step is a look of its own; making it is the act that enters the SHA-256 of the bytes before they are handed over.
"""

import hashlib
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from access import gate
from access.middleware import Request
from access.policy import Clearance
from access.reach import Guarded
from access.roles import Can
from casework.actions.problem import Problem
from casework.models import CaseFile
from chronologies.exports.naming import Text, addresses_named, confidential_contacts, others_named
from chronologies.exports.sheet import Order, included, is_privileged, roles_of, sheet
from chronologies.exports.table import csv
from chronologies.filters import Filters
from chronologies.filters import Order as Direction
from chronologies.forms.asking import FilterChronology, FindWords
from chronologies.forms.exports import ConfirmExport, ExportChronology
from chronologies.timeline import Row, Stream
from chronologies.views.reading import around, files
from documents.actions import AlreadyDisclosedError, disclose, reference
from documents.handing_over import attachment
from documents.models import Disclosure
from documents.typesetting import Template, TypesettingFailed, typeset

NOT_MADE = "The PDF could not be made, and nothing left the school. Choose a shorter period, or another form."
MADE_BEFORE = "This export was made before. Go back to the chronology to make another."
TYPES = {Disclosure.Form.PDF: "application/pdf", Disclosure.Form.CSV: "text/csv; charset=utf-8"}


@require_http_methods(["GET", "HEAD", "POST"])
def chronology_export(request: Request, pk: UUID) -> HttpResponse:
    """The questions. Searched words come by POST, so that they stand in no address."""
    found = FindWords(request.POST or None)
    words = found.cleaned_data["words"] if found.is_bound and found.is_valid() else ""
    file = gate.fetch(request.user, files(), pk, to=Can.EXPORT_FILE)
    form = ExportChronology(initial={"key": uuid4(), "words": words, "form": Disclosure.Form.PDF})
    return _page(request, "chronologies/chronology_export.html", file, form)


@require_POST
def export_check(request: Request, pk: UUID) -> HttpResponse:
    """Who else is named in it, and which confidential address: to be read before it leaves."""
    form = ExportChronology(request.POST)
    if not form.is_valid():
        file = gate.fetch(request.user, files(), pk, to=Can.EXPORT_FILE)
        return _page(request, "chronologies/chronology_export.html", file, form, status=422)
    order, rows = _gather(request, pk, form)
    return _check(request, order, rows, ConfirmExport(initial=form.cleaned_data))


@require_POST
def export_make(request: Request, pk: UUID) -> HttpResponse:
    form = ConfirmExport(request.POST)
    order, rows = _gather(request, pk, form)
    if not form.is_valid():
        return _check(request, order, rows, form, status=422)
    try:
        leaving = _leaving(order, rows)
        made = _make(order, leaving, form.cleaned_data["form"])
        _enter(order, leaving, form.cleaned_data["form"], made)
    except TypesettingFailed:
        form.add_error(None, NOT_MADE)
    except AlreadyDisclosedError:
        form.add_error(None, MADE_BEFORE)
    except Problem as problem:
        form.add_error(None, problem.words)
    else:
        return _hand_over(order, form.cleaned_data["form"], made)
    return _check(request, order, rows, form, status=422)


def _gather(request: Request, pk: UUID, form: ExportChronology) -> tuple[Order, list[Row]]:
    """The rows of the filtered chronology, opened: the look of this step."""
    form.is_valid()
    told = form.cleaned_data
    asked = FilterChronology(request.GET)
    if not asked.is_valid():
        raise gate.NotHere("No such chronology.")
    words = told.get("words", "")
    filters = replace(Filters.of(asked.cleaned_data), order=told.get("order") or Direction.OLDEST)
    stream = Stream(request.user, filters, size=None)

    def showing(file: CaseFile, clearance: Clearance) -> list[Guarded]:
        return [file.child, *stream.place(file, clearance)]  # the child's contacts, to warn of their addresses

    file = gate.fetch(request.user, files(), pk, to=Can.EXPORT_FILE, query=words, showing=showing)
    order = Order(
        pk=told.get("key") or uuid4(),
        file=file,
        school=request.school,
        by=request.user,
        at=timezone.now(),
        purpose=told.get("purpose", ""),
        recipient={name: told.get(name, "") for name in ("person", "role", "agency")},
        filters=stream.filters,
        words=words,
        privileged=told.get("privileged", False),
    )
    return order, stream.rows(words.casefold())


def _leaving(order: Order, rows: list[Row]) -> list[Row]:
    """What goes out of what was on the screen: what is legally privileged only if that was ticked."""
    return [row for row in rows if order.privileged or not is_privileged(row)]


def _check(request: Request, order: Order, rows: list[Row], form: ConfirmExport, *, status: int = 200) -> HttpResponse:
    leaving = _leaving(order, rows)
    text = Text(word for row in leaving for word in row.texts() if word)
    secret, siblings = confidential_contacts(request.user, order.file)
    shown = {
        "count": len(leaving),
        "left_out": len(rows) - len(leaving),
        "order": order,
        "form_label": dict(Disclosure.Form.choices).get(_answer(form, "form"), ""),
        "included": included(order),
        "others": others_named(request.user, order.file, text, siblings=siblings),
        "addresses": addresses_named(secret, text),
        "marked": sorted({row.marking for row in leaving if row.marking}),
        "struck": sum(row.status == "STRUCK" for row in leaving),
    }
    return _page(request, "chronologies/export_check.html", order.file, form, status=status, **shown)


def _make(order: Order, rows: list[Row], form: str) -> bytes:
    """Outside any transaction: setting a long document takes seconds, and nobody may wait for it."""
    roles = roles_of(order.school, rows, order.by)
    if form == Disclosure.Form.CSV:
        return csv(rows, roles)
    content = sheet(order, rows, roles)
    if form == Disclosure.Form.PDF:
        return typeset(Template.CHRONOLOGY, content, made_at=order.at)
    return render_to_string("chronologies/chronology_print.html", {"sheet": content}).encode()


def _enter(order: Order, rows: list[Row], form: str, made: bytes) -> Disclosure:
    return disclose(
        record=order.file,
        by=order.by,
        at=order.at,
        pk=order.pk,
        form=form,
        purpose=order.purpose,
        recipient=order.recipient,
        contents={
            "filters": order.filters.query(),
            "words": order.words,
            "included": included(order),
            "records": [[row.kind, str(row.pk), row.version] for row in rows],
        },
        sha256=hashlib.sha256(made).hexdigest(),
    )


def _hand_over(order: Order, form: str, made: bytes) -> HttpResponse:
    if form == Disclosure.Form.PRINT:
        return HttpResponse(made)
    name = f"chronology-{reference(order.pk)}.{form.lower()}"
    return attachment(made, name, TYPES[Disclosure.Form(form)])


def _page(
    request: Request, template: str, file: CaseFile, form: Any, *, status: int = 200, **more: object
) -> HttpResponse:
    asked = FilterChronology(request.GET)
    filters = Filters.of(asked.cleaned_data) if asked.is_valid() else Filters()
    shown = around(file) | {"form": form, "query": filters.query(), "filters": filters}
    return render(request, template, shown | more, status=status)


def _answer(form: ConfirmExport, name: str) -> str:
    return str(form[name].value() or "")
