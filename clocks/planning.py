"""What would it do to the school's calendar to set these terms and closures, one by one?

The dry run and the act ask the same: nothing is done that was not shown.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from access.models import School
from clocks.models import Closure, TermDate

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
LONGEST_TERM, LONGEST_CLOSURE = timedelta(days=180), timedelta(days=60)
LABELS: dict[str, str] = dict([*TermDate.Name.choices, *Closure.Kind.choices])


class Outcome(TextChoices):
    NEW = "NEW", "New"
    CHANGED = "CHANGED", "Changes"
    SAME = "SAME", "There already"
    REFUSED = "REFUSED", "Cannot be"


@dataclass(frozen=True)
class Span:
    """A term (by its name) or a closure (by its kind), from a day to a day."""

    kind: str
    starts_on: date
    ends_on: date

    @property
    def is_term(self) -> bool:
        return self.kind in TermDate.Name.values

    def touches(self, other: "Span") -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on


@dataclass(frozen=True)
class Planned:
    """`row` is what would be put right; `before` is what it says now; `why` is a sentence where it cannot be."""

    span: Span
    outcome: Outcome
    row: uuid.UUID | None = None
    before: Span | None = None
    why: str = ""


def kept(school: School) -> dict[uuid.UUID, Span]:
    """The calendar as it is, by the keys of its rows."""
    terms = TermDate.objects.filter(school=school).values_list("pk", "name", "starts_on", "ends_on")
    closures = Closure.objects.filter(school=school).values_list("pk", "kind", "starts_on", "ends_on")
    return {pk: Span(kind, first, last) for pk, kind, first, last in [*terms, *closures]}


def plan(spans: Sequence[Span], now: Mapping[uuid.UUID, Span]) -> list[Planned]:
    """What each would do, in the order given: terms are set before closures, the earlier before the later."""
    state, touched, planned = dict(now), set[uuid.UUID](), dict[int, Planned]()
    for place in sorted(range(len(spans)), key=lambda n: (not spans[n].is_term, spans[n].starts_on, n)):
        one = planned[place] = _plan_one(spans[place], state, touched)
        if one.outcome is not Outcome.REFUSED:
            key = one.row or uuid.uuid4()
            state[key] = one.span
            touched.add(key)
    return [planned[place] for place in range(len(spans))]


def refusal(span: Span, others: Iterable[Span]) -> str:
    """Why these days cannot be, beside the others, as a sentence; nothing when they can."""
    longest = LONGEST_TERM if span.is_term else LONGEST_CLOSURE
    if span.ends_on < span.starts_on:
        return "The last day is before the first day"
    if not FIRST <= span.starts_on <= span.ends_on <= LAST:
        return "Choose days between 2000 and 2099"
    if span.ends_on - span.starts_on > longest:
        return f"From the first day to the last there can be {longest.days} days at most"
    return _clash(span, others)


def school_year(day: date) -> int:
    """The year in which the school year of a day began: September to August."""
    return day.year if day.month >= 9 else day.year - 1


def _plan_one(span: Span, state: Mapping[uuid.UUID, Span], touched: set[uuid.UUID]) -> Planned:
    row = next((key for key, there in state.items() if _about_the_same(span, there)), None)
    if row in touched:
        return Planned(span, Outcome.REFUSED, why="Another row of the file is about the same days")
    if row is not None and state[row] == span:
        return Planned(span, Outcome.SAME, row, span)
    why = refusal(span, [there for key, there in state.items() if key != row])
    if why:
        return Planned(span, Outcome.REFUSED, why=why)
    return Planned(span, Outcome.CHANGED, row, state[row]) if row else Planned(span, Outcome.NEW)


def _about_the_same(span: Span, there: Span) -> bool:
    """The term of that name in that school year, or a closure of that kind on some of these days."""
    if span.kind != there.kind:
        return False
    return school_year(span.starts_on) == school_year(there.starts_on) if span.is_term else span.touches(there)


def _clash(span: Span, others: Iterable[Span]) -> str:
    for other in others:
        if span.is_term and other.is_term and span.touches(other):
            return f"{LABELS[other.kind]} is there already on some of these days"
        if _about_the_same(span, other):
            when = "in this school year" if span.is_term else "on some of these days"
            return f"{LABELS[other.kind]} is there already {when}"
    return ""
