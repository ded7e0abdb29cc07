"""My work: what must this person do today? Asked of the policy, so it suits whatever somebody is here as."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import gate, policy
from access.appointing import unseen_accounts
from access.middleware import Request
from access.models import User
from access.pages import page
from access.roles import FILE_KEEPERS, LEADS, SENIOR, Can, Role, Section
from access.rota import first_day, leads_today
from casework.forms.picking import PickChild
from casework.models import AgreedAction, CaseFile, Draft
from casework.queries.agreed import open_actions_of, overdue_actions
from casework.queries.concerns import UNDECIDED, own, queue, unseen_told_to, unsent, waiting
from casework.queries.due import near
from casework.queries.errands import errands_of
from casework.queries.reach import shared_with
from casework.queries.status import open_episodes
from casework.states import ConcernState
from casework.views.concerns import own_rows
from casework.views.header import tags
from casework.views.triage import queue_rows
from clocks.queries import terms_of
from jobs.queue import stuck
from people.models import Child

FEW = 10
FILES_OF = {
    Role.DESIGNATED_TEACHER: "Looked-after and previously looked-after children",
    Role.PASTORAL: "Files in your years",
}


@require_safe
def home(request: Request) -> HttpResponse:
    if not request.school:
        return render(request, "casework/home.html", {"starts": first_day(request.user, timezone.localdate())})
    return render(request, "casework/home.html", _work(request))


def _work(request: Request) -> dict[str, Any]:
    user, today = request.user, timezone.localdate()
    roles = policy.standing(user).roles
    work: dict[str, Any] = {"roles": roles, "is_lead": bool(roles & LEADS)}
    if policy.can(user, Can.SEE_TRIAGE, request.school):
        work |= _to_decide(user)
    if policy.can(user, Can.LOG_CONCERN, request.school):
        work |= _own(user)
    work |= _files(user) | {"shared": shared_with(user)}
    _look(user, work)
    work["drafts"] = _unfinished(user, work.get("drafts", []))
    work |= _actions(user, today, all_of_them="queue" in work) | _told(request)
    if policy.can(user, Can.LIST_DUE, request.school):
        work |= {"near": near(user, timezone.now()), "breaking_up": terms_of(request.school).breaking_up(today)}
    if roles & SENIOR:
        work["new_accounts"] = unseen_accounts(user, request.school, timezone.now())
    work["errands"] = errands_of(user)
    if Role.TECHNICAL in roles:
        work["stuck"] = stuck(timezone.now())
    return work


def _to_decide(user: User) -> dict[str, Any]:
    concerns = list(queue(user).select_related("child", "reporter", "told_in_person", "acknowledged_by"))
    waits = [concern for concern in concerns if concern.state in UNDECIDED]
    unseen = [concern for concern in waits if concern.urgent and concern.state == ConcernState.SUBMITTED]
    return {"queue": queue_rows(waits[:FEW]), "waits": len(waits), "unseen_urgent": len(unseen)}


def _own(user: User) -> dict[str, Any]:
    concerns = own(user).select_related("child", "acknowledged_by").prefetch_related("concernmoves__from_child")
    return {"may_log": True, "own": own_rows(user, list(concerns[:FEW])), "drafts": list(unsent(user))}


def _unfinished(user: User, drafts: list[Draft]) -> list[dict[str, Any]]:
    """For whom each was begun, once the entry has named them: never a word of it."""
    chosen = {draft.pk: _chosen(user, draft) for draft in drafts}
    children = Child.objects.filter(school=policy.standing(user).school).in_bulk([pk for pk in chosen.values() if pk])
    if children:
        gate.look(user, to=Can.FIND_CHILD, verb="children.picked", shown=children.values())
    return [{"draft": draft, "child": children.get(chosen[draft.pk])} for draft in drafts]


def _chosen(user: User, draft: Draft) -> UUID | None:
    gate.keep(user, draft)
    return PickChild(initial=_picker(draft), prefix="about").chosen


def _picker(draft: Draft) -> dict[str, str]:
    kept = draft.body.value
    return {name: next(iter(kept.get(f"about-{name}", [])), "") for name in ("child", "child_found")}


def _files(user: User) -> dict[str, Any]:
    """The files that are somebody's daily work by year or by care; a lead has the queue instead."""
    roles = policy.standing(user).roles
    title = next((words for role, words in FILES_OF.items() if role in roles), "")
    if not title or not roles & FILE_KEEPERS:
        return {}
    files = page(user, CaseFile, size=FEW, related="child").records
    statuses = open_episodes(user, files)
    rows = [{"file": file, "tags": tags(file, statuses.get(file.pk, []))} for file in files]
    return {"files_title": title, "files": files, "file_rows": rows}


def _look(user: User, work: dict[str, Any]) -> None:
    """One entry for every name that this page shows."""
    rows = [*work.get("queue", []), *work.get("own", [])]
    shared = [share.file for share in work["shared"]]
    shown = [row["concern"] for row in rows] + [*work.get("files", []), *shared, *work.get("drafts", [])]
    if "may_log" in work or shared:
        to = Can.LOG_CONCERN if "may_log" in work else Can.LIST_FILES
        gate.look(user, to=to, verb="home.opened", shown=shown)


def _actions(user: User, today: date, *, all_of_them: bool) -> dict[str, Any]:
    """One's own, soonest first; for whoever decides, also what anybody has let slip."""
    mine = list(open_actions_of(user)[:FEW])
    slipped = [one for one in mine if one.due_on < today and not one.clock_id]
    late = list(overdue_actions(user, today)) if all_of_them else slipped
    shown: dict[Any, AgreedAction] = {one.pk: one for one in (*late[:FEW], *mine)}
    files = {one.file_id: one.file for one in shown.values()}
    gate.unlock_shown(user, list(files.values()), to=Can.READ_FILE, verb="actions.listed", sections=Section.PLAN)
    return {"actions": list(shown.values()), "overdue": len(late), "today": today}


def _told(request: Request) -> dict[str, Any]:
    """For the head: what nobody on the safeguarding team has looked at yet. How many and how long, nothing else."""
    now = timezone.now()
    since = unseen_told_to(request.user, now).order_by("written_at").values_list("written_at", flat=True)
    if not since:
        return {}
    leads = leads_today(request.school, timezone.localdate())
    return {"unseen": len(since), "unseen_for": waiting(since[0], now), "leads": leads}
