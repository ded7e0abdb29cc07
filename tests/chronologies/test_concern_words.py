"""Everything the reporter wrote stands in the file's chronology as on the concern's page, and for nobody else."""

import html
import re
from typing import Any

import pytest

from access.models import School, User
from access.serving import serving
from audit.models import Entry
from casework.actions.walls import raise_wall
from casework.models import BodyMapMark, CaseFile, Concern
from tests import factories
from tests.chronologies.conftest import Browser
from tests.chronologies.test_exports import answers, table, text_of

pytestmark = pytest.mark.django_db
MARK = {"region": "front-left-forearm", "size": "2", "unit": "CM", "shape": "ROUND", "colour": "blue canary"}
MARK |= {"skin": "BROKEN", "swelling": "YES", "pain": "NO", "explanation": "the door canary did it"}
WORDS = {
    "words": "There is a mark.",
    "child_words": "It was the door.",
    "heard_from": "Ms Aldous",
    "present": "Mr Bell was there",
    "place": "By the bike sheds",
    "opinion": "I doubt it.",
    "immediate_action": "Sat with her.",
    "safe_now": "Safe in class canary",
    "told_others": "The form tutor canary",
    "child_described": "Red coat canary",
}
WRITTEN = [
    ("The child, as described", "Red coat canary"),
    ("Where it happened", "By the bike sheds"),
    ("Who was there", "Mr Bell was there"),
    ("Is the child safe now?", "Safe in class canary"),
    ("Who else was told, and when", "The form tutor canary"),
]
MARK_SAID = (
    "1. Left forearm (front). Size 2 cm. Shape: Round or oval. Colour: blue canary. Skin: Broken. Swollen: Yes. "
    "Hurts: No. The child says: “the door canary did it”"
)
SECRETS = ("blue canary", "the door canary", "Safe in class", "form tutor canary", "Red coat canary", "Left forearm")


@pytest.fixture
def marked(school: School, lead: User, teacher: User) -> Concern:
    child, other = factories.child(school), factories.child(school, "Jones", "Tyler")
    more: dict[str, Any] = {"kind": "MARK", "marks": [MARK, {"region": "front-nose"}], "urgent": True}
    concern = factories.concern(
        school, teacher, child, words=WORDS, told_in_person=lead, others=[(other, "ALLEGED")], **more
    )
    factories.decision(concern, lead, decision="OPEN_FILE")
    concern.refresh_from_db()
    return concern


def address(concern: Concern) -> str:
    return f"/files/{concern.file_id}/chronology/"


def plain(response: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_timeline_tells_what_the_reporter_wrote_in_the_words_of_the_page(
    marked: Concern, signed_in: Browser, lead: User
) -> None:
    client = signed_in(lead)

    timeline, page = plain(client.get(address(marked))), plain(client.get(f"/concerns/{marked.pk}/"))

    for label, words in WRITTEN:
        assert f"{label} {words}" in timeline
        assert f"{label} {words}" in page
    assert f"Marks {MARK_SAID} 2. Nose (front)" in timeline
    for said in ("Size 2 cm. Shape: Round or oval. Colour: blue canary. Skin: Broken.", "“the door canary did it”"):
        assert said in page
    assert "Other children in this alleged to have harmed" in timeline
    assert "Tyler" not in timeline
    assert f"Told in person {lead.name}" in timeline


@pytest.mark.parametrize("form", ["PRINT", "PDF", "CSV"])
def test_what_leaves_the_school_tells_all_of_it(marked: Concern, signed_in: Browser, lead: User, form: str) -> None:
    made = signed_in(lead).post(f"{address(marked)}export/make/?kind=CONCERN", answers(form))

    assert made.status_code == 200
    told = {"PRINT": plain, "PDF": text_of, "CSV": lambda made: table(made)[1][3]}[form](made)
    said = re.sub(r"\s+", " ", told)
    for label, words in [*WRITTEN, ("Marks", MARK_SAID)]:
        assert words in said
        assert label in said
    assert "Tyler" not in said


@pytest.mark.parametrize("words", ["BLUE canary", "door canary", "left forearm", "safe in class", "form tutor", "oval"])
def test_word_search_recalls_a_concern_by_every_part(
    marked: Concern, signed_in: Browser, lead: User, words: str
) -> None:
    page = signed_in(lead).post(address(marked), {"words": words}).content.decode()

    assert f'id="record-{marked.pk}"' in page
    assert page.count("moj-timeline__item") == 1


def test_nothing_of_it_is_found_out_of_reach(marked: Concern, signed_in: Browser, pastoral: User, lead: User) -> None:
    client = signed_in(pastoral)

    page, found = client.get(address(marked)), client.post(address(marked), {"words": "canary"})

    assert (page.status_code, found.status_code) == (200, 200)
    assert "No entry holds these words" in found.content.decode()
    for secret in SECRETS:
        assert secret not in plain(page)
        assert secret not in plain(found)


def test_nothing_of_it_is_found_behind_a_wall_on_the_concern(
    marked: Concern, signed_in: Browser, lead: User, deputy: User
) -> None:
    with serving(lead):
        raise_wall(subject=marked, by=lead, at=factories.AT, person=deputy, reason="A cousin")
    client = signed_in(deputy)

    page, found = client.get(address(marked)), client.post(address(marked), {"words": "canary"})

    assert (page.status_code, found.status_code) == (200, 200)
    for secret in SECRETS:
        assert secret not in plain(page) + plain(found)


def test_marks_stay_sealed_and_out_of_the_log(marked: Concern, signed_in: Browser, lead: User) -> None:
    signed_in(lead).post(address(marked), {"words": "blue canary"})

    assert "canary" not in str(BodyMapMark.objects.filter(concern=marked)[0].mark)
    assert "canary" not in " ".join(Entry.objects.values_list("body", flat=True))
    assert CaseFile.objects.count() == 1
