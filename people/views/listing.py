"""The list of children, with its filters and its search: for every member of staff."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from access import policy
from access.middleware import Request
from access.roles import Can
from people.directory import FoundChild, find_children, list_children, tell_found
from people.forms.children import FilterChildren, FindChildren
from people.models import Child
from people.queries import groups_of

PAGE = 50
CODES = ("year", "form", "status")


@require_http_methods(["GET", "HEAD", "POST"])
def child_list(request: Request) -> HttpResponse:
    """Filters are codes and stand in the URL; the words of a search are posted and never do."""
    may_edit = policy.can(request.user, Can.EDIT_CHILD, request.school)
    filters = _filters(request, may_edit)
    children = Child.objects.filter(**{"status": Child.Status.ON_ROLL} | filters.codes)
    page = {"filters": filters, "selected": _selected(filters), "may_add": may_edit, "search_url": ""}
    shown = _found(request, children) if request.method == "POST" else _listed(request, filters, children)
    wrong = bool(shown["form"].errors or filters.errors)
    return render(request, "people/child_list.html", page | shown, status=422 if wrong else 200)


def _filters(request: Request, may_edit: bool) -> FilterChildren:
    years, groups = groups_of(request.school)
    given = {"status": Child.Status.ON_ROLL.value} | request.GET.dict()
    filters = FilterChildren(given, years=years, groups=groups, may_edit=may_edit)
    filters.is_valid()
    return filters


def _found(request: Request, children: Any) -> dict[str, Any]:
    """Best first, one page at most: whoever finds too many writes more letters."""
    form = FindChildren(request.POST)
    form.is_valid()
    hits = find_children(request.user, request.POST.get("words", ""), limit=PAGE, children=children)
    return {"form": form, "children": hits, "searched": True, "is_full": len(hits) == PAGE}


def _listed(request: Request, filters: FilterChildren, children: Any) -> dict[str, Any]:
    listed = list_children(request.user, children, query=urlencode(filters.codes))
    number = _page_number(request, most=max(1, -(-len(listed) // PAGE)))
    first = PAGE * (number - 1)
    shown: list[FoundChild] = listed[first : first + PAGE]
    tell_found(request.user, shown)
    return {
        "form": FindChildren(),
        "children": shown,
        "count": len(listed),
        "first": first + 1,
        "last": first + len(shown),
        "newer": _url(filters.codes | {"page": number - 1}) if first else "",
        "older": _url(filters.codes | {"page": number + 1}) if first + PAGE < len(listed) else "",
    }


def _page_number(request: Request, *, most: int) -> int:
    """The page asked for; the nearest one if there is none of that number."""
    asked = request.GET.get("page", "1")
    return min(max(1, int(asked)), most) if asked.isdecimal() and len(asked) < len("10000") else 1


def _selected(filters: FilterChildren) -> list[dict[str, str]]:
    """What the list is narrowed to, each with the address of the list without it."""
    narrowed = {name: code for name, code in filters.codes.items() if code != Child.Status.ON_ROLL}
    return [
        {"text": filters.says(name), "href": _url({other: code for other, code in narrowed.items() if other != name})}
        for name in narrowed
    ]


def _url(codes: dict[str, object]) -> str:
    return f"?{urlencode(codes)}" if codes else "."
