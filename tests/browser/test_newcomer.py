"""A newcomer's first hour: the roll comes in, a teacher logs, the lead triages, builds the chronology and lets it out."""

import csv
from pathlib import Path

from playwright.sync_api import Locator
from pypdf import PdfReader

from tests.browser.conftest import Visitor
from tests.browser.person import PHONE, Person

ROLL = b"""UPN,Legal surname,Legal forename,Date of birth,Gender,Year group,Registration group
H820200018101,Achterberg,Lotte,14/03/2014,F,7,7C
X820200018102,Bello,Sani,02/11/2014,M,7,7C
"""
CONCERN = "Came to school without breakfast for the third day."


def test_from_the_roll_to_a_chronology_for_the_conference(visitor: Visitor, tmp_path: Path) -> None:
    lead = visitor("lead")

    _import_the_roll(lead)
    _log(visitor("teacher", size=PHONE))
    _triage(lead)
    _build_the_chronology(lead)
    _correct(lead)
    pdf, table = _export(lead, "PDF, with a cover sheet", tmp_path), _export(lead, "CSV table", tmp_path)

    pages = [page.extract_text() for page in PdfReader(pdf).pages]
    text = " ".join(" ".join(pages).split())
    assert pdf.read_bytes().startswith(b"%PDF-")
    for words in ("Lotte Achterberg", "Hillview School", "Initial child protection conference", "Jo Clarke"):
        assert words in pages[0]
    for words in (f"Page 1 of {len(pages)}", CONCERN, "Mother said that the cupboard was empty.", "Misheard"):
        assert words in text
    assert "full" not in text
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["Event or detail"] for row in rows if row["Author"].startswith("Tom Wills")] == [CONCERN]
    assert "Mother said that the cupboard was empty." in table.read_text(encoding="utf-8-sig")


def _import_the_roll(lead: Person) -> None:
    lead.open("/").press("Pupil import").press("Import a file")
    lead.page.locator("input[type=file]").set_input_files(
        {"name": "autumn.csv", "mimeType": "text/csv", "buffer": ROLL}
    )
    lead.choose("Some of the pupils").press("Read the file")
    lead.reads("What this file would change", "2 new", "Lotte Achterberg").press("Apply to the school")
    lead.page.get_by_text("Applied").first.wait_for()
    lead.look_over().reads("Import of pupils", "2 new")


def _log(teacher: Person) -> None:
    """On a telephone, in six goes at most."""
    teacher.open("/").press("Log a concern")
    teacher.pick_child("Lot", "Lotte Achterberg").choose("I saw or heard something")
    teacher.write("Tell us in your own words", CONCERN).press("Send to safeguarding team")
    assert teacher.presses <= 6
    teacher.reads("Sent to the safeguarding team", "Dan Reid, extension 214")


def _triage(lead: Person) -> None:
    lead.open("/").press("Lotte Achterberg").reads(CONCERN, "7C").press("Acknowledge")
    lead.choose("Open a case file").pick("What is it about?", "Neglect").write("Why?", "Three days running.")
    lead.choose("Yes", within="Have the parents or carers been told?").press("Save decision")
    lead.press("Case files").press("Lotte Achterberg").reads("Overview", "Opened on")


def _build_the_chronology(lead: Person) -> None:
    lead.press("Chronology").reads(CONCERN, "Three days running.")
    lead.click("Do something").press("Record an event")
    lead.write("Month", "3").write("Year", "2025")
    lead.write("What happened?", "Mother said that the cupboard was full.")
    lead.pick("What is it about?", "Neglect").pick("How do we know?", "Parent or carer")
    lead.choose("High").choose("Risk").press("Save to the chronology")
    lead.reads("Saved to the chronology", "Mother said that the cupboard was full.", "March 2025", "High")
    lead.press("Mark as significant").reads("Significant")


def _entry(lead: Person, words: str) -> Locator:
    return lead.page.locator("main ol > li").filter(has_text=words)


def _correct(lead: Person) -> None:
    lead.press("Open record", within=_entry(lead, "cupboard was full")).press("Correct this entry")
    lead.write("Why is it corrected?", "Misheard")
    lead.write("What happened?", "Mother said that the cupboard was empty.").press("Save the correction")
    lead.reads("Saved to the chronology", "Mother said that the cupboard was empty.", "Corrected", "Misheard")
    lead.press("Open record", within=_entry(lead, "cupboard was empty"))
    lead.press("Read what it said before").reads("Mother said that the cupboard was full.")
    lead.press("Entry as it is now").press("Chronology")


def _export(lead: Person, form: str, folder: Path) -> Path:
    lead.press("Print or export").write("What is it for?", "Initial child protection conference on 14 December")
    lead.write("Who is it for?", "Jo Clarke").write("Their role", "Conference chair").write("Their agency", "Northmoor")
    lead.page.get_by_label(form).check()
    lead.press("Check before it leaves").reads("Check before it leaves", "Jo Clarke, Conference chair, Northmoor")
    lead.choose("I have read this, and it may leave the school")
    came = lead.download("Make the")
    kept = folder / came.suggested_filename
    came.save_as(kept)
    lead.press("Do not export")
    return kept
