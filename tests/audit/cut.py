"""How do we cut the log off, to see that nothing is shown or done without it?"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

CUT = {
    "sqlite": [
        """
        CREATE TRIGGER log_cut_off BEFORE INSERT ON audit_entry
        BEGIN SELECT RAISE(ABORT, 'the log is cut off'); END
        """,
    ],
    "postgresql": [
        """
        CREATE FUNCTION log_cut_off() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the log is cut off' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        "CREATE TRIGGER log_cut_off BEFORE INSERT ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION log_cut_off()",
    ],
}
MEND = {"sqlite": ["DROP TRIGGER log_cut_off"], "postgresql": ["DROP FUNCTION log_cut_off() CASCADE"]}


@contextmanager
def log_cut_off() -> Iterator[None]:
    """Inside, every insert into the log fails in the database, whoever makes it."""
    _run(CUT)
    try:
        yield
    finally:
        _run(MEND)


def _run(statements: dict[str, list[str]]) -> None:
    connection.check_constraints()  # PostgreSQL alters no table with checks still to be made
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
