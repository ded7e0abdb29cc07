"""Which pupils in a list do we know, and what would the list change? Nothing is applied here.

By UPN, then by former UPN; a name with a date of birth is never more than a question to a person.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from people.roll.changes import Changes, changes, warnings
from people.roll.known import Found, Index, KnownPupil, NameKey, name_keys
from people.roll.rows import Problem, ProblemKind, PupilRow, Roll, problems_of
from people.roll.search import Answers, search

NO_UPN = "There is no UPN: the pupil is created without one, and the next list may not be matched."
NOT_LISTED = "Not in the list."
NOBODY_LISTED = "The list has no rows, so nobody is taken to have left."
HEADINGS_AT = 1


class Extent(StrEnum):
    """Does the list hold everybody on roll? Only then can anybody be missing from it."""

    FULL = "full"
    PART = "part"


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LEFT = "left"
    UNSURE = "unsure"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a list means for one pupil. A leaver has no row; a new pupil has no `known`."""

    kind: Kind
    row: PupilRow | None = None
    known: UUID | None = None
    changes: Changes = field(default_factory=dict)
    reason: str = ""
    warnings: tuple[str, ...] = ()
    candidates: tuple[UUID, ...] = ()


def match(
    known: Iterable[KnownPupil], roll: Roll, *, extent: Extent = Extent.PART, answers: Answers | None = None
) -> list[Outcome]:
    """One outcome for each row in order, then the leavers that a full list proposes; a CTF never proposes any.

    `answers` says what a person decided about unsure rows: {row number: the candidate's id, or None for a new pupil}.
    """
    index = Index(known)
    rows = [row for row in roll.rows if not row.refused]
    found = search(rows, index, answers or {})
    outcomes = [_refused(row) if row.refused else _outcome(row, found[row.number], index) for row in roll.rows]
    if extent is Extent.FULL and roll.is_full_possible and roll.rows:
        outcomes += _leavers(index, outcomes)
    return outcomes


def problems(outcomes: Iterable[Outcome], roll: Roll | None = None, extent: Extent = Extent.PART) -> list[Problem]:
    """What a person should look at, by row. A full list without rows is a mistake, not a school without pupils."""
    if extent is Extent.FULL and roll and roll.is_full_possible and not roll.rows:
        return [Problem(HEADINGS_AT, ProblemKind.WARNING, NOBODY_LISTED)]
    return [problem for outcome in outcomes if outcome.row for problem in _problems(outcome, outcome.row)]


def tally(outcomes: Iterable[Outcome]) -> dict[Kind, int]:
    counted = Counter(outcome.kind for outcome in outcomes)
    return {kind: counted[kind] for kind in Kind}


def counted(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """The same as plain JSON."""
    return {kind.value: count for kind, count in tally(outcomes).items()}


def _refused(row: PupilRow) -> Outcome:
    return Outcome(Kind.REFUSED, row, reason=row.refused, warnings=row.warnings)


def _outcome(row: PupilRow, found: Found, index: Index) -> Outcome:
    said = (*row.warnings, *found.warnings)
    if found.doubt:
        candidates = tuple(pupil.id for pupil in found.candidates)
        return Outcome(Kind.UNSURE, row, reason=found.doubt, warnings=said, candidates=candidates)
    if found.pupil is None:
        row = replace(row, former_upns=tuple(one for one in row.former_upns if not index.is_taken(one, None)))
        return Outcome(Kind.NEW, row, warnings=said if row.upn else (*said, NO_UPN))
    changed = changes(row, found.pupil, index)
    said = (*said, *warnings(row, found.pupil))
    return Outcome(Kind.CHANGED if changed else Kind.UNCHANGED, row, found.pupil.id, changed, warnings=said)


def _leavers(index: Index, outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """Everybody on roll whom no row names, not even a row that was refused or is in doubt."""
    present: set[UUID] = set()
    named: set[NameKey] = set()
    nameless = 0
    for outcome in outcomes:
        present.update({outcome.known} if outcome.known else outcome.candidates)
        if outcome.row and outcome.kind in (Kind.REFUSED, Kind.UNSURE):
            present.update(pupil.id for pupil in index.numbered(outcome.row))
            named |= name_keys(outcome.row)
            nameless += not outcome.row.upn and not name_keys(outcome.row)
    reason = f"{NOT_LISTED} Refused rows that name nobody: {nameless}." if nameless else NOT_LISTED
    for pupil in index.pupils:
        if pupil.on_roll and pupil.id not in present and not name_keys(pupil) & named:
            yield Outcome(Kind.LEFT, known=pupil.id, reason=reason)


def _problems(outcome: Outcome, row: PupilRow) -> Iterator[Problem]:
    yield from problems_of(replace(row, warnings=outcome.warnings))
    if outcome.kind is Kind.UNSURE:
        yield Problem(row.number, ProblemKind.UNSURE, outcome.reason)
