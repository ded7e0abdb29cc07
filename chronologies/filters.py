"""Which part of a chronology is asked for? Codes and dates that stand in the address; words never do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from django.db.models import Q, TextChoices
from django.http import QueryDict

from chronologies.dates import day_words, local
from chronologies.models import Event, Precision, Significance


class Kind(TextChoices):
    """What stands in the stream."""

    EVENT = "EVENT", "Chronology entries"
    CONCERN = "CONCERN", "Concerns"
    TRIAGE = "TRIAGE", "Decisions about concerns"
    STATUS = "STATUS", "Status changes"
    MOVED = "MOVED", "Moved records"


class Order(TextChoices):
    NEWEST = "newest", "Newest first"
    OLDEST = "oldest", "Oldest first"


@dataclass(frozen=True, kw_only=True)
class Filters:
    start: date | None = None
    end: date | None = None
    kind: str = ""
    category: str = ""
    significance: tuple[str, ...] = ()
    source: str = ""
    significant: bool = False
    unstruck: bool = False
    undated: bool = False
    order: str = Order.NEWEST

    @classmethod
    def of(cls, cleaned: Mapping[str, Any]) -> Self:
        return cls(**dict(cleaned) | {"significance": tuple(cleaned["significance"])})

    @property
    def newest_first(self) -> bool:
        return self.order != Order.OLDEST

    def wants(self, kind: Kind) -> bool:
        return not self.kind or self.kind == kind

    @property
    def is_about_events(self) -> bool:
        """Whether something is asked that only an entry, a concern or a decision has."""
        return bool(self.category or self.significance or self.source or self.significant)

    def on_events(self) -> Q:
        asked = Q()
        for column in ("category", "source"):
            if getattr(self, column):
                asked &= Q(**{column: getattr(self, column)})
        if self.significance:
            asked &= Q(significance__in=self.significance)
        if self.significant:
            asked &= Q(is_significant=True)
        if self.unstruck:
            asked &= Q(struck_at__isnull=True)
        return asked & self._in_period()

    @property
    def has_period(self) -> bool:
        return bool(self.start or self.end)

    def covers_day(self, day: date) -> bool:
        return (self.start is None or day >= self.start) and (self.end is None or day <= self.end)

    def _in_period(self) -> Q:
        """What may have happened in the period: March 2019 when asked from the 10th; what nobody can date, if asked."""
        if not self.has_period:
            return Q()
        period = Q()
        if self.start:
            period &= (
                Q(sorts_at__gte=local(self.start))
                | Q(precision=Precision.MONTH, happened_on=self.start.replace(day=1))
                | Q(precision=Precision.YEAR, happened_on=self.start.replace(month=1, day=1))
            )
        if self.end:
            period &= Q(sorts_at__lt=local(self.end + timedelta(days=1)))
        unknown = Q(precision=Precision.UNKNOWN)
        return period | unknown if self.undated else period & ~unknown

    def query(self, **without: object) -> str:
        """The address's query string; `without` names what is left out or replaced."""
        asked = QueryDict(mutable=True)
        for name, values in self._asked().items():
            kept = [value for value in values if value != without.get(name)] if name in without else values
            if kept and without.get(name, "") is not None:
                asked.setlist(name, kept)
        return asked.urlencode()

    def selected(self) -> list[dict[str, str]]:
        """Each filter in words, with the query string of the list without it."""
        return [
            {"text": self._words(name, value), "href": f"?{self.query(**{name: value})}"}
            for name, values in self._asked().items()
            for value in values
            if name != "order"
        ]

    def words(self) -> str:
        """For a cover sheet: what is included."""
        return "; ".join(one["text"] for one in self.selected()) or "Everything on the file"

    def period(self) -> str:
        if not self.has_period:
            return ""
        start = day_words(self.start) if self.start else "the beginning"
        period = f"{start} to {day_words(self.end)}" if self.end else f"{start} until now"
        return f"{period}, and entries without a date" if self.undated else period

    def _asked(self) -> dict[str, list[str]]:
        asked = {
            "start": [self.start.isoformat()] if self.start else [],
            "end": [self.end.isoformat()] if self.end else [],
            "kind": [self.kind],
            "category": [self.category],
            "significance": list(self.significance),
            "source": [self.source],
            "significant": ["on"] if self.significant else [],
            "unstruck": ["on"] if self.unstruck else [],
            "undated": ["on"] if self.undated and self.has_period else [],
            "order": [self.order] if not self.newest_first else [],
        }
        return {name: values for name, values in asked.items() if any(values)}

    def _words(self, name: str, value: str) -> str:
        if name in ("start", "end"):
            return f"{'From' if name == 'start' else 'Until'} {day_words(date.fromisoformat(value))}"
        return str(_LABELS[name](value))


_LABELS: dict[str, Any] = {
    "kind": lambda code: Kind(code).label,
    "category": lambda code: Event.Category(code).label,
    "significance": lambda code: f"{Significance(code).label} significance",
    "source": lambda code: f"From: {Event.Source(code).label}",
    "significant": lambda _: "Significant only",
    "undated": lambda _: "Also entries without a date",
    "unstruck": lambda _: "Without struck entries",
}
