"""Which meetings were held and are planned on a file, and which dates are ahead?"""

from dataclasses import dataclass
from datetime import datetime

from access import policy
from access.models import User
from access.policy import Clearance
from access.roles import Section
from casework.models import CaseFile
from clocks.models import Clock
from clocks.queries import Stage, calendar_of, running, stage
from meetings.models import Assessment, Meeting
from meetings.sheets import SHEETS
from meetings.sheets.base import Sheet

STAGES = {Stage.LATE: "Overdue", Stage.CHASE: "Chase", Stage.TODAY: "Due today", Stage.OWED: "Without delay"}


@dataclass(frozen=True)
class Ahead:
    """What is due on this file, from a meeting that this person may read."""

    clock: Clock
    words: str
    stage: str
    closed: bool


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
    return [
        Ahead(
            clock=clock,
            words=clock.rule.due,
            stage=STAGES.get(stage(clock, at), ""),
            closed=clock.due_on is not None and not calendar.is_school(clock.due_on),
        )
        for clock in running(within)
    ]


def kinds_open(opened: Clearance) -> list[Sheet]:
    """The kinds of meetings that this person may record on this file."""
    return [sheet for sheet in SHEETS.values() if opened.covers(sheet.audience, int(Section.MEETINGS))]
