"""The school's terms, INSET days and closures are set, and what its local authority has settled.

What changes is reckoned through later, by the system: whoever types a term is shown nothing of any clock.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from access import gate
from access.models import School, User
from access.roles import Can
from audit.context import SYSTEM_ACTORS
from clocks.calendar import Roll, Unit
from clocks.models import Closure, FormerDue, LocalProfile, TermDate
from clocks.planning import Outcome, Span, kept, plan, refusal
from clocks.rules import Rule
from clocks.statutory import rule_for
from jobs import queue


class WrongDates(Exception):
    """These days cannot be: the words say why, fit to show."""


@gate.action(Can.MANAGE_CALENDAR, records="calendar.changed")
def set_span(*, school: School, by: User, span: Span, at: datetime, row: TermDate | Closure | None = None) -> School:
    """Adds it, or puts `row` right. Raises WrongDates."""
    _hold(school)
    own = row.pk if row else None
    why = refusal(span, [there for key, there in kept(school).items() if key != own])
    if why:
        raise WrongDates(why)
    _write(school, span, own)
    _reckon_later(school, FormerDue.Because.CALENDAR, at)
    return school


@gate.action(Can.MANAGE_CALENDAR, records="calendar.changed")
def remove_span(*, school: School, by: User, row: TermDate | Closure, at: datetime) -> School:
    _hold(school)
    row.delete()
    _reckon_later(school, FormerDue.Because.CALENDAR, at)
    return school


@gate.action(Can.MANAGE_CALENDAR, records="calendar.imported")
def import_spans(*, school: School, by: User, spans: Sequence[Span], at: datetime) -> School:
    """All of them, as `plan` says, or none and WrongDates. What is there and not among them stays."""
    _hold(school)
    for one in plan(spans, kept(school)):
        if one.outcome is Outcome.REFUSED:
            raise WrongDates(one.why)
        if one.outcome is not Outcome.SAME:
            _write(school, one.span, one.row)
    _reckon_later(school, FormerDue.Because.CALENDAR, at)
    return school


@gate.action(Can.SET_LOCAL_TIMES, records="local_profile.changed")
def set_interval(
    *, school: School, by: User, code: str, count: int, unit: Unit, roll: Roll, starts_on: date, at: datetime
) -> LocalProfile:
    """From that day on. Raises NotLocal or OutOfRange for what no local authority can set."""
    rule: Rule = rule_for(code, starts_on)
    rule.with_interval(count, unit, roll)
    _hold(school)
    made = LocalProfile.objects.filter(school=school, code=code, starts_on=starts_on).first()
    made = made or LocalProfile(school=school, code=code, starts_on=starts_on)
    made.count, made.unit, made.roll = count, unit.value, roll.value
    made.save()
    _reckon_later(school, FormerDue.Because.LOCAL, at)
    return made


def _write(school: School, span: Span, pk: UUID | None) -> None:
    """A new row, or the one of that key with these days."""
    if span.is_term:
        term = TermDate.objects.filter(school=school, pk=pk).first() if pk else None
        term = term or TermDate(school=school)
        term.name, term.starts_on, term.ends_on = span.kind, span.starts_on, span.ends_on
        term.save()
        return
    closure = Closure.objects.filter(school=school, pk=pk).first() if pk else None
    closure = closure or Closure(school=school)
    closure.kind, closure.starts_on, closure.ends_on = span.kind, span.starts_on, span.ends_on
    closure.save()


def _hold(school: School) -> None:
    """One change of a school's calendar at a time."""
    School.objects.select_for_update().get(pk=school.pk)


def _reckon_later(school: School, because: FormerDue.Because, at: datetime) -> None:
    system = User.objects.get(pk=SYSTEM_ACTORS["jobs"])
    queue.put("clocks.recompute", ids={"school": school.pk, "because": because.value}, due_at=at, by=system)
