"""The pages of an import: choose a file, say what its columns hold, look at what it would do, confirm, see it done."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import gate
from access.middleware import Request
from access.roles import Can
from people import imports
from people.actions import imports as actions
from people.forms.imports import ChooseFile, MapColumns, SettleRows
from people.importing import leavers, listing
from people.importing.report import ReportLine
from people.importing.waiting import given_up
from people.models import ColumnMapping, RollImport
from people.roll import keeping
from people.roll.dates import AmbiguousDates
from people.roll.matching import Extent
from people.roll.refusals import UnreadableFile

MOST_LISTED = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def import_list(request: Request) -> HttpResponse:
    found = RollImport.objects.filter(school=request.school).select_related("started_by")
    shown = list(found.order_by("-started_at")[:MOST_LISTED])
    gate.look(request.user, to=Can.IMPORT_PUPILS, verb="imports.listed", shown=shown)
    over = given_up(shown, at=timezone.now())
    imports_shown = [listing.Shown(one, given_up=one.pk in over) for one in shown]
    return render(request, "people/import_list.html", {"imports": imports_shown})


@form_page
def import_create(request: Request) -> HttpResponse:
    gate.look(request.user, to=Can.IMPORT_PUPILS, verb="import.form_opened")
    saved = ColumnMapping.objects.filter(school=request.school).order_by("name")
    form = ChooseFile(request.POST or None, request.FILES or None, saved=saved, initial={"pk": uuid4()})
    if form.is_valid():
        try:
            begun = imports.begin(
                request.user, request.school, _offered(form), pk=form.cleaned_data["pk"], at=timezone.now()
            )
        except UnreadableFile as refusal:
            form.add_error("file", refusal.sentence)
            form.ask_again()
        else:
            return redirect("people:import_read", begun.pk)
    return _form(request, "people/import_create.html", form)


@form_page
def import_columns(request: Request, pk: UUID) -> HttpResponse:
    """Which column holds what, and how dates are written where only a person can say."""
    current = _fetch(request, pk)
    if not current.table:
        return redirect("people:import_read", pk)
    kept = current.table.value
    initial = keeping.guess(kept) | current.options["columns"]
    form = MapColumns(request.POST or None, headings=kept["headings"], initial=initial)
    if form.is_valid() and _map(request, current, form):
        return redirect("people:import_read", pk)
    return _form(request, "people/import_columns.html", form, question=current.options["question"], pk=pk)


@form_page
def import_read(request: Request, pk: UUID) -> HttpResponse:
    """What it would do or did, a page of rows at a time; sent back, it says whom the rows in doubt mean."""
    current = _fetch(request, pk)
    if current.table:
        return redirect("people:import_columns", pk)
    settle = SettleRows(request.POST or None, lines=_asked(current))
    if settle.is_valid() and _settle(request, current, settle):
        return redirect(f"{request.get_full_path()}#rows")
    return _report(request, current, settle)


@require_POST
def import_reopen(request: Request, pk: UUID) -> HttpResponse:
    """An import that was confirmed and that nothing will save any more is looked at and confirmed once more."""
    current = _fetch(request, pk)
    with suppress(actions.NotNow):
        actions.reopen_import(roll_import=current, by=request.user, at=timezone.now())
    return redirect("people:import_read", pk)


@require_POST
def import_confirm(request: Request, pk: UUID) -> HttpResponse:
    """All but the leavers, with what was just said about rows in doubt. Confirmed twice, it is applied once."""
    current = _fetch(request, pk)
    settle = SettleRows(request.POST, lines=_asked(current))
    if not settle.is_valid() or (settle.said and not _settle(request, current, settle)):
        return _report(request, current, settle)
    with suppress(actions.NotNow):
        actions.confirm_import(roll_import=current, by=request.user, at=timezone.now(), confirm_leavers=False)
    return redirect("people:import_read", pk)


@require_POST
def import_discard(request: Request, pk: UUID) -> HttpResponse:
    current = _fetch(request, pk)
    try:
        actions.discard_import(roll_import=current, by=request.user, at=timezone.now())
    except actions.NotNow:
        return redirect("people:import_read", pk)
    return redirect("people:import_list")


def _fetch(request: Request, pk: UUID) -> RollImport:
    return gate.fetch(request.user, RollImport.objects.select_related("started_by"), pk, to=Can.IMPORT_PUPILS)


def _offered(form: ChooseFile) -> imports.Offered:
    return imports.Offered(
        file_name=form.upload.name or "file",
        content=form.upload.read(),
        extent=Extent(form.cleaned_data["extent"]),
        file_format=form.chosen_format,
        columns=form.columns,
    )


def _map(request: Request, current: RollImport, form: MapColumns) -> bool:
    """False when a person has to say something else first: it stands in the form."""
    order, name = form.cleaned_data["date_order"] or None, form.cleaned_data["save_as"].strip()
    try:
        imports.map_columns(request.user, current, columns=form.columns, date_order=order, at=timezone.now())
    except UnreadableFile as refusal:
        form.add_error("date_order" if isinstance(refusal, AmbiguousDates) else None, refusal.sentence)
        return False
    except actions.NotNow:  # the form was sent twice, and the columns are mapped
        return True
    if name:
        actions.save_mapping(school=request.school, by=request.user, name=name, columns=form.columns)
    return True


def _asked(current: RollImport) -> list[ReportLine]:
    """The lines that a person may still decide about."""
    is_open = current.status == RollImport.Status.READ
    return [line for line in current.report.value or [] if is_open and "choices" in line]


def _settle(request: Request, current: RollImport, form: SettleRows) -> bool:
    """False when an answer cannot hold: it stands in the form. Nothing is applied."""
    try:
        actions.settle_rows(roll_import=current, by=request.user, said=form.said)
    except actions.Unsettled as refusal:
        form.refuse(refusal.reasons)
        return False
    except actions.NotNow:  # somebody confirmed or discarded it: the page says so
        return True
    return True


def _report(request: Request, current: RollImport, settle: SettleRows) -> HttpResponse:
    lines = current.report.value or []
    chosen = listing.choose(lines, request.GET.get("show", ""), request.GET.get("page", ""))
    flags = leavers.flags(request.user, chosen.lines) if current.status == RollImport.Status.READ else {}
    shown = [listing.line(one, flags, current) | _question(settle, one) for one in chosen.lines]
    address = reverse("people:import_read", args=[current.pk])
    page: dict[str, Any] = {
        "import": listing.Shown(current, given_up=bool(given_up([current], at=timezone.now()))),
        "tabs": listing.tabs(current, chosen.kind, address),
        "here": _page(chosen, chosen.page),
        "leavers_wait": leavers.awaited(current),
        "lines": shown,
        "asks": any("question" in line for line in shown),
        "chosen": chosen,
        "settle": settle,
        "newer": address + _page(chosen, chosen.page - 1) if chosen.page > 1 else "",
        "older": address + _page(chosen, chosen.page + 1) if chosen.page < chosen.pages else "",
    }
    return render(request, "people/import_read.html", page, status=422 if settle.errors else 200)


def _question(settle: SettleRows, line: ReportLine) -> dict[str, Any]:
    name = f"row-{line['row']}"
    return {"question": settle[name]} if name in settle.fields else {}


def _page(chosen: listing.Chosen, number: int) -> str:
    return "?" + urlencode({"show": chosen.kind, "page": number})


def _form(request: Request, template: str, form: Any, **more: object) -> HttpResponse:
    return render(request, template, {"form": form, **more}, status=422 if form.errors else 200)
