"""What is the school's calendar, which clocks run, and which of them want somebody to do something?

Clocks are asked for by their subjects, and only by them: whoever asks names the records that the person may see (a
list of keys, or `policy.visible(...).values("pk")`). There is no list of all the clocks of a school.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, TextChoices
from django.utils import timezone

from access.models import School
from clocks.calendar import Calendar, Roll, Term, Unit, days
from clocks.models import Clock, Closure, FormerDue, LocalProfile, TermDate
from clocks.rules import Owner, Rule
from clocks.statutory import rule_for

Subjects = Collection[UUID] | QuerySet[Any, Any]


class Stage(TextChoices):
    """How far a clock has come. LATE is the school's own; what somebody else owes is chased, never counted as ours."""

    OWED = "OWED", "Owed without delay"
    RUNNING = "RUNNING", "Running"
    HALF = "HALF", "Half of the time is gone"
    MOST = "MOST", "Nearly due"
    TODAY = "TODAY", "Due today"
    LATE = "LATE", "Late"
    CHASE = "CHASE", "Chase"
    LAPSED = "LAPSED", "The time has passed"
    PAUSED = "PAUSED", "Paused"


CHASED = (Owner.LA.value, Owner.POLICE.value)
"""Whose lateness the school asks after."""
WARNED = frozenset({Stage.OWED, Stage.HALF, Stage.MOST, Stage.TODAY, Stage.LATE, Stage.CHASE})


@dataclass(frozen=True)
class Warned:
    """A clock that wants looking at. `closed`: due on a day without pupils; `uncovered`: and nobody sees to it."""

    clock: Clock
    stage: Stage
    closed: bool

    @property
    def uncovered(self) -> bool:
        return self.closed and self.clock.covered_by_id is None

    @property
    def rule(self) -> Rule:
        return self.clock.rule


def calendar_of(school: School | UUID) -> Calendar:
    """The school's terms and closed days as they are now."""
    closures = Closure.objects.filter(school=school).values_list("starts_on", "ends_on")
    shut = frozenset(day for first, last in closures for day in days(first, last))
    return Calendar(terms_of(school).terms, shut)


def terms_of(school: School | UUID) -> Calendar:
    """The school's terms alone: enough to know when they end."""
    terms = TermDate.objects.filter(school=school).order_by("starts_on")
    return Calendar(tuple(Term(term.name, term.starts_on, term.ends_on) for term in terms), frozenset())


def rule_at(school: School | UUID, code: str, on: date) -> Rule:
    """The rule as it was on that day, with what the school's local authority had set by then."""
    rule = rule_for(code, on)
    if not rule.local:
        return rule
    set_here = LocalProfile.objects.filter(school=school, code=code, starts_on__lte=on).order_by("-starts_on").first()
    return rule.with_interval(set_here.count, Unit(set_here.unit), Roll(set_here.roll)) if set_here else rule


def running(subjects: Subjects) -> QuerySet[Clock]:
    """The clocks that run on these, the soonest due first; what has no date but is owed comes before all."""
    found = Clock.objects.filter(subject__in=subjects, met_on__isnull=True, stopped_on__isnull=True)
    return found.select_related("covered_by").order_by(F("due_on").asc(nulls_first=True), "code", "pk")


def keys_running(school: School | UUID) -> QuerySet[Any, Any]:
    """What clocks run on at this school, as keys: for a question to the policy to begin with, never to be shown."""
    running_now = Clock.objects.filter(school=school, met_on__isnull=True, stopped_on__isnull=True)
    return running_now.order_by().values("subject")


def owed_by_others(school: School | UUID, on: date) -> QuerySet[Clock]:
    """What somebody outside the school has not done in time: for the system alone, which raises chases from it."""
    late = Clock.objects.filter(school=school, owner__in=CHASED, due_on__lt=on, paused_on__isnull=True)
    return late.filter(met_on__isnull=True, stopped_on__isnull=True).order_by("due_on", "pk")


def formerly(clocks: Collection[UUID]) -> dict[UUID, FormerDue]:
    """Of clocks whose date was reckoned again, what it was the last time."""
    return {one.clock_id: one for one in FormerDue.objects.filter(clock__in=clocks).order_by("replaced_at", "pk")}


def due_before(subjects: Subjects, day: date) -> QuerySet[Clock]:
    """Those that are due before this day and are not paused."""
    return running(subjects).filter(due_on__lt=day, paused_on__isnull=True)


def stage(clock: Clock, at: datetime) -> Stage:
    """How far a running clock has come at this time."""
    if clock.paused_on:
        return Stage.PAUSED
    if clock.due_on is None:
        return Stage.OWED
    today = timezone.localdate(at)
    if clock.due_on < today or (clock.due_at is not None and clock.due_at < at):
        return _passed(clock)
    return Stage.TODAY if clock.due_on == today else _on_the_way(clock, clock.due_on, today)


def warnings(subjects: Subjects, calendar: Calendar, at: datetime) -> list[Warned]:
    """Those that want looking at: half the time gone, four fifths, due, late or to be chased; or due while closed."""
    every = (_warned(clock, calendar, at) for clock in running(subjects))
    return [one for one in every if one.stage in WARNED or (one.uncovered and one.stage == Stage.RUNNING)]


def chases(subjects: Subjects, at: datetime) -> list[Clock]:
    """What somebody outside the school has not done in time, and nobody has chased today."""
    today = timezone.localdate(at)
    late = running(subjects).filter(Q(chased_on__isnull=True) | Q(chased_on__lt=today))
    return [clock for clock in late if stage(clock, at) == Stage.CHASE]


def before_you_break_up(subjects: Subjects, calendar: Calendar, at: datetime) -> list[Warned]:
    """What falls due from the last day of this term until the next begins, and what is owed or late already."""
    today = timezone.localdate(at)
    pause = calendar.next_break(today)
    if pause is None:
        return []
    found = running(subjects).filter(Q(due_on__lt=pause[1]) | Q(due_on__isnull=True))
    every = [_warned(clock, calendar, at) for clock in found]
    return [one for one in every if one.stage not in (Stage.PAUSED, Stage.LAPSED)]


def _warned(clock: Clock, calendar: Calendar, at: datetime) -> Warned:
    closed = clock.due_on is not None and not calendar.is_school(clock.due_on)
    return Warned(clock, stage(clock, at), closed)


def _passed(clock: Clock) -> Stage:
    if clock.owner == Owner.SCHOOL:
        return Stage.LATE
    return Stage.LAPSED if clock.owner == Owner.PARENT else Stage.CHASE


def _on_the_way(clock: Clock, due: date, today: date) -> Stage:
    """By days of the calendar since it began: since it was started, where it counts back from what is to come."""
    began = clock.triggered_on if clock.triggered_on < due else clock.started_on
    gone, whole = (today - began).days, (due - began).days
    if gone * 10 >= whole * 8:
        return Stage.MOST
    return Stage.HALF if gone * 2 >= whole else Stage.RUNNING
