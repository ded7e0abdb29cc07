"""Which clocks does a PEP start and meet?

They hang on the status that the child is looked after, which starts the first of them and stops what still runs when
it ends. Whoever keeps PEPs is shown them with the PEP.
"""

from collections.abc import Iterable
from datetime import date, datetime

from access.models import User
from casework.actions.chases import settle
from casework.models import CaseFile
from clocks.actions.running import Trigger, meet_clock, start_clock
from meetings.models import Pep
from meetings.queries.peps import care_of, clocks_on


def held(pep: Pep, by: User, at: datetime) -> None:
    """The review that the last PEP asked for; it asks for the next one. Held unprepared, it also began this one."""
    if pep.held_on is None:
        raise ValueError("not held")
    meet(pep.file, ["C21", "C23"], pep.held_on, by, at)
    subject = care_of(pep.file) or pep.pk
    for code in ("C23", "C24"):
        start_clock(school=pep.school, by=by, subject=subject, code=code, trigger=Trigger(pep.held_on), at=at)


def meet(file: CaseFile, codes: Iterable[str], on: date, by: User, at: datetime) -> None:
    for clock in clocks_on([file]).filter(code__in=list(codes)):
        meet_clock(school=file.school, by=by, clock=clock, on=on, at=at)
        settle([clock.pk], by, at)
