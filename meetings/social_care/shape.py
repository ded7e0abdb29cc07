"""How does what a school knows look in the Department for Education's shape? Plain Python: facts in, JSON out.

"DfE CSC API" 1.0.1, one child of its one request body (docs/adr). What is not known is absent: never null, no guess.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

MOST = 100
"""Children in one array."""
NUMBER = re.compile(r"\A[A-Za-z0-9]{1,20}\Z")
UPN_LENGTH = 13
SEXES = frozenset({"F", "M"})
SECTIONS: Mapping[str, tuple[str, str]] = {
    "CIN": ("child_in_need_plans", "child_in_need_plan_id"),
    "SECTION_47": ("section_47_assessments", "section_47_assessment_id"),
    "CP": ("child_protection_plans", "child_protection_plan_id"),
    "LAC": ("child_looked_after_placements", "child_looked_after_placement_id"),
}
"""Where a status of each kind stands, and what its key is called there."""


@dataclass(frozen=True)
class Who:
    """A child as the school has them on its roll."""

    key: UUID
    forename: str
    surname: str
    born_on: date | None = None
    sex: str = ""
    upn: str = ""
    former_upns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Status:
    """A status with one authority.

    `conference_on`: when the initial conference within an enquiry was held. `placements`: of a time in care, the key
    and the first day of each that is recorded.
    """

    key: UUID
    kind: str
    started_on: date
    ended_on: date | None = None
    ended_by: str = ""
    conference_on: date | None = None
    placements: tuple[tuple[UUID, date], ...] = ()


def child(number: str, who: Who, statuses: Iterable[Status]) -> dict[str, Any]:
    """`number` is the authority's own for the child. ValueError if it could not be one: nothing else is required."""
    if not NUMBER.fullmatch(number):
        raise ValueError("not a number that an authority could have given")
    episodes = [_episode(together) for together in _together(statuses)]
    return _known(
        la_child_id=number, mis_child_id=str(who.key), child_details=_details(who), social_care_episodes=episodes
    )


def written(children: Sequence[Mapping[str, Any]]) -> bytes:
    """The file: one array. A lone surrogate, which UTF-8 cannot hold, is written as JSON escapes it."""
    return json.dumps(children, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"


def _details(who: Who) -> dict[str, Any]:
    former = [upn for upn in who.former_upns if len(upn) == UPN_LENGTH and upn != who.upn]
    return _known(
        unique_pupil_number=who.upn if len(who.upn) == UPN_LENGTH else "",
        former_unique_pupil_number=former[-1] if former else "",
        first_name=who.forename,
        surname=who.surname,
        date_of_birth=who.born_on,
        sex=who.sex if who.sex in SEXES else "",
    )


def _together(statuses: Iterable[Status]) -> Iterator[list[Status]]:
    """Statuses without a day between them: the authority was involved throughout, so they are of one episode."""
    run: list[Status] = []
    until = date.min
    for status in sorted(statuses, key=lambda one: (one.started_on, list(SECTIONS).index(one.kind), one.key.int)):
        if run and status.started_on - until > timedelta(days=1):
            yield run
            run, until = [], date.min
        run.append(status)
        until = max(until, status.ended_on or date.max)
    if run:
        yield run


def _episode(statuses: Sequence[Status]) -> dict[str, Any]:
    told: dict[str, Any] = {"social_care_episode_id": str(statuses[0].key)}
    for kind, (section, key) in SECTIONS.items():
        found = [_status(key, part) for one in statuses if one.kind == kind for part in _parts(one)]
        told |= {section: found} if found else {}
    return told


def _parts(status: Status) -> list[Status]:
    """Itself; of a time in care, one for each placement, and one for the time before the first that is recorded."""
    if status.kind != "LAC":
        return [status]
    moves = sorted(status.placements, key=lambda one: one[1])
    if not moves or moves[0][1] > status.started_on:
        moves.insert(0, (status.key, status.started_on))
    ends = [*(on for _, on in moves[1:]), status.ended_on]
    return [Status(key, "LAC", since, until) for (key, since), until in zip(moves, ends, strict=True)]


def _status(key: str, status: Status) -> dict[str, Any]:
    told = {key: str(status.key), "start_date": status.started_on, **_conference(status), "end_date": status.ended_on}
    return _known(**told)


def _conference(status: Status) -> dict[str, Any]:
    """Required if it was held; not required if the concerns were not substantiated; else nobody has said."""
    if status.kind != "SECTION_47":
        return {}
    if status.conference_on:
        return {"icpc_required_flag": True, "icpc_date": status.conference_on}
    return {"icpc_required_flag": False} if status.ended_by == "NOT_SUBSTANTIATED" else {}


def _known(**facts: Any) -> dict[str, Any]:
    """Those that are known, dates as the shape writes them. False is known."""
    plain = {name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in facts.items()}
    return {name: fact for name, fact in plain.items() if fact or fact is False}
