"""The queue of what waits for a decision, and the page on which a lead decides."""

from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access import gate, policy
from access.middleware import Request
from access.roles import Can
from casework.actions.moving import move_concern
from casework.actions.problem import Problem, Stale
from casework.actions.triage import KeptOut, Verdict, acknowledge_concern, close_concern, decide_concern, give_feedback
from casework.forms.triage import DecideConcern, MoveConcern, TellReporter
from casework.models import CaseFile, Concern
from casework.queries.concerns import about_child, likely_duplicates, neighbours, queue, to_decide, waiting
from casework.queries.glance import around, glance
from casework.queries.reach import kept_from, to_ask_about
from casework.states import ConcernState, Decision, WrongState
from casework.views.picking import settle
from casework.views.reading import read_account
from people.models import Child

_READ = Concern.objects.select_related(
    "school", "child", "reporter", "acknowledged_by", "told_in_person", "file"
).prefetch_related("concernmoves__from_child")
RECENT = 5
CHANGED = "Somebody else has just changed this concern, or it is closed. Read it again, then decide."
JOINING = {Decision.LINK.value, Decision.OPEN_FILE.value}
"""The decisions that put a concern on the child’s file, whether or not there is one yet."""


@require_safe
def triage_queue(request: Request) -> HttpResponse:
    concerns = list(queue(request.user).select_related("child", "reporter", "told_in_person", "acknowledged_by"))
    gate.look(request.user, to=Can.SEE_TRIAGE, verb="triage.listed", shown=concerns)
    rows = queue_rows(concerns)
    undecided = [row for row in rows if not row["concern"].decided]
    decided = [row for row in rows if row["concern"].decided]
    return render(request, "casework/triage_queue.html", {"undecided": undecided, "decided": decided})


@require_http_methods(["GET", "HEAD", "POST"])
def concern_triage(request: Request, pk: UUID) -> HttpResponse:
    concern = gate.fetch(request.user, _READ, pk, to=Can.TRIAGE_CONCERN, showing=lambda concern, _: around(concern))
    decisions = _decisions(request, concern)
    initial = {"version": concern.version, "key": uuid4()}
    kept = to_ask_about(concern)
    form = DecideConcern(_typed(request, decisions), decisions=decisions, kept=kept, initial=initial)
    if form.is_bound:
        done = _is_current(request, concern, form) and form.is_valid() and _decide(request, concern, form)
        if done:
            messages.success(request, "Decision saved.")
            return redirect("casework:concern_triage", pk)
    return _show(request, concern, form)


@require_POST
def concern_acknowledge(request: Request, pk: UUID) -> HttpResponse:
    concern = gate.fetch(request.user, Concern, pk, to=Can.TRIAGE_CONCERN)
    acknowledge_concern(concern=concern, by=request.user, at=timezone.now())
    return redirect("casework:concern_triage", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def concern_feedback(request: Request, pk: UUID) -> HttpResponse:
    concern = gate.fetch(request.user, _READ, pk, to=Can.TRIAGE_CONCERN)
    form = TellReporter(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _tell(request, concern, form):
        return redirect("casework:concern_triage", pk)
    context = {"concern": concern, "form": form}
    return render(request, "casework/concern_feedback.html", context, status=422 if form.errors else 200)


@require_POST
def concern_close(request: Request, pk: UUID) -> HttpResponse:
    concern = gate.fetch(request.user, Concern, pk, to=Can.TRIAGE_CONCERN)
    if concern.state == ConcernState.FEEDBACK_GIVEN:
        with suppress(WrongState):  # somebody closed or reopened it a moment ago: the page shows how it stands
            close_concern(concern=concern, by=request.user, at=timezone.now())
    return redirect("casework:concern_triage", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def concern_move(request: Request, pk: UUID) -> HttpResponse:
    concern = gate.fetch(request.user, _READ, pk, to=Can.MOVE_CONCERN)
    sent = request.method == "POST" and request.POST.get("do") != "find"
    form = MoveConcern(request.POST) if sent else MoveConcern(initial=request.POST.dict())
    settle(request, [form], search=True)
    if sent and form.is_valid() and _move(request, concern, form):
        messages.success(request, "Moved. The first child’s record keeps a note that something was moved.")
        return redirect("casework:triage_queue")  # the concern may be for others to see from now on
    context = {"concern": concern, "form": form}
    return render(request, "casework/concern_move.html", context, status=422 if form.errors else 200)


def queue_rows(concerns: list[Concern]) -> list[dict[str, Any]]:
    """The queue for a page: who, of what kind, how long it has waited, who knows."""
    now = timezone.now()
    return [{"concern": concern, "waiting": waiting(concern.written_at, now)} for concern in concerns]


def _show(request: Request, concern: Concern, form: DecideConcern) -> HttpResponse:
    """The reporter's words on the left, the decision on the right; a bad answer keeps both.

    What is known of the child is shown until it is decided on: after that, a file that was opened, or was there and
    hidden, would tell the two apart here.
    """
    user, child = request.user, concern.child
    decided = concern.triages.exists()
    before, after = neighbours(user, concern)
    context = {
        "glance": glance(user, concern, child, on=timezone.localdate()) if child and not decided else None,
        "next": to_decide(user).exclude(pk=concern.pk).values_list("pk", flat=True).first(),
        "concern": concern,
        "form": form,
        "waiting": waiting(concern.written_at, timezone.now()),
        "duplicates": likely_duplicates(user, concern).select_related("reporter"),
        "recent": about_child(user, child, but=concern).select_related("reporter")[:RECENT] if child else [],
        "may_move": policy.can(user, Can.MOVE_CONCERN, concern),
        "may_wall": policy.can(user, Can.RAISE_WALL, concern),
        "kept": kept_from(concern),
        "before": before,
        "after": after,
        **read_account(concern, policy.clearance(user, Concern, concern.pk)),
    }
    return render(request, "casework/concern_triage.html", context, status=422 if form.errors else 200)


def _decisions(request: Request, concern: Concern) -> list[str]:
    """What this person may decide: without a named child, or without a right to a file, what needs none."""
    if concern.child is None or not policy.can(request.user, Can.OPEN_FILE, request.school):
        return [Decision.NO_ACTION]
    known = bool(concern.file_id) or policy.visible(request.user, CaseFile.objects.filter(child=concern.child)).exists()
    unfit = Decision.OPEN_FILE if known else Decision.LINK
    return [code for code in Decision.values if code != unfit]


def _typed(request: Request, decisions: list[str]) -> QueryDict | None:
    """What was sent. Was the file opened while this page stood open? Then the concern joins it, which is the same."""
    if request.method != "POST":
        return None
    typed = request.POST.copy()
    if typed.get("decision") in JOINING and typed["decision"] not in decisions and JOINING & set(decisions):
        typed["decision"] = next(iter(JOINING & set(decisions)))
    return typed


def _is_current(request: Request, concern: Concern, form: DecideConcern) -> bool:
    """Whether the concern still stands as this page showed it. If not, the form says who was faster, and keeps all."""
    key = form["key"].value()
    if str(form["version"].value()) == str(concern.version) or _is_made(request, concern, key):
        return True
    form.add_error(None, _meanwhile(request, concern))
    form.data["version"] = str(concern.version)  # type: ignore[index]
    return False


def _is_made(request: Request, concern: Concern, key: object) -> bool:
    """The second press of the same button."""
    with suppress(ValueError):
        return concern.triages.filter(pk=UUID(str(key)), decided_by=request.user).exists()
    return False


def _meanwhile(request: Request, concern: Concern) -> str:
    """Who was faster, with what, and when."""
    last = concern.triages.select_related("decided_by").order_by("-decided_at", "pk").first()
    if last is None:
        return CHANGED
    who = "You" if last.decided_by == request.user else last.decided_by.name
    at = timezone.localtime(last.decided_at)
    return (
        f"{who} decided on this concern while your page was open: “{last.get_decision_display()}”, "
        f"on {at:%-d %B %Y} at {at:%H:%M}. Your answers are kept, and nothing of them is saved yet"
    )


def _decide(request: Request, concern: Concern, form: DecideConcern) -> bool:
    """Whether it was done; if not, the form says what to put right."""
    given = form.cleaned_data
    verdict = Verdict(
        decision=given["decision"],
        category=given["category"],
        rationale=given["rationale"],
        parents_told=given["parents_told"] == "YES",
        not_told_because=given["not_told_because"],
        parents_note=given["parents_note"],
        review_on=given["review_on"],
        said=given["said"],
        said_words=given["said_words"],
        close=given["close"],
        key=given["key"],
        kept={pk: KeptOut(*answer) for pk, answer in form.answers.items()},
    )
    try:
        decide_concern(concern=concern, by=request.user, verdict=verdict, version=given["version"], at=timezone.now())
    except Problem as problem:
        problem.tell(form)
        return False
    except WrongState:
        form.add_error(None, CHANGED)
        return False
    except Stale:
        concern.refresh_from_db(fields=["version", "state"])
        return _is_current(request, concern, form)
    return True


def _tell(request: Request, concern: Concern, form: TellReporter) -> bool:
    given = form.cleaned_data
    if concern.state != ConcernState.TRIAGED:
        form.add_error(None, "Decide first, then tell whoever reported it.")
        return False
    said, words = given["said"], given["said_words"]
    try:
        give_feedback(concern=concern, by=request.user, said=said, words=words, close=given["close"], at=timezone.now())
    except WrongState:
        form.add_error(None, CHANGED)
        return False
    return True


def _move(request: Request, concern: Concern, form: MoveConcern) -> bool:
    if form.picked is None:
        return False
    to_child = Child.objects.get(pk=form.picked.id)
    try:
        move_concern(
            concern=concern, by=request.user, to_child=to_child, reason=form.cleaned_data["reason"], at=timezone.now()
        )
    except Problem as problem:
        problem.tell(form)
        return False
    return True
