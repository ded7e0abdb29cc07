"""A13. Lena comes into care at Christmas; her PEP is due by the law's days, refused while half done, returned, signed off."""

from collections.abc import Callable

import pytest

from tests.browser.december import ids_of
from tests.browser.house import House
from tests.browser.person import PHONE, Person

Calls = Callable[..., Person]
SECRET = "A cousin was named in the enquiries."


@pytest.fixture(scope="module")
def lena(december: House) -> str:
    return f"/files/{ids_of(december)['lena']}/"


def _target(person: Person, pep: str, subject: str, *, teacher: str = "") -> None:
    person.open(f"{pep}targets/new/").write("Subject", subject).write("What is to be reached?", f"Better at {subject}")
    person.write("How is it measured?", "From 4 to 6 in the test").write("By when?", "2027-03-25")
    person.write("What do staff do?", "Ten minutes a day").write("What does the child do?", "Reads at home")
    if teacher:
        person.pick("Which member of staff helps with it? (optional)", teacher)
    person.press("Set the target")


def test_a13_from_coming_into_care_to_the_sign_off(calls: Calls, lena: str) -> None:
    lead = calls("lead", "2026-12-21T10:00+00:00").open(f"{lena}statuses/new/").choose("Looked after")
    lead.write("When did it start?", "2026-12-21").write("Local authority (optional)", "Northmoor")
    lead.write("Legal basis or category (optional)", "Section 20").press("Start status").reads("Looked after")
    lead.open(f"{lena}chronology/new/").write("Day", "18").write("Month", "12").write("Year", "2026")
    lead.write("What happened?", SECRET).pick("What is it about?", "Neglect").pick("How do we know?", "Agency")
    lead.choose("High").choose("Risk").press("Save to the chronology")

    designated = calls("designated", "2026-12-21T11:00+00:00").open("/peps/")
    designated.reads("7 January 2027\nPEP begun", "21 January 2027\nPEP complete, before the first review")
    designated.press("Lena Lowe").press("Begin a PEP").write("When is the PEP meeting?", "2027-01-12")
    pep = designated.press("Begin the PEP").reads("PEP begun.", "7 January 2027", "21 January 2027").path
    designated.reads_nothing_of(SECRET)

    designated = calls("designated", "2027-01-12T15:00+00:00").open(f"{pep}held/")
    designated.write("On which day was it held?", "2027-01-12").press("Record as held")
    _target(designated, pep, "Maths", teacher="Tom Wills")
    _target(designated, pep, "English")
    designated.open(f"{pep}submit/").write("Friends, clubs and what I do after school", "Football").press(
        "Submit"
    ).has_errors()
    designated.reads(
        "Write who was there",
        "Enter the date of the next PEP meeting",
        "Write what the child says",
        "Set at least three targets",
    )
    assert designated.page.get_by_label("Friends, clubs and what I do after school").input_value() == "Football"

    _target(designated, pep, "Clubs")
    designated.open(f"{pep}spending/new/").pick("Which target is it for?", "1. Maths")
    designated.write("How much, in pounds?", "450.50").write("What is it for?", "A tutor").press("Save").reads(
        "£450.50"
    )
    _submit(designated, pep).reads("With the virtual school")
    designated = calls("designated", "2027-01-13T15:00+00:00")
    _rated(designated, pep, "Red: to be put right before it is signed off", "No plan for Year 10").reads(
        "No plan for Year 10"
    )
    _submit(designated, pep, **{"Moves ahead, and the plan for them": "A visit in May"})
    _rated(designated, pep, "Green: complete and effective").open(f"{pep}sign-off/").write(
        "On which day was it signed off?", "2027-01-13"
    )
    designated.write("Who signed it off?", "Ash Moor").press("Record the sign-off").reads("Signed off", "Ash Moor")

    teacher = calls("teacher", "2027-01-14T08:30+00:00", size=PHONE).open("/").reads("Maths")
    teacher.press("Lena Lowe").reads("Better at Maths", "Ten minutes a day")
    teacher.reads_nothing_of("English", "Clubs", "Section 20", SECRET, "450.50")
    for address in (pep, f"{lena}peps/", f"{lena}chronology/", lena):
        assert teacher.page.goto(address).status == 404


def _submit(person: Person, pep: str, **more: str) -> Person:
    person.open(f"{pep}submit/").write("Who was there", "Lena\nJo Clarke, social worker")
    person.write("When is the next PEP meeting?", "2027-04-20").write("What the child says", "“I like it here.”")
    for label, words in more.items():
        person.write(label, words)
    person.choose("I have checked the targets, what came of the last ones, and the pupil premium plus")
    return person.press("Submit")


def _rated(person: Person, pep: str, rating: str, reasons: str = "") -> Person:
    person.open(f"{pep}rating/").choose(rating).write("On which day?", "2027-01-13")
    if reasons:
        person.press("Record the rating").has_errors().write("What did the virtual school say?", reasons)
    return person.press("Record the rating")
