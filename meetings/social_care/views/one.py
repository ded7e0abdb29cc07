"""One child's statuses: asked for, checked and made, and the authority's number for the child."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access import gate
from access.middleware import Request
from access.roles import Can
from casework.models import CaseFile
from casework.views.answering import answer, form_page, posted
from documents.actions import disclose
from documents.models import Disclosure
from meetings.actions.social_care import note_number
from meetings.queries.social_care import authorities_on, numbers_on
from meetings.social_care.forms import ConfirmStatuses, ExportStatuses, NoteNumber
from meetings.social_care.gathering import Asked, Gathered, gather
from meetings.social_care.making import RECIPIENT, Made, entered, make, seen

FILES = CaseFile.objects.select_related("child", "school")


@require_safe
def care_export(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.EXPORT_FILE)
    named = authorities_on(request.user, [file])
    return _ask(request, file, ExportStatuses(authorities=named, initial={"key": uuid4()}))


@require_POST
def care_check(request: Request, pk: UUID) -> HttpResponse:
    """What goes out and what does not, to be read before it leaves."""
    file = gate.fetch(request.user, FILES, pk, to=Can.EXPORT_FILE)
    named = authorities_on(request.user, [file])
    form = ExportStatuses(request.POST, authorities=named)
    if not form.is_valid():
        return _ask(request, file, form)
    told, gathered = form.cleaned_data, _gathered(request, file, form.cleaned_data)
    confirm = ConfirmStatuses(initial=told, authorities=named, now=seen([gathered]))
    return _check(request, file, confirm, told, gathered)


@require_POST
def care_make(request: Request, pk: UUID) -> HttpResponse:
    """Entered in the register with the SHA-256 of the very bytes; only then handed over."""
    file = gate.fetch(request.user, FILES, pk, to=Can.EXPORT_FILE)
    named = authorities_on(request.user, [file])
    asked = ExportStatuses(request.POST, authorities=named)
    if not asked.is_valid():
        return _ask(request, file, asked)
    told, gathered = asked.cleaned_data, _gathered(request, file, asked.cleaned_data)
    form = ConfirmStatuses(request.POST, authorities=named, now=seen([gathered]))
    if form.is_valid() and gathered.told:
        made = make(told["key"], [gathered])
        if entered(form, partial(_enter, request, file, told, made)):
            return made.hand_over()
    return _check(request, file, form, told, gathered)


@form_page
def care_number(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.SET_STATUS)
    form = NoteNumber(posted(request), authorities=authorities_on(request.user, [file]), initial={"key": uuid4()})

    def act(given: dict[str, Any]) -> object:
        key = given.pop("key")
        return note_number(file=file, by=request.user, at=timezone.now(), pk=key, **given)

    then = reverse("meetings:care_export", args=[pk])
    return answer(request, "meetings/social_care/care_number.html", form, act, then=then, done="Saved.", file=file)


def _enter(request: Request, file: CaseFile, told: dict[str, Any], made: Made) -> None:
    disclose(
        record=file,
        by=request.user,
        at=timezone.now(),
        pk=made.key,
        form=Disclosure.Form.JSON,
        purpose=told["purpose"],
        recipient={name: told[name] for name in RECIPIENT},
        contents=made.leaving[0].contents,
        sha256=made.sha256,
    )


def _gathered(request: Request, file: CaseFile, told: dict[str, Any]) -> Gathered:
    [gathered] = gather(request.user, [file], Asked(told["authority"], tuple(told[name] for name in RECIPIENT)))
    return gathered


def _ask(request: Request, file: CaseFile, form: ExportStatuses) -> HttpResponse:
    named = authorities_on(request.user, [file])
    numbers = [(name, numbers_on(request.user, [file], name).get(file.pk)) for name in named]
    shown = {"file": file, "form": form, "numbers": numbers}
    status = 422 if form.errors else 200
    return render(request, "meetings/social_care/care_export.html", shown, status=status)


def _check(
    request: Request, file: CaseFile, form: ConfirmStatuses, told: dict[str, Any], gathered: Gathered
) -> HttpResponse:
    shown = {"file": file, "form": form, "told": told, "one": gathered}
    status = 422 if form.errors or not gathered.told else 200
    return render(request, "meetings/social_care/care_check.html", shown, status=status)
