"""A school with files and their chronologies, made quickly, for both sides: the same words sealed and in clear."""

import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from access.models import School, User
from access.roles import ALL_SECTIONS, Audience, Role
from access.serving import serving
from benchmarks import plain
from casework.models import CaseFile
from chronologies.models import Event, Precision
from tests import factories
from tests.factories import AT
from vault import keyring

LENGTH = 500  # letters of a note
SPOKEN = (
    *("came", "to", "registration", "without", "a", "coat", "and", "said", "that", "nobody", "was", "at", "home"),
    *("when", "she", "got", "up", "on", "Monday", "her", "tutor", "rang", "the", "office", "after", "lunch"),
    *("family", "moved", "would", "write", "about", "new", "address", "tired", "hungry", "quiet", "brother", "uncle"),
)


class World(NamedTuple):
    school: School
    lead: User
    file: CaseFile


class Told(NamedTuple):
    """An entry and the words in it."""

    event: Event
    words: dict[str, str]


def make() -> World:
    school = factories.school()
    lead = factories.person(school, Role.DSL, name="Ruth Adeyemi")
    return World(school, lead, factories.file(factories.child(school)))


def note(chance: random.Random) -> str:
    words = " ".join(chance.choices(SPOKEN, k=LENGTH // 3))
    return words[:LENGTH].strip()


def events(world: World, files: Iterable[CaseFile], count: int, *, names: Iterable[str] = ("fact",)) -> list[Told]:
    """So many entries on each file, kept both sealed and in clear. Only the first name is filled in every one."""
    chance, told = random.Random(1), []
    with unlocked(world, files := list(files)):
        for file in files:
            for number in range(count):
                words = {name: note(chance) for place, name in enumerate(names) if number % (place + 1) == 0}
                told.append(Told(_event(world, file, number, words), words))
        Event._base_manager.bulk_create([one.event for one in told], batch_size=1_000)
    return told


def in_clear(told: list[Told], kind: Any) -> None:
    """The same entries for the other side; the shelf's are Fernet tokens."""
    words_of = plain.shelved if kind is plain.ShelfEvent else dict
    copies = [plain.copied(one.event, kind, words_of(one.words)) for one in told]
    kind.objects.bulk_create(copies, batch_size=1_000)


def files_in_clear(files: Iterable[CaseFile], name: dict[str, str]) -> None:
    every = list(files)
    plain.PlainChild.objects.bulk_create(
        plain.copied(file.child, plain.PlainChild, {"identity": name}) for file in every
    )
    plain.PlainFile.objects.bulk_create(plain.copied(file, plain.PlainFile, {}) for file in every)


@contextmanager
def unlocked(world: World, files: Iterable[CaseFile]) -> Iterator[None]:
    """The lead at work with these files open, as the gate would have opened them."""
    with serving(world.lead):
        keyring.unlock(world.school.pk, world.school.pk, "DIRECTORY", 1)
        for file in files:
            for audience in Audience:
                keyring.unlock(world.school.pk, file.pk, audience, int(ALL_SECTIONS))
        yield


def tidied() -> None:
    """Fresh statistics, as a database has that runs for a day."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _event(world: World, file: CaseFile, number: int, words: dict[str, str]) -> Event:
    at = AT - timedelta(hours=number)
    made = Event(
        id=UUID(int=random.getrandbits(128)),
        school=world.school,
        file=file,
        author=world.lead,
        audience=Audience.PASTORAL,
        recorded_at=at,
        sorts_at=at,
        happened_on=at.date(),
        precision=Precision.EXACT,
    )
    for name, text in words.items():
        setattr(made, name, text)
    return made
