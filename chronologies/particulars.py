"""What does one entry say? All that is typed into it, apart from who may read it and who wrote it when."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import date, time
from typing import Any, Final

from chronologies.dates import PartialDate
from chronologies.models import Event, Precision, Significance

WORDS: Final = (
    *("fact", "opinion", "child_voice", "impact", "action_taken", "decision", "rationale", "outcome"),
    *("parent_not_informed_because", "reference", "source_name", "source_agency", "paper_held"),
)
"""The sealed columns of an event that hold what was typed."""
CODES: Final = ("source", "hand", "category", "significance", "bearing", "marking", "parent_informed", "linked")
"""Its plain columns: codes and references, never words."""


@dataclass(frozen=True, kw_only=True)
class Particulars:
    happened: PartialDate
    at_time: time | None = None
    fact: str
    opinion: str = ""
    child_voice: str = ""
    impact: str = ""
    action_taken: str = ""
    decision: str = ""
    rationale: str = ""
    outcome: str = ""
    parent_informed: bool | None = None
    parent_not_informed_because: str = ""
    reference: str = ""
    source: str = Event.Source.STAFF
    hand: str = Event.Hand.FIRST
    source_name: str = ""
    source_agency: str = ""
    category: str = Event.Category.OTHER
    significance: str = Significance.MEDIUM
    bearing: str = Event.Bearing.NEUTRAL
    marking: str = Event.Marking.SCHOOL
    linked: str = ""
    paper_held: str = ""

    @classmethod
    def of(cls, event: Event) -> "Particulars":
        """What an event says now. Raises Locked unless the gate unlocked it."""
        told = {name: getattr(event, name).text for name in WORDS} | {name: getattr(event, name) for name in CODES}
        return cls(happened=happened(event), at_time=event.happened_at, **told)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Particulars":
        """An earlier version, as a correction keeps it."""
        on, precision = kept["happened"]
        when = PartialDate(date.fromisoformat(on) if on else None, Precision(precision))
        at_time = time.fromisoformat(kept["at_time"]) if kept["at_time"] else None
        return cls(**kept | {"happened": when, "at_time": at_time})

    def to_json(self) -> dict[str, Any]:
        on = self.happened.on.isoformat() if self.happened.on else ""
        at_time = self.at_time.isoformat() if self.at_time else ""
        return asdict(self) | {"happened": [on, str(self.happened.precision)], "at_time": at_time}

    def changed_from(self, other: "Particulars") -> list[str]:
        return [field.name for field in fields(self) if getattr(self, field.name) != getattr(other, field.name)]

    def put_on(self, event: Event, *names: str) -> None:
        """Write these (or all) on an event; only what is named is sealed again."""
        for name in names or (field.name for field in fields(self)):
            if name not in ("happened", "at_time"):
                setattr(event, name, getattr(self, name))
        event.happened_on, event.precision = self.happened.on, self.happened.precision
        event.happened_at = self.at_time
        event.sorts_at = self.happened.sorts_at(self.at_time, recorded_at=event.recorded_at)

    def with_plain_lines(self) -> "Particulars":
        """However a new line was typed, it is kept as one character; nothing else is touched."""
        words: dict[str, Any] = {name: plain_lines(getattr(self, name)) for name in WORDS}
        return replace(self, **words)


def happened(event: Event) -> PartialDate:
    return PartialDate(event.happened_on, Precision(event.precision))


def plain_lines(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n")
