"""The pages of a plan: written, read with its versions, worked on step by step, looked at in a meeting, ended."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import gate, policy
from access.middleware import Request
from access.models import User
from access.roles import Audience, Can, Section
from casework.models import CaseFile
from casework.views.answering import answer, form_page, posted
from meetings.actions import plans as actions
from meetings.actions.early_help import STOPPED
from meetings.forms.plans import AddStep, EndPlan, NextVersion, NoteProgress, NoteStep, StartPlan
from meetings.models import Meeting, Outcome, Plan, Step
from meetings.queries.inviting import colleagues
from meetings.queries.plans import outcomes_of, plan_for, said_at, step_now
from meetings.sheets import SHEETS
from meetings.views.drafts import restore
from meetings.views.meetings import FILES, MEETINGS

PLANS = Plan.objects.select_related("file__child", "school", "assessment")
OUTCOMES = Outcome.objects.select_related("file__child", "plan_version__plan__file")
STEPS = Step.objects.select_related("file__child", "action__owner", "outcome__plan_version__plan__file")


@form_page
def plan_create(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.KEEP_PLAN)
    meeting = _meeting(request, file)
    initial = {"key": uuid4(), "started_on": timezone.localdate()} | (_agreed_in(meeting) if meeting else {})
    form = StartPlan(posted(request), kinds=_kinds(request.user, file), initial=initial)

    def act(given: dict[str, Any]) -> object:
        return actions.start_plan(
            file=file,
            by=request.user,
            at=timezone.now(),
            kind=given["kind"],
            started_on=given["started_on"],
            lead_practitioner=given["lead_practitioner"],
            written=form.written(meeting),
            pk=given["key"],
        )

    def then() -> str:
        return reverse("meetings:plan_read", args=[form.cleaned_data["key"]])

    told: dict[str, Any] = {"file": file, "drafts": restore(request, form, "plan", file)}
    return answer(request, "meetings/plan_create.html", form, act, then=then, done="Plan written.", **told)


@require_safe
def plan_read(request: Request, pk: UUID) -> HttpResponse:
    plan = gate.fetch(request.user, PLANS, pk, to=Can.READ_MEETINGS)
    return render(request, "meetings/plan_read.html", _page(request, plan, plan.now.number))


@require_safe
def plan_version(request: Request, pk: UUID, number: int) -> HttpResponse:
    """What the plan said in an earlier version."""
    plan = gate.fetch(request.user, PLANS, pk, to=Can.READ_MEETINGS)
    if not plan.versions.filter(number=number).exists():
        raise gate.NotHere("No such version.")
    return render(request, "meetings/plan_read.html", _page(request, plan, number))


@form_page
def plan_supersede(request: Request, pk: UUID) -> HttpResponse:
    plan = gate.fetch(request.user, PLANS, pk, to=Can.KEEP_PLAN)
    meeting = _meeting(request, plan.file)
    form = NextVersion(
        posted(request),
        outcomes=list(plan.now.outcomes.order_by("number")),
        contingency=plan.now.contingency.text,
        initial={"version": plan.version},
    )

    def act(given: dict[str, Any]) -> object:
        return actions.supersede_plan(
            plan=plan,
            by=request.user,
            at=timezone.now(),
            version=given["version"],
            written=form.written(meeting),
        )

    kept = restore(request, form, "next", plan)
    return _answer(request, "meetings/plan_supersede.html", form, act, plan, "Next version written.", drafts=kept)


@form_page
def plan_end(request: Request, pk: UUID) -> HttpResponse:
    plan = gate.fetch(request.user, PLANS, pk, to=Can.KEEP_PLAN)

    def act(given: dict[str, Any]) -> object:
        return actions.end_plan(plan=plan, by=request.user, at=timezone.now(), **given)

    form = EndPlan(posted(request), initial={"version": plan.version, "ended_on": timezone.localdate()})
    return _answer(request, "meetings/plan_end.html", form, act, plan, "Plan ended.")


@form_page
def step_create(request: Request, pk: UUID) -> HttpResponse:
    outcome = gate.fetch(request.user, OUTCOMES, pk, to=Can.KEEP_PLAN)
    readers = colleagues(request.user, outcome.file, timezone.now(), Section.PLAN, Audience(outcome.audience))
    owners = {str(one.pk): one for one in readers}
    form = AddStep(posted(request), owners=owners.values(), initial={"key": uuid4()})

    def act(given: dict[str, Any]) -> object:
        return actions.add_step(
            outcome=outcome,
            by=request.user,
            at=timezone.now(),
            words=given["words"],
            due_on=given["due_on"],
            owner=owners.get(given["owner"]),
            who=given["who"],
            pk=given["key"],
        )

    plan = outcome.plan_version.plan
    return _answer(request, "meetings/step_create.html", form, act, plan, "Step agreed.", outcome=outcome)


@form_page
def step_note(request: Request, pk: UUID) -> HttpResponse:
    step = gate.fetch(request.user, STEPS, pk, to=Can.KEEP_PLAN)
    first = {"version": step.version, "progress": step.progress, "note": step.note.text}
    form = NoteStep(posted(request), initial=first)

    def act(given: dict[str, Any]) -> object:
        return actions.note_step(step=step, by=request.user, at=timezone.now(), **given)

    plan, now = step.outcome.plan_version.plan, step_now(step, timezone.localdate())
    return _answer(request, "meetings/step_note.html", form, act, plan, "Saved.", now=_noted, step=now)


@form_page
def plan_progress(request: Request, pk: UUID) -> HttpResponse:
    """How each outcome of the plan went, asked in a meeting that works on it."""
    meeting = gate.fetch(request.user, MEETINGS, pk, to=Can.HOLD_MEETING)
    plan = plan_for(meeting.file, meeting.kind) if SHEETS[meeting.kind].works_plan else None
    if plan is None or not policy.can(request.user, Can.KEEP_PLAN, plan):
        return redirect("meetings:meeting_read", meeting.pk)
    outcomes = outcomes_of(plan.now, timezone.localdate())
    form = NoteProgress(posted(request), outcomes=[one.outcome for one in outcomes], said=said_at(meeting))

    def act(given: dict[str, Any]) -> object:
        return actions.note_progress(plan=plan, by=request.user, at=timezone.now(), meeting=meeting, told=form.told)

    then = reverse("meetings:meeting_read", args=[meeting.pk])
    context: dict[str, Any] = {"file": meeting.file, "meeting": meeting, "plan": plan}
    context["rows"] = [(one, form.of(one.outcome.number)) for one in outcomes]
    return answer(request, "meetings/plan_progress.html", form, act, then=then, done="Progress recorded.", **context)


def _page(request: Request, plan: Plan, number: int) -> dict[str, Any]:
    version = plan.versions.select_related("author", "meeting").get(number=number)
    may = policy.can(request.user, Can.KEEP_PLAN, plan)
    newest = number == plan.now.number
    return {
        "file": plan.file,
        "plan": plan,
        "plan_version": version,
        "newest": newest,
        "versions": plan.versions.select_related("author").order_by("-number"),
        "outcomes": outcomes_of(version, timezone.localdate()),
        "may_keep": may and newest and plan.state == "RUNNING",
        "stopped": STOPPED if plan.state == "STOPPED" else "",
    }


def _kinds(user: User, file: CaseFile) -> list[Plan.Kind]:
    opened = policy.clearance(user, CaseFile, file.pk)
    audiences = {kind: actions.AUDIENCES.get(kind, Audience.SAFEGUARDING) for kind in Plan.Kind}
    return [kind for kind, audience in audiences.items() if opened.covers(audience, int(Section.PLAN))]


def _meeting(request: Request, file: CaseFile) -> Meeting | None:
    """The meeting in which it was agreed, if the address names one that this person may read."""
    try:
        pk = UUID(request.GET.get("meeting", ""))
    except ValueError:
        return None
    held = Meeting.objects.filter(file=file, held_on__isnull=False, pk=pk)
    return policy.visible(request.user, held).first()


def _agreed_in(meeting: Meeting) -> dict[str, Any]:
    decided = SHEETS[meeting.kind].decision(meeting.decision)
    return {"started_on": meeting.held_on, "kind": decided.level if decided and decided.plan else ""}


def _answer(request: Request, template: str, form: Any, act: Any, plan: Plan, done: str, **more: Any) -> HttpResponse:
    then = reverse("meetings:plan_read", args=[plan.pk])
    context: dict[str, Any] = {"file": plan.file, "plan": plan} | more
    return answer(request, template, form, act, then=then, done=done, **context)


def _noted(step: Step) -> dict[str, Any]:
    return {"progress": step.progress, "note": step.note.text}
