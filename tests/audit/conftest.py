"""Somebody at work, so that there is someone to write lines; and two tables to change."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from auditlog.registry import auditlog
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from audit.context import Who, acting
from audit.registration import logged_fields
from tests.audit.sample import Paper, Reach
from vault import keyring

SCHOOL = UUID("00000000-0000-4000-8000-0000000000aa")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Paper)
            editor.create_model(Reach)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Reach)
            editor.delete_model(Paper)


@pytest.fixture
def registered() -> Iterator[None]:
    for model in (Paper, Reach):
        auditlog.register(model, include_fields=logged_fields(model))
    yield
    ContentType.objects.clear_cache()  # theirs was made inside the test and is gone with it
    for model in (Paper, Reach):
        auditlog.unregister(model)


def make_person(name: str = "lead"):
    """A person whose own sign-up is the first thing they did."""
    person = get_user_model()(email=f"{name}-{uuid4()}@example.org", name=name, is_active=True)
    with acting(Who(actor_id=person.pk)):
        person.save()
    return person


@pytest.fixture
def person(db):
    return make_person()


@pytest.fixture
def who(person) -> Who:
    return Who(actor_id=person.pk, school_id=SCHOOL, session_hash="ab" * 32, ip="192.0.2.7", request_id="req-1")


@pytest.fixture
def at_work(who) -> Iterator[Who]:
    with acting(who):
        yield who


@pytest.fixture
def unlocked() -> Iterator[None]:
    """What the gate does for somebody who may read the log."""
    with keyring.opened():
        keyring.unlock(SCHOOL, SCHOOL, "AUDIT", 1)
        yield
