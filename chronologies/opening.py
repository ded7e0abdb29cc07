"""How are the words of many events opened at once? Column by column: a call for each would cost as much as opening."""

from collections.abc import Sequence
from typing import Any

from chronologies.models import Event
from vault.fields import open_many
from vault.sealing import Binding
from vault.values import Stored

Place = tuple[Binding, bytes]


def words_of(places: Sequence[Place], sealed: Sequence[Sequence[Stored]], names: Sequence[str]) -> list[list[str]]:
    """For each column the words of every event, "" where nothing was written. Raises Locked like any reading.

    `places`: where each event is sealed, and its uuid; `sealed`: its columns in the order of `names`. Neighbours
    should share their Binding, since a key is looked up when it changes.
    """
    columns = list(zip(*sealed, strict=True)) or [()] * len(names)
    return [_opened(Event._meta.get_field(name), places, column) for name, column in zip(names, columns, strict=True)]


def _opened(field: Any, places: Sequence[Place], column: Sequence[Stored]) -> list[str]:
    raws = [stored.raw for stored in column]
    if not any(raws):
        return [""] * len(raws)
    return open_many(field, ((binding, row, raw) for (binding, row), raw in zip(places, raws, strict=True)))
