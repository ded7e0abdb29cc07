"""What does a line of what is due say: about whom, what, whose it is, by when, how far it has come, who sees to it?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from access import policy
from access.models import User
from access.policy import Clearance
from access.roles import Can, Section
from casework.models import CaseFile
from casework.queries.chases import Chased, chased, whom
from casework.queries.due import GROUPS, Place, group_of
from casework.queries.status import open_episodes
from clocks.calendar import Calendar
from clocks.models import OWNERS, Clock, FormerDue
from clocks.queries import Stage, calendar_of, formerly, stage
from clocks.rules import Rule

OWES = dict(OWNERS)
STAGES: dict[Stage, tuple[str, str]] = {
    Stage.OWED: ("Owed without delay", "yellow"),
    Stage.HALF: ("Half the time gone", "blue"),
    Stage.MOST: ("80% of the time gone", "blue"),
    Stage.TODAY: ("Due today", "yellow"),
    Stage.LATE: ("Overdue", "red"),
    Stage.CHASE: ("Chase", "yellow"),
    Stage.LAPSED: ("The time has passed", "grey"),
    Stage.PAUSED: ("Paused", "grey"),
}
"""What a stage is called, and its colour. Red is the school's own lateness and nothing else."""
WHY_MOVED = {
    FormerDue.Because.CALENDAR: "The school’s calendar changed",
    FormerDue.Because.LOCAL: "The local authority’s interval changed",
}


@dataclass(frozen=True)
class Line:
    """One clock, as the page shows it. `asks_cover`: it is due on a day when the school is closed."""

    clock: Clock
    file: CaseFile
    href: str
    stage: Stage
    today: date
    asks_cover: bool
    former: FormerDue | None
    chases: Chased
    authority: str
    may_act: bool

    @property
    def rule(self) -> Rule:
        return self.clock.rule

    @property
    def owes(self) -> str:
        """Whose it is: "Local authority: social worker"."""
        return f"{OWES[self.clock.owner]}: {self.rule.who}"

    @property
    def because(self) -> str:
        """What says so. Where nobody has confirmed the wording, no claim is made."""
        if not self.rule.confirmed:
            asked = "your local authority" if self.rule.local else "the guidance that is in force"
            return f"Not confirmed: check with {asked}"
        return f"{self.clock.binding_label}: {self.rule.source}"

    @property
    def tag(self) -> tuple[str, str] | None:
        return STAGES.get(self.stage)

    @property
    def group(self) -> str:
        return group_of(self.clock, self.stage, self.today)

    @property
    def why_moved(self) -> str:
        former = self.former
        return WHY_MOVED.get(FormerDue.Because(former.because), former.get_because_display()) if former else ""

    @property
    def how_far(self) -> str:
        """ "in 3 days", "yesterday"."""
        return days_from(self.clock.due_on, self.today) if self.clock.due_on else "now"

    @property
    def whom(self) -> str:
        return whom(self.clock, self.authority)

    @property
    def rung_on(self) -> date | None:
        return self.clock.chased_on or self.chases.last_on

    @property
    def is_chase(self) -> bool:
        return self.stage == Stage.CHASE


def lines(
    user: User,
    clocks: Sequence[Clock],
    known: Mapping[UUID, Place],
    files: Mapping[UUID, CaseFile],
    at: datetime,
    calendar: Calendar | None = None,
) -> list[Line]:
    """For these clocks, in their order: as many questions for one as for fifty."""
    if not clocks:
        return []
    keys, calendar = [clock.pk for clock in clocks], calendar or calendar_of(clocks[0].school_id)
    former, asked = formerly(keys), chased(user, keys)
    cleared, authorities = policy.clearances(user, CaseFile, list(files)), _authorities(user, files.values())
    return [
        Line(
            clock=clock,
            file=files[known[clock.subject].file_id],
            href=known[clock.subject].href,
            stage=stage(clock, at),
            today=timezone.localdate(at),
            asks_cover=clock.due_on is not None and not calendar.is_school(clock.due_on),
            former=former.get(clock.pk),
            chases=asked.get(clock.pk, Chased()),
            authority=authorities.get(known[clock.subject].file_id, ""),
            may_act=_may_act(user, known[clock.subject], cleared[known[clock.subject].file_id]),
        )
        for clock in clocks
    ]


def grouped(found: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """The groups that have something in them, what is late first."""
    held = {group: [line for line in found if line.group == group] for group in GROUPS}
    return [(group, held[group]) for group in GROUPS if held[group]]


def days_from(day: date, today: date) -> str:
    """How far off a day is, in words."""
    gap = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get(gap) or (f"in {gap} days" if gap > 0 else f"{-gap} days ago")


def _may_act(user: User, place: Place, opened: Clearance) -> bool:
    """Whether she may chase it or name who covers it: what she writes is read by whoever may read its record."""
    return policy.allows(user, Can.AGREE_ACTION, opened) and opened.covers(place.audience, int(Section.PLAN))


def _authorities(user: User, files: Iterable[CaseFile]) -> dict[UUID, str]:
    """Each file's local authority, as far as this person may read the status that names it."""
    return {
        pk: next((one.authority for one in episodes if one.authority), "")
        for pk, episodes in open_episodes(user, files).items()
    }
