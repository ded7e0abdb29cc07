"""The sample table, and a school with a file in it. Words are sealed in `opened()` alone."""

from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tests.vault.sample import Note
from vault import keyring


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Note)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Note)


@pytest.fixture
def place():
    """Where the notes of one test stand."""
    return {"school_id": uuid4(), "scope_id": uuid4(), "audience": "PASTORAL"}


@pytest.fixture
def unlocked(db, place):
    """A request or job in which the place is unlocked, all of its sections."""
    with keyring.opened():
        keyring.unlock(place["school_id"], place["scope_id"], place["audience"], 0b111)
        yield place
