"""A family agrees, to sharing with whom; an assessment is written, authorised and closed; a family withdraws."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from access import gate, policy, reach
from access.models import User
from access.roles import Audience, Can, Section
from casework.actions.files import end_episode, start_episode
from casework.actions.problem import Problem, renew
from casework.models import CaseFile, StatusEpisode
from casework.states import step
from clocks.actions.running import Trigger, start_clock
from meetings.actions import timing
from meetings.actions.drafts import forget
from meetings.models import Assessment, FamilyAgreement, Plan
from meetings.sheets.early_help import ASSESSMENT
from meetings.states import NEXT_ASSESSMENT, AssessmentState, PlanState

CLOCKS = ("C09", "C10", "C11.1", "C11.2")
GOES_ON = (FamilyAgreement.Risk.CARRY_ON, FamilyAgreement.Risk.AGREED_AGAIN)
STOPPED = "The family withdrew: a safeguarding lead decides about the risk first"


@dataclass(frozen=True)
class Agreed:
    """What the family said. `scope` and `excluded` are ids of agencies."""

    who: str
    agreed_on: date
    given: bool = True
    holds_responsibility: bool = True
    signed: bool = False
    scope: Collection[str] = ()
    excluded: Collection[str] = ()
    note: str = ""


@dataclass(frozen=True)
class Ending:
    """How an assessment ended, and how far the family came."""

    exit: str
    closed_on: date
    scale_at_end: int | None = None
    distance: str = ""
    family_feedback: str = ""
    contingency: str = ""


@gate.action(Can.ASSESS, records="agreement.recorded")
def record_agreement(
    *, file: CaseFile, by: User, at: datetime, agreed: Agreed, pk: UUID | None = None
) -> FamilyAgreement:
    """Given or refused, it is written down. A new one takes the place of the last, which stays."""
    if pk and (again := FamilyAgreement.objects.filter(pk=pk, file=file, author=by).first()):
        return again
    _refuse_to_come(agreed.agreed_on, at, "agreed_on")
    both = set(agreed.scope) & set(agreed.excluded)
    if both:
        raise Problem("An agency is either agreed to or excluded, not both", field="excluded")
    agreement = FamilyAgreement(
        **_on(file, by, at, pk),
        given=agreed.given,
        holds_responsibility=agreed.holds_responsibility,
        agreed_on=agreed.agreed_on,
        signed=agreed.signed,
        scope=sorted(agreed.scope),
        excluded=sorted(agreed.excluded),
    )
    agreement.who, agreement.note = agreed.who, agreed.note
    agreement.save(force_insert=True)
    _touch(agreement, at)
    return agreement


@gate.action(Can.ASSESS, records="agreement.withdrawn")
def withdraw_agreement(
    *, agreement: FamilyAgreement, by: User, at: datetime, version: int, withdrawn_on: date, because: str
) -> FamilyAgreement:
    """The early help plan stops at once, and stands until a lead has decided about the risk."""
    current = renew(agreement, version)
    if current.withdrawn_on or not current.given:
        raise Problem("This agreement is not in force")
    if not current.agreed_on <= withdrawn_on <= timezone.localdate(at):
        raise Problem("Choose a day from the agreement until today", field="withdrawn_on")
    current.withdrawn_on, current.withdrawn_because = withdrawn_on, because
    current.save()
    for plan in _plans(current.file).filter(state=PlanState.RUNNING):
        plan.state = PlanState.STOPPED
        plan.version += 1
        plan.save()
    _touch(current, at)
    return current


@gate.action(Can.DECIDE_RISK, records="agreement.risk_decided")
def decide_risk(
    *, agreement: FamilyAgreement, by: User, at: datetime, version: int, risk: str, words: str
) -> FamilyAgreement:
    """What is done about the risk now that the family does not agree: the plan goes on in school, or ends."""
    current = renew(agreement, version)
    if not current.awaits_decision:
        raise Problem("There is nothing to decide: the agreement stands, or it was decided already")
    if not words.strip():
        raise Problem("Say what the risk is, and why this is decided", field="words")
    current.risk, current.risk_words = FamilyAgreement.Risk(risk).value, words
    current.risk_decided_by, current.risk_decided_at = by, at
    current.save()
    for plan in _plans(current.file).filter(state=PlanState.STOPPED):
        _go_on_or_end(plan, risk in GOES_ON, current.get_risk_display(), at)
    _touch(current, at)
    return current


@gate.action(Can.ASSESS, records="assessment.started")
def start_assessment(
    *,
    file: CaseFile,
    by: User,
    at: datetime,
    agreement: FamilyAgreement,
    started_on: date,
    lead_practitioner: str,
    reference: str = "",
    pk: UUID | None = None,
) -> Assessment:
    """With the family's agreement and a lead practitioner. The review is counted from the day of the agreement."""
    if pk and (again := Assessment.objects.filter(pk=pk, file=file, author=by).first()):
        return again
    _refuse_to_come(started_on, at, "started_on")
    if agreement.file_id != file.pk or not agreement.given or agreement.withdrawn_on:
        raise Problem("The family’s agreement comes first: record it, then start the assessment")
    if Assessment.objects.filter(file=file).exclude(state=AssessmentState.CLOSED).exists():
        raise Problem("An assessment is open already: close it before you start another")
    assessment = Assessment(**_on(file, by, at, pk), agreement=agreement, started_on=started_on)
    assessment.lead_practitioner, assessment.reference = lead_practitioner, reference
    assessment.save(force_insert=True)
    for code, on in (("C09", started_on), ("C10", started_on), ("C11.1", agreement.agreed_on)):
        start_clock(school=file.school, by=by, subject=assessment.pk, code=code, trigger=Trigger(on), at=at)
    _touch(assessment, at)
    return assessment


@gate.action(Can.ASSESS, records="assessment.saved")
def save_assessment(
    *, assessment: Assessment, by: User, at: datetime, version: int, answers: Mapping[str, Any]
) -> Assessment:
    """What is written so far: nothing is asked for yet."""
    current = renew(assessment, version)
    if current.state != AssessmentState.STARTED:
        raise Problem("This assessment is complete: what it says stands")
    current.answers = dict(answers)
    current.save()
    forget(by, "assessment", current.pk)
    return current


@gate.action(Can.ASSESS, records="assessment.completed")
def complete_assessment(
    *, assessment: Assessment, by: User, at: datetime, version: int, answers: Mapping[str, Any]
) -> Assessment:
    current = renew(assessment, version)
    current.state = _next(current, AssessmentState.COMPLETED)
    for code, words in ASSESSMENT.unanswered(answers).items():
        raise Problem(words, field=f"sheet_{code}")
    current.answers, current.completed_on = dict(answers), timezone.localdate(at)
    current.scale, current.level = int(answers["scale"]), answers["level"]
    current.save()
    forget(by, "assessment", current.pk)
    timing.meet(current.file, ["C09"], current.completed_on, by, at)
    _touch(current, at)
    return current


@gate.action(Can.DECIDE_RISK, records="assessment.authorised")
def authorise_assessment(*, assessment: Assessment, by: User, at: datetime, version: int) -> Assessment:
    """A lead has read it: the child is in early help from the day of the agreement's assessment on."""
    current = renew(assessment, version)
    current.state = _next(current, AssessmentState.AUTHORISED)
    if current.agreement.awaits_decision:
        raise Problem(STOPPED)
    current.authorised_by, current.authorised_on = by, timezone.localdate(at)
    current.save()
    if _episode(current.file) is None:
        start_episode(
            file=current.file,
            by=by,
            at=at,
            kind=StatusEpisode.Kind.EARLY_HELP,
            started_on=current.started_on,
            basis="Early help assessment, with the family’s agreement",
        )
    _touch(current, at)
    return current


@gate.action(Can.ASSESS, records="assessment.closed")
def close_assessment(*, assessment: Assessment, by: User, at: datetime, version: int, ending: Ending) -> Assessment:
    """With how it ended, how far the family came, what they say, and what is done if it happens again."""
    current = renew(assessment, version)
    authorised = current.state == AssessmentState.AUTHORISED
    current.state = _next(current, AssessmentState.CLOSED)
    if authorised and not policy.can(by, Can.DECIDE_RISK, current.file):
        raise Problem("A safeguarding lead closes an assessment that was authorised")
    _refuse_unfinished(current, ending, at)
    current.exit, current.closed_on, current.scale_at_end = ending.exit, ending.closed_on, ending.scale_at_end
    current.distance, current.family_feedback = ending.distance, ending.family_feedback
    current.contingency = ending.contingency
    current.save()
    timing.end(current.file, CLOCKS, by, at)
    for plan in _plans(current.file).exclude(state=PlanState.ENDED):
        _go_on_or_end(plan, False, current.get_exit_display(), at)
    episode = _episode(current.file) if authorised else None
    if episode is not None:
        ended_on = max(ending.closed_on, episode.started_on)
        end_episode(episode=episode, by=by, at=at, ended_on=ended_on, because=current.get_exit_display())
    _touch(current, at)
    return current


def is_stopped(file: CaseFile) -> bool:
    """Whether the family withdrew and nobody has decided about the risk yet."""
    return Plan.objects.filter(file=file, kind=Plan.Kind.EARLY_HELP, state=PlanState.STOPPED).exists()


def _refuse_unfinished(assessment: Assessment, ending: Ending, at: datetime) -> None:
    if assessment.agreement.awaits_decision:
        raise Problem(STOPPED)
    if not assessment.started_on <= ending.closed_on <= timezone.localdate(at):
        raise Problem("Choose a day from the start until today", field="closed_on")
    for words, name, says in (
        (ending.distance, "distance", "Say how far each outcome has come"),
        (ending.family_feedback, "family_feedback", "Write what the family says"),
        (ending.contingency, "contingency", "Say what is done if it happens again"),
    ):
        if ending.exit != "DUPLICATE" and not words.strip():
            raise Problem(says, field=name)


def _next(assessment: Assessment, then: AssessmentState) -> AssessmentState:
    if then not in NEXT_ASSESSMENT[assessment.state]:
        raise Problem(f"This assessment is in the state “{assessment.get_state_display()}”: read it again")
    return AssessmentState(step(NEXT_ASSESSMENT, assessment.state, then))


def _plans(file: CaseFile) -> Any:
    return Plan.objects.filter(file=file, kind=Plan.Kind.EARLY_HELP).select_for_update()


def _go_on_or_end(plan: Plan, goes_on: bool, because: str, at: datetime) -> None:
    if goes_on:
        plan.state = PlanState.RUNNING
    else:
        plan.state, plan.ended_on, plan.ended_because = PlanState.ENDED, timezone.localdate(at), because
    plan.version += 1
    plan.save()


def _episode(file: CaseFile) -> StatusEpisode | None:
    kind = StatusEpisode.Kind.EARLY_HELP
    return StatusEpisode.objects.filter(file=file, kind=kind, ended_on__isnull=True).first()


def _on(file: CaseFile, by: User, at: datetime, pk: UUID | None) -> dict[str, Any]:
    """What every record of early help has in common: the child's pastoral team may read it."""
    place = {"school_id": file.school_id, "file": file, "audience": Audience.PASTORAL, "section": int(Section.MEETINGS)}
    return place | {"pk": pk or uuid4(), "author": by, "recorded_at": at}


def _refuse_to_come(day: date, at: datetime, field: str) -> None:
    if day > timezone.localdate(at):
        raise Problem("Choose today or an earlier day", field=field)


def _touch(record: FamilyAgreement | Assessment, at: datetime) -> None:
    reach.touch(record.file, Audience.PASTORAL, at=at, section=Section.MEETINGS)
