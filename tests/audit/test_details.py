import pytest
from django.db import transaction

from audit import details
from audit.context import Who, acting
from audit.details import DetailsError, open_words, seal_words
from audit.log import Line, append
from audit.models import Entry
from tests.audit.conftest import SCHOOL
from vault import keyring
from vault.keyring import Locked
from vault.models import DataKey
from vault.sealing import UnreadableError

WORDS = "looked for: Kai’s stepfather"


def one(**said) -> Entry:
    return append([Line(verb="children.searched", **said)])[0]


def test_words_are_sealed_and_open_for_somebody_who_may_read_the_log(at_work, unlocked):
    pk = one(details=WORDS).pk

    entry = Entry.objects.get(pk=pk)

    assert entry.details_text() == WORDS
    assert WORDS.encode() not in bytes(entry.details)
    assert "stepfather" not in entry.body
    assert entry.details_commit in entry.body


def test_writing_needs_nothing_unlocked_and_unlocks_nothing(at_work):
    with keyring.opened():
        entry = one(details=WORDS)

        assert keyring.locked()
        with pytest.raises(Locked):
            entry.details_text()


def test_writing_outside_a_request_or_job_is_possible_and_reading_is_not(at_work):
    entry = one(details=WORDS)

    with pytest.raises(Locked):
        entry.details_text()


def test_only_the_log_key_opens_the_words(at_work):
    entry = one(details=WORDS)

    with keyring.opened():
        keyring.unlock(SCHOOL, SCHOOL, "DIRECTORY", 511)
        keyring.unlock(SCHOOL, SCHOOL, "SAFEGUARDING", 511)
        with pytest.raises(Locked):
            entry.details_text()


def test_no_words_need_no_key(at_work):
    entry = one()

    assert (entry.details, entry.details_commit, entry.details_text()) == (None, "", "")
    assert DataKey.objects.count() == 0


def test_words_without_a_school_are_refused(person):
    with acting(Who(actor_id=person.pk)), pytest.raises(DetailsError):
        one(details=WORDS)

    assert not Entry.objects.filter(verb="children.searched").exists()


def test_words_moved_to_another_entry_do_not_open(at_work, unlocked):
    first, second = one(details=WORDS), one(details="other words")
    second.details = first.details

    with pytest.raises(UnreadableError):
        second.details_text()


def test_words_that_the_entry_does_not_commit_to_are_refused(at_work, unlocked):
    entry = one(details=WORDS)
    sealed, _ = seal_words(SCHOOL, entry.uuid, "a softer question")

    with pytest.raises(DetailsError):
        open_words(SCHOOL, entry.uuid, sealed, entry.details_commit)


def test_same_words_have_another_commitment_each_time(at_work):
    assert one(details=WORDS).details_commit != one(details=WORDS).details_commit


def test_key_is_read_once_a_thread(at_work, django_assert_num_queries):
    one(details=WORDS)

    with transaction.atomic(), django_assert_num_queries(1):
        one(details=WORDS)


def test_key_of_an_undone_transaction_is_not_used_again(at_work, unlocked):
    with transaction.atomic():
        one(details=WORDS)
        transaction.set_rollback(True)

    assert one(details=WORDS).details_text() == WORDS


def test_forgotten_keys_are_read_again(at_work, unlocked):
    one(details=WORDS)

    details.forget_keys()

    assert one(details=WORDS).details_text() == WORDS
    assert DataKey.objects.count() == 1
