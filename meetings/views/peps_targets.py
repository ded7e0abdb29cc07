"""The pages of a target: set, read by whoever helps with it, changed, evaluated; and what money is put to it."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import gate, policy
from access.middleware import Request
from access.roles import Can
from casework.views.answering import answer, form_page, posted
from meetings.actions import peps_notes, peps_targets
from meetings.actions.peps_targets import ASKED
from meetings.forms.peps import ChangeTarget, EvaluateTarget, NoteSpending, NoteTarget, SetTarget, WithdrawTarget
from meetings.models import Pep, PepTarget
from meetings.queries.peps import staff_of, targets_of
from meetings.views.peps import PEPS, answer_about, with_targets
from meetings.views.peps_reading import target_page

TARGETS = PepTarget.objects.select_related("child", "school", "teacher", "pep__file__child")


@require_safe
def pep_target_read(request: Request, pk: UUID) -> HttpResponse:
    """For a subject teacher this page is all there is: it leads nowhere but home."""
    target = gate.fetch(request.user, TARGETS, pk, to=Can.READ_TARGET)
    reads_all = policy.can(request.user, Can.READ_MEETINGS, target.pep)
    context = target_page(target) | {"child": target.child, "pep": target.pep if reads_all else None}
    ended = target.withdrawn_at or target.result
    context["may_note"] = not ended and policy.can(request.user, Can.NOTE_TARGET, target)
    return render(request, "meetings/pep_target_read.html", context)


@form_page
def pep_target_create(request: Request, pk: UUID) -> HttpResponse:
    pep = gate.fetch(request.user, PEPS, pk, to=Can.KEEP_PEP)
    form = SetTarget(posted(request), staff=staff_of(pep.file, timezone.now()), initial={"key": uuid4()})

    def act(given: dict[str, Any]) -> object:
        who: dict[str, Any] = {"by": request.user, "at": timezone.now(), "pk": given["key"]}
        return peps_targets.set_target(pep=pep, smart=form.smart, **who)

    return answer_about(request, "meetings/pep_target_create.html", form, act, pep, "Target set.")


@form_page
def pep_target_change(request: Request, pk: UUID) -> HttpResponse:
    target = gate.fetch(request.user, TARGETS, pk, to=Can.KEEP_PEP, showing=lambda target, _: [target.pep.file])
    staff = staff_of(target.pep.file, timezone.now())
    form = ChangeTarget(posted(request), staff=staff, initial=_as_it_is(target) | {"version": target.version})

    def act(given: dict[str, Any]) -> object:
        who: dict[str, Any] = {"by": request.user, "at": timezone.now(), "version": given["version"]}
        return peps_targets.change_target(target=target, smart=form.smart, **who)

    return _answer(request, "meetings/pep_target_change.html", form, act, target, "Target changed.", now=_as_it_is)


@form_page
def pep_target_evaluate(request: Request, pk: UUID) -> HttpResponse:
    target = gate.fetch(request.user, TARGETS, pk, to=Can.KEEP_PEP, showing=lambda target, _: [target.pep.file])
    first = {"version": target.version, "result": target.result, "evaluation": target.evaluation.text}
    form = EvaluateTarget(posted(request), initial=first)

    def act(given: dict[str, Any]) -> object:
        return peps_targets.evaluate_target(target=target, by=request.user, at=timezone.now(), **given)

    rows = target_page(target)["rows"]
    return _answer(request, "meetings/pep_target_evaluate.html", form, act, target, "Target evaluated.", rows=rows)


@form_page
def pep_target_note(request: Request, pk: UUID) -> HttpResponse:
    """By whoever helps with it: it leads back to the target, and nowhere else."""
    target = gate.fetch(request.user, TARGETS, pk, to=Can.NOTE_TARGET)
    form = NoteTarget(posted(request), initial={"key": uuid4()})

    def act(given: dict[str, Any]) -> object:
        who: dict[str, Any] = {"by": request.user, "at": timezone.now(), "pk": given["key"]}
        return peps_notes.note_target(target=target, words=given["words"], **who)

    then = reverse("meetings:pep_target_read", args=[pk])
    context: dict[str, Any] = {"target": target, "child": target.child}
    return answer(request, "meetings/pep_target_note.html", form, act, then=then, done="Noted.", **context)


@form_page
def pep_target_withdraw(request: Request, pk: UUID) -> HttpResponse:
    target = gate.fetch(request.user, TARGETS, pk, to=Can.KEEP_PEP, showing=lambda target, _: [target.pep.file])
    form = WithdrawTarget(posted(request), initial={"version": target.version})

    def act(given: dict[str, Any]) -> object:
        return peps_notes.withdraw_target(target=target, by=request.user, at=timezone.now(), **given)

    return _answer(request, "meetings/pep_target_withdraw.html", form, act, target, "Target withdrawn.")


@form_page
def pep_spending_create(request: Request, pk: UUID) -> HttpResponse:
    pep = gate.fetch(request.user, PEPS, pk, to=Can.KEEP_PEP, showing=with_targets(request))
    form = NoteSpending(posted(request), targets=targets_of(request.user, pep), initial={"key": uuid4()})

    def act(given: dict[str, Any]) -> object:
        who: dict[str, Any] = {"by": request.user, "at": timezone.now(), "pk": given["key"]}
        told = {"target": form.known[given["target"]], "pence": form.pence, "words": given["words"]}
        return peps_targets.note_spending(pep=pep, **told, **who)

    return answer_about(request, "meetings/pep_spending_create.html", form, act, pep, "Pupil premium plus planned.")


def _answer(
    request: Request, template: str, form: Any, act: Any, target: PepTarget, done: str, **more: Any
) -> HttpResponse:
    """Back to the PEP that is open: the target's own, or the one that follows."""
    file = target.pep.file
    after = Pep.objects.filter(previous=target.pep_id).first() or target.pep
    then = reverse("meetings:pep_read", args=[after.pk])
    context: dict[str, Any] = {"file": file, "pep": after, "target": target} | more
    return answer(request, template, form, act, then=then, done=done, **context)


def _as_it_is(target: PepTarget) -> dict[str, Any]:
    words = {name: getattr(target, name).text for name in ASKED}
    return words | {"due_on": target.due_on, "teacher": str(target.teacher_id or "")}
