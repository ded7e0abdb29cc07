"""The search that answers while a name is typed, for static/js/childpicker.js."""

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from access.middleware import Request
from people.directory import find_children

MOST_OFFERED = 10


@require_POST
def child_search(request: Request) -> JsonResponse:
    """The words come in the body: they are never part of a URL."""
    found = find_children(request.user, request.POST.get("words", ""), limit=MOST_OFFERED)
    return JsonResponse([{"id": str(child.id), "label": child.label} for child in found], safe=False)
