"""Which plans does a child have, how did each outcome go from meeting to meeting, and which of them do not move?"""

from dataclasses import dataclass
from datetime import date

from access import policy
from access.models import User
from casework.models import CaseFile
from meetings.models import Meeting, Outcome, OutcomeProgress, Plan, PlanVersion, Step
from meetings.states import PlanState

PLAN_OF = {
    "TAF": Plan.Kind.EARLY_HELP,
    "TAC": Plan.Kind.EARLY_HELP,
    "CIN_PLANNING": Plan.Kind.CIN,
    "CIN_REVIEW": Plan.Kind.CIN,
}
"""Which plan a kind of meeting works on; any other that works on one works on the protection plan."""
UNMOVED = (OutcomeProgress.Direction.SAME, OutcomeProgress.Direction.WORSE)


@dataclass(frozen=True)
class StepNow:
    """A step as it stands today."""

    step: Step
    words: str
    who: str
    due_on: date | None
    state: str
    done: bool
    late: bool
    note: str


@dataclass(frozen=True)
class OutcomeNow:
    outcome: Outcome
    steps: list[StepNow]
    story: list[OutcomeProgress]
    drifting: bool


def plans_on(user: User, file: CaseFile) -> list[Plan]:
    """Those that run first, then ended ones, the newest first."""
    every = policy.visible(user, Plan.objects.filter(file=file)).order_by("-started_on", "-recorded_at", "pk")
    return sorted(every, key=lambda plan: plan.state == PlanState.ENDED)


def plan_for(file: CaseFile, kind: str) -> Plan | None:
    """The plan that a meeting of this kind works on, if there is one that has not ended."""
    worked_on = PLAN_OF.get(kind, Plan.Kind.CP)
    return Plan.objects.filter(file=file, kind=worked_on).exclude(state=PlanState.ENDED).first()


def outcomes_of(version: PlanVersion, today: date) -> list[OutcomeNow]:
    found = version.outcomes.order_by("number")
    return [OutcomeNow(one, steps_of(one, today), (story := story_of(one)), _stands_still(story)) for one in found]


def drifting(plan: Plan) -> list[Outcome]:
    """The outcomes that were no better at the last two meetings that looked at them: somebody has to ask why."""
    return [one for one in plan.now.outcomes.order_by("number") if _stands_still(story_of(one))]


def story_of(outcome: Outcome) -> list[OutcomeProgress]:
    """How an outcome went, over all versions of the plan, the newest first."""
    told: list[OutcomeProgress] = []
    now: Outcome | None = outcome
    while now is not None:
        told += now.progress.select_related("meeting")
        now = now.before
    return sorted(told, key=lambda one: one.meeting.held_on or date.min, reverse=True)


def steps_of(outcome: Outcome, today: date) -> list[StepNow]:
    """Open ones first, by their dates. The key must be open."""
    steps = [step_now(step, today) for step in outcome.steps.select_related("action__owner")]
    return sorted(steps, key=lambda one: (one.done, one.due_on or date.max, one.words))


def step_now(step: Step, today: date) -> StepNow:
    if step.action is None:
        words, who, done = step.words.text, step.who.text, step.progress == Step.Progress.DONE
    else:
        words, who, done = step.action.words.text, step.action.owner.name, step.action.done_at is not None
    late = not done and step.due_on is not None and step.due_on < today
    state = "Done" if done else step.get_progress_display()
    return StepNow(step, words, who, step.due_on, state, done, late, step.note.text)


def said_at(meeting: Meeting) -> dict[int, OutcomeProgress]:
    """What was said of each outcome at one meeting, by the outcome's number."""
    return {
        one.outcome.number: one for one in OutcomeProgress.objects.filter(meeting=meeting).select_related("outcome")
    }


def _stands_still(story: list[OutcomeProgress]) -> bool:
    return len(story) > 1 and all(one.direction in UNMOVED for one in story[:2])
