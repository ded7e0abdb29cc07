"""What follows from a meeting: which status starts, is reviewed or ends, and which clocks run from it?

Each part of domain's sequence is written once: a strategy discussion starts enquiries and the conference's clock; a
conference ends them and starts a plan, or none; a review goes on or ends the plan.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from access import policy
from access.models import User
from access.roles import Can
from casework.actions.chases import settle
from casework.actions.files import end_episode, review_episode, start_episode
from casework.actions.problem import Problem
from casework.models import CaseFile, StatusEpisode
from clocks.actions.running import Trigger, change_trigger, meet_clock
from clocks.queries import running
from meetings.actions import peps_timing, timing
from meetings.models import AbuseCategory, Meeting, Plan
from meetings.sheets import CONFERENCES
from meetings.sheets.base import Decision, Sheet
from meetings.states import PlanState

FIRST_CONFERENCES = CONFERENCES - {"REVIEW"}
ENDS_CIN = frozenset({"DECLINED", "STEP_DOWN", "CLOSE"})


@dataclass(frozen=True)
class Told:
    """The columns of an outcome on which effects depend."""

    held_on: date
    category: str = ""
    review_on: date | None = None
    core_group_on: date | None = None
    authority: str = ""
    started_section_47: bool = False


def refuse(meeting: Meeting, sheet: Sheet, decision: str, by: User, told: Told) -> None:
    """Before anything is written: what this decision needs, and whether it can follow what stands."""
    decided = sheet.decision(decision)
    if told.started_section_47 and decision != "SECTION_47":
        raise Problem("Only a discussion that decided on section 47 can have started it", field="started_section_47")
    if decided is None:
        return
    if meeting.kind in CONFERENCES:
        _refuse_conference(meeting, decided, told)
    if _changes_status(meeting, decided, told) and not policy.can(by, Can.SET_STATUS, meeting.file):
        raise Problem("This changes the child’s status: only a safeguarding lead can record it", field="decision")
    if _starts(meeting, decided, told) in ("CP", "CIN", "SECTION_47") and not told.authority.strip():
        raise Problem("Enter the local authority", field="authority")


def follow(meeting: Meeting, sheet: Sheet, by: User, at: datetime, authority: str) -> None:
    """After the meeting was saved as held: its statuses and clocks, in the same transaction."""
    decided = sheet.decision(meeting.decision)
    effect = EFFECTS.get(meeting.kind)
    if effect:
        effect(_After(meeting, decided, by, at, authority))


def minutes_in(meeting: Meeting, by: User, at: datetime, on: date) -> None:
    """The record and the letter of a conference, or of a strategy discussion, have come."""
    for clock in running([meeting.pk]).filter(code__in=["C12", "C20.1", "C20.2"]):
        meet_clock(school=meeting.school, by=by, clock=clock, on=on, at=at)
        settle([clock.pk], by, at)


@dataclass(frozen=True)
class _After:
    """A meeting that was just saved as held, and what the effects need beside it."""

    meeting: Meeting
    decided: Decision | None
    by: User
    at: datetime
    authority: str

    @property
    def file(self) -> CaseFile:
        return self.meeting.file

    @property
    def on(self) -> date:
        held_on = self.meeting.held_on
        if held_on is None:
            raise ValueError("not held")
        return held_on

    @property
    def because(self) -> str:
        words = self.decided.label if self.decided else ""
        return f"{words} (decided on {self.on:%-d %B %Y})"

    def start(self, code: str) -> None:
        timing.start(self.meeting, code, self.on, self.by, self.at)

    def meet(self, *codes: str) -> None:
        timing.meet(self.file, codes, self.on, self.by, self.at)

    def end_clocks(self, *codes: str) -> None:
        timing.end(self.file, codes, self.by, self.at)

    def open(self, kind: str, basis: str = "") -> None:
        """Start this status, unless it is open."""
        if _open(self.file, kind) is None:
            start_episode(
                file=self.file,
                by=self.by,
                at=self.at,
                kind=kind,
                started_on=self.on,
                authority=self.authority,
                basis=basis,
                review_on=self.meeting.review_on,
            )

    def close(self, kind: str, ended_by: str = "") -> None:
        """End this status, if it is open."""
        episode = _open(self.file, kind)
        if episode is not None:
            ended_on = max(self.on, episode.started_on)
            end_episode(
                episode=episode, by=self.by, at=self.at, ended_on=ended_on, because=self.because, ended_by=ended_by
            )
        for plan in Plan.objects.filter(file=self.file, kind=kind).exclude(state=PlanState.ENDED):
            plan.state, plan.ended_on, plan.ended_because = PlanState.ENDED, self.on, self.because
            plan.version += 1
            plan.save()


def _strategy(after: _After) -> None:
    after.start("C12")
    if not after.meeting.started_section_47:
        return
    _mark_as_first(after)
    after.open("SECTION_47")
    clock = timing.on_file(after.file, ["C13"]).first()
    if clock is None:
        after.start("C13")
    else:
        change_trigger(school=after.meeting.school, by=after.by, clock=clock, trigger=Trigger(after.on), at=after.at)


def _mark_as_first(after: _After) -> None:
    """One discussion at a time started the enquiries that are open: the one marked last."""
    since = _open(after.file, "SECTION_47")
    marked = Meeting.objects.filter(file=after.file, started_section_47=True).exclude(pk=after.meeting.pk)
    for other in marked.filter(held_on__gte=since.started_on) if since else marked.none():
        other.started_section_47 = False
        other.version += 1
        other.save()


def _conference(after: _After) -> None:
    after.meet("C13")
    after.start("C20.1")
    after.start("C20.2")
    after.close("SECTION_47", "CONFERENCE")
    if after.decided and after.decided.plan:
        _start_protection(after)
    else:
        _to_level(after)


def _start_protection(after: _After) -> None:
    """The plan takes the place of a lesser one. A conference called again moves no date of a plan that runs."""
    if _open(after.file, "CP"):
        return
    after.close("CIN")
    after.close("FAMILY_HELP")
    after.open("CP", AbuseCategory(after.meeting.category).label)
    after.start("C15")
    after.start("C17")


def _review(after: _After) -> None:
    after.meet("C17", "C18")
    after.start("C20.1")
    after.start("C20.2")
    episode = _open(after.file, "CP")
    if after.decided and after.decided.plan and episode is not None and after.meeting.review_on:
        after.start("C18")
        review_episode(
            episode=episode,
            by=after.by,
            at=after.at,
            version=episode.version,
            review_on=after.meeting.review_on,
            because=after.because,
        )
    else:
        after.close("CP", "REVIEW_CONFERENCE")
        after.end_clocks("C15", "C16", "C19")
        _to_level(after)


def _to_level(after: _After) -> None:
    """What the child has instead of a protection plan. Early help wants the family's agreement: it is not started."""
    if after.decided and after.decided.level in ("CIN", "FAMILY_HELP"):
        after.open(after.decided.level)


def _core_group(after: _After) -> None:
    after.meet("C15", "C16")
    if _open(after.file, "CP"):
        after.start("C16")


def _cin(after: _After) -> None:
    after.meet("C07", "C08")
    decided = after.decided
    if decided and decided.plan:
        if decided.level:
            after.open("CIN")
        after.start("C08")
    elif decided and decided.code in ENDS_CIN:
        after.close("CIN")


def _team(after: _After) -> None:
    after.meet("C11.1", "C11.2")
    if after.decided and after.decided.code == "CONTINUE":
        after.start("C11.2")


def _looked_after(after: _After) -> None:
    peps_timing.reviewed(after.file, after.on, after.by, after.at)


EFFECTS: Mapping[str, Callable[[_After], None]] = {
    "STRATEGY": _strategy,
    "REVIEW": _review,
    "CORE_GROUP": _core_group,
    "CIN_PLANNING": _cin,
    "CIN_REVIEW": _cin,
    "TAF": _team,
    "LAC_REVIEW": _looked_after,
} | dict.fromkeys(FIRST_CONFERENCES, _conference)


def _refuse_conference(meeting: Meeting, decided: Decision, told: Told) -> None:
    open_plan = _open(meeting.file, "CP") is not None
    if meeting.kind == "REVIEW" and not open_plan:
        raise Problem("There is no child protection plan to review: record an initial conference", field="decision")
    if meeting.kind == "CONFERENCE" and open_plan:
        raise Problem("There is a child protection plan already: record a review conference", field="decision")
    if meeting.kind == "CONFERENCE" and _open(meeting.file, "SECTION_47") is None:
        raise Problem(
            "No section 47 enquiries are open: record the strategy discussion that started them, or start that status",
            field="decision",
        )
    if decided.plan:
        _refuse_half_a_plan(meeting, told)


def _refuse_half_a_plan(meeting: Meeting, told: Told) -> None:
    if not told.category and meeting.kind != "REVIEW":
        raise Problem("Choose the category of the plan", field="category")
    if told.review_on is None or told.review_on <= told.held_on:
        raise Problem("Enter the date of the review conference, after this one", field="review_on")
    if meeting.kind != "REVIEW" and (told.core_group_on is None or told.core_group_on < told.held_on):
        raise Problem("Enter the date of the first core group", field="core_group_on")


def _changes_status(meeting: Meeting, decided: Decision, told: Told) -> bool:
    ends = meeting.kind in CONFERENCES or (meeting.kind.startswith("CIN_") and decided.code in ENDS_CIN)
    return ends or _starts(meeting, decided, told) != ""


def _starts(meeting: Meeting, decided: Decision, told: Told) -> str:
    """The status that would start, if any."""
    if meeting.kind == "STRATEGY" and not told.started_section_47:
        return ""
    if meeting.kind == "REVIEW" and decided.plan:
        return ""
    level = decided.level if decided.level != "EARLY_HELP" else ""
    return level if level and _open(meeting.file, level) is None else ""


def _open(file: CaseFile, kind: str) -> StatusEpisode | None:
    return StatusEpisode.objects.filter(file=file, kind=kind, ended_on__isnull=True).first()
