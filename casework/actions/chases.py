"""Others are asked for what they owe: when it is late, when somebody has rung, and when it has come.

A chase is an agreed action with a clock. One is open at a time, so raising it twice raises one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from access import gate, policy, reach
from access.models import School, User
from access.roles import LEADS, Audience, Can, Section
from access.rota import heads, leads_today, people_in
from casework.actions.agreed import agree_action, finish_action, new_action
from casework.actions.problem import Problem
from casework.models import AgreedAction, CaseFile, CaseRecord
from casework.queries import due
from casework.queries.chases import authority_of, whom
from clocks.actions.running import note_chase
from clocks.calendar import Calendar, Roll, Unit
from clocks.models import Clock
from clocks.queries import CHASED, Stage, calendar_of, owed_by_others, stage

DAYS_BETWEEN = 2
"""Working days from one chase to the next, if nobody says otherwise."""
LONGEST_WAIT = timedelta(days=92)


@dataclass(frozen=True)
class Rung:
    """Who was asked, when, what they said, and when they will be asked again if nothing has come."""

    whom: str
    on: date
    said: str
    again_on: date
    at_time: time | None = None

    @property
    def words(self) -> str:
        when = f"{self.on:%-d %B %Y}{f' at {self.at_time:%H:%M}' if self.at_time else ''}"
        return f"Rang {self.whom} on {when}.\n{self.said}"


@dataclass(frozen=True)
class _Night:
    """What is the same for every chase of one night: in whose name, when, and who may be asked, first those on duty."""

    by: User
    at: datetime
    calendar: Calendar
    leads: Sequence[User]

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)


def _their_files(changed: Iterable[AgreedAction]) -> Iterable[UUID]:
    """It stands in the history of each file that a chase of this night is on."""
    return dict.fromkeys(one.file_id for one in changed)


@gate.action(Can.RUN_CLOCKS, records="chases.raised", mentions=_their_files)
def raise_chases(*, school: School, by: User, at: datetime) -> list[AgreedAction]:
    """Each night: what others owe and is late goes on a lead's list, and what is no longer to be chased off it."""
    today = timezone.localdate(at)
    night = _Night(by, at, calendar_of(school), _leads(school, today))
    late = {clock.pk: clock for clock in owed_by_others(school, today).select_for_update()}
    open_now = AgreedAction.objects.filter(school=school, clock__isnull=False, done_at__isnull=True)
    changed = [_settle(one.pk, by, at) for one in open_now if one.clock_id not in late]
    asked = _last_chases(late)
    records = due.records_by_key([clock.subject for clock in late.values()])
    for clock in late.values():
        if record := records.get(clock.subject):
            changed += _renew(clock, asked.get(clock.pk), record, night)
    return [one for one in changed if one]


@gate.action(Can.AGREE_ACTION, records="chase.recorded")
def record_chase(*, file: CaseFile, by: User, at: datetime, clock: Clock, rung: Rung, pk: UUID) -> AgreedAction:
    """Somebody was asked. That settles the chase, and as long as nothing has come the next one follows, `pk`."""
    held = Clock.objects.select_for_update().get(pk=clock.pk)
    if again := AgreedAction.objects.filter(pk=pk, file=file, clock=held).first():
        return again
    place = due.place_of(by, held.subject)
    if place is None or place.file_id != file.pk:
        raise gate.NotHere("No such clock.")
    _refuse(file, by, at, held, place.audience, rung)
    now = AgreedAction.objects.select_for_update().filter(clock=held, done_at__isnull=True).first()
    if now is None:
        now = _agree(file, by, at, held, place.audience, owner=by, due_on=timezone.localdate(at))
    note_chase(school=file.school, by=by, clock=held, on=rung.on, at=at)
    finish_action(action=now, by=by, at=at, evidence=rung.words)
    owner = now.owner if _reads(now.owner, file, place.audience) else by
    return _agree(file, by, at, held, place.audience, owner=owner, due_on=rung.again_on, pk=pk)


def _refuse(file: CaseFile, by: User, at: datetime, clock: Clock, audience: Audience, rung: Rung) -> None:
    today = timezone.localdate(at)
    if not _reads(by, file, audience):
        raise Problem("You cannot write about this: ask the safeguarding lead")
    over = clock.met_on or clock.stopped_on
    if over or clock.owner not in CHASED or stage(clock, at) != Stage.CHASE:
        raise Problem("This is not to be chased: it has come, or it is not late")
    if not clock.triggered_on <= rung.on <= today:
        raise Problem(f"Enter a day from {clock.triggered_on:%-d %B %Y} until today", field="on")
    if not today <= rung.again_on <= today + LONGEST_WAIT:
        raise Problem("Choose a day within the next three months", field="again_on")


def settle(clocks: Iterable[UUID], by: User, at: datetime) -> None:
    """What was asked for has come, or is owed no more: part of the act that says so."""
    for action in AgreedAction.objects.filter(clock__in=list(clocks), done_at__isnull=True):
        _settle(action.pk, by, at)


def next_chase(calendar: Calendar, on: date) -> date:
    """When they are asked again, if nobody says otherwise."""
    return calendar.add(on, DAYS_BETWEEN, Unit.WORKING)


def _agree(
    file: CaseFile,
    by: User,
    at: datetime,
    clock: Clock,
    audience: Audience,
    *,
    owner: User,
    due_on: date,
    pk: UUID | None = None,
) -> AgreedAction:
    words = _words(file, clock, audience)
    return agree_action(
        file=file, by=by, at=at, words=words, owner=owner, due_on=due_on, audience=audience, pk=pk, clock=clock
    )


def _renew(clock: Clock, last: AgreedAction | None, record: CaseRecord, night: _Night) -> list[AgreedAction | None]:
    """The first chase, or the next; and whose owner may read of it no more is taken off her list, for another."""
    if last is None:
        return [_raise(clock, record, night)]
    if last.done_at is None and not _reads(last.owner, last.file, Audience(last.audience)):
        return [_settle(last.pk, night.by, night.at), _raise(clock, record, night)]
    return [_raise(clock, record, night)] if _is_over(last, night.calendar, night.today) else []


def _raise(clock: Clock, record: CaseRecord, night: _Night) -> AgreedAction | None:
    """What no lead may know of, nobody is asked to chase: the page of whoever may know still says that it is late."""
    file, audience = record.file, Audience(record.audience)
    owner = _chaser(clock, file, audience, night.leads)
    if owner is None:
        return None
    due_on = night.calendar.roll(night.today, Roll.NEXT_WORKING)
    action = new_action(file, night.by, night.at, audience=audience, owner=owner, due_on=due_on, clock=clock)
    gate.opening(action, audience)
    action.words = _words(file, clock, audience)
    action.save(force_insert=True)
    reach.touch(file, audience, at=night.at, section=Section.PLAN)
    return action


def _leads(school: School, on: date) -> list[User]:
    """Who leads today, then any lead, then the head."""
    return list(dict.fromkeys([*leads_today(school, on), *people_in(school, on, *LEADS), *heads(school, on)]))


def _chaser(clock: Clock, file: CaseFile, audience: Audience, leads: Sequence[User]) -> User | None:
    """Who covers it, the file's key worker, or one of the leads: the first who may read about it."""
    first = [one for one in (clock.covered_by, file.key_worker) if one and one.is_active]
    return next((one for one in dict.fromkeys([*first, *leads]) if _reads(one, file, audience)), None)


def _reads(person: User, file: CaseFile, audience: Audience) -> bool:
    return policy.clearance(person, CaseFile, file.pk).covers(audience, int(Section.PLAN))


def _words(file: CaseFile, clock: Clock, audience: Audience) -> str:
    """The authority has its name from the child's status: only where that may be read."""
    authority = authority_of(file) if audience == Audience.SAFEGUARDING else ""
    when = f"{clock.due_on:%-d %B %Y}" if clock.due_on else "now"
    return f"Chase {whom(clock, authority)}: {clock.rule.due[0].lower()}{clock.rule.due[1:]} was due on {when}"


def _is_over(last: AgreedAction, calendar: Calendar, today: date) -> bool:
    """Whether the last chase was done, and long enough ago."""
    return last.done_at is not None and next_chase(calendar, timezone.localdate(last.done_at)) <= today


def _last_chases(clocks: Iterable[UUID]) -> dict[UUID | None, AgreedAction]:
    """The open one of each clock, or else the one that was done last; held, so that nobody finishes it meanwhile."""
    chases = AgreedAction.objects.select_for_update(of=("self",)).select_related("file", "owner")
    found = chases.filter(clock__in=list(clocks)).order_by(F("done_at").asc(nulls_last=True))
    return {action.clock_id: action for action in found}


def _settle(pk: UUID, by: User, at: datetime) -> AgreedAction | None:
    """As it stands now: what somebody has finished since it was read keeps who did so, and the evidence."""
    held = AgreedAction.objects.select_for_update().filter(pk=pk, done_at__isnull=True).first()
    if held is None:
        return None
    held.done_at, held.done_by = at, by
    held.version += 1
    held.save(update_fields=["done_at", "done_by", "version"])
    return held
