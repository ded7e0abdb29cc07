"""Every naughty string is shown, found, put in a table and printed as it was typed (Big List of Naughty Strings)."""

import csv
import html
import io
import json
import uuid
from operator import itemgetter
from pathlib import Path

import pytest
from django.test import Client

from access import gate
from access.models import School, User
from access.roles import Can
from access.serving import serving
from casework.models import CaseFile
from chronologies.filters import Filters
from chronologies.models import Event
from chronologies.timeline import Stream
from documents.spreadsheet import unguard
from tests import factories

pytestmark = pytest.mark.django_db
STRINGS = json.loads((Path(__file__).parent / "naughty_strings" / "blns.json").read_text())
TYPED = [text.replace("\r\n", "\n").replace("\r", "\n") for text in STRINGS if text]


PLACES = ("fact", "child_voice", "opinion")  # each has a cell of its own in the table
BY_PLACE = [dict(zip(PLACES, TYPED[n : n + 3], strict=False)) for n in range(0, len(TYPED), 3)]


@pytest.fixture
def file(school: School) -> CaseFile:
    return factories.file(factories.child(school))


@pytest.fixture
def told(file: CaseFile, lead: User) -> CaseFile:
    """Every string on the file, three to an entry."""
    for words in BY_PLACE:
        factories.event(file, lead, **words)
    return file


@pytest.fixture
def client(lead: User) -> Client:
    client = Client()
    client.force_login(lead)
    return client


def test_the_list_is_whole() -> None:
    assert len(STRINGS) == 515
    assert len(TYPED) == 514


def test_every_string_goes_in_by_the_page_unchanged(file: CaseFile, lead: User, client: Client) -> None:
    for words in BY_PLACE[::9]:
        _record(client, file, words)

    with serving(lead):
        gate.fetch(lead, CaseFile, file.pk, to=Can.READ_FILE)
        kept = [{place: getattr(event, place).text for place in PLACES} for event in Event.objects.all()]
    sent = [{place: words.get(place, "") for place in PLACES} for words in BY_PLACE[::9]]
    assert sorted(kept, key=itemgetter("fact")) == sorted(sent, key=itemgetter("fact"))


def test_every_string_is_shown_unchanged(told: CaseFile, client: Client) -> None:
    shown = "".join(_pages(client, told))

    assert [text for text in TYPED if f">{html.escape(text)}</p>" not in shown] == []


def test_every_string_is_found_by_itself(told: CaseFile, lead: User, client: Client) -> None:
    with serving(lead):
        stream = Stream(lead, Filters(), size=None)
        gate.fetch(lead, CaseFile, told.pk, to=Can.READ_FILE, showing=stream.place)
        found = {text: [row for row in stream.rows(text.casefold()) if text in row.texts()] for text in set(TYPED)}

    assert [text for text, rows in found.items() if not rows] == []


def test_some_strings_are_found_by_the_page_and_stand_in_its_box_again(told: CaseFile, client: Client) -> None:
    for text in [text for text in TYPED if "\n" not in text and len(text) <= 400][::16]:  # a box takes one line
        page = client.post(f"/files/{told.pk}/chronology/", {"words": text}).content.decode()

        assert f'value="{html.escape(text)}"' in page
        assert "moj-timeline__item" in page


def test_every_string_stands_unchanged_in_the_table(told: CaseFile, client: Client) -> None:
    response = client.post(f"/files/{told.pk}/chronology/export/make/", _answers("CSV"))

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))[1:]
    cells = [cell for row in rows for cell in row[3:6] if cell]
    assert [cell for cell in cells if cell[0] in "=+-@\t\r"] == []
    assert sorted(unguard(cell) for cell in cells) == sorted(TYPED)


def test_every_string_compiles_in_the_pdf(told: CaseFile, client: Client) -> None:
    response = client.post(f"/files/{told.pk}/chronology/export/make/", _answers("PDF"))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def _record(client: Client, file: CaseFile, words: dict[str, str]) -> None:
    sent = {place: text.replace("\n", "\r\n") for place, text in words.items()}  # as browsers send it
    answers = sent | {
        "key": str(uuid.uuid4()),
        "happened_day": "14",
        "happened_month": "11",
        "happened_year": "2020",
        "category": "OTHER",
        "source": "STAFF",
        "hand": "FIRST",
        "significance": "LOW",
        "bearing": "NEUTRAL",
        "marking": "SCHOOL",
        "audience": "PASTORAL",
        "section": "2",
    }
    response = client.post(f"/files/{file.pk}/chronology/new/", answers)
    assert response.status_code == 302, words


def _pages(client: Client, file: CaseFile) -> list[str]:
    """Every page of the chronology, by the link to the next."""
    address, pages = f"/files/{file.pk}/chronology/", []
    while address:
        page = client.get(address).content.decode()
        pages.append(page)
        older = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        address = f"/files/{file.pk}/chronology/{html.unescape(older)}" if 'rel="next"' in page else ""
    return pages


def _answers(form: str) -> dict[str, str]:
    given = {"purpose": "A test", "person": "A", "role": "B", "agency": "C", "form": form, "words": "", "read_it": "on"}
    return given | {"key": str(uuid.uuid4())}
