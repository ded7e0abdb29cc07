"""Somebody who was granted a part of one file finds the way to it, sees that part, and nobody else is told of it."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from access.models import School, User
from access.roles import Audience, Section
from access.serving import serving
from casework.actions.reach import grant_reach
from casework.models import CaseFile
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def file(school: School) -> CaseFile:
    return factories.file(factories.child(school))


def _page(user: User, path: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def _grant(file: CaseFile, lead: User, person: User, sections: Section, until: date = FRIDAY) -> None:
    given = {"audience": Audience.PASTORAL, "sections": sections, "until": until, "reason": "Form tutor"}
    with serving(lead):
        grant_reach(file=file, by=lead, at=AT, person=person, **given)


def _tabs(page: str) -> list[str]:
    return re.findall(r'moj-sub-navigation__link"[^>]*>([^<]+)<', page)


def test_who_was_granted_a_part_is_led_to_it(file: CaseFile, lead: User, teacher: User) -> None:
    _grant(file, lead, teacher, Section.CHRONOLOGY)

    page = _page(teacher, "/")

    assert '<a class="govuk-service-navigation__link" href="/files/">Case files</a>' in page
    assert f'<a class="govuk-link" href="/files/{file.pk}/">Maya Hussain</a> · 9B' in page
    assert "Shared with you until Friday 27 November<" in page
    assert "Maya Hussain" in _page(teacher, "/files/")


def test_a_last_day_in_another_year_says_which(file: CaseFile, lead: User, chair: User) -> None:
    _grant(file, lead, chair, Section.CHRONOLOGY, date(2027, 1, 8))

    assert "Shared with you until Friday 8 January 2027<" in _page(chair, "/")


def test_nobody_else_is_told_of_a_file(file: CaseFile, lead: User, teacher: User, school: School) -> None:
    before = _page(teacher, "/")
    _grant(file, lead, factories.person(school, teacher.memberships.get().role, name="Una Vale"), Section.CHRONOLOGY)

    after = _page(teacher, "/")

    assert _without_tokens(after) == _without_tokens(before)
    assert "Case files" not in after


def test_after_the_last_day_the_way_is_gone(file: CaseFile, lead: User, teacher: User) -> None:
    before = _page(teacher, "/")
    _grant(file, lead, teacher, Section.CHRONOLOGY, AT.date())

    with time_machine.travel("2026-11-17 08:50", tick=False):
        assert _without_tokens(_page(teacher, "/")) == _without_tokens(before)


def test_a_wall_takes_the_way_with_the_file(file: CaseFile, lead: User, teacher: User) -> None:
    before = _page(teacher, "/")
    _grant(file, lead, teacher, Section.CHRONOLOGY)
    factories.wall(teacher, file.child)

    assert _without_tokens(_page(teacher, "/")) == _without_tokens(before)


def test_file_read_offers_only_what_was_granted(file: CaseFile, lead: User, teacher: User) -> None:
    factories.agreed(file, lead, owner=lead, words="Ring the health visitor")
    _grant(file, lead, teacher, Section.CHRONOLOGY)

    page = _page(teacher, f"/files/{file.pk}/")

    assert _tabs(page) == ["Overview", "Chronology"]
    assert "Shared with you until Friday 27 November: chronology." in page
    assert "Nothing is waiting" not in page
    assert "health visitor" not in page
    assert _tabs(_page(teacher, f"/files/{file.pk}/chronology/")) == ["Overview", "Chronology"]


def test_action_list_says_when_the_actions_are_not_shared(file: CaseFile, lead: User, teacher: User) -> None:
    factories.agreed(file, lead, owner=lead, words="Ring the health visitor")
    _grant(file, lead, teacher, Section.CHRONOLOGY)

    page = _page(teacher, f"/files/{file.pk}/actions/")

    assert "The actions on this file are not shared with you." in page
    assert "Nothing is waiting" not in page
    assert "health visitor" not in page


def test_the_tabs_read_the_same_on_every_page_of_a_file(file: CaseFile, lead: User, pastoral: User) -> None:
    factories.agreed(file, lead, owner=pastoral)
    pages = ("", "chronology/", "actions/", "access/")

    tabs = [_tabs(_page(lead, f"/files/{file.pk}/{page}")) for page in pages]

    assert tabs == [tabs[0]] * len(pages)
    assert "Actions" in tabs[0]


def _without_tokens(page: str) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"|Reference: <[^<]+', "", page)
