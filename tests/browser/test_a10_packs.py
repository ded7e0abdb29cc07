"""A10. The report to a conference, and the father's version of it, in which nothing leads to where the mother hides."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.browser.december import REFUGE, ids_of
from tests.browser.house import House
from tests.browser.person import Person
from tests.browser.test_a9_conference import SOCIAL_WORKER, planned, strategy

Calls = Callable[..., Person]
MORNING = "2026-12-07T09:00+00:00"


@pytest.fixture(scope="module")
def theo(december: House) -> str:
    return f"/files/{ids_of(december)['theo']}/"


def _drafted(person: Person, meeting: str, *chosen: str) -> str:
    person.open(meeting).press("Prepare a pack for this meeting")
    for one in chosen:
        person.choose(one)
    person.write("From which day? (optional)", "2026-09-01")
    person.write("Attendance and lateness (optional)", "87 per cent, 6 lates")
    person.write("Suspensions and exclusions (optional)", "One day in October")
    return person.press("Draft the pack").reads("The draft is ready", "87 per cent, 6 lates", "One day in October").path


def _made(person: Person, pack: str, folder: Path) -> tuple[bytes, str]:
    person.open(f"{pack}make/").choose("PDF").choose("I have read this, and it may leave the school")
    kept = folder / "pack.pdf"
    person.download("Make it").save_as(kept)
    return kept.read_bytes(), "\n".join(page.extract_text() for page in PdfReader(kept).pages)


def test_a10_a_report_for_the_chair_and_one_for_the_father(calls: Calls, theo: str, tmp_path: Path) -> None:
    strategy(calls("deputy", "2026-11-23T16:00+00:00"), theo, "2026-11-23", first=True)
    lead = calls("lead", MORNING)
    meeting = planned(lead, theo, "Initial child protection conference", "2026-12-14", SOCIAL_WORKER)
    lead.reads("The school’s report is due by Wednesday 9 December 2026", "nor shared with a parent")

    pack = _drafted(lead, meeting, "A parent", "Paul Okafor, father")
    lead.reads("Came in hungry and asked for food.", "Professional opinion: He looks worn out.", "I like it there.")
    lead.reads("Left out: from another agency, and passed on only with its agreement")
    lead.reads_nothing_of("Football trial")  # not significant
    lead.reads("Mother said that they sleep at [withheld].").reads_nothing_of(REFUGE)
    lead.open(f"{pack}add/").pick("Where does it belong?", "What we are worried about")
    lead.write("The words", f"He walks home to {REFUGE.lower()}.").press("Add the paragraph")
    lead.has_errors().reads("nobody outside the safeguarding team may know: leave it out")
    lead.write("The words", "He walks home with Lena Lowe.").press("Add the paragraph")
    lead.press("Check what it gives away").reads("“Lena Lowe”", "May not be kept")
    _settle(lead)
    lead.press("Finish the check").reads("The check is finished")
    raw, words = _made(lead, pack, tmp_path)
    assert "Asleep in two lessons." in words
    assert "Paul Okafor" in words
    assert "I like it there." not in words  # told by another agency: shown in the draft, and left out
    assert REFUGE.lower() not in words.lower()
    assert REFUGE.encode() not in raw

    lead.open(f"{theo}register/").reads("Paul Okafor, Father", "Initial child protection conference on 14 December")
    assert hashlib.sha256(raw).hexdigest() in lead.page.locator("main").text_content()
    lead.open(f"{pack}shared/").write("With whom was it shared?", "Paul Okafor, father").write(
        "On which day?", "2026-12-07"
    )
    lead.press("Save").open(meeting).reads("It has not been made for the chair").reads_nothing_of("nor shared")


def _settle(person: Person) -> None:
    """Decides every place: what may be kept is kept, and the rest is taken out; each with a reason."""
    for group in person.page.locator("main form fieldset").all():
        kept = group.get_by_label("Keep: the reader may know this")
        (kept if kept.count() else group.get_by_label("Take it out")).check()
    for reason in person.page.get_by_label("Why?", exact=True).all():
        reason.fill("For the reader")
    person.press("Save these decisions").reads("Everything is decided")
