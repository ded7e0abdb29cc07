"""Which entries hold these words? Opened and looked through within one person's reach: there is no index to steal.

The caller has logged the look and had the files unlocked (`access.gate`); what is not within reach is not opened.
On PostgreSQL the rows come in binary over a cursor of the server's: hexadecimal text would double the time.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from access import policy
from access.models import User
from casework.models import CaseFile
from chronologies.models import Event
from chronologies.particulars import WORDS
from vault.fields import open_many
from vault.sealing import Binding

CHUNK: Final = 2_000
_FIRST, *_OTHERS = WORDS
Raw = tuple[Any, ...]
Place = tuple[bytes, str, int]


def search_events(user: User, files: Sequence[CaseFile], words: str) -> list[UUID]:
    """The entries on these files in which the words stand, whatever the case; none for no words."""
    needle = words.casefold()
    if not needle or not files:
        return []
    bindings = _bindings(user, files)
    hits: dict[bytes, None] = {}
    # Most entries have a fact and little else, so the other columns are fetched only where one of them is filled.
    for columns, where in (((_FIRST,), ""), (tuple(_OTHERS), _filled(_OTHERS))):
        for chunk in _chunks(files, columns, where):
            for pk in _holding(needle, chunk, columns, bindings):
                hits[pk] = None
    return [UUID(bytes=pk) for pk in hits]


def _bindings(user: User, files: Sequence[CaseFile]) -> dict[Place, Binding]:
    clearances = policy.clearances(user, CaseFile, [file.pk for file in files])
    return {
        (file.pk.bytes, str(audience), int(section)): Binding(file.school_id, file.pk, str(audience), int(section))
        for file in files
        for audience, sections in clearances[file.pk].items()
        for section in sections
    }


def _holding(
    needle: str, chunk: list[Raw], columns: tuple[str, ...], bindings: dict[Place, Binding]
) -> Iterator[bytes]:
    """Rows are gathered by key first, so that each key is looked up once a chunk."""
    for number, name in enumerate(columns, start=4):
        gathered: dict[Place, list[tuple[bytes, bytes]]] = {}
        for row in chunk:
            if row[number]:
                gathered.setdefault(row[1:4], []).append((row[0], row[number]))
        field = Event._meta.get_field(name)
        for place, sealed in gathered.items():
            binding = bindings.get(place)
            if binding is None:
                continue
            texts = open_many(field, [(binding, pk, raw) for pk, raw in sealed])
            yield from (pk for (pk, _), text in zip(sealed, texts, strict=True) if needle in text.casefold())


def _chunks(files: Sequence[CaseFile], columns: tuple[str, ...], where: str) -> Iterator[list[Raw]]:
    read = _read_postgres if connection.vendor == "postgresql" else _read_sqlite
    yield from read([file.pk for file in files], columns, where)


def _filled(columns: Iterable[str]) -> str:
    return " AND (" + " OR ".join(f"length({name}) > 0" for name in columns) + ")"


def _read_postgres(files: list[UUID], columns: tuple[str, ...], where: str) -> Iterator[list[Raw]]:
    text = (
        "SELECT uuid_send(id), uuid_send(file_id), audience, section, "  # noqa: S608 - our own column names
        f"{', '.join(columns)} FROM {Event._meta.db_table} WHERE file_id = ANY(%s){where}"
    )
    connection.ensure_connection()
    with transaction.atomic(), connection.connection.cursor("words_of_events", binary=True) as cursor:
        cursor.itersize = CHUNK
        cursor.execute(text, [files])
        while chunk := cursor.fetchmany(CHUNK):
            yield chunk


def _read_sqlite(files: list[UUID], columns: tuple[str, ...], where: str) -> Iterator[list[Raw]]:
    marks = ", ".join(["%s"] * len(files))
    text = (
        f"SELECT id, file_id, audience, section, {', '.join(columns)} "  # noqa: S608 - our own column names
        f"FROM {Event._meta.db_table} WHERE file_id IN ({marks}){where}"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, [file.hex for file in files])
        while chunk := cursor.fetchmany(CHUNK):
            yield [(bytes.fromhex(pk), bytes.fromhex(file), *rest) for pk, file, *rest in chunk]
