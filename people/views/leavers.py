"""The pages about pupils whom a full list left out: who of them has left, and is that so?"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from access import gate
from access.middleware import Request
from access.roles import Can
from people.actions.imports import NotNow, RollChanged
from people.actions.leavers import NotSure, mark_leavers
from people.forms.leavers import ChooseLeavers, MarkLeavers
from people.importing import leavers, listing
from people.importing.report import ReportLine
from people.models import RollImport

MOST = 1_000  # on one page; whoever is not among them follows once these are decided


@require_http_methods(["GET", "HEAD", "POST"])
def import_leavers(request: Request, pk: UUID) -> HttpResponse:
    """Once the rest is applied: who is not in the list. Whom to mark is chosen, then shown, then said again."""
    current = gate.fetch(request.user, RollImport.objects.select_related("started_by"), pk, to=Can.IMPORT_PUPILS)
    if not leavers.awaited(current):
        return redirect("people:import_read", pk)
    if "mark" in request.POST:
        return _mark(request, current, request.POST.getlist("mark"))
    lines, flags = _proposed(request, current)
    form = ChooseLeavers(request.POST or None, listed=[line["child"] for line in lines])
    if not form.is_valid():
        return _choosing(request, current, form, lines, flags)
    if form.nobody:
        messages.success(request, "Nobody was marked as having left.")
        return redirect("people:import_read", pk)
    if not set(form.chosen) <= set(form.listed):
        return _choosing(request, current, form, lines, flags, changed=True)
    return _checking(request, current, form.chosen)


def _mark(request: Request, current: RollImport, children: Collection[str]) -> HttpResponse:
    sure, at = request.POST.get("sure", ""), timezone.now()
    try:
        mark_leavers(roll_import=current, by=request.user, at=at, children=children, sure=sure)
    except (RollChanged, NotNow):
        lines, flags = _proposed(request, current)
        form = ChooseLeavers(None, listed=[line["child"] for line in lines])
        return _choosing(request, current, form, lines, flags, changed=True)
    except NotSure:
        return _checking(request, current, children, asked=True)
    return redirect("people:import_read", current.pk)


def _proposed(request: Request, current: RollImport) -> tuple[list[ReportLine], dict[str, list[str]]]:
    """Those to ask about first."""
    proposed = leavers.proposed(current)
    flags = leavers.flags(request.user, proposed)
    return leavers.pointed_out_first(proposed, flags)[:MOST], flags


def _choosing(
    request: Request,
    current: RollImport,
    form: ChooseLeavers,
    lines: list[ReportLine],
    flags: dict[str, list[str]],
    *,
    changed: bool = False,
) -> HttpResponse:
    share = leavers.share(current, len(flags))
    before = set() if share.is_large else {pk for pk, found in flags.items() if not found}
    ticked = form.ticked if form.is_bound else before
    page = {
        "import": listing.Shown(current),
        "count": len(flags),
        "on_roll": share.of - (share.count - len(flags)),
        "is_large": share.is_large,
        "pointed_out": any(flags.values()),
        "lines": [listing.line(one, flags, current) | {"ticked": one["child"] in ticked} for one in lines],
        "changed": changed,
        "form": form,
    }
    status = 409 if changed else 422 if form.errors else 200
    return render(request, "people/import_leavers.html", page, status=status)


def _checking(request: Request, current: RollImport, children: Collection[str], *, asked: bool = False) -> HttpResponse:
    """`asked`: somebody did not say that so many have left."""
    lines, flags = _proposed(request, current)
    chosen = [line for line in lines if line["child"] in set(children)]
    share = leavers.share(current, len(chosen))
    form = MarkLeavers(request.POST if asked else None, share=share)
    page: dict[str, Any] = {
        "import": listing.Shown(current),
        "share": share,
        "lines": [listing.line(one, flags, current) for one in chosen],
        "pointed_out": sum(bool(flags[line["child"]]) for line in chosen),
        "form": form,
    }
    return render(request, "people/import_leavers_check.html", page, status=422 if form.errors else 200)
