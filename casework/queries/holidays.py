"""What falls due while the school is closed, who sees to it, and who could?"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from access import policy
from access.models import School, User
from access.roles import Section
from casework.models import AgreedAction, CaseFile, Cover
from casework.queries import due
from casework.queries.agreed import readers_to_choose
from casework.queries.due import CHASE, LATE, TODAY
from casework.queries.due_lines import Line, lines
from clocks.calendar import Roll
from clocks.models import Clock
from clocks.queries import calendar_of

MOST = 300
"""Dates on one list: far more than a school has, and the page says so if there are more."""


@dataclass(frozen=True)
class Away:
    """One thing that falls due while the school is closed: by a clock, with its cover, or an agreed action."""

    on: date
    file: CaseFile
    line: Line | None = None
    cover: Cover | None = None
    action: AgreedAction | None = None


@dataclass(frozen=True)
class Break:
    """`last_day` None: the next terms have not been typed. `back_on` is the first day on which pupils attend."""

    last_day: date | None = None
    back_on: date | None = None
    children: list[tuple[CaseFile, list[Away]]] = field(default_factory=list)
    late: list[Line] = field(default_factory=list)
    files: dict[UUID, CaseFile] = field(default_factory=dict)
    more: bool = False


def break_ahead(user: User, school: School, at: datetime) -> Break:
    """From the day after the last of this term until the first day on which pupils are back."""
    calendar, today = calendar_of(school), timezone.localdate(at)
    pause = calendar.next_break(today)
    if pause is None:
        return Break()
    last_day, back_on = pause[0], calendar.roll(pause[1], Roll.NEXT_SCHOOL)
    known = due.within(user)
    wanted = Q(due_on__gt=last_day, due_on__lt=back_on) | Q(due_on__lte=today) | Q(due_on__isnull=True)
    clocks = list(due.clocks_of(user, known).filter(wanted)[: MOST + 1])
    actions = _actions(user, last_day, back_on)
    more = max(len(clocks), len(actions)) > MOST
    clocks, actions = clocks[:MOST], actions[:MOST]
    pks = {known[clock.subject].file_id for clock in clocks} | {action.file_id for action in actions}
    files = CaseFile.objects.select_related("child").in_bulk(pks)
    found = lines(user, clocks, known, files, at, calendar)
    covers = _covers(user, clocks)
    away = [Away(on, line.file, line, covers.get(line.clock.pk)) for line in found if (on := _within(line, last_day))]
    away += [Away(action.due_on, files[action.file_id], action=action) for action in actions]
    late = [line for line in found if not _within(line, last_day) and line.group in (LATE, CHASE, TODAY)]
    return Break(last_day, back_on, _by_child(away), late, files, more)


def people_to_cover(user: User, file: CaseFile, subject: UUID, at: datetime) -> dict[str, User]:
    """Whom this person may be offered, and who may know of what is due: by name."""
    readers = readers_to_choose(user, file, at, Section.MEETINGS | Section.PLAN)
    return {str(one.pk): one for one in due.who_know(readers, file.school_id, subject)}


def _actions(user: User, last_day: date, back_on: date) -> list[AgreedAction]:
    between = AgreedAction.objects.filter(done_at__isnull=True, due_on__gt=last_day, due_on__lt=back_on)
    found = policy.visible(user, between.filter(clock__isnull=True)).select_related("owner")
    return list(found.order_by("due_on", "pk")[: MOST + 1])


def _within(line: Line, last_day: date) -> date | None:
    """The day on which it is due, if that lies in the break."""
    due_on = line.clock.due_on
    return due_on if due_on and due_on > last_day else None


def _by_child(away: list[Away]) -> list[tuple[CaseFile, list[Away]]]:
    """Whoever has the first date comes first, each child's dates in order."""
    held: dict[UUID, list[Away]] = {}
    for one in sorted(away, key=lambda one: (one.on, one.file.pk)):
        held.setdefault(one.file.pk, []).append(one)
    return [(rows[0].file, rows) for rows in held.values()]


def _covers(user: User, clocks: Collection[Clock]) -> dict[UUID, Cover]:
    """Of clocks that somebody covers, what was said when they were named; a new date wants new cover."""
    covered = {clock.pk: clock.covered_by_id for clock in clocks if clock.covered_by_id}
    found = policy.visible(user, Cover.objects.filter(clock__in=covered)).order_by("recorded_at", "pk")
    return {one.clock_id: one for one in found if one.person_id == covered[one.clock_id]}
