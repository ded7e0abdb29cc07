"""How do records of many kinds become one stream, in the order in which things happened?

A source reads where its records stand, nothing opened; the stream merges them, cuts a page, and only what is on that
page is loaded, unlocked by the gate and opened. Apps above register a source of their own with `register`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple, Protocol, Self
from uuid import UUID

from access.models import User
from access.policy import Clearance
from access.reach import Guarded
from casework.models import CaseFile
from chronologies.filters import Filters

PAGE = 50
_STATUS = {"FINAL": "", "CORRECTED": "Corrected", "STRUCK": "Struck out"}


class Key(NamedTuple):
    """Where a record stands: never the same for two."""

    at: datetime
    pk: UUID

    def code(self) -> str:
        """For an address: a moment and an id, nothing else."""
        return f"{self.at.timestamp():.6f}_{self.pk.hex}"

    @classmethod
    def read(cls, code: str) -> Self | None:
        at, _, pk = code.partition("_")
        try:
            return cls(datetime.fromtimestamp(float(at), tz=UTC), UUID(hex=pk))
        except (ValueError, OverflowError, OSError):
            return None


@dataclass(frozen=True)
class Window:
    """The part of the stream that is read: in which direction, from where, how many. No size means all."""

    descending: bool = True
    beyond: Key | None = None
    size: int | None = PAGE

    def __contains__(self, key: Key) -> bool:
        if self.beyond is None:
            return True
        return key < self.beyond if self.descending else key > self.beyond


@dataclass(frozen=True)
class Ask:
    user: User
    file: CaseFile
    clearance: Clearance
    filters: Filters
    window: Window


@dataclass(frozen=True, slots=True)
class Placed:
    """A record in the stream: where it stands, whose it is to draw, and what it is known by there."""

    key: Key
    source: "Source"
    what: Any


@dataclass(slots=True)
class Row:
    """One line of the stream as it is shown and printed: words that were opened, dates and codes in words."""

    kind: str
    pk: UUID
    title: str
    when: str
    recorded: str
    iso: str = ""
    at_time: str = ""
    later: str = ""
    by: str = ""
    author_id: UUID | None = None
    system: str = ""
    category: str = ""
    significance: str = ""
    high: bool = False
    bearing: str = ""
    significant: bool = False
    source: str = ""
    agency: str = ""
    marking: str = ""
    audience: str = ""
    section: str = ""
    status: str = "FINAL"
    version: int = 1
    fact: str = ""
    child_voice: str = ""
    opinion: str = ""
    impact: str = ""
    action: str = ""
    decision: str = ""
    rationale: str = ""
    outcome: str = ""
    parents: str = ""
    reference: str = ""
    paper: str = ""
    details: Sequence[tuple[str, str]] = ()
    notes: list[str] = field(default_factory=list)
    href: str = ""
    record: Any = None

    def __getitem__(self, name: str) -> Any:
        """Templates ask by key first: without this each word of each row would cost an exception."""
        return getattr(self, name)

    def parts(self) -> list[tuple[str, str]]:
        """What was written beside the account itself, under its label."""
        told = (
            ("Child’s voice", self.child_voice),
            ("Opinion", self.opinion),
            ("What it meant for the child", self.impact),
            ("Done", self.action),
            ("Decided", self.decision if self.kind == "EVENT" else ""),
            ("Why", self.rationale),
            ("Outcome", self.outcome),
            ("Parents know", self.parents),
            ("Reference", self.reference),
            *self.details,
        )
        return [part for part in told if part[1]]

    def tags(self) -> list[tuple[str, str]]:
        """Short words and their colours."""
        shown = (
            (self.category if self.kind != "EVENT" else "", "grey"),
            (_STATUS[self.status], "grey"),
            ("Significant" if self.significant else "", "purple"),
            (self.significance if self.high else "", "orange"),
            (self.bearing if self.bearing == "Protective" else "", "green"),
            ("Recorded late" if self.later else "", "yellow"),
            (self.audience, "blue"),
            (self.marking, "grey"),
        )
        return [tag for tag in shown if tag[0]]

    def texts(self) -> list[str]:
        """The words in which a search looks."""
        return [
            *(self.fact, self.child_voice, self.opinion, self.impact, self.action, self.decision, self.rationale),
            *(self.outcome, self.parents, self.reference, self.paper, self.source, self.agency, *self.notes),
            *(words for _, words in self.details),
        ]


class Source(Protocol):
    def read(self, ask: Ask) -> list[Placed]:
        """Where this source's records stand within the window, in its order, one more than a page; nothing opened."""

    def load(self, placed: list[Placed]) -> Iterable[Guarded]:
        """Fetch what is shown, and say which guarded records the gate has to unlock for it."""

    def rows(self, placed: list[Placed], needle: str) -> list[tuple[Key, Row]]:
        """Opened and in words. With a needle, only those that hold it."""


_sources: list[type[Source]] = []


def register(source: type[Source]) -> type[Source]:
    """Add a kind of record to every chronology."""
    _sources.append(source)
    return source


class Stream:
    """One page, or all, of one file's chronology. `place` before the gate opens anything, `rows` after."""

    def __init__(
        self, user: User, filters: Filters, *, size: int | None = PAGE, after: str = "", before: str = ""
    ) -> None:
        self.user, self.filters = user, filters
        self.backwards = bool(before)
        beyond = Key.read(before or after)
        self.window = Window(filters.newest_first != self.backwards, beyond, size)
        self.placed: list[Placed] = []
        self.more = False

    def place(self, file: CaseFile, clearance: Clearance) -> list[Guarded]:
        """For `gate.fetch(showing=…)`: read where the page's records stand and fetch them, still sealed."""
        ask = Ask(self.user, file, clearance, self.filters, self.window)
        read = [source().read(ask) for source in _sources]
        merged = merge(*read, key=lambda placed: placed.key, reverse=self.window.descending)
        self.placed = list(islice(merged, self.window.size + 1) if self.window.size else merged)
        if self.window.size and len(self.placed) > self.window.size:
            self.more = bool(self.placed.pop())
        if self.backwards:
            self.placed.reverse()
        return [guarded for source, shown in self._by_source() for guarded in source.load(shown)]

    def rows(self, needle: str = "") -> list[Row]:
        """The page in words, in order."""
        found: dict[Key, Row] = {}
        for source, shown in self._by_source():
            found.update(source.rows(shown, needle))
        return [found[placed.key] for placed in self.placed if placed.key in found]

    @property
    def next_code(self) -> str:
        """Where the following page starts, if there is one."""
        return self.placed[-1].key.code() if self.placed and (self.more or self.backwards) else ""

    @property
    def previous_code(self) -> str:
        has_previous = self.more if self.backwards else self.window.beyond is not None
        return self.placed[0].key.code() if self.placed and has_previous else ""

    def _by_source(self) -> list[tuple[Source, list[Placed]]]:
        grouped: dict[int, tuple[Source, list[Placed]]] = {}
        for placed in self.placed:
            grouped.setdefault(id(placed.source), (placed.source, []))[1].append(placed)
        return list(grouped.values())
