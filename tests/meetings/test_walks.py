"""Whatever is done to meetings, early help and plans in whatever order: no invalid state, no lost record.

Each walk is a list of acts drawn at random. An act is done or refused as one whole; after each the facts are looked at.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.models import School, User
from access.serving import serving
from casework.actions.problem import Problem, Stale
from casework.models import CaseFile, StatusEpisode
from clocks.models import Clock
from meetings.actions import early_help, plans
from meetings.actions.arranging import Arrangement, cancel_meeting, change_meeting
from meetings.actions.holding import Outcome, correct_record, hold_meeting, note_minutes
from meetings.models import Assessment, FamilyAgreement, Meeting, MeetingCorrection, Plan, PlanVersion, Step
from meetings.sheets import SHEETS
from meetings.states import NEXT_ASSESSMENT, NEXT_MEETING, NEXT_PLAN
from tests import factories
from tests.meetings.test_early_help import ANSWERS
from tests.meetings.worlds import LATER, answered, attended, planned

pytestmark = pytest.mark.django_db
WALK = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
FIRST = date(2026, 11, 2)
TABLES = {Meeting: NEXT_MEETING, Assessment: NEXT_ASSESSMENT, Plan: NEXT_PLAN}
KEPT = (*TABLES, FamilyAgreement, MeetingCorrection, PlanVersion, Step, StatusEpisode, Clock)
WRITTEN = plans.Written([plans.Wanted("Safe at home")], contingency="Ring the police")


class Walk:
    """One file, and what was seen of it after each act."""

    def __init__(self, file: CaseFile, by: User) -> None:
        self.file, self.by = file, by
        self.states: dict[Any, str] = {}
        self.counts = dict.fromkeys(KEPT, 0)

    def tries(self, act: Callable[..., object], **given: Any) -> None:
        with serving(self.by), suppress(Problem, Stale):
            act(by=self.by, at=LATER, **given)
        self.look()

    def look(self) -> None:
        for model in KEPT:
            count = model._base_manager.count()
            assert count >= self.counts[model], f"a {model.__name__} was lost"
            self.counts[model] = count
        for model, table in TABLES.items():
            for pk, state in model._base_manager.filter(file=self.file).values_list("pk", "state"):
                before = self.states.get(pk, state)
                assert state == before or state in table[before] or self._twice(table, before, state)
                self.states[pk] = state
        self._statuses()

    @staticmethod
    def _twice(table: dict[str, frozenset[str]], before: str, now: str) -> bool:
        """One act of ours may be two steps of a plan: it stopped, and ended."""
        return any(now in table[between] for between in table[before])

    def _statuses(self) -> None:
        now = list(StatusEpisode.objects.filter(file=self.file, ended_on__isnull=True).values_list("kind", flat=True))
        assert len(now) == len(set(now))
        assert not ({"CP", "CIN"} <= set(now))
        ended = StatusEpisode.objects.filter(file=self.file, kind__in=["CP", "SECTION_47"], ended_on__isnull=False)
        assert not ended.filter(ended_by="").exists()
        assert Meeting.objects.filter(file=self.file, started_section_47=True, held_on__isnull=True).count() == 0


def _one(model: Any, file: CaseFile, number: int) -> Any:
    every = list(model.objects.filter(file=file).order_by("recorded_at", "pk"))
    return every[number % len(every)] if every else None


def _decisions(kind: str) -> list[str]:
    return [one.code for one in SHEETS[kind].decisions] or [""]


KINDS = ("STRATEGY", "CONFERENCE", "REVIEW", "RECONVENED", "CORE_GROUP", "CIN_PLANNING", "CIN_REVIEW", "TAF", "TAC")
ACTS = ("plan", "hold", "hold", "hold", "cancel", "change", "minutes", "correct")
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 8), st.integers(0, 8), st.integers(0, 60), st.booleans())


@WALK
@given(steps=st.lists(STEP, min_size=5, max_size=14))
def test_meetings_never_reach_an_invalid_state(school: School, lead: User, steps: list[Any]) -> None:
    file = factories.file(factories.child(school))
    walk = Walk(file, lead)
    for act, kind, number, days, flag in steps:
        code, day = KINDS[kind], FIRST + timedelta(days=days)
        if act == "plan":
            _come_together(file, lead, code, day)
            walk.look()
            continue
        meeting = _one(Meeting, file, number)
        if act == "hold" and (meeting is None or meeting.state != "PLANNED"):
            meeting = _come_together(file, lead, code, day)
        if meeting is not None:
            _do(walk, act, meeting, number, day, flag)


def _come_together(file: CaseFile, lead: User, code: str, day: date) -> Meeting | None:
    """None for a second initial conference beside one that is planned."""
    with suppress(Problem):
        return attended(planned(file, lead, code, day), lead)
    return None


def _do(walk: Walk, act: str, meeting: Meeting, number: int, day: date, flag: bool) -> None:
    version = meeting.version if number else meeting.version + 1  # sometimes somebody was quicker
    given = {"meeting": meeting, "version": version}
    if act == "hold":
        decisions = _decisions(meeting.kind)
        decision = decisions[number % len(decisions)]
        outcome = Outcome(
            held_on=day,
            answers=answered(meeting.kind),
            decision=decision,
            category="NEGLECT",
            started_section_47=decision == "SECTION_47" and flag,
            review_on=day + timedelta(days=80),
            core_group_on=day + timedelta(days=9),
            authority="Northmoor" if number != 3 else "",
        )
        walk.tries(hold_meeting, outcome=outcome, **given)
    elif act == "cancel":
        walk.tries(cancel_meeting, because="Snow" if flag else " ", **given)
    elif act == "change":
        walk.tries(change_meeting, arrangement=Arrangement(LATER + timedelta(days=number)), **given)
    elif act == "minutes":
        state = ("MINUTES_RECEIVED", "CORRECTION_ASKED", "CORRECTED")[number % 3]
        walk.tries(note_minutes, state=state, on=day, note="A slip", **given)
    else:
        answers = answered(meeting.kind) | {"rationale": str(number)}
        walk.tries(correct_record, answers=answers, reason="A slip", **given)


EARLY = ("agree", "refuse", "start", "complete", "authorise", "plan", "next", "withdraw", "decide", "close", "step")


@WALK
@given(steps=st.lists(st.tuples(st.sampled_from(EARLY), st.integers(0, 5)), min_size=6, max_size=16))
def test_early_help_never_reaches_an_invalid_state(school: School, lead: User, steps: list[Any]) -> None:
    file = factories.file(factories.child(school))
    walk = Walk(file, lead)
    for act, number in steps:
        _early(walk, act, number)
        waits = FamilyAgreement.objects.filter(file=file).order_by("-agreed_on", "-recorded_at", "pk").first()
        running = Plan.objects.filter(file=file, state="RUNNING")
        if waits and waits.awaits_decision and waits.withdrawn_on:
            assert not running.filter(assessment__agreement=waits).exists()


def _early(walk: Walk, act: str, number: int) -> None:
    file = walk.file
    agreement, assessment, plan = (_one(model, file, number) for model in (FamilyAgreement, Assessment, Plan))
    if act in ("agree", "refuse"):
        agreed = early_help.Agreed("Amina Hussain", FIRST + timedelta(days=number), given=act == "agree")
        walk.tries(early_help.record_agreement, file=file, agreed=agreed)
    if act == "plan":
        told = {"started_on": FIRST, "lead_practitioner": "Priya Shah", "written": WRITTEN}
        walk.tries(plans.start_plan, file=file, kind="EARLY_HELP", **told)
    if agreement:
        _agreed(walk, act, agreement, number)
    if assessment:
        _assess(walk, act, assessment, number)
    if plan and act in ("next", "step"):
        _work(walk, act, plan)


def _agreed(walk: Walk, act: str, agreement: FamilyAgreement, number: int) -> None:
    told: dict[str, Any] = {"agreement": agreement, "version": agreement.version}
    if act == "start":
        started = {"agreement": agreement, "started_on": FIRST, "lead_practitioner": "Priya Shah"}
        walk.tries(early_help.start_assessment, file=walk.file, **started)
    elif act == "withdraw":
        day = agreement.agreed_on + timedelta(days=1)
        walk.tries(early_help.withdraw_agreement, withdrawn_on=day, because="", **told)
    elif act == "decide":
        risk = FamilyAgreement.Risk.values[number % 4]
        walk.tries(early_help.decide_risk, risk=risk, words="Seen daily", **told)


def _assess(walk: Walk, act: str, assessment: Assessment, number: int) -> None:
    told: dict[str, Any] = {"assessment": assessment, "version": assessment.version}
    if act == "complete":
        walk.tries(early_help.complete_assessment, answers=ANSWERS if number else {}, **told)
    elif act == "authorise":
        walk.tries(early_help.authorise_assessment, **told)
    elif act == "close":
        ending = early_help.Ending("NEEDS_MET", FIRST + timedelta(days=20), 8, "Far", "Good", "Ring" if number else "")
        walk.tries(early_help.close_assessment, ending=ending, **told)


def _work(walk: Walk, act: str, plan: Plan) -> None:
    if act == "next":
        walk.tries(plans.supersede_plan, plan=plan, version=plan.version, written=WRITTEN)
    else:
        told = {"words": "Ring", "due_on": LATER.date(), "owner": walk.by}
        walk.tries(plans.add_step, outcome=plan.now.outcomes.get(), **told)
