import logging
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from tests.vault.sample import Note
from vault import keyring, store
from vault.models import DataKey, SchoolKey
from vault.sealing import Binding, UnreadableError, commitment, new_key

HERE = Binding(uuid4(), uuid4(), "PASTORAL", 1)


@pytest.fixture
def key(db):
    store.make_key(HERE, 1)
    return only_key()


def only_key():
    (key,) = store.read_keys(HERE.school, [HERE.scope])
    return key


def sealed_with_nonce(first_bytes):
    return bytes(5) + first_bytes + bytes(40)


def test_a_school_has_one_key_and_its_data_keys_hang_on_it(db):
    store.make_key(HERE, 1)
    store.make_key(HERE._replace(section=2), 1)

    assert SchoolKey.objects.count() == 1
    assert DataKey.objects.filter(school_key=SchoolKey.objects.get()).count() == 2


def test_a_newer_school_key_wraps_what_comes_after_it(key):
    first = SchoolKey.objects.get()
    provider, secret = store.providers.provider(), new_key()
    wrapped = provider.wrap(secret, store.school_context(HERE.school, 2))
    SchoolKey.objects.create(
        school=HERE.school, version=2, wrapped=wrapped, kek_id=provider.current_id(), commit=commitment(secret)
    )

    index = store.index_key(HERE.school)
    store.make_key(HERE, 2)

    newest = DataKey.objects.get(version=2)
    assert newest.school_key.version == 2
    assert [key.cipher().head for key in store.read_keys(HERE.school, [HERE.scope])]
    assert index == store._secret_of(first).indexing


def test_one_seal_in_4096_is_counted_for_all_of_them(key):
    for first_bytes in (b"\x00\x00", b"\x00\x0f"):
        key.count(sealed_with_nonce(first_bytes))
    for first_bytes in (b"\x00\x10", b"\x01\x00", b"\xff\xff"):
        key.count(sealed_with_nonce(first_bytes))

    assert DataKey.objects.get().uses == key.uses == 2 * 4096


def test_the_share_of_counted_nonces_is_one_in_4096():
    counted = sum(int.from_bytes(first.to_bytes(2)) < 2**16 // store.SAMPLE for first in range(2**16))

    assert counted / 2**16 == 1 / 4096


def test_a_much_used_key_raises_the_alarm(key, caplog):
    key.uses = store.ALARM - 4096

    with caplog.at_level(logging.WARNING, logger="safehold.vault"):
        key.count(sealed_with_nonce(b"\x00\x00"))

    assert [record.getMessage() for record in caplog.records] == [f"Data key {key.id} was used about 16777216 times."]


@pytest.mark.parametrize(
    "change", [{"scope": uuid4()}, {"audience": "SAFEGUARDING"}, {"section": 2}, {"version": 2}, {"commit": bytes(32)}]
)
def test_a_key_row_that_was_changed_does_not_unwrap(key, change):
    scope = change.get("scope", HERE.scope)
    DataKey.objects.update(**change)

    (changed,) = store.read_keys(HERE.school, [scope])

    with pytest.raises(UnreadableError):
        changed.cipher()


def test_a_school_key_that_was_swapped_does_not_unwrap(key):
    store.make_key(HERE._replace(school=uuid4()), 1)
    mine, other = SchoolKey.objects.order_by("pk")
    SchoolKey.objects.filter(pk=mine.pk).update(wrapped=other.wrapped, commit=other.commit)

    with pytest.raises(UnreadableError):
        only_key().cipher()


def test_a_school_key_with_another_commitment_is_refused(key):
    store._secrets.clear()
    SchoolKey.objects.update(commit=bytes(32))

    with pytest.raises(UnreadableError, match="does not commit"):
        only_key().cipher()


def test_the_school_key_is_unwrapped_once_in_a_process(key, monkeypatch):
    only_key().cipher()
    monkeypatch.setattr(store.providers, "provider", None)

    assert only_key().cipher()


@pytest.mark.django_db(transaction=True)
def test_first_use_by_several_at_once_makes_one_key():
    place = {"school_id": uuid4(), "scope_id": uuid4(), "audience": "PASTORAL"}
    start, failures = Barrier(4), []

    def write(number):
        try:
            with keyring.opened():
                keyring.unlock(place["school_id"], place["scope_id"], place["audience"], 1)
                start.wait()
                Note(**place, words=f"line {number}").save()
        except Exception as error:  # noqa: BLE001 - told to the test, which raises it
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert (SchoolKey.objects.count(), DataKey.objects.count()) == (1, 1)
    with keyring.opened():
        keyring.unlock(place["school_id"], place["scope_id"], place["audience"], 1)
        assert sorted(note.words.text for note in Note.objects.all()) == [f"line {number}" for number in range(4)]
    Note.objects.all().delete()
