"""How do a file's own entries stand in its chronology?"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import compress
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from access import policy
from access.reach import Guarded
from access.roles import Audience, Section
from chronologies.dates import moment_words, recorded_later
from chronologies.filters import Kind
from chronologies.models import Correction, Event, Significance
from chronologies.opening import words_of
from chronologies.particulars import WORDS, happened
from chronologies.timeline import Ask, Key, Placed, Row, Window, register

SHOWN: Final = (
    *("file_id", "school_id", "audience", "section", "version", "recorded_at", "sorts_at", "author_id"),
    *("happened_on", "happened_at", "precision", "source", "hand", "category", "significance", "is_significant"),
    *("bearing", "marking", "parent_informed", "linked", "struck_at", "struck_by_id", "struck_because", *WORDS),
    *("author__name", "struck_by__name"),
)
HIGH: Final = frozenset({Significance.HIGH, Significance.CRITICAL})
_LABELS: Final[dict[str, dict[Any, Any]]] = {
    "source": dict(Event.Source.choices),
    "hand": dict(Event.Hand.choices),
    "category": dict(Event.Category.choices),
    "significance": dict(Significance.choices),
    "bearing": dict(Event.Bearing.choices),
    "marking": dict(Event.Marking.choices),
    "audience": dict(Audience.choices),
}


@register
class Events:
    def read(self, ask: Ask) -> list[Placed]:
        if not ask.filters.wants(Kind.EVENT):
            return []
        return [Placed(Key(event.sorts_at, event.pk), self, event) for event in in_window(_asked(ask), ask.window)]

    def load(self, placed: list[Placed]) -> Iterable[Guarded]:
        return ()  # their words are in the file's own scope

    def rows(self, placed: list[Placed], needle: str) -> list[tuple[Key, Row]]:
        events = [one.what for one in placed]
        words = list(zip(*words_of(events, WORDS), strict=True))
        notes = notes_on(events)
        if needle:
            held = [holds(needle, (*told, *notes.get(event.pk, ()))) for event, told in zip(events, words, strict=True)]
            placed, events, words = (list(compress(each, held)) for each in (placed, events, words))
        return [
            (one.key, row_of(event, told, notes.get(event.pk, [])))
            for one, event, told in zip(placed, events, words, strict=True)
        ]


def _asked(ask: Ask) -> QuerySet[Event]:
    events = Event.objects.filter(ask.filters.on_events(), policy.cleared(ask.clearance), file=ask.file)
    return events.select_related("author", "struck_by").only(*SHOWN)


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


def notes_on(events: list[Event]) -> dict[UUID, list[str]]:
    """Each correction and striking out: by whom, when and why. One query, and none when nothing was corrected."""
    notes: dict[UUID, list[str]] = {}
    corrected = [event.pk for event in events if event.version > 1]
    if corrected:
        kept = Correction.objects.filter(event__in=corrected).select_related("author").order_by("number")
        for one in kept:
            said = f"Corrected on {moment_words(one.recorded_at)} by {one.author.name}: {one.reason.text}"
            notes.setdefault(one.event_id, []).append(said)
    for event in events:
        if event.struck_at and event.struck_by:
            said = (
                f"Struck out on {moment_words(event.struck_at)} by {event.struck_by.name}: {event.struck_because.text}"
            )
            notes.setdefault(event.pk, []).append(said)
    return notes


_words_in_order = attrgetter("source", "hand", "category", "significance", "bearing", "marking", "audience")


def row_of(event: Event, told: tuple[str, ...], notes: list[str]) -> Row:
    words = dict(zip(WORDS, told, strict=True))
    source, hand, category, significance, bearing, marking, audience = (
        _LABELS[name][code] for name, code in zip(_LABELS, _words_in_order(event), strict=True)
    )
    when = happened(event)
    by_name = f", {words['source_name']}" if words["source_name"] else ""
    at_time = f"{event.happened_at:%H:%M}" if event.happened_at else ""
    contact = event.category == Event.Category.AGENCY_CONTACT and words["source_agency"]
    return Row(
        kind=Kind.EVENT,
        pk=event.pk,
        title=f"{category}: {contact}" if contact else category,
        when=when.words(),
        iso=when.iso(),
        at_time=at_time,
        recorded=moment_words(event.recorded_at),
        later=recorded_later(when.over_by(event.happened_at), event.recorded_at),
        by=event.author.name,
        author_id=event.author_id,
        category=category,
        significance=significance,
        high=event.significance in HIGH,
        bearing="" if event.bearing == Event.Bearing.NEUTRAL else bearing,
        significant=event.is_significant,
        source=f"{source}{by_name}, {hand.lower()}",
        agency=words["source_agency"],
        marking="" if event.marking == Event.Marking.SCHOOL else marking,
        audience="" if event.audience == Audience.PASTORAL else audience,
        section=_section(event.section),
        status="STRUCK" if event.struck_at else "CORRECTED" if _corrected(notes) else "FINAL",
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
        record=event,
    )


def parents_words(informed: bool | None, because: str) -> str:
    if informed is None:
        return because
    said = "Yes" if informed else "No"
    return f"{said}: {because}" if because else said


def _corrected(notes: list[str]) -> bool:
    return any(note.startswith("Corrected") for note in notes)


@lru_cache
def _section(section: int) -> str:
    return "" if section == Section.CHRONOLOGY else str(Section(section).name).capitalize()


@lru_cache
def _base() -> str:
    """The address of every entry up to its id: reversing each one would take longer than drawing it."""
    return reverse("chronologies:event_read", args=[UUID(int=0)]).removesuffix(f"{UUID(int=0)}/")
