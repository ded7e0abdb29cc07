"""Long forms that somebody began and did not save: kept while typing, and there again when the form is opened."""

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from access import gate, policy
from access.middleware import Request
from access.roles import Can
from casework.actions.drafts import discard_draft
from casework.forms.concern_page import kept, restored
from casework.models import CaseFile, Draft
from casework.views.keeping import keep_writing
from meetings.actions.drafts import begin_writing
from meetings.models import Assessment, Meeting, Pep, Plan
from meetings.queries.drafts import drafts_of


class Form(NamedTuple):
    """What it is about, who may write it, and its page."""

    model: Any
    can: Can
    page: str


FORMS = {
    "record": Form(Meeting, Can.HOLD_MEETING, "meeting_record"),
    "correct": Form(Meeting, Can.HOLD_MEETING, "meeting_correct"),
    "assessment": Form(Assessment, Can.ASSESS, "assessment_write"),
    "pep": Form(Pep, Can.KEEP_PEP, "pep_write"),
    "plan": Form(CaseFile, Can.KEEP_PLAN, "plan_create"),
    "next": Form(Plan, Can.KEEP_PLAN, "plan_supersede"),
}
"""By the code under which its drafts are kept."""
ALWAYS = ("version", "key")
"""What a draft without it takes from the page."""


@dataclass(frozen=True)
class Kept:
    """Where the page saves what is typed, and what this person typed before, which now stands in the form."""

    autosave: str
    draft: Draft | None

    @property
    def discard(self) -> str:
        return reverse("meetings:draft_discard", args=[self.draft.pk]) if self.draft else ""


def restore(request: Request, form: forms.Form, code: str, about: Any) -> Kept:
    """After the look at `about`. What was typed and not saved stands in the form again; that is a look of its own."""
    draft = None if form.is_bound else drafts_of(request.user, code, about.pk).first()
    if draft is not None:
        draft = gate.fetch(request.user, Draft.objects.filter(kind=Draft.Kind.SHEET), draft.pk, to=Can.KEEP_DRAFT)
        _fill(form, draft.body.value)
    return Kept(reverse(f"meetings:{FORMS[code].page}_keep", args=[about.pk]), draft)


@require_POST
def draft_keep(request: Request, pk: UUID, form: str) -> HttpResponse:
    """Posted every few seconds by the page that somebody types into."""
    asked = FORMS[form]
    about = asked.model.objects.filter(pk=pk).first()
    if about is None or not policy.can(request.user, asked.can, about):
        about = gate.fetch(request.user, asked.model, pk, to=asked.can)  # refuses, and says so in the log
    saved = keep_writing(
        request,
        kept(request.POST) | {"form": [form], "about": [str(pk)]},
        find=drafts_of(request.user, form, pk).first,
        begin=lambda body, at: begin_writing(about=about, by=request.user, at=at, form=form, body=body),
    )
    return HttpResponse(status=204 if saved else 409)


@require_POST
def draft_discard(request: Request, pk: UUID) -> HttpResponse:
    draft = gate.fetch(request.user, Draft.objects.filter(kind=Draft.Kind.SHEET), pk, to=Can.KEEP_DRAFT)
    (form,), (about,) = draft.body.value["form"], draft.body.value["about"]
    discard_draft(draft=draft, by=request.user)
    return redirect(f"meetings:{FORMS[form].page}", UUID(about))


def _fill(form: forms.Form, body: dict[str, list[str]]) -> None:
    """As it was typed. What was emptied is empty again."""
    typed = restored(body)
    for name, field in form.fields.items():
        if name in typed or name not in ALWAYS:
            form.initial[name] = field.widget.value_from_datadict(typed, {}, name) or ""
