"""The sample table, and a place in which words can be sealed."""

import sys
from uuid import uuid4

import pytest
from django.apps import AppConfig, apps
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
    """A request or job in which the place is unlocked, with its first three sections."""
    with keyring.opened():
        keyring.unlock(place["school_id"], place["scope_id"], place["audience"], 0b111)
        yield place


@pytest.fixture
def registered(monkeypatch):
    """Pickle and deepcopy look a row's model up by its name, so its app must be known for a while."""
    sample = AppConfig("tests.vault.sample", sys.modules["tests.vault.sample"])
    sample.apps, sample.models = apps, apps.all_models["sample"]
    monkeypatch.setitem(apps.app_configs, "sample", sample)
