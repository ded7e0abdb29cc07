from uuid import uuid4

import pytest

from tests.vault.sample import Note
from vault import keyring
from vault.models import DataKey, MisplacedError, SchoolKey


@pytest.fixture
def note(unlocked):
    note = Note(**unlocked, words="he said stop")
    note.save()
    return note


CHANGES = [
    ("school_id", uuid4()),
    ("scope_id", uuid4()),
    ("audience", "SAFEGUARDING"),
    ("section", 2),
    ("pk", uuid4()),
]


@pytest.mark.parametrize(("name", "value"), CHANGES)
def test_a_loaded_row_cannot_be_moved(note, name, value):
    row = Note.objects.get()
    setattr(row, name, value)

    with pytest.raises(MisplacedError, match="moved after its words were sealed"):
        row.save()


@pytest.mark.parametrize(("name", "value"), CHANGES)
def test_a_new_row_cannot_be_moved_once_it_has_words(unlocked, name, value):
    row = Note(**unlocked, words="he said stop")
    setattr(row, name, value)

    with pytest.raises(MisplacedError):
        row.save()
    with pytest.raises(MisplacedError):
        row.voice = "more"


@pytest.mark.parametrize(("name", "value"), CHANGES)
def test_a_saved_row_cannot_be_moved(note, name, value):
    setattr(note, name, value)

    with pytest.raises(MisplacedError):
        note.save(update_fields=["audience"])


def test_a_row_loaded_in_part_is_checked_as_well(note):
    row = Note.objects.only("title").get()
    row.audience = "SAFEGUARDING"

    with pytest.raises(MisplacedError):
        row.save()


def test_other_columns_change_freely(note):
    row = Note.objects.get()
    row.title, row.voice = "new", "and then"
    row.save()

    found = Note.objects.get()
    assert (found.title, found.voice.text, found.words.text) == ("new", "and then", "he said stop")


def test_saving_a_loaded_row_asks_for_nothing_more(note, django_assert_num_queries):
    row = Note.objects.get()

    with django_assert_num_queries(1):
        row.save()


def test_a_place_of_the_wrong_kind_is_refused(unlocked, place):
    with pytest.raises(MisplacedError, match="a uuid"):
        Note(**place | {"scope_id": str(place["scope_id"])}, words="he said stop")


def test_addresses_hold_no_words(note):
    assert str(note) == f"note:{note.pk}"
    assert str(DataKey.objects.get()) == f"datakey:{DataKey.objects.get().pk}"
    assert str(SchoolKey.objects.get()) == f"schoolkey:{SchoolKey.objects.get().pk}"


def test_a_row_without_words_may_be_placed_later(unlocked, place):
    row = Note(**place)
    row.audience = "TEACHING"
    keyring.unlock(place["school_id"], place["scope_id"], "TEACHING", 1)

    row.words = "he said stop"
    row.save()

    assert Note.objects.get().words.text == "he said stop"
