"""Which lines does the file itself give its chronology? Statuses that began and ended, and records moved away.

There are few of these on any file, so all are read and the window is cut here.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils import timezone

from access import policy
from access.reach import Guarded
from access.roles import Audience, Section
from casework.models import ConcernMove, StatusEpisode
from chronologies.dates import PartialDate, day_words, local, moment_words, recorded_later
from chronologies.events import holds
from chronologies.filters import Kind
from chronologies.timeline import Ask, Key, Placed, Row, Source, register

MOVED_AWAY = "A concern was recorded here by mistake and moved"


@register
class StatusChanges:
    def read(self, ask: Ask) -> list[Placed]:
        if not _asked(ask, Kind.STATUS, "has_episodes"):
            return []
        episodes = StatusEpisode.objects.filter(policy.cleared(ask.clearance), file=ask.file).select_related("author")
        places = [(Key(local(one.started_on), one.pk), (one, True)) for one in episodes]
        places += [(Key(local(one.ended_on), _twin(one.pk)), (one, False)) for one in episodes if one.ended_on]
        return _cut(self, ask, places)

    def load(self, placed: list[Placed]) -> Iterable[Guarded]:
        return ()  # their words are in the file's own scope

    def rows(self, placed: list[Placed], needle: str) -> list[tuple[Key, Row]]:
        drawn = [(one.key, _status_row(*one.what)) for one in placed]
        return [(key, row) for key, row in drawn if not needle or holds(needle, row.texts())]


@register
class MovedAway:
    """What is left of a concern that was filed under the wrong child: that it was, and no word of it."""

    def read(self, ask: Ask) -> list[Placed]:
        if not _asked(ask, Kind.MOVED, "has_moves"):
            return []
        if not ask.clearance.covers(Audience.SAFEGUARDING, int(Section.CHRONOLOGY)):
            return []
        there = ConcernMove.objects.filter(from_file=ask.file).exclude(concern__in=policy.walls(ask.user))
        moves = there.values_list("pk", "moved_at")
        return _cut(self, ask, [(Key(moved_at, pk), moved_at) for pk, moved_at in moves])

    def load(self, placed: list[Placed]) -> Iterable[Guarded]:
        return ()

    def rows(self, placed: list[Placed], needle: str) -> list[tuple[Key, Row]]:
        return [] if needle else [(one.key, _moved_row(one)) for one in placed]


def _asked(ask: Ask, kind: Kind, flag: str) -> bool:
    return ask.filters.wants(kind) and not ask.filters.is_about_events and getattr(ask.file, flag, True)


def _cut(source: Source, ask: Ask, places: Iterable[tuple[Key, object]]) -> list[Placed]:
    placed = [
        Placed(key, source, what)
        for key, what in places
        if key in ask.window and ask.filters.covers_day(timezone.localdate(key.at))
    ]
    return sorted(placed, key=lambda one: one.key, reverse=ask.window.descending)


def _twin(pk: UUID) -> UUID:
    """The end of an episode stands in the stream as well as its start."""
    return UUID(int=pk.int ^ 1)


def _status_row(episode: StatusEpisode, started: bool) -> Row:
    kind = episode.get_kind_display()
    day: date = episode.started_on if started else episode.ended_on or episode.started_on
    when = PartialDate(day)
    return Row(
        kind="STATUS",
        pk=episode.pk,
        title=f"{kind} {'started' if started else 'ended'}",
        when=when.words(),
        iso=when.iso(),
        recorded=moment_words(episode.recorded_at) if started else "",
        later=recorded_later(when.over_by(None), episode.recorded_at) if started else "",
        by=episode.author.name if started else "",
        author_id=episode.author_id,
        agency=episode.authority,
        audience=Audience(episode.audience).label,
        fact=(episode.basis if started else episode.ended_because).text,
        record=episode,
    )


def _moved_row(placed: Placed) -> Row:
    day = timezone.localdate(placed.what)
    return Row(
        kind="MOVED",
        pk=placed.key.pk,
        title=MOVED_AWAY,
        when=day_words(day),
        iso=day.isoformat(),
        recorded=moment_words(placed.what),
        audience=Audience.SAFEGUARDING.label,
    )
