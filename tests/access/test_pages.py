"""Pages of a list against the policy: the same files, each once, by the newest row that counts, in either direction."""

import random
from datetime import timedelta

import pytest

from access import policy
from access.models import School, User
from access.pages import Page, page
from access.reach import Because, give_person, team_rows
from access.roles import Audience, Role
from access.serving import serving
from casework.models import CaseFile, CaseFilePersonReach
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(school: School) -> User:
    """In two teams, so that a file may be within reach by three rows."""
    made = factories.person(school, Role.PASTORAL, year=9)
    factories.join(school, made, Role.DESIGNATED_TEACHER)
    return made


def _world(school: School, person: User, seed: int) -> None:
    """Files by several rows with sort keys of their own and ties among them; some restricted, walled or expired."""
    chance = random.Random(seed)
    for _ in range(14):
        child = factories.child(school, year=chance.choice([8, 9, 9]), looked_after=chance.random() < 0.5)
        file = factories.file(child, restricted_to=(person,) if chance.random() < 0.15 else ())
        with serving(factories.console(school)):
            if chance.random() < 0.6:
                because = chance.choice([Because.GRANT, Because.AUTHOR])
                until = AT.replace(year=chance.choice([2025, 2099]))
                give_person(file, person, Audience.PASTORAL, because, at=AT, expires_at=until)
            if chance.random() < 0.15:
                factories.wall(person, child)
            for rows in (CaseFilePersonReach, team_rows(CaseFile)):
                for row in rows.objects.filter(content_object=file):
                    rows.objects.filter(pk=row.pk).update(sort_key=AT + timedelta(hours=chance.randrange(6)))


def _expected(person: User) -> list[CaseFile]:
    newest: dict[object, object] = {}
    for rows in policy.rows_that_count(policy.standing(person), CaseFile):
        for scope, sort_key in rows.values_list("content_object", "sort_key"):
            newest[scope] = max(newest.get(scope, sort_key), sort_key)
    assert set(newest) == set(policy.visible(person, CaseFile.objects.all()).values_list("pk", flat=True))
    return sorted(newest, key=lambda scope: (newest[scope], scope), reverse=True)


@pytest.mark.parametrize("seed", range(6))
def test_pages_walk_what_is_visible(school: School, person: User, seed: int) -> None:
    _world(school, person, seed)

    forth: list[Page] = [page(person, CaseFile, size=3, related="child")]
    while cursor := forth[-1].next:
        forth.append(page(person, CaseFile, size=3, after=cursor, related="child"))
    back: list[Page] = [forth[-1]]
    while cursor := back[-1].previous:
        back.append(page(person, CaseFile, size=3, before=cursor, related="child"))

    expected = _expected(person)
    assert len(expected) > 3
    assert [file.pk for each in forth for file in each.records] == expected
    assert [file.pk for each in reversed(back) for file in each.records] == expected


def test_page_brings_the_related_row(school: School, person: User, django_assert_num_queries: object) -> None:
    file = factories.file(factories.child(school, form="9B"))
    policy.standing(person)

    with django_assert_num_queries(2):  # her standing, the page
        found = page(person, CaseFile, related="child").records
        forms = [each.child.form for each in found]

    assert (found, forms) == ([file], ["9B"])
