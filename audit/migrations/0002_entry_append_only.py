"""The database refuses to change or remove a line of the log, and to take one that names nobody or has no leaf.

A table rebuilt by a later migration on SQLite loses its triggers: that migration must make them again, and a test
proves that they are on. Not reversible: a log that can be altered for a while is no evidence.
"""

from typing import Any

from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END
    """,
    """
    CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END
    """,
    # INSERT OR REPLACE removes the old row without asking the trigger above.
    """
    CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry
    WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END
    """,
    """
    CREATE TRIGGER audit_entry_whole BEFORE INSERT ON audit_entry
    WHEN (NEW.actor_id IS NULL AND NEW.verb <> 'signin.failed') OR NEW.body = '' OR length(NEW.leaf) <> 32
    BEGIN SELECT RAISE(ABORT, 'audit_entry names an actor and has a body and a leaf'); END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
    """,
    """
    ALTER TABLE audit_entry
        ADD CONSTRAINT audit_entry_whole CHECK (
            (actor_id IS NOT NULL OR verb = 'signin.failed') AND body <> '' AND octet_length(leaf) = 32
        )
    """,
)


def forbid(apps: Any, schema_editor: Any) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_entry")]

    operations = [migrations.RunPython(forbid)]
