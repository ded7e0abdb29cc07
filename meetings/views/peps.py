"""The pages of a PEP: listed, begun, read, written, its meeting held, submitted, rated and signed off."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import gate
from access.middleware import Request
from access.policy import Clearance
from access.reach import Guarded
from access.roles import Can
from casework.models import CaseFile
from casework.queries.due import within
from casework.views.answering import answer, form_page, posted
from casework.views.header import file_header
from meetings.actions import peps
from meetings.forms.peps import HoldPep, RatePep, SignOffPep, StartPep, SubmitPep, WritePep
from meetings.forms.sheets import PREFIX
from meetings.models import Pep
from meetings.queries.peps import answers_of, children_with_peps, due_on, peps_on, returned_with, targets_of
from meetings.sheets.pep import PEP
from meetings.views.drafts import restore
from meetings.views.peps_reading import COLOURS, pep_page

FILES = CaseFile.objects.select_related("child", "school")
PEPS = Pep.objects.select_related("file__child", "school", "author", "previous")


@require_safe
def pep_due(request: Request) -> HttpResponse:
    """For the designated teacher: every child in care, and what is due next."""
    files = children_with_peps(request.user)
    gate.look(request.user, to=Can.LIST_PEPS, verb="peps.listed", shown=files)
    rows = [(file, next(iter(peps_on(request.user, file)), None), due_on([file], timezone.now())) for file in files]
    rows.sort(key=lambda row: row[2][0].clock.due_on.isoformat() if row[2] and row[2][0].clock.due_on else "9999")
    return render(request, "meetings/pep_due.html", {"rows": rows, "colours": COLOURS})


@require_safe
def pep_list(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.READ_MEETINGS)
    found, known = peps_on(request.user, file), within(request.user)  # before there is a PEP, dates tell of care
    context = {
        "file": file,
        "header": file_header(request.user, file, "peps", on=timezone.localdate()),
        "peps": [(one, COLOURS.get(one.state, "teal")) for one in found],
        "ahead": [one for one in due_on([file], timezone.now()) if found or one.clock.subject in known],
        "may_start": file.child.looked_after and not any(one.is_open for one in found),
    }
    return render(request, "meetings/pep_list.html", context)


@form_page
def pep_create(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.KEEP_PEP)
    form = StartPep(posted(request), initial={"key": uuid4()})

    def act(given: dict[str, Any]) -> object:
        who: dict[str, Any] = {"by": request.user, "at": timezone.now(), "pk": given["key"]}
        return peps.start_pep(file=file, planned_on=given["planned_on"], **who)

    then = lambda: reverse("meetings:pep_read", args=[form.cleaned_data["key"]])  # noqa: E731
    return answer(request, "meetings/pep_create.html", form, act, then=then, done="PEP begun.", file=file)


@require_safe
def pep_read(request: Request, pk: UUID) -> HttpResponse:
    pep = gate.fetch(request.user, PEPS, pk, to=Can.READ_MEETINGS, showing=with_targets(request))
    return render(request, "meetings/pep_read.html", pep_page(request.user, pep))


@form_page
def pep_write(request: Request, pk: UUID) -> HttpResponse:
    pep = gate.fetch(request.user, PEPS, pk, to=Can.KEEP_PEP)
    form = WritePep(posted(request), sheet=PEP, answers=answers_of(pep), initial={"version": pep.version})

    def act(given: dict[str, Any]) -> object:
        who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        saved = peps.save_pep(pep=pep, version=given["version"], answers=form.answers, **who)
        if request.POST.get("then") == "part":
            return peps.finish_school_part(pep=saved, version=saved.version, **who)
        return saved

    kept = restore(request, form, "pep", pep)
    return answer_about(request, "meetings/pep_write.html", form, act, pep, "Saved.", now=_as_it_is, drafts=kept)


@form_page
def pep_held(request: Request, pk: UUID) -> HttpResponse:
    pep = gate.fetch(request.user, PEPS, pk, to=Can.KEEP_PEP)
    form = HoldPep(posted(request), initial={"version": pep.version, "held_on": timezone.localdate()})

    def act(given: dict[str, Any]) -> object:
        return peps.hold_pep(pep=pep, by=request.user, at=timezone.now(), **given)

    return answer_about(request, "meetings/pep_held.html", form, act, pep, "Meeting recorded as held.")


@form_page
def pep_submit(request: Request, pk: UUID) -> HttpResponse:
    pep = gate.fetch(request.user, PEPS, pk, to=Can.KEEP_PEP)
    form = SubmitPep(posted(request), pep=pep, sheet=PEP, answers=answers_of(pep), initial={"version": pep.version})

    def act(given: dict[str, Any]) -> object:
        who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        return peps.submit_pep(pep=pep, version=given["version"], answers=form.answers, **who)

    done = "Submitted. Record the virtual school’s rating when it comes."
    kept = restore(request, form, "pep", pep)
    form.initial.pop("checked", None)  # a tick is for what is read now
    told: dict[str, Any] = {"now": _as_it_is, "drafts": kept, "returned": returned_with(pep)}
    return answer_about(request, "meetings/pep_submit.html", form, act, pep, done, **told)


@form_page
def pep_rate(request: Request, pk: UUID) -> HttpResponse:
    pep = gate.fetch(request.user, PEPS, pk, to=Can.KEEP_PEP)
    form = RatePep(posted(request), initial={"version": pep.version, "rated_on": timezone.localdate()})

    def act(given: dict[str, Any]) -> object:
        who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        return peps.rate_pep(pep=pep, version=given["version"], rated=form.rated, **who)

    return answer_about(request, "meetings/pep_rate.html", form, act, pep, "Rating recorded.")


@form_page
def pep_sign_off(request: Request, pk: UUID) -> HttpResponse:
    pep = gate.fetch(request.user, PEPS, pk, to=Can.KEEP_PEP)
    form = SignOffPep(posted(request), initial={"version": pep.version, "signed_off_on": timezone.localdate()})

    def act(given: dict[str, Any]) -> object:
        return peps.sign_off_pep(pep=pep, by=request.user, at=timezone.now(), **given)

    return answer_about(request, "meetings/pep_sign_off.html", form, act, pep, "PEP signed off.")


def with_targets(request: Request) -> Callable[[Pep, Clearance], list[Guarded]]:
    """For `gate.fetch(showing=…)`: the targets of this PEP and of the one before, as far as the person reaches them."""

    def targets(pep: Pep, _: Clearance) -> list[Guarded]:
        return [*targets_of(request.user, pep), *targets_of(request.user, pep.previous)]

    return targets


def answer_about(
    request: Request, template: str, form: Any, act: Any, pep: Pep, done: str, **more: Any
) -> HttpResponse:
    then = reverse("meetings:pep_read", args=[pep.pk])
    context: dict[str, Any] = {"file": pep.file, "pep": pep} | more
    return answer(request, template, form, act, then=then, done=done, **context)


def _as_it_is(pep: Pep) -> dict[str, Any]:
    return {PREFIX + code: value for code, value in answers_of(pep).items()}
