"""What has left the school from a file: every line of the register, for those alone who may export it."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from access.models import School, User
from access.serving import serving
from casework.models import CaseFile
from casework.queries.register import SIZE
from documents.actions import disclose, reference
from documents.models import Disclosure
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
CELL = re.compile(r'data-label="(?:When|To whom|What for|What)">(.*?)</td>', re.DOTALL)
JO = {"person": "Jo Clarke", "role": "Conference chair", "agency": "Northmoor"}
SHA256 = "4ee9fe7a2a4c6e2b2b2a3ea2fa7f1b7b9f5f9d7a36e7f4a4f4bb3a3b6d5a0f11"


@pytest.fixture
def file(school: School) -> CaseFile:
    return factories.file(factories.child(school))


def _left(file: CaseFile, by: User, number: int = 0, **more: Any) -> Disclosure:
    told = {"form": "PDF", "purpose": "Conference on 14 December", "recipient": JO, "sha256": SHA256} | more
    told |= {"contents": {"records": [["EVENT", str(uuid4()), 1], ["EVENT", str(uuid4()), 2]]}}
    with serving(by):
        return disclose(record=file, by=by, at=AT + timedelta(minutes=number), pk=UUID(int=number + 1), **told)


def _page(user: User, file: CaseFile, more: str = "") -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(f"/files/{file.pk}/register/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def _rows(page: str) -> list[list[str]]:
    found = [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in CELL.findall(page)]
    return [found[place : place + 4] for place in range(0, len(found), 4)]


def test_file_register_tells_to_whom_why_and_which_bytes(file: CaseFile, lead: User) -> None:
    made = _left(file, lead)

    assert _rows(_page(lead, file)) == [
        [
            f"16 November 2026 at 08:50 by {lead.name}",
            "Jo Clarke, Conference chair, Northmoor",
            "Conference on 14 December",
            f"PDF, 2 records {reference(made.pk)} SHA-256 of {reference(made.pk)} {SHA256}",
        ]
    ]


def test_file_register_is_turned_page_by_page_without_a_gap(file: CaseFile, lead: User) -> None:
    for number in range(SIZE + 2):
        _left(file, lead, number, purpose=f"Purpose {number}")

    first = _page(lead, file)
    after = re.findall(r'href="(\?after=[^"]+)"', first)
    second = _page(lead, file, after[0])

    assert [row[2] for row in _rows(first) + _rows(second)] == [f"Purpose {number}" for number in range(26, -1, -1)]
    assert re.findall(r'href="(\?after=[^"]+)"', second) == []


def test_file_register_does_not_exist_for_whoever_cannot_see_the_file(
    school: School, file: CaseFile, lead: User, teacher: User, pastoral: User, designated: User
) -> None:
    _left(file, lead)

    for user, status in ((teacher, 404), (designated, 404), (pastoral, 403)):
        client = Client()
        client.force_login(user)
        answer = client.get(f"/files/{file.pk}/register/")
        assert answer.status_code == status
        assert "Jo Clarke" not in answer.content.decode()


def test_file_register_takes_the_same_queries_for_any_number(
    file: CaseFile, lead: User, django_assert_num_queries: Any
) -> None:
    client = Client()
    client.force_login(lead)
    for number in range(3):
        _left(file, lead, number)
        client.get(f"/files/{file.pk}/register/")
        with django_assert_num_queries(13):
            client.get(f"/files/{file.pk}/register/")
