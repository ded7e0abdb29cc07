"""A clock is started, stands, runs again, is met or stopped; and what it comes to is reckoned again when it must be.

Each takes the school first: who may see the subject is asked by the app that the subject belongs to, whose own act
these are part of. No words: reasons are codes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from access import gate
from access.models import School, User
from access.roles import Can
from clocks import queries
from clocks.calendar import Calendar
from clocks.models import Clock, FormerDue, Pause
from clocks.rules import Due, Stood, reckon


class NotAClock(Exception):
    """This rule counts something: it is asked with queries, not started."""


class NotRunning(Exception):
    """The clock was met or stopped."""


class CannotPause(Exception):
    """The law lets this clock run on, or its day has passed, or it stands already."""


class AlreadyRuns(Exception):
    """Another clock of this kind counts from that day."""


class NotPaused(Exception):
    """The clock runs."""


class WrongDay(Exception):
    """Nothing is met, stopped, paused or resumed on a day to come, nor resumed before it was paused."""


@dataclass(frozen=True)
class Trigger:
    """What happened, and when: the time matters only to clocks that run by the hour."""

    on: date
    at: datetime | None = None


@gate.action(Can.RUN_CLOCKS, records="clock.started")
def start_clock(*, school: School, by: User, subject: UUID, code: str, trigger: Trigger, at: datetime) -> Clock:
    """Asked twice for the same subject, rule and day, one clock runs. Raises NotAClock, NotInForce or NeedsTime."""
    same = _running().filter(school=school, subject=subject, code=code, triggered_on=trigger.on)
    if again := same.first():
        return again
    rule = queries.rule_at(school, code, trigger.on)
    if rule.counter is not None:
        raise NotAClock(code)
    clock = Clock(school=school, subject=subject, code=code, owner=rule.owner, started_on=timezone.localdate(at))
    clock.triggered_on, clock.triggered_at = trigger.on, trigger.at
    _set_due(clock, _reckoned(clock, queries.calendar_of(school)))
    try:
        with transaction.atomic():
            clock.save(force_insert=True)
    except IntegrityError:  # the same form, sent twice at the same moment
        return same.get()
    return clock


@gate.action(Can.RUN_CLOCKS, records="clock.met")
def meet_clock(*, school: School, by: User, clock: Clock, on: date, at: datetime) -> Clock:
    """What was due has been done, on that day."""
    current = _held(school, clock)
    _refuse_to_come(on, at)
    _end_pause(current, on)
    current.met_on = on
    current.save()
    return current


@gate.action(Can.RUN_CLOCKS, records="clock.stopped")
def stop_clock(*, school: School, by: User, clock: Clock, because: str, at: datetime) -> Clock:
    """Nothing is due any more, and nothing was done."""
    current = _held(school, clock)
    current.stopped_on, current.stopped_because = timezone.localdate(at), Clock.Stopped(because).value
    _end_pause(current, current.stopped_on)
    current.save()
    return current


@gate.action(Can.RUN_CLOCKS, records="clock.paused")
def pause_clock(*, school: School, by: User, clock: Clock, because: str, on: date, at: datetime) -> Clock:
    """From that day the clock stands, where the law lets it; never once its day has passed."""
    current = _held(school, clock)
    _refuse_to_come(on, at)
    late = current.due_on is not None and current.due_on < on
    if not current.rule.pausable or current.paused_on or late or on < current.triggered_on:
        raise CannotPause(current.code)
    Pause.objects.create(school=school, clock=current, because=Pause.Because(because).value, paused_on=on)
    current.paused_on = on
    current.save()
    return current


@gate.action(Can.RUN_CLOCKS, records="clock.resumed")
def resume_clock(*, school: School, by: User, clock: Clock, on: date, at: datetime) -> Clock:
    """It runs again from that day, and is due as much later as it stood."""
    current = _held(school, clock)
    if current.paused_on is None:
        raise NotPaused(current.code)
    _refuse_to_come(on, at)
    if on < current.paused_on:
        raise WrongDay
    _end_pause(current, on)
    _reckon_again(current, queries.calendar_of(school), FormerDue.Because.RESUMED, at)
    current.save()
    return current


@gate.action(Can.RUN_CLOCKS, records="clock.trigger_changed")
def change_trigger(*, school: School, by: User, clock: Clock, trigger: Trigger, at: datetime) -> Clock:
    """The day that it counts from was put right, or the conference moved: the older date stays beside it."""
    current = _held(school, clock)
    others = _running().filter(subject=current.subject, code=current.code).exclude(pk=current.pk)
    if others.filter(triggered_on=trigger.on).exists():
        raise AlreadyRuns(current.code)
    former = _former(current, FormerDue.Because.TRIGGER, at)
    current.triggered_on, current.triggered_at = trigger.on, trigger.at
    if _set_due(current, _reckoned(current, queries.calendar_of(school))) or former.triggered_on != trigger.on:
        former.save(force_insert=True)
    current.save()
    return current


@gate.action(Can.RUN_CLOCKS, records="clock.covered")
def cover_clock(*, school: School, by: User, clock: Clock, person: User | None) -> Clock:
    """Who sees to it on a day when the school is closed."""
    current = _held(school, clock)
    current.covered_by = person
    current.save()
    return current


@gate.action(Can.RUN_CLOCKS, records="clock.chased")
def note_chase(*, school: School, by: User, clock: Clock, on: date, at: datetime) -> Clock:
    """Whoever owes it was asked about it."""
    current = _held(school, clock)
    _refuse_to_come(on, at)
    current.chased_on = on
    current.save()
    return current


@gate.action(Can.RUN_CLOCKS, records="clocks.recomputed")
def recompute_clocks(*, school: School, by: User, at: datetime, because: str) -> School:
    """Every running clock of the school by the calendar as it is now; what changes keeps its older date."""
    calendar = queries.calendar_of(school)
    for clock in _running().filter(school=school).select_for_update():
        if _reckon_again(clock, calendar, FormerDue.Because(because), at):
            clock.save()
    return school


def _reckon_again(clock: Clock, calendar: Calendar, because: FormerDue.Because, at: datetime) -> bool:
    """Whether anything of it changed. A new date wants new cover."""
    former = _former(clock, because, at)
    assumed = clock.assumed
    moved = _set_due(clock, _reckoned(clock, calendar))
    if moved:
        clock.covered_by = None
        former.save(force_insert=True)
    return moved or clock.assumed != assumed


def _reckoned(clock: Clock, calendar: Calendar) -> Due | None:
    ended: Iterable[Pause] = clock.pauses.filter(resumed_on__isnull=False).order_by("paused_on")
    stood = [Stood(pause.paused_on, pause.resumed_on) for pause in ended if pause.resumed_on]
    rule = queries.rule_at(clock.school_id, clock.code, clock.triggered_on)
    local = timezone.localtime(clock.triggered_at) if clock.triggered_at else None
    return reckon(rule, calendar, clock.triggered_on, at=local, pauses=stood)


def _set_due(clock: Clock, due: Due | None) -> bool:
    before = (clock.due_on, clock.due_at)
    clock.due_on, clock.due_at = (due.on, due.at) if due else (None, None)
    clock.assumed = bool(due and due.assumed)
    return before != (clock.due_on, clock.due_at)


def _former(clock: Clock, because: FormerDue.Because, at: datetime) -> FormerDue:
    former = FormerDue(school_id=clock.school_id, clock=clock, because=because.value, replaced_at=at)
    former.triggered_on, former.triggered_at = clock.triggered_on, clock.triggered_at
    former.due_on, former.due_at = clock.due_on, clock.due_at
    return former


def _end_pause(clock: Clock, on: date) -> None:
    for pause in clock.pauses.filter(resumed_on__isnull=True):
        pause.resumed_on = max(on, pause.paused_on)
        pause.save()
    clock.paused_on = None


def _running() -> QuerySet[Clock]:
    return Clock.objects.filter(met_on__isnull=True, stopped_on__isnull=True)


def _held(school: School, clock: Clock) -> Clock:
    """The clock as it is now, held until the act commits."""
    current = _running().filter(school=school).select_for_update().filter(pk=clock.pk).first()
    if current is None:
        raise NotRunning(clock.code)
    return current


def _refuse_to_come(on: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise WrongDay
