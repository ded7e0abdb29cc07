"""E1: what does sealing cost a whole chronology, fetched, opened and drawn?

5,000 entries with one sealed column filled, all on one page through the product's own stream and template; the other
side fetches the same entries in clear and draws them with the same template. Neither writes to the log.
"""

from functools import partial
from typing import Any

from django.template.loader import render_to_string

from benchmarks import plain, world
from benchmarks.pages import EVERYTHING, TEMPLATE, rows_in_clear
from benchmarks.sides import Result, compare
from benchmarks.x1_page import NAME
from casework.models import CaseFile
from chronologies.filters import Filters
from chronologies.timeline import Row, Stream, Window
from people.identity import Identity

ENTRIES = 5_000


def run(rounds: int = 7) -> dict[str, Result]:
    here = world.make()
    plain.make(plain.PlainChild, plain.PlainFile, plain.PlainEvent)
    told = world.events(here, [here.file], ENTRIES)
    world.files_in_clear([here.file], NAME)
    world.in_clear(told, plain.PlainEvent)
    world.tidied()
    what = f"a chronology of {ENTRIES:,} entries fetched, opened and drawn / the same in clear"
    return {"E1_page": compare(partial(_ours, here), partial(_naked, here.file), what, rounds=rounds)}


def _ours(here: world.World) -> str:
    with world.unlocked(here, [here.file]):
        stream = Stream(here.lead, Filters(), size=None)
        file = CaseFile.objects.get(pk=here.file.pk)
        file.has_concerns = file.has_moves = file.has_episodes = False
        stream.place(file, EVERYTHING)
        return _drawn(file, stream.rows())


def _naked(file: CaseFile) -> str:
    found = plain.PlainFile.objects.get(pk=file.pk)
    return _drawn(found, rows_in_clear(file.pk, Window(size=None)))


def _drawn(file: Any, rows: list[Row]) -> str:
    name = Identity.read(NAME).name
    drawn = render_to_string(TEMPLATE, {"file": file, "rows": rows, "child_name": name, "newest_first": True})
    if drawn.count('class="moj-timeline__item') != ENTRIES:
        raise RuntimeError("Not every entry was drawn.")
    return drawn
