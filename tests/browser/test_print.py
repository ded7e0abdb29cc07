"""Paper: what the browser prints of a chronology, and the page that is made to be printed."""

import io

from pypdf import PdfReader

from tests.browser.conftest import Visitor
from tests.browser.person import Person

FACT = "Came in without a coat or a jumper."
SCREEN_ONLY = ("Apply filters", "Find a child", "Hide filter", "Mark as significant", "Sign out")


def test_the_chronology_on_paper_is_the_record_and_no_buttons(visitor: Visitor, ids: dict[str, str]) -> None:
    lead = visitor("lead").open(f"/files/{ids['file']}/chronology/")

    printed = _on_paper(lead)

    for words in ("Maya Hussain", FACT, "Tired as well as cold."):
        assert words in printed
    assert [words for words in SCREEN_ONLY if words in printed] == []


def test_the_page_to_print_has_a_cover_and_the_entries(visitor: Visitor, ids: dict[str, str]) -> None:
    lead = visitor("lead").open(f"/files/{ids['file']}/chronology/").press("Print or export")
    lead.write("What is it for?", "Team around the family").write("Who is it for?", "Jo Clarke")
    lead.write("Their role", "Chair").write("Their agency", "Northmoor").choose("A page to print from here")
    lead.press("Check before it leaves").choose("I have read this, and it may leave the school")
    lead.press("Make the")

    for words in ("Maya Hussain", "Team around the family", "Jo Clarke", FACT):
        assert words in _on_paper(lead)


def _on_paper(person: Person) -> str:
    pages = PdfReader(io.BytesIO(person.page.pdf())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
