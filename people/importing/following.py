"""Which teams reach children that a list brought or moved? What people.teams does for one child, for thousands.

A property test compares the rows with those that people.teams writes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from access.bulk import writer
from access.models import Team
from access.reach import Because, Ended, Guarded, team_rows
from people import teams
from people.models import Child

CHUNK = 900  # ids in one query, below what SQLite takes


class Placed(NamedTuple):
    """All that the teams of a child depend on."""

    school_id: UUID
    year: int | None
    status: str
    looked_after: bool
    restricted: bool


def begin(children: Iterable[tuple[UUID, Placed]], *, at: datetime) -> None:
    """Rows of reach for new children."""
    _give(_wanted(children), at=at)


def follow(children: Sequence[tuple[UUID, Placed]], *, at: datetime) -> None:
    """Children moved year, left or came back: rows that no longer hold end, and new ones begin."""
    placed = dict(children)
    wanted = _wanted(placed.items())
    over = []
    for row in _rows_of(list(placed)):
        share = wanted[row.content_object_id].get(row.group_id)
        if share and _says(row) == (share[1].audience.permission, int(share[1].sections)):
            del wanted[row.content_object_id][row.group_id]
        else:
            over.append(row)
    writer().end_teams(Child, over, at=at, reason=Ended.MOVED_YEAR)
    _give(wanted, at=at)
    for child, record in _followers(list(placed)):
        teams.settle(record, child, at=at)


Shares = dict[UUID, tuple[Team, teams.Share]]


def _wanted(children: Iterable[tuple[UUID, Placed]]) -> dict[UUID, Shares]:
    """By child, then by team. Children in the same place share the asking, not the answer."""

    @cache
    def shares(placed: Placed) -> Shares:
        return {team.pk: (team, share) for team, share in teams.shares_for(Child(**placed._asdict())).items()}

    return {pk: dict(shares(placed)) for pk, placed in children}


def _give(wanted: dict[UUID, Shares], *, at: datetime) -> None:
    scopes: dict[tuple[UUID, teams.Share], list[UUID]] = defaultdict(list)
    by_id: dict[UUID, Team] = {}
    for pk, shares in wanted.items():
        for team, share in shares.values():
            by_id[team.pk] = team
            scopes[team.pk, share].append(pk)
    for (team_id, share), pks in scopes.items():
        writer().give_team(Child, pks, by_id[team_id], share.audience, share.sections, at=at)


def _rows_of(pks: Sequence[UUID]) -> Iterator[Any]:
    for some in _chunks(pks):
        rows = team_rows(Child).objects.filter(content_object__in=some, because=Because.TEAM)
        yield from rows.select_related("permission")


def _says(row: Any) -> tuple[str, int]:
    return row.permission.codename, row.sections


def _followers(pks: Sequence[UUID]) -> Iterator[tuple[Child, Guarded]]:
    """Case files and whatever else follows a child: few, so each is settled by itself."""
    models: list[Any] = [model for model in Guarded.__subclasses__() if model.follows_child]
    for model in models:
        for some in _chunks(pks):
            for record in model._base_manager.filter(child__in=some).select_related("child"):
                yield record.child, record


def _chunks(pks: Sequence[UUID]) -> Iterator[list[UUID]]:
    waiting = iter(pks)
    while some := list(islice(waiting, CHUNK)):
        yield some
