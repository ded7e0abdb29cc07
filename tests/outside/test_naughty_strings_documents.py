"""The Big List of Naughty Strings, printed and put into a spreadsheet: each must come out as it went in."""

import csv
import io
import json
import re
import unicodedata
from pathlib import Path

import pytest

from documents import spreadsheet
from documents.glyphs import UNSEEN_BUT_NEEDED, printable
from tests.documents.pdfs import pages, printed, tags
from tests.documents.sheets import entry, sheet

NAUGHTY = [text for text in json.loads((Path(__file__).parent / "naughty_strings" / "blns.json").read_text()) if text]
# pypdf reads glyph by glyph: it shows right-to-left words reversed, and sees not how marks, joined emoji and
# flags are grouped. There only the letters are compared, not their order.
OUT_OF_ORDER = re.compile("[\u0590-\u08ff\ufb1d-\ufeff\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\u200c\u200d\ufe0f]")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return printed(sheet(*(entry(number=str(place), fact=text) for place, text in enumerate(NAUGHTY))))


@pytest.fixture(scope="module")
def facts(pdf) -> list[str]:
    """What the document says happened, for each entry, without white space."""
    text = "\n".join(pages(pdf)).replace("Confidential: do not pass on without the agreement of Heronsgate Academy", "")
    text = re.sub(r"SH-7F3K-0142·HeronsgateAcademyPage\d+of\d+", "", _squeezed(text))
    return re.findall(r"Entry\d+Whathappened:(.*?)Recordedby:Ruth", text)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _letters(text: str) -> set[str]:
    kept = (char for char in unicodedata.normalize("NFD", _squeezed(text)) if char not in UNSEEN_BUT_NEEDED)
    return {char for char in kept if unicodedata.category(char)[0] != "M"}


def _has_order(text: str) -> bool:
    return not OUT_OF_ORDER.search(text) and all(unicodedata.category(char)[0] != "M" for char in text)


def test_list_is_whole():
    assert len(NAUGHTY) == 514


def test_every_string_is_an_entry_of_an_accessible_document(pdf, facts):
    assert tags(pdf).count("/H3") == len(NAUGHTY)
    assert len(facts) == len(NAUGHTY)


def test_every_string_is_printed_as_itself(facts):
    in_order = [(text, fact) for text, fact in zip(NAUGHTY, facts, strict=True) if _has_order(text)]

    assert len(in_order) > 480
    assert [text for text, fact in in_order if fact != _squeezed(printable(text))] == []


def test_no_letter_of_the_others_is_lost(facts):
    others = [(text, fact) for text, fact in zip(NAUGHTY, facts, strict=True) if not _has_order(text)]

    assert [text for text, fact in others if not _letters(printable(text)) <= _letters(fact)] == []


def test_every_string_survives_a_spreadsheet():
    content = spreadsheet.write(["Fact"], [[text] for text in NAUGHTY])

    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]

    assert [spreadsheet.unguard(cell) for [cell] in rows] == NAUGHTY
    assert [cell for [cell] in rows if cell[0] in spreadsheet.STARTS_FORMULA] == []
