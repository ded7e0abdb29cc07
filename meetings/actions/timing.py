"""Which clocks does a meeting start, meet, move and stop?

A clock's subject is the meeting or assessment that started it: whoever may not read that learns of no clock of it.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from access.models import User
from casework.actions.chases import settle
from casework.models import CaseFile
from clocks.actions.running import Trigger, change_trigger, meet_clock, start_clock, stop_clock
from clocks.models import Clock
from clocks.queries import running
from meetings.models import Assessment, Meeting

BEFORE = {"CONFERENCE": "C14", "REVIEW": "C19"}
"""What the school owes before a planned meeting, counted back from its day."""


def planned(meeting: Meeting, by: User, at: datetime) -> None:
    code = BEFORE.get(meeting.kind)
    if code:
        start(meeting, code, _day(meeting), by, at)


def moved(meeting: Meeting, by: User, at: datetime) -> None:
    for clock in running([meeting.pk]).filter(code__in=BEFORE.values()):
        change_trigger(school=meeting.school, by=by, clock=clock, trigger=Trigger(_day(meeting)), at=at)


def start(meeting: Meeting, code: str, on: date, by: User, at: datetime) -> Clock:
    return start_clock(school=meeting.school, by=by, subject=meeting.pk, code=code, trigger=Trigger(on), at=at)


def on_file(file: CaseFile, codes: Iterable[str]) -> QuerySet[Clock]:
    """What runs from any meeting or assessment of the file."""
    subjects = [
        *Meeting.objects.filter(file=file).values_list("pk", flat=True),
        *Assessment.objects.filter(file=file).values_list("pk", flat=True),
    ]
    return running(subjects).filter(code__in=list(codes))


def meet(file: CaseFile, codes: Iterable[str], on: date, by: User, at: datetime) -> None:
    """What was due has been done, and nobody is asked for it any more."""
    for clock in on_file(file, codes):
        meet_clock(school=file.school, by=by, clock=clock, on=on, at=at)
        settle([clock.pk], by, at)


def end(file: CaseFile, codes: Iterable[str], by: User, at: datetime) -> None:
    """What was due is due no longer: the plan that wanted it has ended."""
    for clock in on_file(file, codes):
        stop_clock(school=file.school, by=by, clock=clock, because=Clock.Stopped.WITHDRAWN, at=at)
        settle([clock.pk], by, at)


def stop(meeting: Meeting, by: User, at: datetime, because: Clock.Stopped) -> None:
    for clock in running([meeting.pk]):
        stop_clock(school=meeting.school, by=by, clock=clock, because=because, at=at)
        settle([clock.pk], by, at)


def _day(meeting: Meeting) -> date:
    return timezone.localdate(meeting.planned_at)
