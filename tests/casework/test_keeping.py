"""“Saved” is said of what was kept and of nothing else: a database that failed is no draft thrown away elsewhere."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from access.models import School, User
from access.serving import serving
from casework.actions.drafts import discard_draft, save_draft, start_draft
from casework.models import CaseFile, Draft
from casework.models.drafts import AlreadyBegunError, DraftGoneError
from chronologies.actions.drafts import begin_entry
from meetings.actions.drafts import begin_writing
from tests import factories
from tests.meetings.worlds import planned

pytestmark = pytest.mark.django_db


@contextmanager
def failing(statement: str) -> Iterator[None]:
    """The database gives up on drafts, as after a lock timeout."""

    def run(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(f'{statement} "casework_draft"'):
            raise OperationalError("canceling statement due to lock timeout")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        yield


@pytest.fixture
def file(school: School) -> CaseFile:
    return factories.file(factories.child(school))


@pytest.fixture
def desk(client: Client, lead: User) -> Client:
    client.force_login(lead)
    client.raise_request_exception = False
    return client


@pytest.fixture(params=["concern", "entry", "meeting"])
def typing(desk: Client, lead: User, file: CaseFile, request: pytest.FixtureRequest) -> Callable[[], int]:
    """What the page of a form sends every few seconds, and how that is answered."""
    pages = {
        "concern": lambda: "/concerns/new/",
        "entry": lambda: f"/files/{file.pk}/chronology/new/",
        "meeting": lambda: f"/meetings/{planned(file, lead, 'PROFESSIONALS', date(2026, 11, 20)).pk}/record/",
    }
    page = desk.get(pages[request.param]()).content.decode()
    url = re.search(r'data-autosave-url="([^"]+)"', page)[1]
    sent = dict(re.findall(r'name="(version|key)" value="([^"]+)"', page))
    return lambda: desk.post(url, sent | {"fact": "She was hungry", "words": "She was hungry"}).status_code


@pytest.mark.parametrize(("already", "statement"), [(0, "INSERT INTO"), (1, "UPDATE")])
def test_what_the_database_did_not_take_is_not_said_to_be_kept(
    typing: Callable[[], int], already: int, statement: str
) -> None:
    before = [typing() for _ in range(already)]

    with failing(statement):
        failed = typing()

    assert (before, failed) == ([204] * already, 500)
    assert (typing(), Draft.objects.count()) == (204, 1)


def test_a_draft_that_was_thrown_away_does_not_come_back_by_being_saved(school: School, teacher: User) -> None:
    draft = factories.draft(school, teacher)
    with serving(teacher):
        discard_draft(draft=draft, by=teacher)

        with pytest.raises(DraftGoneError):
            save_draft(draft=draft, by=teacher, body={"words": ["More"]}, at=factories.AT)

    assert not Draft.objects.exists()


def test_what_was_begun_in_another_window_is_not_begun_again(
    school: School, teacher: User, lead: User, file: CaseFile
) -> None:
    draft = factories.draft(school, teacher)
    entry = factories.draft(school, lead)
    typed: dict[str, Any] = {"body": {"words": ["Mine"]}, "at": factories.AT}

    with serving(teacher), pytest.raises(AlreadyBegunError):
        start_draft(school=school, by=teacher, key=draft.pk, **typed)
    with serving(lead), pytest.raises(AlreadyBegunError):
        begin_entry(file=file, by=lead, key=entry.pk, **typed)
    with serving(lead):
        begin_writing(about=file, by=lead, form="plan", **typed)
        with pytest.raises(AlreadyBegunError):
            begin_writing(about=file, by=lead, form="plan", **typed)

    assert Draft.objects.count() == 3
