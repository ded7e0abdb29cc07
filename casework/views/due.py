"""The pages of what is due: the list, a chase, who covers a holiday, and what to settle before the school breaks up."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import gate, policy
from access.middleware import Request
from access.roles import Can, Section
from casework.actions.chases import next_chase, record_chase
from casework.actions.holidays import name_cover
from casework.forms.due import FilterDue, NameCover, RecordChase
from casework.models import CaseFile
from casework.queries import due
from casework.queries.due_lines import Line, grouped, lines
from casework.queries.holidays import break_ahead, people_to_cover
from casework.views.answering import answer, form_page, posted
from clocks.models import Clock
from clocks.queries import calendar_of

FILES = CaseFile.objects.select_related("child", "school")
MOST = 50


@require_safe
def due_list(request: Request) -> HttpResponse:
    """In order of date, so many at a time; each page in its groups."""
    _refuse_others(request)
    filters = FilterDue(request.GET)
    filters.is_valid()
    codes, cursor = filters.codes, due.Cursor.read(request.GET.get("after", ""))
    known = due.within(request.user)
    every = due.clocks_of(request.user, known, owner=codes.get("owner", ""), mine="mine" in codes)
    found = list(due.after(every, cursor)[: MOST + 1])
    shown = found[:MOST]
    last = due.Cursor(shown[-1].due_on, shown[-1].pk).code() if len(found) > MOST else ""
    context = {
        "filters": filters,
        "selected": [{"text": filters.says(name), "href": _url(_without(codes, name))} for name in codes],
        "groups": grouped(_lines(request, shown, known, urlencode(codes))),
        "later": _url(codes | {"after": last}) if last else "",
        "start": _url(codes) if cursor else "",
    }
    return render(request, "casework/due_list.html", context, status=422 if filters.errors else 200)


@form_page
def due_chase(request: Request, pk: UUID) -> HttpResponse:
    clock, file, place = _fetched(request, pk)
    now = timezone.now()
    today = timezone.localdate(now)
    initial = {"key": uuid4(), "on": today, "again_on": next_chase(calendar_of(file.school_id), today)}
    form = RecordChase(posted(request), initial=initial)

    def act(given: dict[str, Any]) -> object:
        return record_chase(file=file, by=request.user, at=now, clock=clock, rung=form.rung, pk=given["key"])

    then = reverse("casework:due_list")
    context: dict[str, Any] = {"file": file, "line": _line(request, clock, file, place)}
    return answer(request, "casework/due_chase.html", form, act, then=then, done="Chase recorded.", **context)


@form_page
def due_cover(request: Request, pk: UUID) -> HttpResponse:
    clock, file, place = _fetched(request, pk)
    people = people_to_cover(request.user, file, clock.subject, timezone.now())
    initial = {"key": uuid4(), "person": str(clock.covered_by_id or "")}
    form = NameCover(posted(request), people=people.values(), initial=initial)

    def act(given: dict[str, Any]) -> object:
        who: dict[str, Any] = {"by": request.user, "at": timezone.now(), "pk": given["key"]}
        return name_cover(file=file, clock=clock, person=people[given["person"]], phone=given["phone"], **who)

    then = reverse("casework:due_break" if request.GET.get("from") == "break" else "casework:due_list")
    context: dict[str, Any] = {"file": file, "line": _line(request, clock, file, place)}
    return answer(request, "casework/due_cover.html", form, act, then=then, done="Cover named.", **context)


@require_safe
def due_break(request: Request) -> HttpResponse:
    """What falls due while the school is closed, by child, and what is late already; made to be printed."""
    _refuse_others(request)
    found = break_ahead(request.user, request.school, timezone.now())
    gate.look(request.user, to=Can.LIST_DUE, verb="due.listed", query="break", shown=found.files.values())
    files = list(found.files.values())
    gate.unlock_shown(request.user, files, to=Can.READ_MEETINGS, verb="due.opened", sections=Section.PLAN)
    may_type = policy.can(request.user, Can.MANAGE_CALENDAR, request.school)
    return render(request, "casework/due_break.html", {"found": found, "may_type": may_type})


def _refuse_others(request: Request) -> None:
    if not policy.can(request.user, Can.LIST_DUE, request.school):
        gate.look(request.user, to=Can.LIST_DUE, verb="due.listed")  # refuses, and says so in the log


def _lines(request: Request, shown: list[Clock], known: dict[UUID, due.Place], query: str) -> list[Line]:
    wanted = {known[clock.subject].file_id for clock in shown}
    files = CaseFile.objects.select_related("child").in_bulk(wanted)
    gate.look(request.user, to=Can.LIST_DUE, verb="due.listed", query=query, shown=files.values())
    return lines(request.user, shown, known, files, timezone.now())


def _fetched(request: Request, pk: UUID) -> tuple[Clock, CaseFile, due.Place]:
    """The clock, its file and its place, through the file's own door. One she may not know of is not there."""
    known = due.within(request.user)
    clock = due.clocks_of(request.user, known).filter(pk=pk).first()
    file = gate.fetch(request.user, FILES, known[clock.subject].file_id if clock else pk, to=Can.AGREE_ACTION)
    if clock is None:
        raise gate.NotHere("No such clock.")
    return clock, file, known[clock.subject]


def _line(request: Request, clock: Clock, file: CaseFile, place: due.Place) -> Line:
    return lines(request.user, [clock], {clock.subject: place}, {file.pk: file}, timezone.now())[0]


def _without(codes: dict[str, str], name: str) -> dict[str, str]:
    return {other: codes[other] for other in codes if other != name}


def _url(codes: dict[str, str]) -> str:
    return f"?{urlencode(codes)}" if codes else "."
