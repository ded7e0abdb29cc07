"""A word put in every sealed column is found in no byte of what a thief could take."""

import io
import json
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from access.models import User
from audit.models import Entry
from config.errors import JsonLines
from jobs.models import Job
from tests.leaks.addresses import filled, guarded
from tests.leaks.world import World, plant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that any logger says, as the product's formatter writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root, level = logging.getLogger(), logging.getLogger().level
    names = ("django", "django.request", "django.server", "safehold")
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name in names:
        logging.getLogger(name).addHandler(handler)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)
    for name in names:
        logging.getLogger(name).removeHandler(handler)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of this test's own, for the processes that it starts as well."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def _database() -> bytes:
    """Every byte of the database: the file and its journal, or each table as PostgreSQL gives it out."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        path = Path(str(connection.settings_dict["NAME"]))
        return b"".join(each.read_bytes() for each in path.parent.glob(path.name + "*"))
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT to_json(t)::text FROM "{table}" AS t')
            parts += [row[0].encode() for row in cursor.fetchall()]
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')
            parts += [row[0].encode() for row in cursor.fetchall()]
    return b"\n".join(parts)


def _hexed(words: list[str]) -> list[bytes]:
    return [word.encode().hex().encode() for word in words]


def test_no_sealed_word_is_found_where_it_could_be_taken(
    world: World, lead: User, teacher: User, logged: io.StringIO, mailoutbox: list[object], temporary: Path
) -> None:
    plant(world)
    shown = b""
    for user in (lead, teacher):
        client = Client(raise_request_exception=False)
        client.force_login(user)
        shown += b"".join(client.get(filled(route, world.keys)).content for _, route in guarded())
        client.post("/children/", {"words": world.words[0]})
        client.post("/account/login/", {"login": "x@y.example", "password": world.words[0]})
    call_command("run_jobs", "--once")
    dumped = io.StringIO()
    call_command("dumpdata", stdout=dumped)

    assert (
        sum(word.encode() in shown for word in world.words) > len(world.words) / 3
    )  # they can be read by the right people
    places = {
        "database": _database(),
        "log": logged.getvalue().encode(),
        "entries": json.dumps(list(Entry.objects.values("body", "changes")), default=str).encode(),
        "jobs": json.dumps(list(Job.objects.values("name", "ids", "error")), default=str).encode(),
        "mail": str([(mail.subject, mail.body) for mail in mailoutbox]).encode(),  # type: ignore[attr-defined]
        "dump": dumped.getvalue().encode(),
        "temp": b"".join(path.read_bytes() for path in temporary.rglob("*") if path.is_file()),
    }
    found = {
        place: [word for word in world.words if word.encode() in held] + [w for w in _hexed(world.words) if w in held]
        for place, held in places.items()
    }
    assert found == dict.fromkeys(places, [])
    assert len(world.words) > 40


def test_a_page_that_fails_says_no_word_of_the_record(world: World, lead: User, logged: io.StringIO) -> None:
    """An error's own message can hold words; the log keeps its type and its places."""
    plant(world)
    try:
        raise ValueError(world.words[0])
    except ValueError:
        logging.getLogger("django.request").exception("A page failed.")

    assert world.words[0] not in logged.getvalue()
    assert '"error": "ValueError"' in logged.getvalue()
