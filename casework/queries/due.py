"""Which clocks run on the files that a person can see, the soonest first, and how many of them are near?

Apps above register the records that clocks hang on. The policy is asked for those, by their keys, and the clocks are
found by them alone: of a record that a person may not read there is no clock.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from access import policy
from access.models import User
from access.roles import MATRIX, Audience, Can
from casework.models import AgreedAction, CaseFile, CaseRecord
from clocks.models import Clock
from clocks.queries import Stage, keys_running, running, stage

Also = Callable[[User, QuerySet[Any]], QuerySet[Any]]
LATE, CHASE, TODAY, WEEK, LATER = "Overdue", "To chase", "Due today", "Due this week", "Later"
GROUPS = (LATE, CHASE, TODAY, WEEK, LATER)
GROUP_OF = {
    Stage.LATE: LATE,
    Stage.CHASE: CHASE,
    Stage.OWED: TODAY,
    Stage.TODAY: TODAY,
    Stage.PAUSED: LATER,
    Stage.LAPSED: LATER,
}
"""Of every other stage the date decides."""
MOST_COUNTED = 99
"""Dates that a person's page of work counts: beyond that it says so."""


@dataclass(frozen=True)
class Source:
    """A kind of record that clocks hang on, and the address where it is read, by its own key or its file's.

    Whoever may read the record knows of its clocks; `also` names those who may know of them without.
    """

    model: type[CaseRecord]
    address: str
    by_file: bool = False
    kind: str = ""
    also: Also | None = None

    def running(self, school: UUID) -> QuerySet[Any]:
        """The records of this kind on which a clock runs."""
        found: QuerySet[Any] = self.model._base_manager.filter(school=school, pk__in=keys_running(school))
        return found.filter(kind=self.kind) if self.kind else found


@dataclass(frozen=True)
class Place:
    """Where a clock belongs: its file, who its record is for, and the address at which that is read."""

    file_id: UUID
    audience: Audience
    href: str


@dataclass(frozen=True)
class Cursor:
    """Where a page starts: after this date and clock."""

    due_on: date | None
    clock: UUID

    def code(self) -> str:
        """For an address: a date and an id."""
        return f"{self.due_on.isoformat() if self.due_on else 'now'}_{self.clock.hex}"

    @classmethod
    def read(cls, code: str) -> Self | None:
        """None for what is not a code: then the list starts at its beginning."""
        day, _, clock = code.partition("_")
        try:
            return cls(None if day == "now" else date.fromisoformat(day), UUID(hex=clock))
        except ValueError:
            return None


@dataclass(frozen=True)
class Near:
    """What a page of work says in one line. `covers`: what she sees to in a holiday; `more` than is counted."""

    late: int
    week: int
    chase: int
    covers: int
    more: bool

    def __str__(self) -> str:
        """ "2 overdue, 3 due this week, 1 to chase"."""
        counted = ((self.late, "overdue"), (self.week, "due this week"), (self.chase, "to chase"))
        told = [f"{count} {words}" for count, words in counted if count] + (["and more"] if self.more else [])
        return ", ".join(told) or "nothing this week"


_sources: list[Source] = []


def register(source: Source) -> None:
    """From now on the clocks of these records are among what is due."""
    _sources.append(source)


def within(user: User) -> dict[UUID, Place]:
    """The keys of what clocks run on and this person may know of, each with where it belongs. The rest is not here."""
    person = policy.standing(user)
    if not person.roles & MATRIX[Can.LIST_DUE].roles or person.school is None:
        return {}
    rows = policy.visible_rows(user, _running) if _sources else []
    for number, source in enumerate(_sources):
        if source.also:
            rows += _columns(source.also(user, source.running(person.school.pk)), number)
    found = ((UUID(str(pk)), UUID(str(file)), audience, _sources[number]) for pk, file, audience, number in rows)
    return {pk: _place(source, pk, file, audience) for pk, file, audience, source in found}


def place_of(user: User, subject: UUID) -> Place | None:
    """As `within`, for one key: its place, if this person may know of it."""
    found = _found(policy.standing(user).school_id, subject)
    return _place(found[0], subject, found[1].file_id, found[1].audience) if found and _knows(user, *found) else None


def who_know(people: Iterable[User], school: UUID, subject: UUID) -> list[User]:
    """Those of these people who may know of what runs on this key; of nothing else of theirs is asked."""
    found = _found(school, subject)
    return [one for one in people if _knows(one, *found)] if found else []


def clocks_of(user: User, known: Mapping[UUID, Place], *, owner: str = "", mine: bool = False) -> QuerySet[Clock]:
    """Those that run on what this person may know of, the soonest first; what is owed without a date before all."""
    found = running(list(known)).order_by(F("due_on").asc(nulls_first=True), "pk")
    if owner:
        found = found.filter(owner=owner)
    return found.filter(_mine(user, known)) if mine else found


def after(found: QuerySet[Clock], cursor: Cursor | None) -> QuerySet[Clock]:
    """In the order of `clocks_of`, those beyond the cursor."""
    dated = Q(due_on__isnull=False)
    if cursor is None:
        return found
    if cursor.due_on is None:
        return found.filter(dated | Q(pk__gt=cursor.clock))
    return found.filter(Q(due_on__gt=cursor.due_on) | Q(due_on=cursor.due_on, pk__gt=cursor.clock))


def records_by_key(subjects: Collection[UUID]) -> dict[UUID, CaseRecord]:
    """The records themselves, whoever may see them: for the system, which raises chases about them."""
    found: dict[UUID, CaseRecord] = {}
    for source in _sources:
        records = source.model._base_manager.select_related("file__school", "file__key_worker")
        found |= {record.pk: record for record in records.filter(pk__in=subjects)}
    return found


def near(user: User, at: datetime) -> Near:
    """What is late, due this week, or to be asked after: two queries, however much there is."""
    today = timezone.localdate(at)
    asked_again = AgreedAction.objects.filter(clock=OuterRef("pk"), done_at__isnull=True, due_on__gt=today)
    soon = (
        clocks_of(user, within(user))
        .select_related(None)
        .filter(Q(due_on__lte=end_of_week(today)) | Q(due_on__isnull=True) | Q(covered_by=user))
    )
    found = list(soon.annotate(asked=Exists(asked_again))[: MOST_COUNTED + 1])
    groups = [(group_of(clock, stage(clock, at), today), clock) for clock in found[:MOST_COUNTED]]
    return Near(
        late=sum(group == LATE for group, _ in groups),
        week=sum(group in (TODAY, WEEK) for group, _ in groups),
        chase=sum(group == CHASE and not getattr(clock, "asked", False) for group, clock in groups),
        covers=sum(clock.covered_by_id == user.pk for clock in found),
        more=len(found) > MOST_COUNTED,
    )


def group_of(clock: Clock, one: Stage, today: date) -> str:
    """Under which heading it stands, and as what it counts. What is owed without delay is due today."""
    if one in GROUP_OF:
        return GROUP_OF[one]
    return WEEK if clock.due_on is not None and clock.due_on <= end_of_week(today) else LATER


def end_of_week(today: date) -> date:
    """Its Sunday; from Saturday on, that of the week to come."""
    return today + timedelta(days=6 - today.weekday() if today.weekday() < 5 else 13 - today.weekday())


def _mine(user: User, known: Mapping[UUID, Place]) -> Q:
    """What this person covers or chases, and what stands on a file whose key worker she is."""
    asked = AgreedAction.objects.filter(owner=user, done_at__isnull=True, clock__isnull=False).values("clock")
    files = set(CaseFile.objects.filter(key_worker=user).values_list("pk", flat=True))
    kept = [key for key, place in known.items() if place.file_id in files]
    return Q(covered_by=user) | Q(pk__in=asked) | Q(subject__in=kept)


def _found(school: UUID | None, subject: UUID) -> tuple[Source, CaseRecord] | None:
    """The record on which a clock runs, and what kind it is of."""
    every = ((source, source.running(school).filter(pk=subject).first()) for source in _sources) if school else ()
    return next(((source, record) for source, record in every if record), None)


def _knows(user: User, source: Source, record: CaseRecord) -> bool:
    person = policy.standing(user)
    if not person.roles & MATRIX[Can.LIST_DUE].roles or person.school_id != record.school_id:
        return False
    if policy.clearance(user, CaseFile, record.file_id).covers(record.audience, record.section):
        return True
    here = source.running(record.school_id).filter(pk=record.pk)
    return bool(source.also and source.also(user, here).exists())


def _running(school: UUID) -> list[QuerySet[Any]]:
    return [_columns(source.running(school), number) for number, source in enumerate(_sources)]


def _columns(records: QuerySet[Any], source: int) -> QuerySet[Any]:
    numbered: QuerySet[Any] = records.annotate(source=Value(source, output_field=IntegerField()))
    return numbered.values_list("pk", "file_id", "audience", "source")


def _place(source: Source, pk: UUID, file: UUID, audience: str) -> Place:
    return Place(file, Audience(audience), reverse(source.address, args=[file if source.by_file else pk]))
