"""What was agreed on a file: the list, a new action, and one that is done."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import gate, policy
from access.middleware import Request
from access.models import User
from access.roles import Audience, Can, Section
from casework.actions.agreed import agree_action, finish_action
from casework.forms.agreed import AgreeAction, FinishAction
from casework.models import AgreedAction, CaseFile
from casework.queries.agreed import actions_on, readers_to_choose
from casework.views.answering import answer, form_page, posted
from casework.views.header import file_header, has_section

FILES = CaseFile.objects.select_related("child")


@require_safe
def action_list(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.READ_FILE)
    today, every = timezone.localdate(), list(actions_on(request.user, file))
    header = file_header(request.user, file, "actions", on=today)
    context = {
        "file": file,
        "header": header,
        "knows_actions": has_section(header["opened"], Section.PLAN),
        "open_actions": [action for action in every if not action.done_at],
        "done_actions": [action for action in every if action.done_at],
        "today": today,
    }
    return render(request, "casework/action_list.html", context)


@form_page
def action_create(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.AGREE_ACTION)
    owners, audiences = _owners(request.user, file), _audiences(request.user, file)

    def act(given: dict[str, Any]) -> object:
        return agree_action(
            file=file,
            by=request.user,
            at=timezone.now(),
            pk=given["key"],
            words=given["words"],
            owner=owners[given["owner"]],
            due_on=given["due_on"],
            audience=Audience(given["audience"]),
        )

    initial = {"key": uuid4(), "owner": str(request.user.pk), "audience": audiences[0].value}
    form = AgreeAction(posted(request), owners=owners.values(), audiences=audiences, initial=initial)
    then = reverse("casework:action_list", args=[pk])
    return answer(request, "casework/action_create.html", form, act, then=then, done="Action agreed.", file=file)


@form_page
def action_finish(request: Request, pk: UUID) -> HttpResponse:
    action = gate.fetch(
        request.user, AgreedAction.objects.select_related("file__child", "owner"), pk, to=Can.FINISH_ACTION
    )

    def act(given: dict[str, Any]) -> object:
        return finish_action(action=action, by=request.user, at=timezone.now(), **given)

    form = FinishAction(posted(request))
    then = reverse("casework:action_list", args=[action.file_id])
    context = {"file": action.file, "action": action}
    return answer(
        request, "casework/action_finish.html", form, act, then=then, done="Action done.", now=_evidence, **context
    )


def _owners(user: User, file: CaseFile) -> dict[str, User]:
    """Whoever may read plans on this file can own an action on it."""
    return {str(one.pk): one for one in readers_to_choose(user, file, timezone.now(), Section.PLAN)}


def _audiences(user: User, file: CaseFile) -> list[Audience]:
    """The audiences that this person may write for, the narrowest circle first."""
    opened = policy.clearance(user, CaseFile, file.pk)
    return [one for one in (Audience.SAFEGUARDING, Audience.PASTORAL) if opened.covers(one, int(Section.PLAN))]


def _evidence(action: AgreedAction) -> dict[str, Any]:
    return {"evidence": action.evidence.text}
