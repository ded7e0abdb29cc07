"""A query compiled once answers every call with that call's values, converted as the ORM would."""

from uuid import uuid4

import pytest
from django.db.models import CharField, F, UUIDField

from access.models import School, User
from tests import factories
from vault.compiled import Compiled, Slot

pytestmark = pytest.mark.django_db


def test_compiled_query_binds_each_calls_values(school: School) -> None:
    other = factories.school("other", "Other School")
    asked = Compiled(lambda: School.objects.filter(pk=Slot("pk", UUIDField())).values_list("pk", "name", "created_at"))

    found = [asked.rows(pk=each.pk) for each in (school, other)]

    assert found == [[(each.pk, each.name, each.created_at)] for each in (school, other)]
    assert asked.rows(pk=uuid4()) == []


def test_compiled_query_takes_slots_in_a_list(school: School) -> None:
    slots = [Slot("one", CharField()), Slot("two", CharField())]
    asked = Compiled(lambda: School.objects.filter(code__in=slots).values_list("code"))

    assert asked.rows(one=school.code, two="none") == [(school.code,)]


def test_compiled_query_that_needs_no_conversion(school: School) -> None:
    asked = Compiled(lambda: School.objects.filter(name=Slot("name", CharField())).values_list("code"))

    assert asked.rows(name=school.name) == [(school.code,)]


def test_compiled_query_costs_one_query(school: School, django_assert_num_queries: object) -> None:
    asked = Compiled(
        lambda: User.objects.filter(pk=Slot("pk", UUIDField())).annotate(code=F("email")).values_list("code")
    )

    with django_assert_num_queries(2):
        assert (asked.rows(pk=uuid4()), asked.rows(pk=uuid4())) == ([], [])
