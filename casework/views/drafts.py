"""Keeping what is being typed: every two seconds, on leaving the page, and on purpose."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from access import gate
from access.middleware import Request
from access.roles import Can
from casework.actions.drafts import discard_draft
from casework.models import Draft
from casework.views.concerns import keep_typed, read_key, show_draft


@require_http_methods(["GET", "HEAD", "POST"])
def draft_read(request: Request, pk: UUID) -> HttpResponse:
    """One address for a draft: opened to write on, posted to by the page that is being written on."""
    return _save(request, pk) if request.method == "POST" else show_draft(request, pk)


@require_POST
def draft_discard(request: Request, pk: UUID) -> HttpResponse:
    draft = gate.fetch(request.user, Draft.objects.filter(kind=Draft.Kind.CONCERN), pk, to=Can.KEEP_DRAFT)
    discard_draft(draft=draft, by=request.user)
    return redirect("casework:home")


def _save(request: Request, pk: UUID) -> HttpResponse:
    if read_key(request) != pk:
        raise Http404("No such draft.")
    keep_typed(request, pk)
    return HttpResponse(status=204)
