"""Which entries hold these words? Opened and looked through within one person's reach: there is no index to steal.

The caller has logged the look and had the files unlocked (`access.gate`); what is not within reach is not opened.
On PostgreSQL the rows come in binary over a cursor of the server's: hexadecimal text would double the time.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from access import policy
from access.models import User
from casework.models import CaseFile
from chronologies.models import Event
from chronologies.particulars import WORDS
from vault.fields import open_many
from vault.sealing import Binding, SealedAt

CHUNK: Final = 2_000
_FIRST, *_OTHERS = WORDS
Raw = tuple[Any, ...]
Place = tuple[bytes, str, int]
_PLACE_OF = itemgetter(1, 2, 3)  # of a row: its file, audience and section


def search_events(user: User, files: Sequence[CaseFile], words: str) -> list[UUID]:
    """The entries on these files in which the words stand, whatever the case; none for no words."""
    needle = words.casefold()
    if not needle or not files:
        return []
    bindings = _Bindings(user, files)
    hits: dict[bytes, None] = {}
    # Most entries have a fact and little else: the other columns are fetched only from files where one is filled.
    filled = _filled(_OTHERS)
    fuller: set[bytes] = set()
    for chunk in _chunks(files, (_FIRST, filled), ""):
        hits |= dict.fromkeys(_holding(needle, chunk, (_FIRST,), bindings))
        fuller.update(row[1] for row in chunk if row[-1])
    for chunk in _chunks([file for file in files if file.pk.bytes in fuller], _OTHERS, f" AND {filled}"):
        hits |= dict.fromkeys(_holding(needle, chunk, _OTHERS, bindings))
    return [UUID(bytes=pk) for pk in hits]


class _Bindings(dict[Place, Binding | None]):
    """Where words are sealed, made when a first entry there is met; None where this person may not read."""

    def __init__(self, user: User, files: Sequence[CaseFile]) -> None:
        super().__init__()
        clearances = policy.clearances(user, CaseFile, [file.pk for file in files])
        self._files = {file.pk.bytes: (file, clearances[file.pk]) for file in files}

    def __missing__(self, place: Place) -> Binding | None:
        pk, audience, section = place
        file, clearance = self._files[pk]
        here = Binding(file.school_id, file.pk, audience, section)
        self[place] = found = here if clearance.covers(audience, section) else None
        return found


def _holding(needle: str, chunk: list[Raw], columns: Sequence[str], bindings: _Bindings) -> Iterator[bytes]:
    """Rows are gathered by key first, so that each key is looked up once a chunk."""
    gathered: defaultdict[Place, list[Raw]] = defaultdict(list)
    for place, row in zip(map(_PLACE_OF, chunk), chunk, strict=True):
        gathered[place].append(row)
    for place, rows in gathered.items():
        binding = bindings[place]
        if binding is not None:
            for number, name in enumerate(columns, start=4):
                sealed = [(binding, row[0], row[number]) for row in rows if row[number]]
                yield from _among(needle, sealed, open_many(Event._meta.get_field(name), sealed))


def _among(needle: str, sealed: list[SealedAt], texts: list[str]) -> Iterator[bytes]:
    """All texts are looked through as one first: most keys open nothing that holds the words."""
    if needle in "\0".join(texts).casefold():
        yield from (one[1] for one, text in zip(sealed, texts, strict=True) if needle in text.casefold())


def _chunks(files: Sequence[CaseFile], columns: Sequence[str], where: str) -> Iterator[list[Raw]]:
    if not files:
        return
    read = _read_postgres if connection.vendor == "postgresql" else _read_sqlite
    yield from read([file.pk for file in files], columns, where)


def _filled(columns: Iterable[str]) -> str:
    return "(" + " OR ".join(f"length({name}) > 0" for name in columns) + ")"


def _read_postgres(files: list[UUID], columns: Sequence[str], where: str) -> Iterator[list[Raw]]:
    text = (
        "SELECT uuid_send(id), uuid_send(file_id), audience, section, "  # noqa: S608 - our own column names
        f"{', '.join(columns)} FROM {Event._meta.db_table} WHERE moved_to_id IS NULL AND file_id = ANY(%s){where}"
    )
    connection.ensure_connection()
    with transaction.atomic(), connection.connection.cursor("words_of_events", binary=True) as cursor:
        cursor.itersize = CHUNK
        cursor.execute(text, [files])
        while chunk := cursor.fetchmany(CHUNK):
            yield chunk


def _read_sqlite(files: list[UUID], columns: Sequence[str], where: str) -> Iterator[list[Raw]]:
    marks = ", ".join(["%s"] * len(files))
    text = (
        f"SELECT id, file_id, audience, section, {', '.join(columns)} "  # noqa: S608 - our own column names
        f"FROM {Event._meta.db_table} WHERE moved_to_id IS NULL AND file_id IN ({marks}){where}"
    )
    with connection.cursor() as cursor:
        cursor.execute(text, [file.hex for file in files])
        while chunk := cursor.fetchmany(CHUNK):
            yield [(bytes.fromhex(pk), bytes.fromhex(file), *rest) for pk, file, *rest in chunk]
