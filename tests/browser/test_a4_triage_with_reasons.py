"""A4. A lead refers: never without a reason, and the teacher hears that it is acted on and no more."""

from tests.browser.conftest import Visitor

REASON = "Her account fits with two earlier entries."


def test_a_lead_decides_with_reasons_and_the_teacher_learns_no_detail(visitor: Visitor) -> None:
    teacher, lead = visitor("teacher"), visitor("lead")
    teacher.open("/concerns/new/").pick_child("Toby", "Toby Brook")
    teacher.choose("I saw or heard something").write("Tell us in your own words", "Shouted at in the car park.")
    teacher.press("Send to safeguarding team")
    assert teacher.open("/concerns/").page.get_by_role("listitem").filter(has_text="Toby").inner_text().endswith("Sent")

    lead.open("/triage/").press("Toby Brook").press("Acknowledge").reads("Seen by Dan Reid")
    lead.choose("Refer to an agency").pick("What is it about?", "Physical abuse")
    lead.choose("No", within="Have the parents or carers been told?").pick(
        "Why not?", "It would place the child at risk"
    )
    lead.pick("Tell whoever reported it", "Received and acted on").press("Save decision")
    lead.has_errors().reads("Write the reasons for your decision")
    lead.write("Why?", REASON).press("Save decision")

    lead.reads("Decision saved", "Refer to an agency", REASON)
    lead.open("/").reads("Make the referral")
    teacher.open("/concerns/").press("Toby Brook").reads("Received and acted on", "Seen by Dan Reid", "Being handled")
    teacher.reads_nothing_of(REASON, "Refer", "Physical", "risk")
