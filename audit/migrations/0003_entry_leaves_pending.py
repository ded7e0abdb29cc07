"""Each new entry leaves a row in the pending table and its mentions, in the same statement: no writer can forget.

Nothing may take from the pending table yet. The sequencer's migration will let go of what stands in the tree.
"""

from typing import Any

from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER audit_entry_leaves_pending AFTER INSERT ON audit_entry
    BEGIN
        INSERT INTO audit_pending (entry_id) VALUES (NEW.id);
        INSERT INTO audit_mention (entry_id, scope)
            SELECT NEW.id, replace(value, '-', '') FROM json_each(NEW.body, '$.mentions');
    END
    """,
    """
    CREATE TRIGGER audit_pending_no_update BEFORE UPDATE ON audit_pending
    BEGIN SELECT RAISE(ABORT, 'audit_pending is append-only'); END
    """,
    """
    CREATE TRIGGER audit_pending_no_delete BEFORE DELETE ON audit_pending
    BEGIN SELECT RAISE(ABORT, 'audit_pending is append-only'); END
    """,
)
POSTGRESQL = (
    # Runs as the tables' owner, so that the writing role needs no right to the pending table.
    """
    CREATE FUNCTION audit_leave_pending() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path FROM CURRENT AS $$
    BEGIN
        INSERT INTO audit_pending (entry_id) SELECT id FROM added;
        INSERT INTO audit_mention (entry_id, scope)
            SELECT id, mentioned::uuid FROM added, jsonb_array_elements_text(body::jsonb -> 'mentions') AS mentioned;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER audit_entry_leaves_pending AFTER INSERT ON audit_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_leave_pending()
    """,
    """
    CREATE TRIGGER audit_pending_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_pending
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
    """,
)


def leave_pending(apps: Any, schema_editor: Any) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_entry_append_only")]

    operations = [migrations.RunPython(leave_pending)]
