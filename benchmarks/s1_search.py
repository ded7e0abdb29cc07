"""S1: what does a search by substring cost where nothing is indexed and every note is opened?

100,000 notes of 500 bytes on 1,000 files within reach, through the product's own search, reach and keys included; the
other side is ILIKE on the same notes in clear, on the same files. Both must find the same entries.
"""

import random
from functools import partial
from uuid import UUID, uuid4

from django.db import connection

from access.models import Team
from access.reach import Because, reading_permission
from access.roles import Audience
from benchmarks import plain, world
from benchmarks.sides import Result, compare
from casework.models import CaseFile, CaseFileTeamReach
from chronologies.search import search_events
from people.models import Child
from tests.factories import AT

FILES, ENTRIES = 1_000, 100
NEEDLES = ("tired hungry quiet", "without a co", "nobody is there")  # few notes, more, none


def run(rounds: int = 7) -> dict[str, Result]:
    here = world.make()
    plain.make(plain.PlainChild, plain.PlainFile, plain.PlainEvent)
    files = _files(here)
    told = world.events(here, files, ENTRIES)
    world.files_in_clear(files, {})
    world.in_clear(told, plain.PlainEvent)
    world.tidied()
    for needle in NEEDLES:
        found = set(_ours(here, files, needle))
        if found != set(_plaintext(files, needle)) or found != _held(told, needle):
            raise RuntimeError("The sides did not find the same.")
    what = f"a substring in {FILES * ENTRIES:,} notes on {FILES:,} files / ILIKE in clear; recall 100 %"
    ours, theirs = partial(_every, partial(_ours, here)), partial(_every, _plaintext)
    return {"S1_search": compare(partial(ours, files), partial(theirs, files), what, rounds=rounds)}


def _every(search: partial[list[UUID]], files: list[CaseFile]) -> list[list[UUID]]:
    return [search(files, needle) for needle in NEEDLES]


def _ours(here: world.World, files: list[CaseFile], needle: str) -> list[UUID]:
    with world.unlocked(here, files):
        return search_events(here.lead, files, needle)


def _plaintext(files: list[CaseFile], needle: str) -> list[UUID]:
    postgres = connection.vendor == "postgresql"
    table, pks = plain.PlainEvent._meta.db_table, [file.pk if postgres else file.pk.hex for file in files]
    where = "= ANY(%s)" if postgres else f"IN ({', '.join(['%s'] * len(pks))})"
    text = f"SELECT id FROM {table} WHERE file_id {where} AND fact {'ILIKE' if postgres else 'LIKE'} %s"
    with connection.cursor() as cursor:
        cursor.execute(text, [*([pks] if postgres else pks), f"%{needle}%"])
        return [pk if postgres else UUID(hex=pk) for (pk,) in cursor.fetchall()]


def _held(told: list[world.Told], needle: str) -> set[UUID]:
    return {one.event.pk for one in told if needle.casefold() in one.words["fact"].casefold()}


def _files(here: world.World) -> list[CaseFile]:
    """Within the lead's reach by her team."""
    random.seed(1)
    team = Team.objects.get(school=here.school, kind=Team.Kind.SAFEGUARDING)
    children = [Child(id=uuid4(), school=here.school, year=9) for _ in range(FILES)]
    with world.unlocked(here, []):
        for child in children:
            child.identity = {"surname": "Hussain"}
        Child._base_manager.bulk_create(children)
    files = [CaseFile(school=here.school, child=child, opened_at=AT, opened_by=here.lead) for child in children]
    CaseFile._base_manager.bulk_create(files)
    permission = reading_permission(CaseFile, Audience.SAFEGUARDING)
    CaseFileTeamReach._base_manager.bulk_create(
        CaseFileTeamReach(
            content_object=file, group=team, permission=permission, since=AT, sort_key=AT, because=Because.TEAM
        )
        for file in files
    )
    return files
