"""Who has looked at a file: from the log, newest first, for those who may know who can see it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from access.models import School, User
from casework.models import CaseFile
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
ROW = re.compile(r'data-label="(?:When|Who|What)">(.*?)</td>')


@pytest.fixture
def file(school: School) -> CaseFile:
    return factories.file(factories.child(school))


def _at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _rows(user: User, file: CaseFile, more: str = "") -> list[list[str]]:
    page = _at(user).get(f"/files/{file.pk}/access/looks/{more}").content.decode()
    found = [re.sub("<[^>]+>", "", cell).strip() for cell in ROW.findall(page)]
    return [found[place : place + 3] for place in range(0, len(found), 3)]


def test_file_looks_says_who_did_what_and_when(file: CaseFile, lead: User, deputy: User, pastoral: User) -> None:
    deeds = [
        (deputy, f"/files/{file.pk}/"),
        (pastoral, f"/files/{file.pk}/access/"),
        (deputy, "/files/"),
    ]
    for minutes, (who, path) in enumerate(deeds):
        with time_machine.travel(AT + timedelta(minutes=minutes), tick=False):
            _at(who).get(path)

    with time_machine.travel(AT + timedelta(minutes=9), tick=False):
        rows = _rows(lead, file)

    assert rows[:4] == [
        ["16 November 2026 at 08:59", lead.name, "Opened: case file"],
        ["16 November 2026 at 08:52", deputy.name, "Was shown it in a list, or beside another record"],
        ["16 November 2026 at 08:51", pastoral.name, "Was refused: case file Refused"],
        ["16 November 2026 at 08:50", deputy.name, "Opened: case file"],
    ]


def test_file_looks_tells_nothing_of_a_concern_that_is_hidden(
    school: School, file: CaseFile, lead: User, deputy: User, teacher: User
) -> None:
    """A concern that names a lead: a colleague decides on it, and the file is shown beside it."""
    concern = factories.concern(school, teacher, file.child, colleagues=(lead,))
    _at(deputy).get(f"/triage/{concern.pk}/")

    rows = _rows(lead, file)

    assert [what for _, _, what in rows if "oncern" in what] == []
    assert [who for _, who, what in rows if what.startswith("Was shown it")] == [deputy.name]


def test_file_looks_turns_its_pages_both_ways(file: CaseFile, lead: User) -> None:
    for _ in range(30):
        _at(lead).get(f"/files/{file.pk}/")
    client = _at(lead)

    first = client.get(f"/files/{file.pk}/access/looks/")
    second = client.get(f"/files/{file.pk}/access/looks/{first.context['older']}")
    back = client.get(f"/files/{file.pk}/access/looks/{second.context['newer']}")

    assert (first.context["newer"], second.context["older"]) == ("", "")
    assert [len(page.context["looks"].shown) for page in (first, second, back)] == [25, 6, 25]
    assert back.context["looks"].shown == first.context["looks"].shown


@pytest.mark.parametrize("more", ["?before=nonsense", "?before=99999999999999999999", "?after=-1", "?before=٣"])
def test_file_looks_begins_anew_on_a_broken_address(file: CaseFile, lead: User, more: str) -> None:
    assert _rows(lead, file, more)[0][2] == "Opened: case file"


def test_file_looks_is_not_for_a_pastoral_officer(file: CaseFile, pastoral: User) -> None:
    assert _at(pastoral).get(f"/files/{file.pk}/access/looks/").status_code == 403


@pytest.mark.parametrize("looks", [1, 9])
def test_file_looks_takes_the_same_queries_for_any_number(
    file: CaseFile, lead: User, looks: int, django_assert_num_queries
) -> None:
    client = _at(lead)
    for _ in range(looks):
        client.get(f"/files/{file.pk}/access/looks/")

    with django_assert_num_queries(LOOKS):
        client.get(f"/files/{file.pk}/access/looks/")


LOOKS = 14
