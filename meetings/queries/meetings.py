"""Which meetings were held and are planned on a file, and which dates are ahead?"""

from dataclasses import dataclass
from datetime import date, datetime

from access import policy
from access.models import User
from access.policy import Clearance
from access.roles import Section
from casework.models import CaseFile
from clocks.models import Clock
from clocks.queries import Stage, calendar_of, rule_at, running, stage
from clocks.rules import reckon
from meetings.models import Assessment, Meeting
from meetings.sheets import SHEETS
from meetings.sheets.base import Sheet

STAGES = {Stage.LATE: "Overdue", Stage.CHASE: "Chase", Stage.TODAY: "Due today", Stage.OWED: "Without delay"}

REVIEWED_BY = {False: "C17", True: "C18"}
"""The rule for the next review: of a first conference, of a review."""


@dataclass(frozen=True)
class Ahead:
    """What is due on this file, from a meeting that this person may read."""

    clock: Clock
    words: str
    stage: str
    closed: bool
    agreed: date | None = None


def meetings_on(user: User, file: CaseFile) -> tuple[list[Meeting], list[Meeting]]:
    """Planned ones, the soonest first; then held and cancelled ones, the newest first."""
    every = policy.visible(user, Meeting.objects.filter(file=file)).order_by("planned_at", "pk")
    planned = [one for one in every if one.state == "PLANNED"]
    past = [one for one in every if one.state != "PLANNED"]
    return planned, sorted(past, key=lambda one: (one.held_on or one.planned_at.date(), one.planned_at), reverse=True)


def dates_ahead(user: User, file: CaseFile, at: datetime) -> list[Ahead]:
    """Conference, core group, reports, minutes: what is due by when, and whether the school is closed then."""
    meetings = policy.visible(user, Meeting.objects.filter(file=file))
    assessments = policy.visible(user, Assessment.objects.filter(file=file))
    within = [*meetings.values_list("pk", flat=True), *assessments.values_list("pk", flat=True)]
    calendar = calendar_of(file.school_id)
    agreed = {(one.pk, code): day for one in meetings for code, day in _agreed_in(one)}
    return [
        Ahead(
            clock=clock,
            words=clock.rule.due,
            stage=STAGES.get(stage(clock, at), ""),
            closed=clock.due_on is not None and not calendar.is_school(clock.due_on),
            agreed=agreed.get((clock.subject, clock.code)),
        )
        for clock in running(within)
    ]


def _agreed_in(meeting: Meeting) -> list[tuple[str, date | None]]:
    """The dates that were agreed in it, each with the rule that it answers."""
    return [("C15", meeting.core_group_on), ("C17", meeting.review_on), ("C18", meeting.review_on)]


def odd_review(meeting: Meeting, held_on: date, review_on: date) -> str:
    """What is asked about the date of a review conference: it is too late for the rule, or on no working day."""
    calendar = calendar_of(meeting.school_id)
    due = reckon(rule_at(meeting.school_id, REVIEWED_BY[meeting.kind == "REVIEW"], held_on), calendar, held_on)
    if due and review_on > due.on:
        return f"This is later than the {due.on:%-d %B %Y} that the rule gives: check the date"
    return "" if calendar.is_working(review_on) else "This is no working day: check the date"


def kinds_open(opened: Clearance) -> list[Sheet]:
    """The kinds of meetings that this person may record on this file."""
    return [sheet for sheet in SHEETS.values() if opened.covers(sheet.audience, int(Section.MEETINGS))]
