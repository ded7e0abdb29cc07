"""A9, A11, A12. From the strategy discussion over the conference to a core group in the holidays, on the days of 2026."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator

from tests.browser.december import ids_of
from tests.browser.house import House
from tests.browser.person import PHONE, Person

Calls = Callable[..., Person]
SOCIAL_WORKER = "Jo Clarke, Social worker, Northmoor social care"


@pytest.fixture(scope="module")
def theo(december: House) -> str:
    return f"/files/{ids_of(december)['theo']}/"


def planned(person: Person, file: str, kind: str, on: str, *asked: str) -> str:
    """The address of a meeting that is planned, with these people asked to come."""
    person.open(f"{file}meetings/new/").pick("Which meeting?", kind)
    person.write("On which day?", on).write("At what time?", "10:00")
    for one in asked:
        person.choose(one)
    return person.press("Plan meeting").reads("Meeting planned").path


def strategy(person: Person, file: str, on: str, *, first: bool) -> None:
    meeting = planned(person, file, "Strategy discussion", on, SOCIAL_WORKER)
    person.press("say who was there").pick("Was there?", "Present", within=_row(person, "Jo Clarke"))
    person.press("Save who was there")
    person.open(f"{meeting}record/").write("When was it held?", on)
    for label in ("What is known, and from whom", "The risks", "Why?", "How the child is kept safe meanwhile"):
        person.write(label, "A split lip, seen twice.")
    person.choose("Section 47 enquiries").write("Local authority", "Northmoor")
    if first:
        person.choose("This discussion started the section 47 enquiries")
    person.press("Record as held").reads("Section 47 enquiries")


def _row(person: Person, name: str) -> Locator:
    return person.page.get_by_role("group", name=name)


def _due(person: Person, file: str) -> str:
    return person.open(f"{file}meetings/").page.get_by_role("region", name="Dates ahead").inner_text()


def test_a9_only_the_discussion_that_started_the_enquiries_sets_the_conference(calls: Calls, theo: str) -> None:
    deputy = calls("deputy", "2026-11-23T16:00+00:00")
    strategy(deputy, theo, "2026-11-23", first=True)
    ahead = _due(deputy, theo)
    assert "14 December 2026\nInitial child protection conference" in ahead

    later = calls("deputy", "2026-11-26T16:00+00:00")
    strategy(later, theo, "2026-11-26", first=False)
    assert "14 December 2026\nInitial child protection conference" in _due(later, theo)

    strategy(later, theo, "2026-11-25", first=True)
    assert "16 December 2026\nInitial child protection conference" in _due(later, theo)


def test_a11_a_plan_for_neglect_and_the_schools_dissent(calls: Calls, theo: str) -> None:
    lead = calls("lead", "2026-12-14T16:30+00:00")
    asked = (SOCIAL_WORKER, "Dan Reid")
    meeting = planned(lead, theo, "Initial child protection conference", "2026-12-14", *asked)
    lead.press("say who was there")
    school, social_worker = _row(lead, "Dan Reid"), _row(lead, "Jo Clarke")
    for row, category in ((social_worker, "Neglect"), (school, "Physical abuse")):
        lead.pick("Was there?", "Present", within=row).pick("Plan?", "Yes", within=row)
        lead.pick("Category", category, within=row)
    lead.press("Save who was there").open(f"{meeting}record/")

    lead.write("When was it held?", "2026-12-14").choose("Child protection plan").press("Record as held")
    lead.has_errors().reads("Write the child’s wishes and feelings", "Write the reasons for the decision")
    lead.write("The child’s wishes and feelings", "“I want it to stop.”").write(
        "Why was it decided so?", "A year of it"
    )
    lead.choose("Neglect").write("When is the review conference?", "2027-03-12")
    lead.write("When is the first core group?", "2026-12-30")
    lead.write("Core group", "Jo Clarke, social worker, Northmoor social care").press("Record as held")
    lead.reads("Child protection plan", "Neglect", "Friday 12 March 2027", "Wednesday 30 December 2026")

    lead.click("Do something").press("Record a disagreement")
    lead.write("What did they want instead?", "Physical abuse as well").write("Why?", "The lip was split twice")
    lead.press("Record it").reads("The school did not agree", "Physical abuse as well", "The lip was split twice")
    lead.open(theo).reads("Child protection plan", "Since 14 December 2026", "Review on 12 March 2027", "Neglect")
    ahead = _due(lead, theo)
    assert "12 March 2027\nFirst review conference" in ahead
    assert "30 December 2026\nFirst core group" in ahead
    pastoral = calls("pastoral", "2026-12-14T16:40+00:00").open(theo)
    pastoral.reads_nothing_of("Child protection", "Neglect", "12 March")


def test_a12_a_core_group_in_the_holiday_without_the_social_worker(calls: Calls, theo: str) -> None:
    lead = calls("lead", "2026-12-15T16:30+00:00", size=PHONE)
    lead.open(f"{theo}meetings/").press("Initial child protection conference").press("Write the plan that was agreed")
    lead.choose("Child protection plan").write("When does it start?", "2026-12-14").write("Who leads it?", "Jo Clarke")
    first = _row(lead, "Outcome 1")
    first.get_by_label("What will be better?").fill("Theo is fed every day.")
    first.get_by_label("How will we know?").fill("He eats at school and at home.")
    lead.write("What if it does not work?", "Ring the police")
    plan = lead.press("Save the plan").reads("Plan written", "Theo is fed every day.").path
    lead.press("Agree a step").write("What will be done?", "Breakfast club").write("By when?", "2026-12-18")
    lead.pick("Who in school does it?", "Ruth Adeyemi").press("Agree step").reads("Breakfast club", "Ruth Adeyemi")
    assert (
        "30 December 2026\nFirst core group (social worker, with the core group), agreed for 30 December 2026\nSchool closed"
        in _due(lead, theo)
    )
    meeting = planned(lead, theo, "Core group", "2026-12-30", SOCIAL_WORKER, "Ngozi Okafor, mother")
    lead.reads("The school is closed on that day: agree who goes.")

    lead = calls("lead", "2026-12-30T16:30+00:00")
    lead.open(f"{meeting}attendance/").pick("Was there?", "Apologies", within=_row(lead, "Jo Clarke"))
    lead.pick("Was there?", "Present", within=_row(lead, "Ngozi Okafor")).press("Save who was there")
    lead.open(f"{meeting}record/").write("When was it held?", "2026-12-30")
    lead.write("What is life like for the child?", "He sleeps at his aunt’s.")
    lead.write("Is the plan making a difference, or drifting?", "He eats.")
    lead.choose("Yes", within="Was it held without the social worker?").press("Record as held")
    lead.reads("He sleeps at his aunt’s.", "Apologies")
    lead.open(f"{plan}next/").write("What changed, and why?", "He sleeps elsewhere")
    _row(lead, "Outcome 2").get_by_label("What will be better?").fill("His aunt is helped.")
    _row(lead, "Outcome 2").get_by_label("How will we know?").fill("She says so.")
    lead.press("Save the next version").reads(
        "Version 2", "Theo is fed every day.", "His aunt is helped.", "Breakfast club"
    )
    lead.open(f"{plan}versions/1/").reads("Theo is fed every day.").reads_nothing_of("His aunt is helped.")
    assert "10 February 2027\nNext core group" in _due(lead, theo)
