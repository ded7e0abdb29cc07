"""Which clocks does a PEP start and meet, and which a review of the child's care?

They hang on the status that the child is looked after, which starts the first of them and stops what still runs when
it ends. Whoever keeps PEPs is shown them with the PEP.
"""

from collections.abc import Iterable
from datetime import date, datetime

from access.models import User
from casework.actions.chases import settle
from casework.models import CaseFile, StatusEpisode
from clocks.actions.running import Trigger, meet_clock, start_clock
from meetings.models import Meeting, Pep
from meetings.queries.peps import care_of, clocks_on

REVIEWS = ("C25.1", "C25.2", "C25.3")


def held(pep: Pep, by: User, at: datetime) -> None:
    """The review that the last PEP asked for; it asks for the next one. Held unprepared, it also began this one."""
    if pep.held_on is None:
        raise ValueError("not held")
    meet(pep.file, ["C21", "C23"], pep.held_on, by, at)
    subject = care_of(pep.file) or pep.pk
    for code in ("C23", "C24"):
        start_clock(school=pep.school, by=by, subject=subject, code=code, trigger=Trigger(pep.held_on), at=at)


def reviewed(file: CaseFile, held_on: date, by: User, at: datetime) -> None:
    """A review of the child's care was held. The next is counted from the latest, whenever it is written down."""
    care, school = care_of(file), file.school
    reviews = Meeting.objects.filter(file=file, kind="LAC_REVIEW", held_on__isnull=False)
    if care is None or reviews.filter(held_on__gt=held_on).exists():
        return
    meet(file, REVIEWS, held_on, by, at)
    since = StatusEpisode.objects.get(pk=care).started_on
    code = "C25.2" if reviews.filter(held_on__gte=since).count() == 1 else "C25.3"
    start_clock(school=school, by=by, subject=care, code=code, trigger=Trigger(held_on), at=at)


def meet(file: CaseFile, codes: Iterable[str], on: date, by: User, at: datetime) -> None:
    for clock in clocks_on([file]).filter(code__in=list(codes)):
        meet_clock(school=file.school, by=by, clock=clock, on=on, at=at)
        settle([clock.pk], by, at)
