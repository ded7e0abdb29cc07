"""A1. Monday 08:50: a teacher logs a mark on the telephone, and the leads have it at once."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.house import House
from tests.browser.person import PHONE


def test_a_teacher_logs_a_mark_and_the_leads_have_it_at_once(visitor: Visitor, house: House) -> None:
    teacher = visitor("teacher", size=PHONE).open("/concerns/new/")
    teacher.reads("speak to a safeguarding lead: Dan Reid, extension 214")

    teacher.pick_child("Zoe Ok", "Zoe Okafor")
    teacher.choose("I noticed an injury or mark")
    teacher.page.locator("[data-region=front-left-forearm]").click()
    teacher.write("Size across", "2").pick("Shape", "Round or oval").write("Colour or colours", "Blue")
    teacher.write("Tell us in your own words", "A mark on the left arm, seen at the door.")
    teacher.unfold("Add more")
    teacher.write("The child’s own words", "He grabbed me.").write("Is the child safe now?", "She is safe in class.")
    teacher.look_over()
    with teacher.turning():
        teacher.page.get_by_role("button", name="Send to safeguarding team").dblclick()
    teacher.look_over()
    teacher.reads("Sent to the safeguarding team", "Dan Reid, extension 214", "You cannot change it now")
    teacher.press("See what you sent")

    teacher.reads("Zoe Okafor", "A mark on the left arm, seen at the door.", "He grabbed me.", "She is safe in class.")
    teacher.reads("1. Left forearm (front)", "Size 2 cm.", "Shape: Round or oval.", "Colour: Blue.")
    assert teacher.page.get_by_role("main").get_by_role("textbox").count() == 1  # to add to it; nothing can be edited
    sent = teacher.open("/concerns/").page.get_by_role("link", name="Zoe Okafor")
    assert sent.count() == 1  # pressed twice, sent once

    for name in ("lead", "deputy"):
        waiting = visitor(name).open("/triage/").page.get_by_role("listitem").filter(has_text="Zoe Okafor")
        expect(waiting.first).to_contain_text(re.compile(r"Urgent.*New.*Injury or mark.*Tom Wills", re.DOTALL))
        assert waiting.filter(has_text=re.compile("Sent just now|Waiting 1 minute")).count() == 1
        mail = house.mail_to(f"{name}@hillview.example")
        assert not re.search("Zoe|Okafor|mark|injury|arm", mail, re.IGNORECASE)
