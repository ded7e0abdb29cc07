import json
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from uuid import uuid4

import pytest
from auditlog.models import LogEntry, LogEntryManager
from auditlog.registry import auditlog
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.db.models import ProtectedError

from audit.context import NoActor, Who, acting
from audit.log import Line, append
from audit.models import AppendOnlyError, Entry, Pending
from tests.audit.conftest import SCHOOL, make_person
from tests.audit.cut import log_cut_off
from tests.audit.sample import Paper, Reach
from vault import keyring

SCOPE = uuid4()


@pytest.fixture
def entry(at_work) -> Entry:
    return append([Line(verb="file.opened")])[0]


@pytest.fixture
def file_open():
    with keyring.opened():
        keyring.unlock(SCHOOL, SCOPE, "PASTORAL", 1)
        yield


def paper(**said) -> Paper:
    return Paper(school_id=SCHOOL, scope_id=SCOPE, audience="PASTORAL", **said)


# Adding by another way, changing and removing


def test_changing_a_line_is_refused(entry):
    entry.verb = "file.closed"

    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(AppendOnlyError):
        Entry.objects.get(pk=entry.pk).save()

    assert Entry.objects.get(pk=entry.pk).verb == "file.opened"


@pytest.mark.parametrize("manager", ["objects", "_base_manager", "_default_manager"])
def test_changing_or_removing_many_lines_is_refused(entry, manager):
    lines = getattr(Entry, manager).all()

    with pytest.raises(AppendOnlyError):
        lines.update(verb="file.closed")
    with pytest.raises(AppendOnlyError):
        lines.bulk_update([entry], ["verb"])
    with pytest.raises(AppendOnlyError):
        lines.delete()

    assert Entry.objects.get(pk=entry.pk).verb == "file.opened"


def test_removing_a_line_is_refused(entry):
    with pytest.raises(AppendOnlyError):
        entry.delete()

    assert Entry.objects.filter(pk=entry.pk).exists()


@pytest.mark.parametrize("options", [{"ignore_conflicts": True}, {"update_conflicts": True, "unique_fields": ["id"]}])
def test_adding_lines_with_a_way_around_conflicts_is_refused(at_work, options):
    with pytest.raises(AppendOnlyError):
        Entry.objects.bulk_create([Entry(verb="file.opened")], **options)


def test_choosing_the_id_of_a_line_is_refused(at_work):
    with pytest.raises(AppendOnlyError):
        Entry(id=1_000_000, verb="file.opened").save()


def test_line_made_by_hand_is_completed_like_any_other(at_work, person):
    made = Entry.objects.create(
        verb="file.opened",
        actor=make_person("deputy"),
        timestamp=datetime(2001, 1, 1, tzinfo=UTC),
        body="{}",
        ip="8.8.8.8",
    )

    kept = Entry.objects.get(pk=made.pk)
    assert kept.actor_id == person.pk
    assert kept.timestamp.year > 2001
    assert kept.ip == "192.0.2.7"
    assert json.loads(kept.body)["verb"] == "file.opened"
    assert bytes(kept.leaf) == sha256(b"\x00" + kept.body.encode()).digest()


def test_pending_rows_are_written_and_removed_by_the_database_alone(entry):
    pending = Pending.objects.get(pk=entry.pk)

    assert str(pending) == f"pending:{entry.pk}"
    with pytest.raises(AppendOnlyError):
        pending.save()
    with pytest.raises(AppendOnlyError):
        pending.delete()


def test_person_in_the_log_cannot_be_removed(entry, person):
    with pytest.raises(ProtectedError):
        get_user_model()._base_manager.filter(pk=person.pk).delete()

    assert Entry.objects.get(pk=entry.pk).actor_id == person.pk


def test_removing_stale_content_types_does_not_reach_the_log(at_work, registered):
    Reach.objects.create(content_object_id=SCOPE)
    row = Entry.objects.get(verb="reach.created")

    with pytest.raises(ProtectedError):
        call_command("remove_stale_contenttypes", include_stale_apps=True, interactive=False, verbosity=0)

    assert Entry.objects.get(pk=row.pk).content_type.model == "reach"


def test_flush_command_is_refused(entry):
    with pytest.raises(CommandError, match="append-only"):
        call_command("auditlogflush")

    assert Entry.objects.filter(pk=entry.pk).exists()


# The table


def test_columns_that_could_hold_words_are_not_there():
    columns = {field.name for field in Entry._meta.get_fields()}

    assert columns == {
        *("id", "uuid", "timestamp", "actor", "school", "session_hash", "ip", "request_id", "verb", "outcome"),
        *("content_type", "object_type", "object_pk", "object_uuid", "scope", "audience", "reason_code", "changes"),
        *("content_hash", "details", "details_commit", "body", "leaf"),
    }


def test_three_indexes_and_no_more(db):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "audit_entry")

    indexes = {tuple(one["columns"]) for one in found.values() if one["index"] or one["primary_key"]}
    assert indexes == {("id",), ("scope", "id"), ("actor_id", "id")}


def test_auditlog_has_no_table_of_its_own(db):
    assert LogEntry._meta.swapped == "audit.Entry"
    assert "auditlog_logentry" not in connection.introspection.table_names()


def test_log_is_the_row_class_and_the_manager_that_auditlog_asks():
    assert apps.get_model("audit.Entry") is Entry
    assert isinstance(Entry.objects, LogEntryManager)
    assert not auditlog.contains(Entry)


# What django-auditlog saw change


def test_created_row_is_a_line(at_work, registered, file_open, person):
    made = paper(
        owner=person,
        happened_at=datetime(2026, 3, 3, 9, 5, tzinfo=UTC),
        due_on=date(2026, 3, 10),
        cost=Decimal("1.50"),
        remark="words in clear",
        sort_key=datetime(2026, 3, 3, tzinfo=UTC),
        words="bruise on left arm",
    )
    made.save()

    line = Entry.objects.get(verb="paper.created")
    assert line.changes == {
        "id": [None, str(made.pk)],
        "school_id": [None, str(SCHOOL)],
        "scope_id": [None, str(SCOPE)],
        "audience": [None, "PASTORAL"],
        "section": [None, 1],
        "status": [None, "OPEN"],
        "owner": [None, str(person.pk)],
        "happened_at": [None, "2026-03-03 09:05:00"],
        "due_on": [None, "2026-03-10"],
        "cost": [None, "1.50"],
        "words": [None, str(made.words)],
    }
    assert str(made.words).startswith("sealed:")
    assert len(str(made.words)) == len("sealed:") + 64
    assert json.loads(line.body)["changes"] == line.changes
    assert (line.object_type, line.object_pk, line.object_uuid) == ("sample.Paper", str(made.pk), made.pk)
    assert line.content_type == ContentType.objects.get_for_model(Paper)
    assert (line.school, line.scope, line.audience, line.actor_id) == (SCHOOL, SCOPE, "PASTORAL", person.pk)
    assert line.object_repr == f"sample.Paper:{made.pk}"


def test_updated_row_is_a_line_with_what_changed(at_work, registered, file_open):
    made = paper(words="first")
    made.save()
    first = str(made.words)
    made.words, made.status, made.remark = "second", Paper.Status.CLOSED, "words in clear"
    made.save()

    line = Entry.objects.get(verb="paper.updated")
    assert line.changes == {"status": ["OPEN", "CLOSED"], "words": [first, str(made.words)]}


def test_row_saved_as_it_was_is_no_line(at_work, registered, file_open):
    made = paper(words="first")
    made.save()
    Paper.objects.get(pk=made.pk).save()

    assert not Entry.objects.filter(verb="paper.updated").exists()


def test_columns_left_out_are_no_line(at_work, registered, file_open):
    made = paper(words="first")
    made.save()
    made.remark, made.raw, made.sort_key = "more words", b"\xfe", datetime(2026, 3, 4, tzinfo=UTC)
    made.save()

    assert not Entry.objects.filter(verb="paper.updated").exists()


def test_removed_row_is_a_line(at_work, registered):
    row = Reach.objects.create(content_object_id=SCOPE)
    pk = row.pk
    row.delete()

    line = Entry.objects.get(verb="reach.deleted")
    assert line.changes == {"id": [pk, None], "content_object_id": [str(SCOPE), None]}
    assert (line.object_pk, line.object_uuid) == (str(pk), None)
    assert (line.school, line.scope, line.audience) == (SCHOOL, SCOPE, "")


def test_no_words_reach_the_log(at_work, registered, file_open):
    made = paper(words="bruise on left arm", remark="stepfather")
    made.save()
    made.words = "bruise on right arm"
    made.save()

    for line in Entry.objects.all():
        said = repr([getattr(line, field.attname) for field in Entry._meta.concrete_fields])
        assert "bruise" not in said
        assert "stepfather" not in said


def test_row_without_anybody_at_work_is_not_saved(db, registered):
    with pytest.raises(NoActor), transaction.atomic():
        Reach.objects.create(content_object_id=SCOPE)

    assert not Reach.objects.exists()


def test_row_is_not_saved_by_somebody_who_has_not_signed_in(db, registered):
    with acting(Who(ip="192.0.2.9")), pytest.raises(NoActor), transaction.atomic():
        Reach.objects.create(content_object_id=SCOPE)

    assert not Reach.objects.exists()


def test_row_is_not_saved_when_the_log_is_cut_off(at_work, registered):
    with log_cut_off():
        with pytest.raises(Exception, match="cannot be written"), transaction.atomic():
            Reach.objects.create(content_object_id=SCOPE)
        assert not Reach.objects.exists()


def test_created_row_costs_one_query_more_and_updated_row_two(at_work, registered, django_assert_num_queries):
    Reach.objects.create(content_object_id=SCOPE)  # content types are read once a process

    with transaction.atomic(), django_assert_num_queries(2):
        row = Reach.objects.create(content_object_id=SCOPE)
    row.content_object_id = uuid4()
    with transaction.atomic(), django_assert_num_queries(3):
        row.save()


def test_nothing_changed_is_no_line_unless_it_is_asked_for(at_work):
    row = Reach(id=7, content_object_id=SCOPE)

    assert Entry.objects.log_create(row, action=0) is None
    assert Entry.objects.log_create(row, force_log=True, action=1).verb == "reach.updated"


def test_many_to_many_has_no_form_in_the_log(at_work):
    with pytest.raises(AppendOnlyError):
        Entry.objects.log_m2m_changes([], Reach(), "add", "people")


def test_rows_are_named_by_address():
    assert str(Entry(pk=3)) == "entry:3"
    assert all(type(model).__str__ is not models.Model.__str__ for model in (Entry(), Pending()))
