"""X1: what does the whole page cost, reach-checked, opened and logged, against a page that does none of it?

50 entries of a chronology of 5,000 through the product's own view, middleware and template, in process. The other
sides draw the same entries with the same template (benchmarks.pages). Seconds by the clock, turn by turn: a log entry
is on disk before the answer.
"""

from functools import partial

from benchmarks import plain, world
from benchmarks.pages import asked, served
from benchmarks.sides import Result, median_ratio, result
from chronologies.timeline import PAGE

ENTRIES = 5_000
NAMES = ("fact", "action_taken", "child_voice")  # every entry, every second, every third
TIMES = 10
NAME = {"surname": "Hussain", "forename": "Maya", "born_on": "2013-03-04"}


def run(rounds: int = 7) -> dict[str, Result]:
    here = made()
    with served(here.lead) as (ours, theirs):
        page = partial(asked, ours, f"/files/{here.file.pk}/chronology/", PAGE)
        naked = partial(asked, theirs, f"/naked/{here.file.pk}/", PAGE)
        shelf = partial(asked, theirs, f"/shelf/{here.file.pk}/", PAGE)
        against_naked, against_shelf = [], []
        for _ in range(rounds + 1):
            against_naked.append(median_ratio(page, naked, TIMES))
            against_shelf.append(median_ratio(shelf, page, 3))
    what = f"{PAGE} entries of {ENTRIES:,}, the whole page"
    return {
        "X1_naked": result(against_naked[1:], f"{what}: ours / words in clear, login only, no log"),
        "X1_shelf": result(against_shelf[1:], f"{what}: guardian has_perm, Fernet, auditlog accessed / ours"),
    }


def made() -> world.World:
    """One file, for the product and for both other sides."""
    here = world.make()
    plain.make(plain.PlainChild, plain.PlainFile, plain.PlainEvent, plain.ShelfEvent, plain.ShelfEntry)
    told = world.events(here, [here.file], ENTRIES, names=NAMES)
    world.files_in_clear([here.file], NAME)
    for kind in (plain.PlainEvent, plain.ShelfEvent):
        world.in_clear(told, kind)
    world.tidied()
    return here
