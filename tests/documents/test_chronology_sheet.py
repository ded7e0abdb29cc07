import pytest

from documents.chronology_sheet import ChronologySheet, EventEntry
from tests.documents.pdfs import opened, pages, printed, tags
from tests.documents.sheets import BLANK, entry, sheet, story


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return printed(story())


@pytest.fixture(scope="module")
def told(pdf) -> list[str]:
    return [" ".join(page.split()) for page in pages(pdf)]


def test_samples_have_the_shape_of_the_contract():
    assert set(BLANK) == set(EventEntry.__annotations__)
    assert set(sheet()) == set(ChronologySheet.__annotations__)


@pytest.mark.parametrize(
    "line",
    [
        "Full name: Amara Chidinma Nwosu-Bell",
        "Also known as: Mara",
        "Date of birth: 4 March 2011",
        "Year and form: Year 9, 9H",
        "UPN: X801200001001",
        "Purpose: Initial child protection conference on 22 May 2025",
        "Prepared for: Denise Park, conference chair, Westmere Children’s Services",
        "Period covered: March 2019 to 12 May 2025",
        "What is included: Significant events only. 4 restricted entries are left out.",
        "Number of entries: 6",
        "As at: 12 May 2025 at 16:40",
        "Prepared by: Ruth Adeyemi, designated safeguarding lead, Heronsgate Academy",
        "Reference: SH-7F3K-0142",
    ],
)
def test_cover_says_what_it_is_for_whom_and_by_whom(told, line):
    assert line in told[0]


def test_every_page_carries_marking_reference_and_number(told):
    for number, page in enumerate(told, start=1):
        assert "Confidential: do not pass on without the agreement of Heronsgate Academy" in page
        assert "SH-7F3K-0142 · Heronsgate Academy" in page
        assert f"Page {number} of {len(told)}" in page


def test_there_is_one_heading_for_each_event(pdf):
    found = tags(pdf)

    assert [found.count(f"/H{level}") for level in (1, 2, 3, 4)] == [1, 3, 6, 0]
    assert found.count("/Table") == 0


def test_headings_say_when_as_exactly_as_is_known(pdf):
    with opened(pdf).open_outline() as outline:
        events = outline.root[0].children[-1]

    assert events.title == "Events in order"
    assert [event.title for event in events.children] == [
        "March 2019: Family change",
        "About 4 May 2023: Neglect",
        "17 November 2023, 22:40: Domestic abuse",
        "12 June 2024: Injury",
        "24 January 2025: Positive",
        "Date not known: Agency contact",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Entry 2 Corrected Significance: High · Risk",
        "What happened: Amara came to registration without a coat",
        "Child’s voice: “Mum’s still in bed when I go.",
        "Professional opinion: This is the third such week",
        "Impact on child: Tired and hungry",
        "Action taken: Lunch given.",
        "Decision: Offer early help; review in two weeks.",
        "Reasons: No immediate danger.",
        "Outcome: Ms Bell agreed to early help on 11 May 2023.",
        "Parents informed: Yes, on 5 May 2023",
        "Recorded by: Tom Hale, tutor of 7H, 4 May 2023 at 16:20",
        "Note: Corrected on 6 May 2023 by Ruth Adeyemi: the date read “4 April 2023”",
        "Entry 3 Third party: an agency’s information Recorded later Significance: Critical · Risk",
        "20 November 2023 at 07:55 (recorded later: 3 days after)",
        "Entry 4 Struck out",
        "Entry 6 Restricted",
        "End of the chronology: 6 entries.",
    ],
)
def test_events_keep_fact_opinion_and_decision_apart(told, line):
    assert line in " ".join(told[1:])


def test_what_was_not_recorded_is_not_printed():
    bare = " ".join(" ".join(pages(printed(sheet(entry())))[1:]).split())

    assert "Entry 1 Recorded by: Ruth Adeyemi" in bare
    assert "End of the chronology: 1 entry." in bare


def test_empty_period_is_said_and_not_left_blank():
    assert "Nothing is recorded for this period." in pages(printed(sheet()))[1]


def test_long_word_stays_on_the_paper():
    word = "x" * 400

    lines = [line for line in pages(printed(sheet(entry(fact=word))))[1].splitlines() if "xx" in line]

    assert sum(line.count("x") for line in lines) == 400
    assert len(lines) > 4
