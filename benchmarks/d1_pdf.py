"""D1: how long does a PDF/UA-1 chronology take to set, against WeasyPrint's?

Both sides set the same words in the same form and typefaces: A4, a cover, a heading for each event, labelled paragraphs
with a hanging indent, page n of m. Ours is timed as the product runs it, a process for each document included; the
other side's modules are loaded beforehand. Words are made from a fixed seed.
"""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from html import escape
from statistics import median
from typing import Any

from documents.chronology_sheet import ChronologySheet, EventEntry
from documents.glyphs import FONTS
from documents.typesetting import Bounds, Template, typeset

try:
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    MISSING = ""
except (ImportError, OSError) as missing:  # OSError: the system has no Pango
    MISSING = f"WeasyPrint cannot run here: {missing}"

SIZES = FEW, MANY = (300, 3000)
ROUNDS_OF_MANY = 5  # a round of the many takes the other side the better part of a minute
MADE_AT = datetime(2025, 5, 12, 16, 40, tzinfo=UTC)
PHRASES = (
    "came to registration without a coat",
    "told her tutor that nobody was at home when she got up on Monday",
    "rang the office after lunch",
    "said that the family had moved and would write about the new address",
)
LABELS = {
    "source": "Source",
    "fact": "What happened",
    "child_voice": "Child’s voice",
    "opinion": "Professional opinion",
    "action": "Action taken",
    "outcome": "Outcome",
}
LENGTHS = {"fact": 6, "child_voice": 2, "opinion": 3, "action": 3, "outcome": 1}  # in phrases
STYLE = """
@font-face { font-family: Next; src: url(FONTS/AtkinsonHyperlegibleNext-Regular.ttf) }
@font-face { font-family: Next; font-weight: bold; src: url(FONTS/AtkinsonHyperlegibleNext-Bold.ttf) }
@page { size: A4; margin: 24mm 22mm; @top-center { content: "MARKING"; font: bold 8.5pt Next }
  @bottom-left { content: "REFERENCE"; font: 8.5pt Next }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8.5pt Next } }
body { font: 10.5pt/1.35 Next } p { margin: .5em 0; padding-left: 41mm; text-indent: -41mm }
b { display: inline-block; width: 41mm; text-indent: 0 } h2 { break-before: page; font-size: 14pt }
h3 { font-size: 12pt; border-top: .5pt solid #777; padding-top: .5em; margin: 1.6em 0 .7em }
"""


def run(rounds: int = 7) -> dict[str, dict[str, Any]]:
    sheets = {size: _sheet(size) for size in SIZES}
    if MISSING:
        what = "seconds to set a PDF/UA-1 chronology"
        return {f"D1_{size}": {"ratio": None, "why": MISSING, "runs": [], "what": what} for size in SIZES}
    ours: dict[int, list[float]] = {size: [] for size in SIZES}
    theirs: dict[int, list[float]] = {size: [] for size in SIZES}
    _by_typst(sheets[FEW]), _by_weasyprint(sheets[FEW])  # warms up
    for turn in range(rounds):
        for size, sheet in sheets.items():
            if size == FEW or turn < ROUNDS_OF_MANY:
                ours[size].append(_seconds(partial(_by_typst, sheet)))
                theirs[size].append(_seconds(partial(_by_weasyprint, sheet)))
    each = {size: [seconds / size for seconds in ours[size]] for size in SIZES}
    return {
        **{f"D1_{size}": _result(ours[size], theirs[size], f"{size} entries, against WeasyPrint") for size in SIZES},
        "D1_growth": _result(each[MANY], each[FEW], f"ours, each of {MANY} entries against each of {FEW}"),
    }


def _result(these: list[float], those: list[float], what: str) -> dict[str, Any]:
    """The ratio is that of the medians."""
    runs = [round(this / that, 3) for this, that in zip(these, those, strict=False)]
    ratio = round(median(these) / median(those), 3)
    return {"ratio": ratio, "runs": runs, "what": f"seconds to set a PDF/UA-1 chronology: {what}"}


def _seconds(work: Callable[[], bytes]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _by_typst(sheet: ChronologySheet) -> bytes:
    return typeset(Template.CHRONOLOGY, sheet, made_at=MADE_AT, bounds=Bounds(seconds=300))


def _by_weasyprint(sheet: ChronologySheet) -> bytes:
    made = HTML(string=_page(sheet)).write_pdf(pdf_variant="pdf/ua-1", font_config=FontConfiguration())
    return bytes(made)


def _page(sheet: ChronologySheet) -> str:
    frame = sheet["frame"]
    style = STYLE.replace("FONTS", FONTS.as_uri()).replace("MARKING", frame["marking"])
    style = style.replace("REFERENCE", f"{frame['reference']} · {frame['school']}")
    cover = [_labelled("Full name", sheet["child"]["name"]), _labelled("Purpose", sheet["purpose"])]
    events = [_event(entry) for entry in sheet["entries"]]
    head = f"<title>{frame['title']}</title><style>{style}</style>"
    body = f"<h1>{frame['title']}</h1>{''.join(cover)}<h2>Events in order</h2>{''.join(events)}"
    return f"<!doctype html><html lang='en-GB'><head>{head}</head><body>{body}</body></html>"


def _event(entry: EventEntry) -> str:
    rows = [_labelled(label, entry[name]) for name, label in LABELS.items()]
    recorded = _labelled("Recorded by", f"{entry['author']}, {entry['recorded_at']}")
    heading = f"<h3>{entry['happened']}: {entry['category']}</h3><div>Entry {entry['number']}</div>"
    return heading + "".join(rows) + recorded


def _labelled(label: str, words: str) -> str:
    return f"<p><b>{label}:</b> {escape(words)}</p>"


def _sheet(size: int) -> ChronologySheet:
    chance = random.Random(size)
    return {
        "frame": {
            "title": "Chronology",
            "reference": "SH-7F3K-0142",
            "school": "Heronsgate Academy",
            "author": "Ruth Adeyemi",
            "marking": "Confidential: do not pass on without the agreement of Heronsgate Academy",
        },
        "child": {"name": "Amara Nwosu-Bell", "also_known_as": "", "born_on": "", "year_and_form": "", "upn": ""},
        "purpose": "Initial child protection conference",
        "recipient": "",
        "period": "",
        "included": "",
        "as_at": "",
        "prepared_by": "",
        "entries": [_entry(str(number), chance) for number in range(1, size + 1)],
    }


def _entry(number: str, chance: random.Random) -> EventEntry:
    words = {name: "She " + ", and ".join(chance.choices(PHRASES, k=length)) + "." for name, length in LENGTHS.items()}
    silent = ("at_time", "significance", "bearing", "impact", "decision", "rationale")
    return {
        **dict.fromkeys((*silent, "parents_informed", "marking", "recorded_later"), ""),
        **words,
        "number": number,
        "happened": "4 May 2023",
        "category": "Neglect",
        "source": "Year 7 tutor, direct observation",
        "author": "Tom Hale, tutor of 7H",
        "recorded_at": "4 May 2023 at 16:20",
        "status": "FINAL",
        "details": [],
        "notes": [],
    }


if __name__ == "__main__":
    for name, result in run().items():
        print(name, result)
