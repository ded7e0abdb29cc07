"""What must be known to print a chronology? The contract between whoever gathers the records and the template.

Every value is a string as it stood on the screen: dates are worded already ("March 2019", "about 4 May 2020",
"date not known"), choices carry their labels, and "" means that nothing was recorded, so nothing is printed.
New lines in long text are kept. `documents/typst/chronology.typ` is the only reader.
"""

from typing import Literal, TypedDict


class Frame(TypedDict):
    """What stands on every page of any document, and in its properties."""

    title: str  # "Chronology"; never with a child's name, since file managers show it
    reference: str  # short, printed on every page and found again in the register of disclosures
    school: str
    author: str
    marking: str  # "Confidential: do not pass on without the agreement of …"


class ChildDetails(TypedDict):
    name: str  # in full, never initials: it is read decades later
    also_known_as: str
    born_on: str
    year_and_form: str
    upn: str


class EventEntry(TypedDict):
    number: str
    happened: str
    at_time: str
    category: str
    significance: str
    bearing: str  # "Risk", "Protective"
    source: str  # who told us, of which agency, and at how many hands
    fact: str
    child_voice: str
    opinion: str
    impact: str
    action: str
    decision: str
    rationale: str
    outcome: str
    parents_informed: str
    details: list[tuple[str, str]]  # what else was written, each under its own heading: ("Marks", "1. Neck (back). …")
    marking: str  # "Third party: an agency's information", "Legally privileged", "Restricted"
    author: str  # name and role
    recorded_at: str
    recorded_later: str  # how long after the event, where that is worth saying: "9 days after"
    status: Literal["FINAL", "CORRECTED", "STRUCK"]
    notes: list[str]  # each correction or striking out: what, by whom, when and why


class ChronologySheet(TypedDict):
    frame: Frame
    child: ChildDetails
    purpose: str
    recipient: str
    period: str
    included: str  # the filters in words: "Significant events only. 4 restricted entries are left out."
    as_at: str
    prepared_by: str  # name, role, school
    entries: list[EventEntry]
