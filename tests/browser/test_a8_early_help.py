"""A8. A mother agrees to early help, keeps one agency out, and withdraws: nothing is shared there, and the plan stops."""

from collections.abc import Callable

import pytest

from tests.browser.december import ids_of
from tests.browser.house import House
from tests.browser.person import PHONE, Person
from tests.browser.test_a9_conference import planned

Calls = Callable[..., Person]
LONG = {
    "What brought this about?": "Late on nine mornings.",
    "What the child says": "“I make the breakfast.”",
    "What do we make of it?": "Rosa works nights.",
}
SHORT = ("Strengths: she is here. Worries: she is tired.",) * 3


@pytest.fixture(scope="module")
def lena(december: House) -> str:
    return f"/files/{ids_of(december)['lena']}/"


def test_a8_an_excluded_agency_and_a_withdrawal(calls: Calls, lena: str) -> None:
    pastoral = calls("pastoral", "2026-11-23T16:00+00:00")
    pastoral.open(f"{lena}plans/").press("Record what the family agrees to").press("Record it").has_errors()
    pastoral.choose("Yes").write("Who said so?", "Rosa Lowe, mother").choose("Holds parental responsibility")
    pastoral.write("On which day?", "2026-11-23")
    pastoral.choose("Northmoor social care", within="Sharing is agreed with")
    pastoral.choose("Northmoor Housing", within="Nothing is shared with").press("Record it")
    pastoral.reads("It may be shared with Northmoor social care.", "Nothing is shared with Northmoor Housing.")
    pastoral.press("Start an assessment").write("When does it start?", "2026-11-23")
    pastoral.write("Who is the lead practitioner?", "Priya Shah, pastoral officer").press("Start assessment")
    pastoral.reads("Team around the family by Tuesday 5 January 2027")

    pastoral.press("Early help assessment").press("Write the assessment")
    for label, words in LONG.items():
        pastoral.write(label, words)
    for box, words in zip(pastoral.page.get_by_label("In short: strengths and worries").all(), SHORT, strict=True):
        box.fill(words)
    pastoral.pick("Where are things today, from 0 to 10?", "4").choose("Early help", within="Level of need")
    pastoral.press("Complete the assessment").reads("“I make the breakfast.”", "4 of 10")

    # Nothing is shared with housing: it is not asked to a meeting, nor sent anything
    pastoral.open(f"{lena}meetings/new/").reads("did not agree to share with Northmoor Housing: it cannot be invited")
    assert pastoral.page.get_by_label("Northmoor Housing").count() == 0
    pastoral.write("Anybody else? (optional)", "Sam Field, housing officer, Northmoor Housing")
    pastoral.pick("Which meeting?", "Team around the family").write("On which day?", "2027-01-05")
    pastoral.write("At what time?", "10:00").press("Plan meeting").has_errors()
    pastoral.reads("Northmoor Housing")
    planned(pastoral, lena, "Team around the family", "2027-01-05", "Rosa Lowe, mother")
    lead = calls("lead", "2026-11-24T09:00+00:00").open(f"{lena}packs/new/")
    lead.choose("The core group").write("Anybody else: their name", "Sam Field")
    lead.write("Anybody else: their role", "Housing officer").write("What is it for?", "Early help")
    lead.write("Another agency, if it is not in the list (optional)", "northmoor  HOUSING").press(
        "Draft the pack"
    ).has_errors()
    lead.reads("Northmoor Housing")


def test_a8_a_plan_stands_still_until_a_lead_has_decided(calls: Calls, lena: str) -> None:
    pastoral = calls("pastoral", "2026-12-01T16:00+00:00", size=PHONE)
    pastoral.open(f"{lena}plans/new/").choose("Early help plan").write("Who leads it?", "Priya Shah")
    pastoral.page.get_by_role("group", name="Outcome 1").get_by_label("What will be better?").fill("In school on time")
    pastoral.write("What if it does not work?", "Home visit").press("Save the plan").reads("Plan written.")
    plan = pastoral.path

    pastoral = calls("pastoral", "2027-01-12T16:00+00:00")
    pastoral.open(f"{lena}plans/").press("The family withdraws").write("When did the family withdraw?", "2027-01-12")
    pastoral.write("What did they say? (optional)", "“It is too much.”").press("Record the withdrawal")
    pastoral.reads("Withdrawn on 12 January 2027", "Risk not decided", "Until then the plan stands still.")
    pastoral.open(plan).reads("The family withdrew: a safeguarding lead decides about the risk first")
    assert pastoral.page.get_by_role("link", name="Agree a step").count() == 0

    lead = calls("lead", "2027-01-13T08:30+00:00").open(f"{lena}plans/").press("Decide about the risk")
    lead.press("Record the decision").has_errors()
    lead.choose("Monitor").write("What is the risk, and why this?", "Nine mornings again.").press("Record the decision")
    lead.reads("decided by Dan Reid on 13 January 2027", "Nine mornings again.")
