from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command

from tests.vault.sample import Note
from vault import keyring, providers, rotation, store
from vault.models import SchoolKey


@pytest.fixture
def provider(settings, tmp_path):
    settings.SAFEHOLD_KEYRING = tmp_path / "keys" / "keyring.json"
    return providers.provider()


@pytest.fixture
def note(provider, unlocked):
    note = Note(**unlocked, words="he said stop")
    note.save()
    return note


def opens(note):
    store._secrets.clear()  # as another process would have it
    with keyring.opened():
        keyring.unlock(note.school_id, note.scope_id, note.audience, 1)
        return Note.objects.get(pk=note.pk).words.text == "he said stop"


def test_words_open_before_between_and_after(provider, note):
    assert opens(note)
    provider.rotate()
    assert opens(note)
    assert rotation.rewrap(provider) == 1
    assert opens(note)


def test_nothing_is_left_under_the_old_key(provider, note):
    provider.rotate()

    rotation.rewrap(provider)

    assert SchoolKey.objects.get().kek_id == provider.current_id()
    assert rotation.rewrap(provider) == 0


def test_a_row_that_somebody_else_wrapped_meanwhile_is_left_alone(provider, note):
    class Interrupted:
        """The provider, with another rotation finishing while it wraps."""

        current_id = provider.current_id
        unwrap = provider.unwrap

        def wrap(self, key, context):
            SchoolKey.objects.update(kek_id="another")
            return provider.wrap(key, context)

    provider.rotate()

    assert rotation.rewrap(Interrupted()) == 0
    assert SchoolKey.objects.get().kek_id == "another"


def test_the_command_rotates_and_says_so(provider, note):
    before, out = provider.current_id(), StringIO()

    call_command("rotate_keys", stdout=out)

    assert provider.current_id() != before
    assert "1 school keys" in out.getvalue()
    assert opens(note)


def test_many_schools_are_wrapped_anew(provider, db):
    for school in (uuid4(), uuid4(), uuid4()):
        store.index_key(school)
    provider.rotate()

    assert rotation.rewrap(provider) == 3
