"""A chronology to print: a fictional child, with entries of every kind."""

from typing import Any

from documents.chronology_sheet import ChronologySheet, EventEntry

BLANK: EventEntry = {
    "number": "1",
    "happened": "date not known",
    "at_time": "",
    "category": "",
    "significance": "",
    "bearing": "",
    "source": "",
    "fact": "",
    "child_voice": "",
    "opinion": "",
    "impact": "",
    "action": "",
    "decision": "",
    "rationale": "",
    "outcome": "",
    "parents_informed": "",
    "details": [],
    "marking": "",
    "author": "Ruth Adeyemi, designated safeguarding lead",
    "recorded_at": "12 May 2025 at 09:12",
    "recorded_later": "",
    "status": "FINAL",
    "notes": [],
}


def entry(**given: Any) -> EventEntry:
    return {**BLANK, **given}


def sheet(*entries: EventEntry, **given: Any) -> ChronologySheet:
    whole: ChronologySheet = {
        "frame": {
            "title": "Chronology",
            "reference": "SH-7F3K-0142",
            "school": "Heronsgate Academy",
            "author": "Ruth Adeyemi",
            "marking": "Confidential: do not pass on without the agreement of Heronsgate Academy",
        },
        "child": {
            "name": "Amara Chidinma Nwosu-Bell",
            "also_known_as": "Mara",
            "born_on": "4 March 2011",
            "year_and_form": "Year 9, 9H",
            "upn": "X801200001001",
        },
        "purpose": "Initial child protection conference on 22 May 2025",
        "recipient": "Denise Park, conference chair, Westmere Children’s Services",
        "period": "March 2019 to 12 May 2025",
        "included": "Significant events only.\n4 restricted entries are left out.",
        "as_at": "12 May 2025 at 16:40",
        "prepared_by": "Ruth Adeyemi, designated safeguarding lead, Heronsgate Academy",
        "entries": list(entries),
    }
    return {**whole, **given}


def story() -> ChronologySheet:
    """Six events, so that every mark and every kind of date is seen once."""
    return sheet(
        entry(
            number="1",
            happened="March 2019",
            category="Family change",
            significance="Medium",
            bearing="Risk",
            source="Transfer file from Larkfield Primary School, second hand",
            fact="Amara’s parents separated. She and her brother stayed with their mother.",
            recorded_at="9 September 2022 at 11:05",
            recorded_later="more than three years after",
        ),
        entry(
            number="2",
            happened="about 4 May 2023",
            category="Neglect",
            significance="High",
            bearing="Risk",
            source="Year 7 tutor, Tom Hale, direct observation",
            fact="Amara came to registration without a coat or lunch for the third day that week. Her shoes were split at "
            "the toe and her socks were wet.\nShe fell asleep in period 3.",
            child_voice="“Mum’s still in bed when I go. There isn’t any bread.” She spoke quietly and looked at the door.",
            opinion="This is the third such week since Easter. Taken together it looks to me like neglect and not a bad "
            "patch.",
            impact="Tired and hungry in lessons; she has begun to avoid her friends at lunch.",
            action="Lunch given. Spare shoes from the hardship fund. Tom Hale rang Ms Bell at 15:50; no answer.",
            decision="Offer early help; review in two weeks.",
            rationale="No immediate danger. The pattern needs a plan that lasts longer than one talk.",
            outcome="Ms Bell agreed to early help on 11 May 2023.",
            parents_informed="Yes, on 5 May 2023",
            author="Tom Hale, tutor of 7H",
            recorded_at="4 May 2023 at 16:20",
            status="CORRECTED",
            notes=["Corrected on 6 May 2023 by Ruth Adeyemi: the date read “4 April 2023”, which was in the holidays."],
        ),
        entry(
            number="3",
            happened="17 November 2023",
            at_time="22:40",
            category="Domestic abuse",
            significance="Critical",
            bearing="Risk",
            source="Westmere Police, Operation Encompass notification",
            marking="Third party: an agency’s information",
            fact="Officers attended the address after a call from a neighbour. Both children were in the home. Mr D Crane "
            "was arrested.",
            recorded_at="20 November 2023 at 07:55",
            recorded_later="3 days after",
        ),
        entry(
            number="4",
            happened="12 June 2024",
            category="Injury",
            source="Lunchtime supervisor",
            fact="Bruise to left forearm seen at lunch.",
            status="STRUCK",
            notes=[
                "Struck out on 13 June 2024 by Ruth Adeyemi: this was another child. The record stands on her file."
            ],
        ),
        entry(
            number="5",
            happened="24 January 2025",
            category="Positive",
            significance="Medium",
            bearing="Protective",
            source="Head of Year 9",
            fact="Amara was chosen to read at the school’s concert. Her grandmother, Ngozi Nwosu (نغوزي · Нгози · 恩戈齐), "
            "came and took her home afterwards.",
            child_voice="نعم، أحب أن أكون هنا.",
            author="Priya Raman, head of Year 9",
            recorded_at="24 January 2025 at 18:02",
        ),
        entry(
            number="6",
            category="Agency contact",
            source="Voicemail, caller did not give a name",
            fact="The caller said that “everyone on the street knows” that the children are left alone at night 👾.",
            marking="Restricted",
        ),
    )
