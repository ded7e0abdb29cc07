"""The local authority's own Word forms: listed, looked through and kept, taken out of use."""

from base64 import b64encode
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import gate
from access.middleware import Request
from access.roles import Can
from casework.views.answering import form_page
from documents import archives, word
from meetings.actions.templates import end_template, keep_template
from meetings.models import WordTemplate
from meetings.packs.forms import UploadTemplate


@require_safe
def template_list(request: Request) -> HttpResponse:
    shown = list(WordTemplate.objects.filter(school=request.school).select_related("uploaded_by"))
    gate.look(request.user, to=Can.KEEP_TEMPLATES, verb="wordtemplates.listed", shown=shown)
    in_order = sorted(shown, key=lambda one: (one.ended_at is not None, one.uploaded_at))
    return render(request, "meetings/packs/template_list.html", {"templates": in_order})


@form_page
def template_create(request: Request) -> HttpResponse:
    gate.look(request.user, to=Can.KEEP_TEMPLATES, verb="wordtemplate.form_opened")
    form = UploadTemplate(request.POST or None, request.FILES or None, initial={"pk": uuid4()})
    if form.is_valid():
        try:
            _keep(request, form.cleaned_data)
        except archives.UnreadableTemplate as refused:
            form.add_error("file", refused.sentence)
        else:
            messages.success(request, "The template is kept.")
            return redirect("meetings:template_list")
    status = 422 if form.errors else 200
    return render(request, "meetings/packs/template_create.html", {"form": form}, status=status)


@form_page
def template_end(request: Request, pk: UUID) -> HttpResponse:
    template = gate.fetch(request.user, WordTemplate, pk, to=Can.KEEP_TEMPLATES)
    if request.method == "POST":
        end_template(template=template, by=request.user, at=timezone.now())
        messages.success(request, "The template is not offered any more.")
        return redirect("meetings:template_list")
    return render(request, "meetings/packs/template_end.html", {"template": template})


def _keep(request: Request, told: dict[str, Any]) -> WordTemplate:
    if told["file"].size > archives.MAX_BYTES:
        raise archives.UnreadableTemplate(archives.TOO_BIG)
    content = told["file"].read()
    word.check_template(content)
    return keep_template(
        school=request.school,
        by=request.user,
        at=timezone.now(),
        pk=told["pk"],
        name=told["name"],
        content=content,
        sealed=b64encode(content).decode(),
    )
