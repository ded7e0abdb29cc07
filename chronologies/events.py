"""How do a file's own entries stand in its chronology?"""

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import lru_cache
from itertools import compress
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from access import policy
from access.reach import Guarded
from access.roles import Audience, Can, Section
from casework.models import CaseFile
from chronologies.dates import PartialDate, moment_words, recorded_later
from chronologies.filters import Filters, Kind
from chronologies.models import Correction, Event, Precision, Significance
from chronologies.opening import words_of
from chronologies.particulars import WORDS
from chronologies.timeline import Ask, Key, Placed, Row, Window, register
from vault.sealing import Binding

HIGH: Final = frozenset({Significance.HIGH, Significance.CRITICAL})
_LABELS: Final[dict[str, dict[str, str]]] = {
    "source": dict(Event.Source.choices),
    "hand": dict(Event.Hand.choices),
    "category": dict(Event.Category.choices),
    "significance": dict(Significance.choices),
    "bearing": dict(Event.Bearing.choices),
    "marking": dict(Event.Marking.choices),
    "audience": dict(Audience.choices),
}


class Read(NamedTuple):
    """The plain columns of an event as they are read for the stream: thousands of rows need no model of their own."""

    pk: UUID
    sorts_at: datetime
    audience: str
    section: int
    version: int
    recorded_at: datetime
    author_id: UUID
    author__name: str
    happened_on: date | None
    happened_at: time | None
    precision: str
    source: str
    hand: str
    category: str
    significance: str
    is_significant: bool
    bearing: str
    marking: str
    parent_informed: bool | None
    struck_at: datetime | None
    moved_to_id: UUID | None


_PLAIN: Final = len(Read._fields)
_MOVED_TO: Final = Read._fields.index("moved_to_id")
MOVED: Final = "Entry moved: who may read it was changed"


@register
class Events:
    def read(self, ask: Ask) -> list[Placed]:
        wanted = _wanted(ask.filters)
        if wanted is None:
            return []
        self.file = ask.file
        self.reads_moved = Can.READ_VERSION in policy.capabilities(ask.user, ask.clearance)
        read = in_window(_asked(ask).filter(wanted), ask.window).values_list(*Read._fields, *WORDS)
        return [Placed(Key(row[1], row[0]), self, row) for row in read]

    def load(self, placed: list[Placed]) -> Iterable[Guarded]:
        return ()  # their words are in the file's own scope

    def rows(self, placed: list[Placed], needle: str) -> list[tuple[Key, Row]]:
        moved = [] if needle else [one for one in placed if one.what[_MOVED_TO]]
        stubs = [(one.key, _moved_row(Read._make(one.what[:_PLAIN]), self.reads_moved)) for one in moved]
        return stubs + self._told([one for one in placed if not one.what[_MOVED_TO]], needle)

    def _told(self, placed: list[Placed], needle: str) -> list[tuple[Key, Row]]:
        events = [Read._make(one.what[:_PLAIN]) for one in placed]
        sealed = [one.what[_PLAIN:] for one in placed]
        words = list(zip(*words_of(_places(self.file, events), sealed, WORDS), strict=True))
        notes = notes_on(events)
        if needle:
            held = [holds(needle, (*told, *notes.get(event.pk, ()))) for event, told in zip(events, words, strict=True)]
            placed, events, words = (
                list(compress(placed, held)),
                list(compress(events, held)),
                list(compress(words, held)),
            )
        return [
            (one.key, row_of(event, told, notes.get(event.pk, [])))
            for one, event, told in zip(placed, events, words, strict=True)
        ]


def _wanted(filters: Filters) -> Q | None:
    """Entries, what is left of those that were moved, or both."""
    stubs = filters.wants(Kind.MOVED) and not (filters.is_about_events or filters.unstruck)
    if filters.wants(Kind.EVENT):
        return Q() if stubs else Q(moved_to__isnull=True)
    return Q(moved_to__isnull=False) if stubs else None


def _asked(ask: Ask) -> QuerySet[Event]:
    return Event.objects.filter(ask.filters.on_events(), policy.cleared(ask.clearance), file=ask.file)


def _places(file: CaseFile, events: list[Read]) -> list[tuple[Binding, bytes]]:
    bindings: dict[tuple[str, int], Binding] = {}
    places = []
    for event in events:
        binding = bindings.get((event.audience, event.section))
        if binding is None:
            binding = Binding(file.school_id, file.pk, event.audience, event.section)
            bindings[event.audience, event.section] = binding
        places.append((binding, event.pk.bytes))
    return places


def in_window(events: QuerySet[Event], window: Window) -> QuerySet[Event]:
    sign, side = ("-", "lt") if window.descending else ("", "gt")
    if window.beyond:
        at, pk = window.beyond
        beyond = Q(**{f"sorts_at__{side}": at}) | Q(sorts_at=at, **{f"pk__{side}": pk})
        events = events.filter(beyond, **{f"sorts_at__{side}e": at})  # the last lets one index range be walked
    ordered = events.order_by(f"{sign}sorts_at", f"{sign}pk")
    return ordered[: window.size + 1] if window.size else ordered


def holds(needle: str, words: Iterable[str]) -> bool:
    return any(needle in text.casefold() for text in words if text)


def notes_on(events: list[Read]) -> dict[UUID, list[str]]:
    """Each correction and striking out: by whom, when and why. No query when there was none."""
    notes: dict[UUID, list[str]] = {}
    if corrected := [event.pk for event in events if event.version > 1]:
        for one in Correction.objects.filter(event__in=corrected).select_related("author").order_by("number"):
            said = f"Corrected on {moment_words(one.recorded_at)} by {one.author.name}: {one.reason.text}"
            notes.setdefault(one.event_id, []).append(said)
    if struck := [event.pk for event in events if event.struck_at]:
        for event in Event.objects.filter(pk__in=struck).select_related("struck_by"):
            if event.struck_at and event.struck_by:
                done = f"Struck out on {moment_words(event.struck_at)} by {event.struck_by.name}"
                notes.setdefault(event.pk, []).append(f"{done}: {event.struck_because.text}")
    return notes


def row_of(event: Read, told: tuple[str, ...], notes: list[str]) -> Row:
    words = dict(zip(WORDS, told, strict=True))
    category, agency = _LABELS["category"][event.category], words["source_agency"]
    contact = agency if event.category == Event.Category.AGENCY_CONTACT else ""
    when = PartialDate(event.happened_on, _PRECISIONS[event.precision])
    return Row(
        kind="EVENT",
        pk=event.pk,
        title=f"{category}: {contact}" if contact else category,
        when=when.words(),
        iso=when.iso(),
        at_time=f"{event.happened_at:%H:%M}" if event.happened_at else "",
        recorded=moment_words(event.recorded_at),
        later=recorded_later(when.over_by(event.happened_at), event.recorded_at),
        by=event.author__name,
        author_id=event.author_id,
        category=category,
        significance=_LABELS["significance"][event.significance],
        high=event.significance in HIGH,
        bearing="" if event.bearing == Event.Bearing.NEUTRAL else _LABELS["bearing"][event.bearing],
        significant=event.is_significant,
        source=told_by(event.source, words["source_name"], agency, event.hand),
        agency=agency,
        marking="" if event.marking == Event.Marking.SCHOOL else _LABELS["marking"][event.marking],
        audience="" if event.audience == Audience.PASTORAL else _LABELS["audience"][event.audience],
        section=_section(event.section),
        status=_status(event, notes),
        version=event.version,
        fact=words["fact"],
        child_voice=words["child_voice"],
        opinion=words["opinion"],
        impact=words["impact"],
        action=words["action_taken"],
        decision=words["decision"],
        rationale=words["rationale"],
        outcome=words["outcome"],
        parents=parents_words(event.parent_informed, words["parent_not_informed_because"]),
        reference=words["reference"],
        paper=words["paper_held"],
        notes=notes,
        href=f"{_base()}{event.pk}/",
    )


def _moved_row(event: Read, reads_moved: bool) -> Row:
    """What is left where an entry stood: that it did, and no word of it. Leads can open it."""
    when = PartialDate(event.happened_on, _PRECISIONS[event.precision])
    return Row(
        kind=Kind.MOVED,
        pk=event.pk,
        title=MOVED,
        when=when.words(),
        iso=when.iso(),
        recorded=moment_words(event.recorded_at),
        href=f"{_base()}{event.pk}/" if reads_moved else "",
    )


def told_by(source: str, name: str, agency: str, hand: str) -> str:
    """Who told us, of which agency, at how many hands. An agency that has a name is not called Agency as well."""
    kind = "" if agency and source == Event.Source.AGENCY else _LABELS["source"][source]
    who = (name, agency) if kind else (agency, name)
    return ", ".join(part for part in (kind, *who, _LABELS["hand"][hand].lower()) if part)


def parents_words(informed: bool | None, because: str) -> str:
    if informed is None:
        return because
    said = "Yes" if informed else "No"
    return f"{said}: {because}" if because else said


def _status(event: Read, notes: list[str]) -> str:
    if event.struck_at:
        return "STRUCK"
    return "CORRECTED" if notes else "FINAL"


_PRECISIONS: Final = {one.value: one for one in Precision}


@lru_cache
def _section(section: int) -> str:
    return "" if section == Section.CHRONOLOGY else str(Section(section).name).capitalize()


@lru_cache
def _base() -> str:
    """The address of every entry up to its id: reversing each one would take longer than drawing it."""
    return reverse("chronologies:event_read", args=[UUID(int=0)]).removesuffix(f"{UUID(int=0)}/")
