"""The database refuses by itself, whatever the code above it does."""

import pytest
from django.db import IntegrityError, connection, transaction

from audit.context import Who, acting
from audit.log import Line, append
from audit.models import Entry, Mention, Pending
from tests.audit.conftest import SCHOOL, make_person

TABLES = ("audit_entry", "audit_pending")
SQLITE_TRIGGERS = {
    "audit_entry_no_update",
    "audit_entry_no_delete",
    "audit_entry_no_replace",
    "audit_entry_whole",
    "audit_entry_leaves_pending",
    "audit_pending_no_update",
    "audit_pending_no_delete",
}
POSTGRESQL_TRIGGERS = {"audit_entry_append_only", "audit_entry_leaves_pending", "audit_pending_append_only"}
COLUMNS = ", ".join(field.column for field in Entry._meta.concrete_fields if not field.primary_key)


def run(sql: str, params: object = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def triggers_on() -> set[str]:
    if connection.vendor == "sqlite":
        return {
            name for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'")
        }
    enabled = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'O' AND NOT tgisinternal AND tgname LIKE 'audit_%%'"
    return {name for (name,) in run(enabled, [])}


def expected() -> set[str]:
    return SQLITE_TRIGGERS if connection.vendor == "sqlite" else POSTGRESQL_TRIGGERS


@pytest.fixture
def entry(at_work) -> Entry:
    return append([Line(verb="files.listed", mentions=[SCHOOL])])[0]


def refused(sql: str, params: object = None, match: str = "is append-only") -> None:
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        run(sql, params)


def test_triggers_are_on(db):
    assert triggers_on() == expected()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET verb = 'file.closed'",
        "UPDATE audit_entry SET details = NULL",
        "DELETE FROM audit_entry",
        "UPDATE audit_pending SET entry_id = entry_id + 1",
        "DELETE FROM audit_pending",
    ],
)
def test_raw_change_is_refused(entry, sql):
    refused(sql)

    assert Entry.objects.get(pk=entry.pk).verb == "files.listed"
    assert Pending.objects.filter(pk=entry.pk).exists()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("cascade", ["", " CASCADE"])
def test_emptying_a_table_at_one_blow_is_refused(entry, table, cascade):
    connection.check_constraints()

    refused(f"TRUNCATE {table}{cascade}" if connection.vendor == "postgresql" else f"DELETE FROM {table}")


def test_replacing_a_line_by_inserting_it_again_is_refused(entry):
    copied = f"INTO audit_entry (id, {COLUMNS}) SELECT id, {COLUMNS} FROM audit_entry WHERE id = %s"
    if connection.vendor == "sqlite":
        refused(f"INSERT OR REPLACE {copied}", [entry.pk])
    else:
        refused(f"INSERT {copied} ON CONFLICT (id) DO UPDATE SET verb = 'x'", [entry.pk])

    assert Entry.objects.filter(pk=entry.pk, verb="files.listed").exists()


@pytest.mark.parametrize(("column", "value"), [("actor_id", None), ("body", ""), ("leaf", b"short")])
def test_raw_line_that_is_not_whole_is_refused(entry, column, value):
    taken = ", ".join("%s" if name == column else name for name in COLUMNS.split(", "))

    refused(
        f"INSERT INTO audit_entry ({COLUMNS}) SELECT {taken} FROM audit_entry WHERE id = %s",
        [value, entry.pk],
        match="audit_entry",
    )


def test_raw_line_is_pending_and_mentioned_too(entry):
    run(f"INSERT INTO audit_entry ({COLUMNS}) SELECT {COLUMNS} FROM audit_entry WHERE id = %s", [entry.pk])

    newest = Entry.objects.latest().pk
    assert newest > entry.pk
    assert Pending.objects.filter(pk=newest).exists()
    assert list(Mention.objects.filter(entry=newest).values_list("scope", flat=True)) == [SCHOOL]


def test_the_index_of_mentions_can_be_emptied_and_is_no_evidence(entry):
    Mention.objects.all().delete()

    assert Mention.objects.count() == 0
    assert Entry.objects.get(pk=entry.pk).body == entry.body


@pytest.mark.django_db(transaction=True)
def test_lines_committed_by_a_test_are_flushed_after_it():
    person = make_person()
    with acting(Who(actor_id=person.pk)):
        append([Line(verb="file.opened")])

    assert Entry.objects.filter(verb="file.opened").count() == 1
    assert triggers_on() == expected()


@pytest.mark.django_db(transaction=True)
def test_triggers_are_on_again_after_a_flush():
    assert Entry.objects.count() == Pending.objects.count() == 0
    assert triggers_on() == expected()
