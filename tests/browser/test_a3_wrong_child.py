"""A3. A concern stands under another child of nearly the same name, and the lead moves it."""

from tests.browser.conftest import Visitor

WORDS = "Fell asleep in maths, and said that there is no bed at home."


def test_a_concern_is_moved_to_the_right_child(visitor: Visitor) -> None:
    teacher, lead = visitor("teacher"), visitor("lead")
    teacher.open("/concerns/new/").pick_child("Ella", "Ella Marsh")
    teacher.choose("A child told me something").write("Tell us in your own words", WORDS)
    teacher.press("Send to safeguarding team")

    lead.open("/triage/").press("Ella Marsh").reads(WORDS)
    lead.choose("Open a case file").pick("What is it about?", "Neglect").write("Why?", "The third sign of it.")
    lead.choose("Yes", within="Have the parents or carers been told?").press("Save decision").reads("Decision saved")
    written = lead.page.get_by_text("Written by Tom Wills").inner_text().split(",")[0]
    concern = lead.path
    lead.press("Wrong child? Move it").pick_child("Ellie", "Ellie Marsh")
    lead.write("Why is it moved?", "It was the girl in 9A").press("Move the concern")
    lead.reads("Moved").press("Ellie Marsh")
    lead.reads("Moved").open(concern)

    lead.reads("Ellie Marsh · 9A", WORDS, "from Ella Marsh to Ellie Marsh", "It was the girl in 9A", written)
    lead.press("The child’s page").press("Case file").press("Chronology").reads("Tom Wills", WORDS)
    lead.open("/files/").press("Ella Marsh").press("Chronology").reads("moved")
    lead.reads_nothing_of(WORDS, "Ellie", "It was the girl in 9A")
    teacher.open("/concerns/").press("Ella Marsh").reads(WORDS)  # as he sent it
