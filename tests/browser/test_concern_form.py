"""The concern form on a bad day: no scripts, a session that ran out, somebody looking over the shoulder, no mouse."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.person import PHONE, Person

WORDS = "Would not go home, and held on to the table."


def test_without_scripts_a_child_is_found_and_a_mark_is_described(visitor: Visitor) -> None:
    teacher = visitor("teacher", size=PHONE, scripts=False)
    teacher.open("/concerns/new/").write("Who is this about?", "Ivy Field")
    teacher.press("Find", within=teacher.page.get_by_role("main"))
    teacher.page.get_by_label(re.compile("Ivy Field")).check()
    teacher.choose("I noticed an injury or mark").unfold("Choose from a list instead")
    teacher.page.locator("#region-front-left-forearm").check()
    teacher.press("Describe these marks").write("Size across", "3")
    teacher.write("Tell us in your own words", WORDS).press("Send to safeguarding team")

    teacher.reads("Sent to the safeguarding team").press("See what you sent").reads(WORDS, "Ivy Field", "Size 3 cm.")


def test_what_was_typed_outlives_the_session(visitor: Visitor) -> None:
    teacher = visitor("teacher", fresh=True).open("/concerns/new/")
    teacher.pick_child("Ivy", "Ivy Field").choose("A child told me something")
    teacher.write("Tell us in your own words", WORDS)
    expect(teacher.page.locator("[data-autosave-state]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    teacher.context.clear_cookies(name="session")

    teacher.press("Send to safeguarding team")
    teacher.reads("You were signed out before this was sent")
    expect(teacher.page.get_by_label("Tell us in your own words", exact=True)).to_have_value(WORDS)
    with teacher.context.expect_page() as opened:
        teacher.page.get_by_role("link", name="Sign in again in a new tab").click()
    teacher.page = opened.value
    teacher.sign_in("teacher")

    expect(teacher.page.get_by_label("Tell us in your own words")).to_have_value(WORDS)
    expect(teacher.page.get_by_role("combobox", name="Who is this about?")).to_have_value(re.compile("Ivy Field"))
    teacher.reads("Nothing has been sent yet")
    teacher.press("Throw this draft away")


def test_shift_three_times_hides_and_capitals_do_not(visitor: Visitor) -> None:
    teacher = visitor("teacher").open("/concerns/new/")
    teacher.page.get_by_label("Tell us in your own words").press_sequentially("SHE said")
    assert teacher.path == "/concerns/new/"

    for _ in range(3):
        teacher.page.keyboard.press("Shift")
    teacher.page.wait_for_url("**/hidden/")

    teacher.look_over().reads("Ready when you are")
    assert teacher.page.title() == "Start"
    teacher.page.go_back()
    assert "/concerns/new/" not in teacher.page.url


def test_logging_and_deciding_with_the_keyboard_alone(visitor: Visitor) -> None:
    teacher, lead = visitor("teacher").open("/concerns/new/"), visitor("lead")
    _to(teacher, "Who is this about?", "Ivy F")
    teacher.page.get_by_role("option", name="Ivy Field").wait_for()
    _press(teacher.page, "ArrowDown", "Enter")
    _to(teacher, "I saw or heard something")
    _press(teacher.page, "Space")
    _to(teacher, "Tell us in your own words", WORDS)
    _to(teacher, "Send to safeguarding team")
    with teacher.turning():
        _press(teacher.page, "Enter")
    teacher.look_over().reads("Sent to the safeguarding team")

    lead.open("/triage/")
    _to(lead, "Ivy Field")
    with lead.turning():
        _press(lead.page, "Enter")
    _to(lead, "Add to the child’s open file|Open a case file")
    _press(lead.page, "Space", "ArrowDown", "ArrowDown", "ArrowDown")
    _to(lead, "What is it about?", "Fam")
    _to(lead, "Why?", "A word with her form tutor is enough.")
    _to(lead, "Yes")
    _press(lead.page, "Space")
    _to(lead, "Save decision")
    with lead.turning():
        _press(lead.page, "Enter")
    lead.look_over().reads("Decision saved", "A word with her form tutor is enough.")


def _to(person: Person, name: str, words: str = "") -> None:
    """By the Tab key to what has this name; then these words."""
    for _ in range(80):
        _press(person.page, "Tab")
        if re.search(f"^({name})", person.page.evaluate(_NAME_OF_FOCUS)):
            person.page.keyboard.type(words)
            return
    raise AssertionError(f"Tab never comes to {name!r} on {person.path}")


def _press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


_NAME_OF_FOCUS = """() => {
  const here = document.activeElement;
  return (here.labels?.length ? here.labels[0].innerText : here.innerText ?? "").trim();
}"""
