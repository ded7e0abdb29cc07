"""D2: how long does a pack take, from 600 entries of a file to 40 pages without anybody else's name?

Ours reads and opens the entries, drafts the pack, looks for a thousand people in every paragraph, takes out what speaks
of them, and sets PDF/UA-1 as the product does. The other side, WeasyPrint, only sets the same words; the second row
compares the setting alone.
"""

from functools import partial
from html import escape
from io import BytesIO

from pypdf import PdfReader

from benchmarks import d1_pdf, world
from benchmarks.pages import EVERYTHING
from benchmarks.sides import Result, compare
from casework.models import CaseFile
from chronologies.filters import Filters, Order
from chronologies.models import Event
from chronologies.timeline import Stream
from documents.pack_sheet import PackChapter, PackSheet
from documents.typesetting import Template, typeset
from documents.word import SAMPLE
from meetings.actions.packs import Drafted
from meetings.models import PackPart, PackSection
from meetings.packs.drafting import Gathered, draft
from meetings.packs.making import chapters
from meetings.release.deciding import Choice, Decision, released
from meetings.release.finding import mentions
from meetings.release.index import Known
from meetings.release.known import Kind, Person

ENTRIES, ONE_IN, CHOSEN, PEOPLE = 600, 4, 117, 1_000
FEWEST_PAGES, MOST_PAGES = 36, 44
FORENAMES = ("Ava", "Bilal", "Callum", "Dylan", "Ella", "Farah", "Hassan", "Isla", "Jordan", "Kayleigh", "Leo", "Nadia")
SURNAMES = (
    "Ahmed",
    "Begum",
    "Clarke",
    "Davies",
    "Evans",
    "Fofana",
    "Harris",
    "Kaur",
    "Mensah",
    "O'Neill",
    "Patel",
    "Reid",
)


def run(rounds: int = 7) -> dict[str, Result]:
    what = f"seconds to make a pack of 40 pages from {ENTRIES} entries / to set the same words with WeasyPrint"
    setting = "seconds to set a pack of 40 pages / with WeasyPrint"
    if d1_pdf.MISSING:
        return {
            name: {"ratio": None, "why": d1_pdf.MISSING, "runs": [], "what": told}
            for name, told in (("D2_pack", what), ("D2_set", setting))
        }
    here = world.make()
    told = world.events(here, [here.file], ENTRIES, names=("fact", "opinion"))
    chosen = [one.event.pk for one in told[::ONE_IN][:CHOSEN]]
    Event._base_manager.filter(pk__in=chosen).update(is_significant=True)
    known = Known(people())
    laid = _laid(here, known)
    counted = len(PdfReader(BytesIO(_set(laid))).pages)
    if not FEWEST_PAGES <= counted <= MOST_PAGES:
        raise RuntimeError(f"The pack has {counted} pages.")
    world.tidied()
    theirs = partial(_theirs, laid)
    return {
        "D2_pack": compare(partial(_ours, here, known), theirs, what, rounds=rounds),
        "D2_set": compare(partial(_set, laid), theirs, setting, rounds=rounds),
    }


def people() -> list[Person]:
    """A school's worth of names, each with one of another's."""
    names = [(first, f"{last}{number or ''}") for number in range(7) for first in FORENAMES for last in SURNAMES]
    return [Person(f"{first} {last}", Kind.OTHER_CHILD, ((first, last),)) for first, last in names[:PEOPLE]]


def _ours(here: world.World, known: Known) -> bytes:
    return _set(_laid(here, known))


def _laid(here: world.World, known: Known) -> PackSheet:
    with world.unlocked(here, [here.file]):
        file = CaseFile.objects.select_related("child", "school").get(pk=here.file.pk)
        stream = Stream(here.lead, Filters(significant=True, order=Order.OLDEST), size=None)
        stream.place(file, EVERYTHING)
        parts = draft(here.lead, file, Gathered(stream.rows(), {}), [PackSection.CHRONOLOGY], known)
        out = [(_part(part), part.caption, _taken_out(part.words, known)) for part in parts]
        return {**SAMPLE, "chapters": chapters(out)}


def _part(part: Drafted) -> PackPart:
    return PackPart(heading=part.heading, kind=part.kind, source=part.source)


def _taken_out(words: str, known: Known) -> str:
    found = mentions(words, known)
    return released(words, [Decision(one.start, one.end, Choice.REDACT, "Another child") for one in found])


def _set(laid: PackSheet) -> bytes:
    return typeset(Template.PACK, laid, made_at=d1_pdf.MADE_AT)


def _theirs(laid: PackSheet) -> bytes:
    style = d1_pdf.STYLE.replace("FONTS", d1_pdf.FONTS.as_uri()).replace("MARKING", "Mark").replace("REFERENCE", "SH")
    body = "".join(map(_chapter, laid["chapters"]))
    page = (
        f"<!doctype html><html lang='en-GB'><head><title>Title</title><style>{style}</style></head><body>{body}</body>"
    )
    return bytes(d1_pdf.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1", font_config=d1_pdf.FontConfiguration()))


def _chapter(chapter: PackChapter) -> str:
    rows = [f"<h2>{escape(chapter['title'])}</h2>"]
    for item in chapter["items"]:
        rows.append(f"<h3>{escape(item['heading'])}</h3>")
        rows += [f"<p><b>{line['label']}:</b> {escape(line['words'])}</p>" for line in item["lines"]]
    return "".join(rows)


if __name__ == "__main__":
    for name, result in run().items():
        print(name, result)
