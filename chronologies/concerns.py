"""How do the concerns on a file, and what was decided about them, stand in its chronology?

Each concern is guarded in its own right: it is in the stream for whoever reaches it as far as safeguarding. Whoever
only wrote it is not told here on which file it was put. Nothing is copied from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from access import policy
from access.reach import Guarded
from access.roles import Audience, Section
from casework.account import MARKS, OTHERS, details_of, marks_of, parts_of
from casework.models import Addition, Category, Concern, Triage
from chronologies.dates import PartialDate, day_words, local, moment_words, recorded_later
from chronologies.events import HIGH, holds, parents_words
from chronologies.filters import Filters, Kind
from chronologies.models import Event, Promotion, Significance
from chronologies.timeline import Ask, Key, Placed, Row, register

TITLES: Final = {
    Concern.Kind.SAW: "Concern: something seen or heard",
    Concern.Kind.TOLD: "Concern: a child said something",
    Concern.Kind.MARK: "Concern: an injury or mark",
    Concern.Kind.OTHER: "Concern",
}
SOURCES: Final = {
    Concern.Kind.SAW: Event.Source.OBSERVED,
    Concern.Kind.TOLD: Event.Source.CHILD,
    Concern.Kind.MARK: Event.Source.OBSERVED,
    Concern.Kind.OTHER: Event.Source.STAFF,
}
IN_COLUMNS: Final = ("child_words", "heard_from", "opinion", "immediate_action")
"""What a chronology has a place for: the child's voice, the source, the opinion, what was done."""


@dataclass(slots=True)
class _Found:
    """A concern or a decision as it was found, nothing opened; `record` is fetched when it is shown."""

    kind: Kind
    pk: UUID
    day: date
    category: str
    source: str
    promotion: Promotion | None
    record: Any = None

    def passes(self, asked: Filters) -> bool:
        return (
            asked.wants(self.kind)
            and asked.covers_day(self.day)
            and asked.category in ("", self.category)
            and asked.source in ("", self.source)
            and self._passes_promotion(asked)
        )

    def _passes_promotion(self, asked: Filters) -> bool:
        if self.promotion is None:
            return not (asked.significant or asked.significance)
        return not asked.significance or self.promotion.significance in asked.significance


@register
class Concerns:
    def read(self, ask: Ask) -> list[Placed]:
        if not (ask.filters.wants(Kind.CONCERN) or ask.filters.wants(Kind.TRIAGE)):
            return []
        rows = Concern.objects.filter(file=ask.file).values_list("pk", "kind", "happened_on", "happened_at")
        every = {pk: rest for pk, *rest in rows} if getattr(ask.file, "has_concerns", True) else {}
        if not every:
            return []
        placed = [
            Placed(key, self, found)
            for key, found in self._found(ask, every)
            if found.passes(ask.filters) and key in ask.window
        ]
        placed.sort(key=lambda one: one.key, reverse=ask.window.descending)
        return placed[: ask.window.size + 1] if ask.window.size else placed

    def load(self, placed: list[Placed]) -> Iterable[Guarded]:
        found = {one.what.pk: one.what for one in placed}
        for triage in Triage.objects.filter(pk__in=_of(found, Kind.TRIAGE)).select_related("decided_by", "concern"):
            found[triage.pk].record = triage
        for concern in Concern.objects.filter(pk__in=_of(found, Kind.CONCERN)).select_related(
            "reporter", "told_in_person"
        ):
            found[concern.pk].record = concern
        guarded: dict[UUID, Guarded] = {}
        for one in found.values():
            concern = one.record.concern if one.kind == Kind.TRIAGE else one.record
            guarded[concern.pk] = concern
        return guarded.values()

    def rows(self, placed: list[Placed], needle: str) -> list[tuple[Key, Row]]:
        beside = _Beside([one.what.record for one in placed if one.what.kind == Kind.CONCERN])
        drawn = [
            (one.key, _triage_row(one.what) if one.what.kind == Kind.TRIAGE else _concern_row(one.what, beside))
            for one in placed
        ]
        return [(key, row) for key, row in drawn if not needle or holds(needle, row.texts())]

    def _found(self, ask: Ask, every: dict[UUID, Any]) -> Iterable[tuple[Key, _Found]]:
        opened = policy.clearances(ask.user, Concern, list(every))
        reached = [pk for pk in every if opened[pk].covers(Audience.SAFEGUARDING, Triage.section)]
        promoted, decided = _promoted(ask), _decided(reached)
        categories = {concern: category for _, concern, _, category in decided}
        for pk in reached:
            kind, day, at = every[pk]
            category = categories.get(pk, "")
            yield Key(local(day, at), pk), _Found(Kind.CONCERN, pk, day, category, SOURCES[kind], promoted.get(pk))
        for pk, _, decided_at, category in decided:
            day = timezone.localdate(decided_at)
            yield Key(decided_at, pk), _Found(Kind.TRIAGE, pk, day, category, Event.Source.STAFF, promoted.get(pk))


def _of(found: dict[UUID, _Found], kind: Kind) -> list[UUID]:
    return [pk for pk, one in found.items() if one.kind == kind]


def _promoted(ask: Ask) -> dict[UUID, Promotion]:
    if not ask.clearance.covers(Audience.SAFEGUARDING, int(Section.CHRONOLOGY)):
        return {}
    return {one.subject: one for one in Promotion.objects.filter(file=ask.file, ended_at__isnull=True)}


def _decided(concerns: list[UUID]) -> list[tuple[UUID, UUID, Any, str]]:
    """The decisions about these concerns, oldest first, so that the last category holds."""
    if not concerns:
        return []
    rows = Triage.objects.filter(concern__in=concerns).order_by("decided_at")
    return list(rows.values_list("pk", "concern_id", "decided_at", "category"))


class _Beside:
    """What stands beside concerns in tables of its own, read for all of them at once."""

    def __init__(self, concerns: list[Concern]) -> None:
        self.added = _additions(concerns)
        self.marks = marks_of(concerns) if concerns else {}
        self.parts = parts_of(concerns) if concerns else {}

    def details(self, concern: Concern) -> list[tuple[str, str]]:
        """What the reporter wrote and no column of the chronology holds, under the headings of the concern's page."""
        told = concern.told_in_person
        more = (
            (MARKS, "\n".join(mark.line for mark in self.marks.get(concern.pk, ()))),
            (OTHERS, self.parts.get(concern.pk, "")),
            ("Told in person", told.name if told else ""),
        )
        return [*details_of(concern, but=IN_COLUMNS), *(part for part in more if part[1])]


def _additions(concerns: list[Concern]) -> dict[UUID, list[str]]:
    added: dict[UUID, list[str]] = {}
    if concerns:
        about = Addition.objects.filter(concern__in=concerns, internal=False)
        for one in about.select_related("author").order_by("added_at"):
            said = f"Added on {moment_words(one.added_at)} by {one.author.name}: {one.words.text}"
            added.setdefault(one.concern_id, []).append(said)
    return added


def _concern_row(found: _Found, beside: _Beside) -> Row:
    concern: Concern = found.record
    when = PartialDate(concern.happened_on)
    heard = f", {concern.heard_from.text}" if concern.heard_from else ""
    return Row(
        kind="CONCERN",
        pk=concern.pk,
        title=TITLES[Concern.Kind(concern.kind)],
        when=when.words(),
        iso=when.iso(),
        at_time=f"{concern.happened_at:%H:%M}" if concern.happened_at else "",
        recorded=moment_words(concern.written_at),
        later=recorded_later(when.over_by(concern.happened_at), concern.written_at),
        by=concern.reporter.name,
        author_id=concern.reporter_id,
        source=f"{Event.Source(found.source).label}{heard}",
        fact=concern.words.text,
        child_voice=concern.child_words.text,
        opinion=concern.opinion.text,
        action=concern.immediate_action.text,
        details=beside.details(concern),
        notes=beside.added.get(concern.pk, []),
        href=reverse("casework:concern_read", args=[concern.pk]),
        record=concern,
        **_weight(found),
    )


def _triage_row(found: _Found) -> Row:
    triage: Triage = found.record
    because = Triage.NotTold(triage.not_told_because).label if triage.not_told_because else ""
    note = " ".join(part for part in (because, triage.parents_note.text) if part)
    when = timezone.localtime(triage.decided_at)
    return Row(
        kind="TRIAGE",
        pk=triage.pk,
        title=f"Decision: {triage.get_decision_display()}",
        when=day_words(when.date()),
        iso=when.date().isoformat(),
        at_time=f"{when:%H:%M}",
        recorded=moment_words(triage.decided_at),
        by=triage.decided_by.name,
        author_id=triage.decided_by_id,
        source=Event.Source.STAFF.label,
        decision=triage.get_decision_display(),
        rationale=triage.rationale.text,
        parents=parents_words(triage.parents_told, note),
        audience=Audience.SAFEGUARDING.label,
        href=reverse("casework:concern_read", args=[triage.concern_id]),
        record=triage,
        **_weight(found),
    )


def _weight(found: _Found) -> dict[str, Any]:
    """What a lead made of it: its category, and whether it counts as significant."""
    category = Category(found.category).label if found.category else ""
    if found.promotion is None:
        return {"category": category}
    level = Significance(found.promotion.significance)
    return {"category": category, "significant": True, "significance": level.label, "high": level in HIGH}
