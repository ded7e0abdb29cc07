"""The list of case files within reach, with its filters and its search."""

from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from access import gate, policy
from access.middleware import Request
from access.pages import Cursor, page
from access.roles import LEADS, Can
from casework.forms.files import FilterFiles, FindFile
from casework.models import CaseFile, StatusEpisode
from casework.queries.status import open_episodes
from casework.views.header import tags
from people.directory import find_children
from people.models import Child
from people.queries import groups_of

MOST = 25


@require_http_methods(["GET", "HEAD", "POST"])
def file_list(request: Request) -> HttpResponse:
    """Filters are codes and stand in the URL; the words of a search are posted and never do."""
    if not policy.can(request.user, Can.LIST_FILES, request.school):
        gate.look(request.user, to=Can.LIST_FILES, verb="files.listed")  # refuses, and says so in the log
    filters = _filters(request)
    may_search = policy.can(request.user, Can.FIND_CHILD, request.school)
    searched = may_search and request.method == "POST"
    shown = _found(request) if searched else _listed(request, filters)
    files, query = shown["files"], urlencode(filters.codes)
    gate.look(request.user, to=Can.LIST_FILES, verb="files.listed", query=query, shown=files)
    statuses = open_episodes(request.user, files)
    context = shown | {
        "filters": filters,
        "selected": _selected(filters),
        "searched": searched,
        "may_search": may_search,
        "may_export": policy.can(request.user, Can.EXPORT_STATUSES, request.school),
        "rows": [{"file": file, "tags": tags(file, statuses.get(file.pk, []))} for file in files],
    }
    wrong = bool(shown["form"].errors or filters.errors)
    return render(request, "casework/file_list.html", context, status=422 if wrong else 200)


def _filters(request: Request) -> FilterFiles:
    years, _ = groups_of(request.school)
    knows_status = bool(policy.standing(request.user).roles & LEADS)
    filters = FilterFiles(request.GET, years=years, knows_status=knows_status)
    filters.is_valid()
    return filters


def _listed(request: Request, filters: FilterFiles) -> dict[str, Any]:
    after, before = (Cursor.read(request.GET.get(name, "")) for name in ("after", "before"))
    since = filters.cleaned_data.get("since")
    begins = timezone.make_aware(datetime.combine(since, time.min)) if since else None
    only = _only(request, filters)
    found = page(request.user, CaseFile, after=after, before=before, related="child", only=only, since=begins)
    codes = filters.codes
    return {
        "form": FindFile(),
        "files": found.records,
        "older": _url(codes | {"after": found.next.code()}) if found.next else "",
        "newer": _url(codes | {"before": found.previous.code()}) if found.previous else "",
    }


def _only(request: Request, filters: FilterFiles) -> QuerySet[CaseFile] | None:
    """The files that the list is narrowed to; of statuses, only those that this person may know."""
    year, kind = filters.cleaned_data.get("year"), filters.cleaned_data.get("status")
    if year is None and not kind:
        return None
    files = CaseFile.objects.filter(child__year=year) if year is not None else CaseFile.objects.all()
    if kind:
        held = StatusEpisode.objects.filter(kind=kind, ended_on__isnull=True)
        files = files.filter(pk__in=policy.visible(request.user, held).values("file"))
    return files


def _found(request: Request) -> dict[str, Any]:
    """Best first, one page at most, among the files within reach: of any other child nothing is told."""
    form = FindFile(request.POST)
    form.is_valid()
    within = policy.visible(request.user, CaseFile.objects.select_related("child"))
    children = Child.objects.filter(pk__in=within.values("child"))
    hits = find_children(request.user, request.POST.get("words", ""), limit=MOST, children=children)
    files = {file.child_id: file for file in within.filter(child__in=[hit.id for hit in hits])}
    return {"form": form, "files": [files[hit.id] for hit in hits if hit.id in files]}


def _selected(filters: FilterFiles) -> list[dict[str, str]]:
    """What the list is narrowed to, each with the address of the list without it."""
    codes = filters.codes
    return [
        {"text": filters.says(name), "href": _url({other: codes[other] for other in codes if other != name})}
        for name in codes
    ]


def _url(codes: dict[str, str]) -> str:
    return f"?{urlencode(codes)}" if codes else "."
