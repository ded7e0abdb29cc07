"""The compiled question agrees with the one that it was compiled from, for whoever asks and however often."""

import uuid
from typing import Any

import pytest
from django.db.models import QuerySet

from access import policy
from access.models import School, User
from access.roles import Audience, Role
from access.serving import serving
from casework.models import AgreedAction
from tests import factories

pytestmark = pytest.mark.django_db


def actions(school: uuid.UUID) -> list[QuerySet[Any]]:
    return [AgreedAction.objects.filter(school=school).values_list("pk")]


def rows(user: User) -> set[uuid.UUID]:
    with serving(user):
        return {uuid.UUID(str(pk)) for (pk,) in policy.visible_rows(user, actions)}


def visible(user: User) -> set[uuid.UUID]:
    with serving(user):
        return set(policy.visible(user, AgreedAction.objects.all()).values_list("pk", flat=True))


def test_it_agrees_for_everybody(
    school: School, lead: User, deputy: User, pastoral: User, teacher: User, auditor: User, stranger: User
) -> None:
    open_to_all, restricted, walled = (factories.child(school, name) for name in ("Hussain", "Lane", "Marsh"))
    for child, named in ((open_to_all, ()), (restricted, (deputy,)), (walled, ())):
        file = factories.file(child, restricted_to=named)
        factories.agreed(file, deputy, owner=deputy)
        factories.agreed(file, deputy, owner=deputy, audience=Audience.SAFEGUARDING)
    factories.wall(lead, walled)
    factories.join(school, pastoral, Role.PASTORAL, year=10)
    elsewhere = factories.school("other", "Other School")
    outsider = factories.person(elsewhere, Role.DSL)

    people = (lead, deputy, pastoral, teacher, auditor, stranger, outsider)
    assert [len(visible(user)) for user in people] == [2, 6, 2, 0, 0, 0, 0]
    for _ in range(2):
        assert [rows(user) for user in people] == [visible(user) for user in people]


def test_it_is_one_query(lead: User, django_assert_num_queries: Any) -> None:
    with serving(lead):
        policy.visible_rows(lead, actions)
        with django_assert_num_queries(1):
            policy.visible_rows(lead, actions)
