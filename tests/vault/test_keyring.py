from threading import Thread
from uuid import uuid4

import pytest
from django.db import transaction

from tests.vault.sample import Note
from vault import keyring, store
from vault.keyring import Locked
from vault.models import DataKey, SchoolKey
from vault.sealing import UnreadableError


def unlock(place, *, sections=0b111):
    keyring.unlock(place["school_id"], place["scope_id"], place["audience"], sections)


def write(place, words="he said stop", **more):
    note = Note(**place, words=words, **more)
    note.save()
    return note


@pytest.fixture
def note(unlocked):
    return write(unlocked)


class UndoneError(Exception):
    pass


def write_and_undo(place):
    with transaction.atomic():
        write(place)
        raise UndoneError


def fail_unlocked(place):
    with keyring.opened():
        unlock(place)
        raise UndoneError


def test_nothing_opens_outside_a_request_or_job(db, place):
    with keyring.opened():
        unlock(place)
        note = write(place)

    with pytest.raises(Locked, match="only in a request or a job"):
        _ = note.words.text
    assert keyring.locked()


def test_nothing_unlocks_outside_a_request_or_job(place):
    with pytest.raises(Locked):
        unlock(place)


def test_what_was_not_unlocked_neither_opens_nor_seals(note, place):
    with keyring.opened():
        with pytest.raises(Locked):
            _ = note.words.text
        with pytest.raises(Locked):
            Note(**place, words="more")


@pytest.mark.parametrize(
    "other",
    [
        lambda place: place | {"school_id": uuid4()},
        lambda place: place | {"scope_id": uuid4()},
        lambda place: place | {"audience": "SAFEGUARDING"},
    ],
)
def test_another_place_unlocks_nothing(note, place, other):
    with keyring.opened():
        unlock(other(place))

        with pytest.raises(Locked):
            _ = note.words.text


def test_sections_are_unlocked_bit_by_bit(unlocked, place):
    notes = {section: write(place, section=section) for section in (0, 1, 2, 4)}

    with keyring.opened():
        unlock(place, sections=2)

        for section, opens in {0: True, 1: False, 2: True, 4: False}.items():
            if opens:
                assert notes[section].words.text == "he said stop"
            else:
                with pytest.raises(Locked):
                    _ = notes[section].words.text


def test_unlocking_adds_up(note, place):
    with keyring.opened():
        unlock(place, sections=2)
        unlock(place, sections=1)

        assert note.words.text == "he said stop"


def test_a_job_inside_a_request_sees_nothing_of_it_and_leaves_nothing(note, place):
    with keyring.opened():
        assert keyring.locked()
        unlock(place)

    assert not keyring.locked()
    assert note.words.text == "he said stop"


def test_a_failed_job_is_locked_too(db, place):
    with pytest.raises(UndoneError):
        fail_unlocked(place)

    assert keyring.locked()


def test_lock_all_locks_here_and_now(note, place):
    keyring.lock_all()

    with pytest.raises(Locked):
        _ = note.words.text
    unlock(place)
    assert note.words.text == "he said stop"


def test_lock_all_where_nothing_is_open(place):
    keyring.lock_all()

    with pytest.raises(Locked):
        unlock(place)


def test_a_request_is_open_from_its_start_to_its_end(note, place):
    keyring.begin_request(sender=None)
    assert keyring.locked()
    unlock(place)
    assert note.words.text == "he said stop"
    keyring.end_request(sender=None)

    assert not keyring.locked()  # the job around it


def test_a_request_that_never_ended_is_locked_by_the_next(place):
    keyring.begin_request()
    first = keyring.ring()
    unlock(place)

    keyring.begin_request()

    assert keyring.locked()
    assert first.empty()
    keyring.end_request()
    keyring.end_request()
    assert keyring.locked()


def test_a_thread_that_outlives_its_request_finds_it_shut(place):
    with keyring.opened():
        held = keyring.ring()

    with pytest.raises(Locked, match="has ended"):
        held.unlock(place["school_id"], place["scope_id"], place["audience"], 1)


def test_another_thread_has_nothing_unlocked(unlocked):
    found = []

    thread = Thread(target=lambda: found.append(keyring.locked()))
    thread.start()
    thread.join()

    assert found == [True]


def test_one_query_reads_the_keys_of_many_scopes(unlocked, place, django_assert_num_queries):
    places = [place | {"scope_id": uuid4()} for _ in range(20)]
    keyring.unlock_many((*list(there.values()), 1) for there in places)
    notes = [write(there) for there in places]

    with keyring.opened():
        keyring.unlock_many((*list(there.values()), 1) for there in places)
        with django_assert_num_queries(1):
            assert [note.words.text for note in notes] == ["he said stop"] * 20


def test_keys_are_read_in_batches(note, place, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(store, "_MANY", 2)

    with keyring.opened():
        unlock(place)
        keyring.unlock_many((place["school_id"], uuid4(), "PASTORAL", 1) for _ in range(5))
        with django_assert_num_queries(3):
            assert note.words.text == "he said stop"


def test_one_key_for_each_section_and_audience(unlocked, place):
    teaching = place | {"audience": "TEACHING"}
    unlock(teaching)

    for there in (place, place, place | {"section": 2}, teaching):
        write(there)

    assert DataKey.objects.count() == 3
    assert SchoolKey.objects.count() == 1


def test_a_key_made_by_another_process_is_found(unlocked, place):
    unlock(place | {"audience": "TEACHING"})
    write(place)  # this ring has read the scope's keys now
    with keyring.opened():
        unlock(place | {"audience": "TEACHING"})
        note = write(place | {"audience": "TEACHING"})

    assert note.words.text == "he said stop"


def test_the_loser_of_a_race_seals_under_the_winners_key(unlocked, place):
    binding = Note(**place).binding()
    write(place | {"section": 2})  # this ring has read the scope's keys: none for section 1
    store.make_key(binding, 1)

    note = write(place)

    assert DataKey.objects.filter(section=1).count() == 1
    assert note.words.text == "he said stop"


def test_a_key_that_is_gone_opens_nothing(note, place):
    DataKey.objects.all().delete()

    with keyring.opened():
        unlock(place)
        with pytest.raises(UnreadableError, match="does not belong here"):
            _ = note.words.text


def test_a_key_whose_transaction_was_undone_is_not_used_again(unlocked, place):
    with pytest.raises(UndoneError):
        write_and_undo(place)

    note = write(place)

    with keyring.opened():
        unlock(place)
        assert Note.objects.get(pk=note.pk).words.text == "he said stop"


def test_a_school_key_that_was_undone_is_not_used_again(unlocked, place):
    with pytest.raises(UndoneError):
        write_and_undo(place)
    store._secrets.clear()  # as another process would have it

    note = write(place)

    assert Note.objects.get(pk=note.pk).words.text == "he said stop"


def test_keys_made_before_an_undone_savepoint_stay(unlocked, place):
    with transaction.atomic():
        first = write(place)
        with pytest.raises(UndoneError):
            write_and_undo(place | {"section": 2})
        second, third = write(place), write(place | {"section": 2})

    assert sorted(DataKey.objects.values_list("section", flat=True)) == [1, 2]
    assert [note.words.text for note in (first, second, third)] == ["he said stop"] * 3


def test_at_its_cap_a_key_gives_way_to_a_newer_one(note, place):
    DataKey.objects.update(uses=store.CAP)

    with keyring.opened():
        unlock(place)
        newer = write(place, words="later")

        assert sorted(DataKey.objects.values_list("version", "uses")) == [(1, store.CAP), (2, 0)]
        assert [note.words.text, newer.words.text] == ["he said stop", "later"]


def test_a_database_that_keeps_no_key_is_found_out(unlocked, place, monkeypatch):
    monkeypatch.setattr(store, "make_key", lambda binding, version: None)

    with pytest.raises(UnreadableError, match="read-only"):
        write(place)
