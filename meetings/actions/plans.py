"""A plan is written, superseded by its next version, worked on step by step, and looked at in each meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from access import gate, reach
from access.models import User
from access.roles import Audience, Can, Section
from casework.actions.agreed import agree_action
from casework.actions.problem import Problem, renew
from casework.models import CaseFile
from meetings.actions.arranging import refuse_above
from meetings.actions.drafts import forget
from meetings.actions.early_help import STOPPED
from meetings.models import Assessment, Meeting, Outcome, OutcomeProgress, Plan, PlanVersion, Step
from meetings.states import AssessmentState, PlanState

AUDIENCES = {Plan.Kind.EARLY_HELP: Audience.PASTORAL}
"""Who a plan is for; any other is for the safeguarding audience."""


@dataclass(frozen=True)
class Wanted:
    """An outcome as it is written. `before` is the same one in the last version: its open steps go on."""

    words: str
    worry: str = ""
    measure: str = ""
    before: Outcome | None = None


@dataclass(frozen=True)
class Written:
    """What a version of a plan says."""

    outcomes: Sequence[Wanted]
    contingency: str = ""
    because: str = ""
    meeting: Meeting | None = None


@gate.action(Can.KEEP_PLAN, records="plan.started")
def start_plan(
    *,
    file: CaseFile,
    by: User,
    at: datetime,
    kind: str,
    started_on: date,
    lead_practitioner: str,
    written: Written,
    pk: UUID | None = None,
) -> Plan:
    """One of a kind at a time. An early help plan comes of an assessment, with the family's agreement."""
    if pk and (again := Plan.objects.filter(pk=pk, file=file, author=by).first()):
        return again
    audience = AUDIENCES.get(Plan.Kind(kind), Audience.SAFEGUARDING)
    refuse_above(by, file, audience, Section.PLAN)
    if Plan.objects.filter(file=file, kind=kind).exclude(state=PlanState.ENDED).exists():
        raise Problem("There is such a plan already: write its next version", field="kind")
    plan = Plan(
        pk=pk or uuid4(),
        school_id=file.school_id,
        file=file,
        audience=audience,
        section=int(Section.PLAN),
        author=by,
        recorded_at=at,
        kind=kind,
        started_on=started_on,
        assessment=_assessment(file) if kind == Plan.Kind.EARLY_HELP else None,
    )
    plan.lead_practitioner = lead_practitioner
    plan.save(force_insert=True)
    _write(plan, 1, by, at, written)
    forget(by, "plan", file.pk)
    return plan


@gate.action(Can.KEEP_PLAN, records="plan.superseded")
def supersede_plan(*, plan: Plan, by: User, at: datetime, version: int, written: Written) -> Plan:
    """The next version. The one before stays as it was, with what came of it."""
    current = _running(renew(plan, version))
    current.save()
    _write(current, current.now.number + 1, by, at, written)
    forget(by, "next", current.pk)
    return current


@gate.action(Can.KEEP_PLAN, records="plan.step_agreed")
def add_step(
    *,
    outcome: Outcome,
    by: User,
    at: datetime,
    words: str,
    due_on: date,
    owner: User | None = None,
    who: str = "",
    pk: UUID | None = None,
) -> Step:
    """By somebody in school it is an agreed action, on their own list; by anybody else it stands in words."""
    if pk and (again := Step.objects.filter(pk=pk, outcome=outcome, author=by).first()):
        return again
    plan = outcome.plan_version.plan
    _running(plan)
    _refuse_superseded(outcome)
    if owner is None and not who.strip():
        raise Problem("Choose who does it, or write who", field="owner")
    action = None
    if owner is not None:
        audience = Audience(outcome.audience)
        action = agree_action(file=plan.file, by=by, at=at, words=words, owner=owner, due_on=due_on, audience=audience)
    made = Step(pk=pk or uuid4(), **_beside(outcome, by, at), outcome=outcome, action=action, due_on=due_on)
    made.words, made.who = ("", "") if action else (words, who)
    made.save(force_insert=True)
    _touch(plan, at)
    return made


@gate.action(Can.KEEP_PLAN, records="plan.step_noted")
def note_step(*, step: Step, by: User, at: datetime, version: int, progress: str, note: str = "") -> Step:
    """How far a step is. One that is an agreed action is done when its owner says so, with what shows it."""
    current = renew(step, version)
    _refuse_stopped(current.outcome.plan_version.plan)
    if current.action is not None and progress == Step.Progress.DONE and current.action.done_at is None:
        raise Problem("Mark the agreed action as done, with what shows it", field="progress")
    current.progress, current.note = Step.Progress(progress).value, note
    current.save()
    _touch(current.outcome.plan_version.plan, at)
    return current


@gate.action(Can.KEEP_PLAN, records="plan.progress")
def note_progress(*, plan: Plan, by: User, at: datetime, meeting: Meeting, told: Mapping[int, tuple[str, str]]) -> Plan:
    """How each outcome stood at this meeting, by its number: better, the same or worse, and what shows it.

    Said again about the same meeting, it takes the place of what was said.
    """
    _refuse_stopped(Plan.objects.select_for_update().get(pk=plan.pk))
    if meeting.file_id != plan.file_id:
        raise Problem("The meeting is about another child")
    outcomes = {one.number: one for one in plan.now.outcomes.all()}
    for number, (direction, evidence) in told.items():
        if not evidence.strip():
            raise Problem("Say what shows it", field=f"outcome{number}-evidence")
        outcome = outcomes[number]
        noted = OutcomeProgress.objects.filter(outcome=outcome, meeting=meeting).first()
        noted = noted or OutcomeProgress(**_beside(outcome, by, at), outcome=outcome, meeting=meeting)
        noted.direction, noted.evidence = OutcomeProgress.Direction(direction).value, evidence
        noted.save()
    _touch(plan, at)
    return plan


@gate.action(Can.KEEP_PLAN, records="plan.ended", reason="because")
def end_plan(*, plan: Plan, by: User, at: datetime, version: int, ended_on: date, because: str) -> Plan:
    current = renew(plan, version)
    if current.state == PlanState.ENDED:
        raise Problem("This plan has ended already")
    if current.state == PlanState.STOPPED:
        raise Problem(STOPPED)
    if not because.strip():
        raise Problem("Say why it ended", field="because")
    if not current.started_on <= ended_on <= timezone.localdate(at):
        raise Problem("Choose a day from the start until today", field="ended_on")
    current.state, current.ended_on, current.ended_because = PlanState.ENDED, ended_on, because
    current.save()
    _touch(current, at)
    return current


def _write(plan: Plan, number: int, by: User, at: datetime, written: Written) -> PlanVersion:
    if not any(one.words.strip() for one in written.outcomes):
        raise Problem("Write at least one outcome", field="outcome1-words")
    if not written.contingency.strip():
        raise Problem("Say what is done if the plan does not work", field="contingency")
    made = PlanVersion(
        **_beside(plan, by, at), plan=plan, number=number, meeting=written.meeting, agreed_on=timezone.localdate(at)
    )
    made.contingency, made.because = written.contingency, written.because
    made.save(force_insert=True)
    kept = [one for one in written.outcomes if one.words.strip()]
    for place, wanted in enumerate(kept, start=1):
        _want(made, place, by, at, wanted)
    _touch(plan, at)
    return made


def _want(version: PlanVersion, number: int, by: User, at: datetime, wanted: Wanted) -> None:
    outcome = Outcome(**_beside(version, by, at), plan_version=version, number=number, before=wanted.before)
    outcome.words, outcome.worry, outcome.measure = wanted.words, wanted.worry, wanted.measure
    outcome.save(force_insert=True)
    for step in wanted.before.steps.select_related("action") if wanted.before else ():
        if not is_done(step):
            _go_on(step, outcome, by, at)


def _go_on(step: Step, outcome: Outcome, by: User, at: datetime) -> None:
    again = Step(**_beside(outcome, by, at), outcome=outcome, action=step.action, due_on=step.due_on)
    again.progress = step.progress
    again.words, again.who, again.note = step.words.text, step.who.text, step.note.text
    again.save(force_insert=True)


def is_done(step: Step) -> bool:
    return step.action.done_at is not None if step.action else step.progress == Step.Progress.DONE


def _assessment(file: CaseFile) -> Assessment:
    found = Assessment.objects.filter(file=file).exclude(state=AssessmentState.CLOSED).first()
    if found is None:
        raise Problem("An early help plan comes of an assessment: start that first", field="kind")
    if found.agreement.awaits_decision:
        raise Problem(STOPPED, field="kind")
    return found


def _running(plan: Plan) -> Plan:
    _refuse_stopped(plan)
    if plan.state == PlanState.ENDED:
        raise Problem("This plan has ended")
    return plan


def _refuse_stopped(plan: Plan) -> None:
    if plan.state == PlanState.STOPPED:
        raise Problem(STOPPED)


def _refuse_superseded(outcome: Outcome) -> None:
    if outcome.plan_version.number != outcome.plan_version.plan.now.number:
        raise Problem("There is a newer version of this plan: add the step there")


def _beside(record: Any, by: User, at: datetime) -> dict[str, Any]:
    """On the same file, for the same audience."""
    place = ("school_id", "file_id", "audience", "section")
    return {name: getattr(record, name) for name in place} | {"author": by, "recorded_at": at}


def _touch(plan: Plan, at: datetime) -> None:
    reach.touch(plan.file, Audience(plan.audience), at=at, section=Section.PLAN)
