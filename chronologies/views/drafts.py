"""Entries that somebody began and did not save: kept while typing, offered when the form is opened again."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from access import gate, policy
from access.middleware import Request
from access.policy import Clearance
from access.roles import Can
from casework.actions.drafts import discard_draft
from casework.forms.concern_page import kept, restored
from casework.models import CaseFile, Draft
from casework.views.keeping import keep_writing
from chronologies.actions.drafts import begin_entry
from chronologies.models import Event

NEW, CONTACT = "new", "contact"
"""The form that a draft was typed into; that of a correction is named by the uuid of its entry."""
PAGES = {NEW: "chronologies:event_create", CONTACT: "chronologies:contact_create"}


@dataclass
class Begun:
    """What this person began in one form: `draft` is the one that she carries on with, `offered` are the others."""

    autosave: str
    draft: Draft | None = None
    offered: list[Draft] = field(default_factory=list)

    def initial(self, form: type[forms.Form]) -> dict[str, Any]:
        """A fresh key, or everything as it was typed."""
        if self.draft is None:
            return {"key": uuid4()}
        typed = restored(self.draft.body.value)
        answers = {
            name: asked.widget.value_from_datadict(typed, {}, name)
            for name, asked in form.base_fields.items()
            if not asked.widget.value_omitted_from_data(typed, {}, name)
        }
        return answers | {"key": self.draft.pk}


def begun(request: Request, file: CaseFile, clearance: Clearance, form: str) -> Begun:
    """After the look at the file. Carrying on is a look of its own."""
    found = Begun(_autosave(file, form))
    if request.method == "POST":
        return found
    for draft in policy.visible(request.user, _entries(file)).order_by("-saved_at", "pk"):
        if clearance.covers(draft.audience, draft.section) and _form_of(request, draft) == form:
            found.offered.append(draft)
    for draft in found.offered:
        if str(draft.pk) == request.GET.get("draft"):
            found.draft = gate.fetch(request.user, _entries(file), draft.pk, to=Can.KEEP_DRAFT)
    found.offered = [draft for draft in found.offered if draft != found.draft]
    return found


@require_POST
def draft_keep(request: Request, pk: UUID, form: str) -> HttpResponse:
    """Posted every few seconds by the page that somebody types into."""
    file = CaseFile.objects.filter(pk=pk).first()
    if file is None or not policy.can(request.user, Can.RECORD_EVENT, file):
        file = gate.fetch(request.user, CaseFile, pk, to=Can.RECORD_EVENT)  # refuses, and says so in the log
    if form not in PAGES:
        raise gate.NotHere("No such form.")
    return _keep(request, file, form)


@require_POST
def correction_keep(request: Request, pk: UUID) -> HttpResponse:
    standing = Event.objects.filter(moved_to__isnull=True).select_related("file")
    event = standing.filter(pk=pk).first()
    if event is None or not policy.can(request.user, Can.CORRECT_EVENT, event):
        event = gate.fetch(request.user, standing, pk, to=Can.CORRECT_EVENT)
    return _keep(request, event.file, str(pk))


@require_POST
def draft_discard(request: Request, pk: UUID) -> HttpResponse:
    draft = gate.fetch(request.user, Draft.objects.filter(kind=Draft.Kind.EVENT), pk, to=Can.KEEP_DRAFT)
    form = _form_of(request, draft)
    discard_draft(draft=draft, by=request.user)
    if form in PAGES:
        return redirect(PAGES[form], draft.scope)
    return redirect("chronologies:event_correct", UUID(form))


def _keep(request: Request, file: CaseFile, form: str) -> HttpResponse:
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        raise gate.NotHere("No such draft.") from None
    keep_writing(
        request,
        kept(request.POST) | {"form": [form]},
        find=policy.visible(request.user, _entries(file).filter(pk=key)).first,
        begin=lambda body, at: begin_entry(file=file, by=request.user, key=key, body=body, at=at),
    )
    return HttpResponse(status=204)  # of an entry that was saved, or of somebody else's key, nothing is told


def _entries(file: CaseFile) -> Any:
    return Draft.objects.filter(kind=Draft.Kind.EVENT, scope=file.pk)


def _form_of(request: Request, draft: Draft) -> str:
    gate.keep(request.user, draft)
    return str(draft.body.value["form"][0])


def _autosave(file: CaseFile, form: str) -> str:
    if form in PAGES:
        return reverse("chronologies:draft_keep", args=[file.pk, form])
    return reverse("chronologies:correction_keep", args=[UUID(form)])
