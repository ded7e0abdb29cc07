import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from audit import body
from audit.body import NotPlainError
from audit.context import NoActor, Who, acting
from audit.log import Line, append
from audit.models import Entry, LogUnavailable, Mention, Pending
from tests.audit.conftest import SCHOOL, make_person
from tests.audit.cut import log_cut_off

FILE = UUID("00000000-0000-4000-8000-0000000000f1")
OPENED = Line(
    verb="file.opened",
    object_type="casework.CaseFile",
    object_uuid=FILE,
    scope=FILE,
    audience="SAFEGUARDING",
    reason_code="READ_FILE",
    changes={"sections": 3},
    content_hash="cd" * 32,
)


def test_line_names_who_when_and_what(at_work, person):
    before = timezone.now()
    pk = append([OPENED])[0].pk

    entry = Entry.objects.get(pk=pk)

    assert before <= entry.timestamp <= timezone.now()
    assert (entry.actor_id, entry.school, entry.ip) == (person.pk, SCHOOL, "192.0.2.7")
    assert (entry.session_hash, entry.request_id) == ("ab" * 32, "req-1")
    assert (entry.verb, entry.outcome, entry.audience) == ("file.opened", "allow", "SAFEGUARDING")
    assert (entry.object_type, entry.object_pk, entry.object_uuid) == ("casework.CaseFile", str(FILE), FILE)
    assert (entry.scope, entry.reason_code, entry.changes) == (FILE, "READ_FILE", {"sections": 3})
    assert (entry.content_hash, entry.content_type, entry.object_repr) == (
        "cd" * 32,
        None,
        f"casework.CaseFile:{FILE}",
    )
    assert str(entry) == f"entry:{pk}"


def test_body_says_the_same_as_the_columns_and_leaf_hashes_it(at_work, person):
    pk = append([OPENED])[0].pk

    entry = Entry.objects.get(pk=pk)

    assert json.loads(entry.body) == {
        "v": 1,
        "id": str(entry.uuid),
        "at": body.moment(entry.timestamp),
        "actor": str(person.pk),
        "school": str(SCHOOL),
        "session_hash": "ab" * 32,
        "ip": "192.0.2.7",
        "request_id": "req-1",
        "verb": "file.opened",
        "outcome": "allow",
        "object_type": "casework.CaseFile",
        "object_id": str(FILE),
        "scope": str(FILE),
        "audience": "SAFEGUARDING",
        "reason_code": "READ_FILE",
        "changes": {"sections": 3},
        "content_hash": "cd" * 32,
        "mentions": [],
        "details_commit": "",
    }
    assert bytes(entry.leaf) == body.leaf(entry.body)


def test_time_is_utc_to_the_microsecond(at_work, time_machine):
    time_machine.move_to(datetime(2026, 7, 1, 9, 0, 0, 123456, tzinfo=UTC), tick=False)

    entry = append([OPENED])[0]

    assert '"at":"2026-07-01T09:00:00.123456Z"' in entry.body
    assert Entry.objects.get(pk=entry.pk).timestamp == datetime(2026, 7, 1, 9, 0, 0, 123456, tzinfo=UTC)


def test_school_of_a_line_goes_before_that_of_whoever_is_at_work(at_work):
    other = uuid4()

    assert append([Line(verb="school.opened", school=other)])[0].school == other


def test_many_lines_are_one_statement(at_work, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        entries = append([OPENED] * 25)

    assert [entry.pk for entry in entries] == list(
        Entry.objects.filter(verb="file.opened").values_list("pk", flat=True)
    )
    assert len({entry.uuid for entry in entries}) == 25


def test_no_lines_are_no_statement(at_work, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert append([]) == []


def test_every_line_is_pending(at_work):
    entries = append([OPENED, OPENED])

    assert {entry.pk for entry in entries} <= set(Pending.objects.values_list("pk", flat=True))
    assert Pending.objects.count() == Entry.objects.count()


def test_mentions_stand_in_the_body_and_in_the_index(at_work):
    shown = [uuid4(), uuid4()]

    entry = append([Line(verb="files.listed", mentions=[*shown, shown[0]]), OPENED])[0]

    assert json.loads(entry.body)["mentions"] == [str(scope) for scope in shown]
    assert set(Mention.objects.values_list("entry", "scope")) == {(entry.pk, scope) for scope in shown}


def test_line_without_anybody_at_work_is_refused(db):
    with pytest.raises(NoActor):
        append([OPENED])

    assert Entry.objects.count() == 0


def test_nameless_line_is_a_failed_sign_in_and_nothing_else(db):
    with acting(Who(ip="192.0.2.9")):
        entry = append([Line(verb="signin.failed", outcome="deny")])[0]
        with pytest.raises(NoActor):
            append([Line(verb="signin.failed", outcome="deny"), OPENED])

    assert list(Entry.objects.all()) == [entry]
    assert entry.actor_id is None


@pytest.mark.parametrize("changes", [{"score": 0.5}, {"said": "a\x00b"}, {"blob": b"x"}])
def test_line_with_what_has_no_single_form_is_refused(at_work, changes):
    before = Entry.objects.count()

    with pytest.raises(NotPlainError):
        append([Line(verb="file.changed", changes=changes)])

    assert Entry.objects.count() == before


def test_line_falls_with_its_transaction(at_work):
    before = (Entry.objects.count(), Pending.objects.count(), Mention.objects.count())

    with transaction.atomic():
        append([Line(verb="files.listed", mentions=[FILE])])
        transaction.set_rollback(True)

    assert (Entry.objects.count(), Pending.objects.count(), Mention.objects.count()) == before


def test_cut_log_takes_no_line_until_it_is_mended(at_work):
    append([OPENED])
    before = Entry.objects.count()

    with log_cut_off():
        with pytest.raises(LogUnavailable), transaction.atomic():
            append([OPENED])
        assert Entry.objects.count() == before

    append([OPENED])
    assert Entry.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_threads_append_at_once_and_nothing_is_lost():
    people = [make_person("one"), make_person("two")]

    def write(person) -> list[int]:
        try:
            with acting(Who(actor_id=person.pk, school_id=SCHOOL)):
                return [append([Line(verb="file.opened", scope=FILE, details="why")] * 3)[0].pk for _ in range(10)]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        written = list(pool.map(write, people))

    entries = Entry.objects.filter(verb="file.opened")
    assert entries.count() == Pending.objects.filter(entry__verb="file.opened").count() == 60
    for person, first_of_three in zip(people, written, strict=True):
        assert entries.filter(actor=person).count() == 30
        assert set(entries.filter(actor=person).values_list("pk", flat=True)) >= set(first_of_three)
