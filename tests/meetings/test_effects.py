"""From a strategy discussion over the conferences to the end of a plan: statuses and clocks follow the meetings."""

from datetime import date
from typing import Any

import pytest

from access.models import User
from access.roles import Audience, Section
from access.serving import serving
from casework.actions.problem import Problem
from casework.models import CaseFile, StatusEpisode
from clocks.models import Clock
from meetings.actions.arranging import Arrangement, cancel_meeting, change_meeting
from meetings.actions.holding import record_dissent
from meetings.models import Meeting
from tests.meetings.worlds import LATER, conference, held, planned, strategy

pytestmark = pytest.mark.django_db


def _open(file: CaseFile) -> list[str]:
    return sorted(StatusEpisode.objects.filter(file=file, ended_on__isnull=True).values_list("kind", flat=True))


def _due(code: str) -> list[date | None]:
    """When the running clocks of this code are due."""
    running = Clock.objects.filter(code=code, met_on__isnull=True, stopped_on__isnull=True)
    return list(running.order_by("due_on").values_list("due_on", flat=True))


def test_a_strategy_discussion_that_started_the_enquiries_sets_the_conference(file: CaseFile, deputy: User) -> None:
    strategy(file, deputy)

    assert _open(file) == ["SECTION_47"]
    assert StatusEpisode.objects.get().started_on == date(2026, 11, 23)
    assert _due("C13") == [date(2026, 12, 14)]
    assert _due("C12") == [date(2026, 11, 24)]


def test_a_second_discussion_moves_the_conference_only_when_it_started_the_enquiries(
    file: CaseFile, lead: User
) -> None:
    first = strategy(file, lead)

    strategy(file, lead, date(2026, 11, 26), first=False)
    assert _due("C13") == [date(2026, 12, 14)]

    second = strategy(file, lead, date(2026, 11, 27))
    assert _due("C13") == [date(2026, 12, 18)]
    assert [Meeting.objects.get(pk=one.pk).started_section_47 for one in (first, second)] == [False, True]
    assert list(Clock.objects.get(code="C13").former_dues.values_list("due_on", flat=True)) == [date(2026, 12, 14)]
    assert _open(file) == ["SECTION_47"]


def test_a_discussion_without_enquiries_starts_nothing(file: CaseFile, lead: User) -> None:
    held(file, lead, "STRATEGY", date(2026, 11, 23), "NO_ACTION")

    assert _open(file) == []
    assert _due("C13") == []


def test_a_conference_makes_a_plan_and_the_schools_dissent_stands_beside_it(file: CaseFile, lead: User) -> None:
    strategy(file, lead)
    made = conference(file, lead)
    with serving(lead):
        dissent = record_dissent(
            meeting=made, by=lead, at=LATER, who="The school", view="Physical abuse too", reason="The marks of November"
        )
        assert dissent.reason.text == "The marks of November"
        plan = StatusEpisode.objects.get(kind="CP")
        assert plan.basis.text == "Neglect"

    assert _open(file) == ["CP"]
    assert (plan.started_on, plan.review_on, plan.authority) == (date(2026, 12, 14), date(2027, 3, 12), "Northmoor")
    enquiries = StatusEpisode.objects.get(kind="SECTION_47")
    assert (enquiries.ended_on, enquiries.ended_by) == (date(2026, 12, 14), "CONFERENCE")
    assert (made.category, made.decision, made.core_group_on) == ("NEGLECT", "PLAN", date(2026, 12, 30))
    assert Clock.objects.get(code="C13").met_on == date(2026, 12, 14)
    assert (_due("C15"), _due("C17")) == ([date(2026, 12, 30)], [date(2027, 3, 12)])
    assert (_due("C20.1"), _due("C20.2")) == ([date(2026, 12, 15)], [date(2027, 1, 7)])


@pytest.mark.parametrize(
    ("decision", "after"), [("TO_CIN", ["CIN"]), ("TO_FAMILY_HELP", ["FAMILY_HELP"]), ("NO_ACTION", [])]
)
def test_a_conference_without_a_plan_ends_the_enquiries(
    file: CaseFile, lead: User, decision: str, after: list[str]
) -> None:
    strategy(file, lead)
    conference(file, lead, decision=decision, category="", review_on=None, core_group_on=None)

    assert _open(file) == after
    assert (_due("C13"), _due("C15"), _due("C17")) == ([], [], [])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"category": ""}, "category"),
        ({"review_on": None}, "review_on"),
        ({"review_on": date(2026, 12, 14)}, "review_on"),
        ({"core_group_on": None}, "core_group_on"),
        ({"authority": " "}, "authority"),
        ({"decision": ""}, "decision"),
        ({"decision": "CONTINUE"}, "decision"),
        ({"answers": {}}, "sheet_child_views"),
        ({"started_section_47": True}, "started_section_47"),
    ],
)
def test_a_plan_is_not_recorded_by_halves(file: CaseFile, lead: User, wrong: dict[str, Any], field: str) -> None:
    strategy(file, lead)

    with pytest.raises(Problem) as refused:
        conference(file, lead, **wrong)

    assert refused.value.field == field
    assert _open(file) == ["SECTION_47"]
    assert Meeting.objects.get(kind="CONFERENCE").state == "PLANNED"


def test_a_conference_follows_enquiries_and_no_plan_that_runs(file: CaseFile, lead: User) -> None:
    with pytest.raises(Problem, match="No section 47 enquiries are open"):
        conference(file, lead)
    with serving(lead):
        called = Meeting.objects.get(kind="CONFERENCE")
        cancel_meeting(meeting=called, by=lead, at=LATER, version=called.version, because="Too early")
    strategy(file, lead)
    conference(file, lead)
    with pytest.raises(Problem, match="There is a child protection plan already"):
        conference(file, lead, date(2026, 12, 21))


def test_a_review_without_a_plan_is_refused(file: CaseFile, lead: User) -> None:
    with pytest.raises(Problem, match="There is no child protection plan to review"):
        held(file, lead, "REVIEW", date(2027, 3, 12), "END")


def test_a_review_goes_on_with_the_plan_then_ends_it(file: CaseFile, lead: User) -> None:
    strategy(file, lead)
    conference(file, lead)

    held(file, lead, "REVIEW", date(2027, 3, 12), "CONTINUE", review_on=date(2027, 9, 10))
    assert (_due("C17"), _due("C18")) == ([], [date(2027, 9, 10)])
    assert StatusEpisode.objects.get(kind="CP").review_on == date(2027, 9, 10)

    held(file, lead, "REVIEW", date(2027, 5, 28), "END_CIN")
    ended = StatusEpisode.objects.get(kind="CP")
    assert (ended.ended_on, ended.ended_by) == (date(2027, 5, 28), "REVIEW_CONFERENCE")
    assert _open(file) == ["CIN"]
    assert (_due("C15"), _due("C18"), _due("C19")) == ([], [], [])


def test_core_groups_run_from_one_to_the_next(file: CaseFile, lead: User) -> None:
    strategy(file, lead)
    conference(file, lead)

    held(file, lead, "CORE_GROUP", date(2026, 12, 30))
    assert (_due("C15"), _due("C16")) == ([], [date(2027, 2, 10)])

    held(file, lead, "CORE_GROUP", date(2027, 2, 9))
    assert _due("C16") == [date(2027, 3, 23)]


def test_a_child_in_need_plan_starts_is_reviewed_and_ends(file: CaseFile, lead: User) -> None:
    held(file, lead, "CIN_PLANNING", date(2026, 11, 23), "PLAN")
    assert _open(file) == ["CIN"]
    assert _due("C08") == [date(2027, 1, 4)]

    held(file, lead, "CIN_REVIEW", date(2027, 1, 4), "CONTINUE")
    assert _due("C08") == [date(2027, 2, 15)]

    held(file, lead, "CIN_REVIEW", date(2027, 2, 12), "STEP_DOWN")
    assert (_open(file), _due("C08")) == ([], [])


def test_a_protection_plan_takes_the_place_of_a_child_in_need_plan(file: CaseFile, lead: User) -> None:
    held(file, lead, "CIN_PLANNING", date(2026, 11, 20), "PLAN")
    strategy(file, lead)
    conference(file, lead)

    assert _open(file) == ["CP"]


def test_the_schools_report_is_due_before_the_day_that_is_planned(file: CaseFile, lead: User) -> None:
    meeting = planned(file, lead, "CONFERENCE", date(2026, 12, 14))
    assert _due("C14") == [date(2026, 12, 9)]

    with serving(lead):
        moved = Arrangement(LATER.replace(year=2026, month=12, day=16))
        meeting = change_meeting(meeting=meeting, by=lead, at=LATER, version=meeting.version, arrangement=moved)
    assert _due("C14") == [date(2026, 12, 11)]

    with serving(lead):
        cancel_meeting(meeting=meeting, by=lead, at=LATER, version=meeting.version, because="The chair is ill")
    assert _due("C14") == []
    assert Meeting.objects.get().state == "CANCELLED"


def test_a_review_is_counted_from_the_day_it_is_held(file: CaseFile, lead: User) -> None:
    planned(file, lead, "REVIEW", date(2027, 3, 12))

    assert _due("C19") == [date(2027, 3, 5)]


def test_only_a_lead_records_what_changes_a_status(file: CaseFile, lead: User, pastoral: User) -> None:
    from casework.actions.reach import grant_reach

    with serving(lead):
        grant_reach(
            file=file,
            by=lead,
            at=LATER,
            person=pastoral,
            audience=Audience.SAFEGUARDING,
            sections=Section.MEETINGS | Section.PLAN,
            until=date(2027, 12, 1),
            reason="Core group",
        )

    held(file, pastoral, "CORE_GROUP", date(2026, 12, 30))
    with pytest.raises(Problem, match="only a safeguarding lead can record it"):
        strategy(file, pastoral)
