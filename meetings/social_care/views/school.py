"""The statuses of all the school's children: asked for, checked and made. A file hidden from the lead is not there."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access import gate
from access.middleware import Request
from access.roles import Can, Section
from meetings.actions.social_care import disclose_all
from meetings.queries.social_care import authorities_on, files_to_export
from meetings.social_care.forms import OPEN, ConfirmAllStatuses, ExportAllStatuses
from meetings.social_care.gathering import Asked, Gathered, files_with, gather
from meetings.social_care.making import RECIPIENT, Made, entered, make, of_part, seen


@require_safe
def school_care_export(request: Request) -> HttpResponse:
    _look(request)
    named = _authorities(request)
    return _ask(request, ExportAllStatuses(authorities=named, initial={"key": uuid4(), "which": OPEN}), named)


@require_POST
def school_care_check(request: Request) -> HttpResponse:
    """Who is in it, who is left out and why."""
    _look(request)
    named = _authorities(request)
    form = ExportAllStatuses(request.POST, authorities=named)
    if not form.is_valid():
        return _ask(request, form, named)
    gathered = _gather(request, form.cleaned_data)
    told, whole = form.cleaned_data, _whole(gathered)
    confirm = ConfirmAllStatuses(initial=told, authorities=named, children=whole, now=seen(gathered))
    return _check(request, confirm, told, gathered)


@require_POST
def school_care_make(request: Request) -> HttpResponse:
    """Entered in the register of every file, or of none, with the SHA-256 of the very bytes; then handed over."""
    _look(request)
    named = _authorities(request)
    asked = ExportAllStatuses(request.POST, authorities=named)
    if not asked.is_valid():
        return _ask(request, asked, named)
    told = asked.cleaned_data
    gathered = _gather(request, told)
    form = ConfirmAllStatuses(request.POST, authorities=named, children=_whole(gathered), now=seen(gathered))
    if form.is_valid() and _whole(gathered):
        made = make(told["key"], of_part(gathered, form.cleaned_data["part"]))
        if entered(form, partial(_enter, request, told, made)):
            return made.hand_over()
    return _check(request, form, told, gathered)


def _enter(request: Request, told: dict[str, Any], made: Made) -> None:
    disclose_all(
        school=request.school,
        by=request.user,
        at=timezone.now(),
        pk=made.key,
        leaving=made.leaving,
        purpose=told["purpose"],
        recipient={name: told[name] for name in RECIPIENT},
        sha256=made.sha256,
    )


def _look(request: Request) -> None:
    gate.look(request.user, to=Can.EXPORT_STATUSES, verb="statuses.listed")


def _authorities(request: Request) -> list[str]:
    return authorities_on(request.user, files_to_export(request.user))


def _gather(request: Request, told: dict[str, Any]) -> list[Gathered]:
    """One entry names every file before one is opened."""
    user, authority = request.user, told["authority"]
    files = files_with(user, authority, only_open=told["which"] == OPEN)
    gate.unlock_shown(user, files, to=Can.EXPORT_FILE, verb="statuses.gathered", sections=Section.PLAN, query=authority)
    return gather(user, files, Asked(authority, tuple(told[name] for name in RECIPIENT)))


def _whole(gathered: Sequence[Gathered]) -> int:
    """How many are not left out."""
    return sum(one.told is not None for one in gathered)


def _ask(request: Request, form: ExportAllStatuses, named: Sequence[str]) -> HttpResponse:
    shown, status = {"form": form, "authorities": named}, 422 if form.errors else 200
    return render(request, "meetings/social_care/school_care_export.html", shown, status=status)


def _check(
    request: Request, form: ConfirmAllStatuses, told: dict[str, Any], gathered: Sequence[Gathered]
) -> HttpResponse:
    shown = {
        "form": form,
        "told": told,
        "whole": [one for one in gathered if one.told],
        "left_out": [one for one in gathered if not one.told],
        "notes": list(dict.fromkeys(note for one in gathered if one.told for note in one.notes)),
    }
    status = 422 if form.errors or not shown["whole"] else 200
    return render(request, "meetings/social_care/school_care_check.html", shown, status=status)
