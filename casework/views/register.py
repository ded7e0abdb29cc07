"""What has left the school from a file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import gate
from access.middleware import Request
from access.roles import Can
from casework.models import CaseFile
from casework.queries.register import register_of
from casework.views.header import file_header

FILES = CaseFile.objects.select_related("child")


@require_safe
def file_register(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.EXPORT_FILE)
    register = register_of(request.user, file, after=_after(request))
    context = {
        "file": file,
        "header": file_header(request.user, file, "overview", on=timezone.localdate()),
        "register": register,
        "older": f"?after={register.older}" if register.older else "",
        "newer": "." if "after" in request.GET else "",
    }
    return render(request, "casework/file_register.html", context)


def _after(request: Request) -> UUID | None:
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None
