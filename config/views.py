"""The pages that belong to no app: is it alive, the neutral cover, and what to say when something fails."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import rota
from access.middleware import Request


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse("ready\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def hidden(request: HttpRequest) -> HttpResponse:
    """A neutral page with nothing of ours on it: somebody is standing behind the person at the screen."""
    return render(request, "hidden.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")


@require_safe
def help_page(request: Request) -> HttpResponse:
    """Who to call comes first: today's leads of the person's school."""
    leads = rota.leads_today(request.school, timezone.localdate()) if request.school else []
    return render(request, "help.html", {"leads": leads})


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the request: the database may be what failed."""
    told = {"reference": getattr(request, "request_id", ""), "draft_saved": getattr(request, "draft_saved", False)}
    page = render_to_string("500.html", told | {"request": request})
    return HttpResponse(page, status=500)
