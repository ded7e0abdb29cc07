"""How do tests that commit empty a log that refuses to be emptied?

Django flushes the database after each transactional test. Around that flush, and nowhere else, the triggers are taken
down and put up again. `tests/conftest.py` imports this module's fixture.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from audit.details import forget_keys

LOG_TABLES = ("audit_entry", "audit_pending")


@contextmanager
def triggers_down(connection: Any) -> Iterator[None]:
    """The statements come from the database itself, so what a later migration puts up comes back as it was."""
    down, up = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor](connection)
    with transaction.atomic(using=connection.alias):  # a failure inside brings the triggers back with everything else
        _run(connection, down)
        yield
        _run(connection, up)


@pytest.fixture(scope="session", autouse=True)
def _flush_may_empty_the_log() -> Iterator[None]:
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_with_triggers_down(self: Any, sql_list: list[str]) -> None:
        with triggers_down(self.connection):
            flush(self, sql_list)
        forget_keys()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_with_triggers_down)
        yield


def _sqlite(connection: Any) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [f"DROP TRIGGER {name}" for name, _ in triggers], [sql for _, sql in triggers]


def _postgresql(_: Any) -> tuple[list[str], list[str]]:
    down = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in LOG_TABLES]
    return down, [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in LOG_TABLES]


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
