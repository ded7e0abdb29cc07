"""A plan has versions, outcomes and steps: none is lost, open steps go on, and what does not move is seen."""

from datetime import date
from typing import Any

import pytest

from access import gate
from access.models import User
from access.roles import Can
from access.serving import serving
from casework.actions.agreed import finish_action
from casework.actions.problem import Problem, Stale
from casework.models import AgreedAction, CaseFile
from casework.queries.agreed import open_actions_of
from meetings.actions.plans import (
    Wanted,
    Written,
    add_step,
    end_plan,
    note_progress,
    note_step,
    start_plan,
    supersede_plan,
)
from meetings.models import Outcome, OutcomeProgress, Plan, Step
from meetings.queries.plans import drifting, plan_for
from tests.meetings.worlds import LATER, conference, held, strategy

pytestmark = pytest.mark.django_db
WRITTEN = Written([Wanted("Safe at home", worry="Left alone", measure="An adult each night")], contingency="Police")


@pytest.fixture
def plan(file: CaseFile, lead: User) -> Plan:
    return _start(file, lead)


def _start(file: CaseFile, by: User, kind: str = "CP", written: Written = WRITTEN) -> Plan:
    with serving(by):
        return start_plan(
            file=file,
            by=by,
            at=LATER,
            kind=kind,
            started_on=date(2026, 12, 14),
            lead_practitioner="Jo Clarke",
            written=written,
        )


def _step(plan: Plan, by: User, **more: Any) -> Step:
    told = {"words": "Home visit", "due_on": date(2027, 6, 10)} | more
    with serving(by):
        return add_step(outcome=plan.now.outcomes.get(number=1), by=by, at=LATER, **told)


def test_a_step_of_somebody_in_school_is_on_their_list(plan: Plan, lead: User, deputy: User) -> None:
    made = _step(plan, lead, owner=deputy)

    assert list(open_actions_of(deputy)) == [made.action]
    assert AgreedAction.objects.get().due_on == date(2027, 6, 10)


def test_a_step_of_another_agency_stands_in_words(plan: Plan, lead: User) -> None:
    made = _step(plan, lead, who="Jo Clarke, social worker")

    with serving(lead):
        gate.fetch(lead, CaseFile, plan.file_id, to=Can.READ_MEETINGS)
        assert (made.words.text, made.who.text, made.action) == ("Home visit", "Jo Clarke, social worker", None)
    with pytest.raises(Problem, match="Choose who does it"):
        _step(plan, lead, who=" ")


def test_the_next_version_keeps_the_last_and_its_open_steps(plan: Plan, lead: User, deputy: User) -> None:
    kept, done = _step(plan, lead, owner=deputy), _step(plan, lead, owner=lead, words="Ring the nurse")
    outside = _step(plan, lead, who="Police", words="Welfare check")
    with serving(lead):
        finish_action(action=done.action, by=lead, at=LATER, evidence="Rang")
        first = plan.now
        again = Wanted("Safe at home, every night", before=first.outcomes.get())
        written = Written([again, Wanted("In school")], contingency="Police", because="Core group")
        plan = supersede_plan(plan=plan, by=lead, at=LATER, version=plan.version, written=written)

        assert plan.now.number == 2
        assert [(one.number, one.words.text) for one in plan.now.outcomes.order_by("number")] == [
            (1, "Safe at home, every night"),
            (2, "In school"),
        ]
        steps = plan.now.outcomes.get(number=1).steps.order_by("recorded_at", "due_on")
        assert {step.action or step.words.text for step in steps} == {kept.action, "Welfare check"}
        assert outside.words.text == "Welfare check"
        assert first.outcomes.get().words.text == "Safe at home"
        assert first.outcomes.get().steps.count() == 3
        with pytest.raises(Problem, match="There is a newer version"):
            add_step(outcome=first.outcomes.get(), by=lead, at=LATER, words="x", due_on=date(2027, 6, 9), owner=lead)


def test_two_people_do_not_write_the_next_version_over_each_other(plan: Plan, lead: User, deputy: User) -> None:
    with serving(lead):
        supersede_plan(plan=plan, by=lead, at=LATER, version=1, written=WRITTEN)
    with serving(deputy), pytest.raises(Stale):
        supersede_plan(plan=plan, by=deputy, at=LATER, version=1, written=WRITTEN)

    assert plan.versions.count() == 2


@pytest.mark.parametrize(
    ("written", "field"),
    [
        (Written([Wanted(" ")], contingency="Police"), "outcome1-words"),
        (Written([Wanted("Safe")], contingency=" "), "contingency"),
    ],
)
def test_a_plan_has_an_outcome_and_a_contingency(file: CaseFile, lead: User, written: Written, field: str) -> None:
    with pytest.raises(Problem) as refused:
        _start(file, lead, written=written)

    assert refused.value.field == field
    assert Plan.objects.count() == 0


def test_one_plan_of_a_kind_at_a_time(plan: Plan, file: CaseFile, lead: User) -> None:
    with pytest.raises(Problem, match="There is such a plan already"):
        _start(file, lead)


def test_a_pastoral_officer_writes_no_protection_plan(file: CaseFile, pastoral: User) -> None:
    with pytest.raises(Problem, match="You cannot write for this audience"):
        _start(file, pastoral)


def test_an_agreed_action_is_done_by_finishing_it(plan: Plan, lead: User) -> None:
    made = _step(plan, lead, owner=lead)
    with serving(lead):
        with pytest.raises(Problem) as refused:
            note_step(step=made, by=lead, at=LATER, version=1, progress="DONE")
        assert refused.value.field == "progress"
        note_step(step=made, by=lead, at=LATER, version=1, progress="BLOCKED", note="No answer")

    assert Step.objects.get().progress == "BLOCKED"


def test_an_outcome_that_does_not_move_for_two_meetings_is_drifting(plan: Plan, file: CaseFile, lead: User) -> None:
    for day, direction in ((date(2026, 12, 30), "BETTER"), (date(2027, 2, 9), "SAME"), (date(2027, 3, 9), "WORSE")):
        assert drifting(plan) == []
        meeting = held(file, lead, "CORE_GROUP", day)
        with serving(lead):
            note_progress(plan=plan, by=lead, at=LATER, meeting=meeting, told={1: (direction, "Seen at home")})

    assert drifting(plan) == [plan.now.outcomes.get()]


def test_progress_goes_on_over_versions(plan: Plan, file: CaseFile, lead: User) -> None:
    meetings = [held(file, lead, "CORE_GROUP", day) for day in (date(2026, 12, 30), date(2027, 2, 9))]
    with serving(lead):
        note_progress(plan=plan, by=lead, at=LATER, meeting=meetings[0], told={1: ("SAME", "As before")})
        again = Wanted("Safe at home", before=plan.now.outcomes.get())
        plan = supersede_plan(plan=plan, by=lead, at=LATER, version=1, written=Written([again], contingency="Police"))
        note_progress(plan=plan, by=lead, at=LATER, meeting=meetings[1], told={1: ("SAME", "As before")})

    assert drifting(plan) == [plan.now.outcomes.get()]


def test_progress_said_again_about_one_meeting_stands_once(plan: Plan, file: CaseFile, lead: User) -> None:
    meeting = held(file, lead, "CORE_GROUP", date(2026, 12, 30))
    with serving(lead):
        for direction in ("SAME", "BETTER"):
            note_progress(plan=plan, by=lead, at=LATER, meeting=meeting, told={1: (direction, "Seen")})
        with pytest.raises(Problem) as refused:
            note_progress(plan=plan, by=lead, at=LATER, meeting=meeting, told={1: ("SAME", " ")})

    assert refused.value.field == "outcome1-evidence"
    assert [one.direction for one in OutcomeProgress.objects.all()] == ["BETTER"]


def test_a_review_that_ends_the_status_ends_its_plan(file: CaseFile, lead: User) -> None:
    strategy(file, lead)
    conference(file, lead)
    _start(file, lead)

    held(file, lead, "REVIEW", date(2027, 3, 12), "END")

    assert Plan.objects.get().state == "ENDED"
    assert Outcome.objects.count() == 1
    assert plan_for(file, "CORE_GROUP") is None


def test_a_plan_ends_with_a_reason_and_takes_no_more(plan: Plan, lead: User) -> None:
    with serving(lead):
        with pytest.raises(Problem):
            end_plan(plan=plan, by=lead, at=LATER, version=1, ended_on=date(2027, 5, 1), because=" ")
        end_plan(plan=plan, by=lead, at=LATER, version=1, ended_on=date(2027, 5, 1), because="Moved")
    with pytest.raises(Problem, match="This plan has ended"):
        _step(Plan.objects.get(), lead, owner=lead)
