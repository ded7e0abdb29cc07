"""The Big List of Naughty Strings as children's names: each is kept letter by letter, or its row is refused."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from people.roll import cells, reading
from people.roll.refusals import BadCell
from tests.people.roll.samples import csv_bytes, ctf, ctf_pupil

STRINGS = json.loads((Path(__file__).parent / "naughty_strings" / "blns.json").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 21)
REASONS = {
    "The surname is empty.",
    "The surname is longer than 120 characters.",
    "The surname holds a control character or a letter that was lost on the way.",
}


def kept(text):
    try:
        return cells.required(text)
    except BadCell:
        return None


def read(content):
    return reading.read(content, today=TODAY).rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_names_in_a_table_are_kept_or_refused(encoding):
    rows = [("Surname", "Forename", "UPN", "Form"), *((text, f"Amy {n}", "", "x") for n, text in enumerate(STRINGS))]

    found = read(csv_bytes(*rows, encoding=encoding))

    assert [row.forename for row in found] == [f"Amy {n}" for n in range(len(STRINGS))]
    assert [row.surname or None for row in found] == [kept(text) for text in STRINGS]
    assert {row.refused for row in found} == {"", *REASONS}


def test_most_names_are_kept_letter_by_letter():
    changed = [text for text in STRINGS if kept(text) not in (text, text.strip())]

    assert len(STRINGS) == 515
    assert len(changed) < 60
    assert all(kept(text) is None or "\t" in text or "\n" in text or "\r" in text for text in changed)


def test_names_in_a_ctf_are_kept_or_refused():
    fit = [text for text in STRINGS if not any(letter in text for letter in "\x0b\x0c\r\ufffe\uffff") and kept(text)]

    found = read(ctf(*(ctf_pupil("", Surname=text, Forename=f"Amy {n}") for n, text in enumerate(fit))))

    assert [row.surname for row in found] == [kept(text) for text in fit]


def test_names_in_a_workbook_are_kept_or_refused():
    book = Workbook()
    book.active.append(["Surname", "Forename", "UPN", "Form"])
    fit = [text for text in STRINGS if _takes(book, text)]
    file = BytesIO()
    book.save(file)

    found = read(file.getvalue())

    # A formula that was never worked out has no value to read.
    expected = [None if text.startswith("=") and len(text) > 1 else kept(text) for text in fit]
    assert [row.surname or None for row in found] == expected


def _takes(book, text):
    if any(letter in "\ufffe\uffff" for letter in text):  # no XML file can hold these
        return False
    try:
        book.active.append([text, "Amy", None, "x"])
    except IllegalCharacterError:
        return False
    return True


def test_ctf_escapes_are_undone():
    text = "<Okafor & \"Sons'>"

    assert escape(text) != text
    assert read(ctf(ctf_pupil(Surname=text)))[0].surname == text
