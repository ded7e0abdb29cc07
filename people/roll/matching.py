"""Which pupils in a list do we know, and what would the list change? Nothing is applied here.

By UPN, then by former UPN; a name with a date of birth is never more than a question to a person.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from people.roll.changes import Changes, changes, warnings
from people.roll.known import Found, Index, KnownPupil, NameKey, name_keys
from people.roll.repeats import shared_numbers
from people.roll.rows import Problem, ProblemKind, PupilRow, Roll, problems_of

NO_UPN = "There is no UPN: the pupil is created without one, and the next list may not be matched."
NOT_LISTED = "Not in the list."

Answers = Mapping[int, UUID | None]
Twin = tuple[NameKey, date | None]


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
    found = _settle(rows, _search(rows, index), index, answers or {})
    outcomes = [_refused(row) if row.refused else _outcome(row, found[row.number], index) for row in roll.rows]
    if extent is Extent.FULL and roll.is_full_possible:
        outcomes += _leavers(index, outcomes)
    return outcomes


def problems(outcomes: Iterable[Outcome]) -> list[Problem]:
    """What a person should look at, by row."""
    return [problem for outcome in outcomes if outcome.row for problem in _problems(outcome, outcome.row)]


def tally(outcomes: Iterable[Outcome]) -> dict[Kind, int]:
    counted = Counter(outcome.kind for outcome in outcomes)
    return {kind: counted[kind] for kind in Kind}


def _search(rows: Sequence[PupilRow], index: Index) -> dict[int, Found]:
    shared = shared_numbers(rows)
    numbered = {(name, row.born_on): row.number for row in rows if row.upn for name in name_keys(row)}
    found = {}
    for row in rows:
        known = index.find(row)
        if not known.doubt and not known.by_upn:
            known = _within_the_list(row, known, shared, numbered)
        found[row.number] = known
    return found


def _within_the_list(row: PupilRow, found: Found, shared: Mapping[int, int], numbered: Mapping[Twin, int]) -> Found:
    """A row that may mean the same pupil as another row of the same list."""
    if row.number in shared:
        return _doubted(found, f"Row {shared[row.number]} has one of its UPNs too, now or formerly.")
    twins: list[int] = []
    if not row.upn and not found.pupil:
        twins = [numbered[name, row.born_on] for name in name_keys(row) if (name, row.born_on) in numbered]
    if twins:
        return _doubted(found, f"Row {min(twins)} has the same name and a UPN; this row has none.")
    return found


def _settle(rows: Sequence[PupilRow], found: dict[int, Found], index: Index, answers: Answers) -> dict[int, Found]:
    """Puts in the answers, then sees to it that no two rows are the same known pupil."""
    settled = {row.number: _answered(row, found[row.number], index, answers) for row in rows}
    claims: dict[UUID, list[int]] = defaultdict(list)
    for number, one in settled.items():
        if one.pupil:
            claims[one.pupil.id].append(number)
    for numbers in claims.values():
        for number in numbers if len(numbers) > 1 else ():
            if not settled[number].by_upn:
                other = numbers[1] if number == numbers[0] else numbers[0]
                settled[number] = _doubted(settled[number], f"Row {other} is, or may be, the same known pupil.")
    return settled


def _answered(row: PupilRow, found: Found, index: Index, answers: Answers) -> Found:
    """The answer if it is one of the candidates. Nobody may be created with a UPN that another has."""
    if not found.doubt or row.number not in answers:
        return found
    answer = answers[row.number]
    if answer is None:
        return found if row.upn in index.by_upn else Found()
    chosen = next((pupil for pupil in found.candidates if pupil.id == answer), None)
    return Found(chosen) if chosen else found


def _doubted(found: Found, doubt: str) -> Found:
    candidates = (found.pupil,) if found.pupil else found.candidates
    return replace(found, pupil=None, by_upn=False, candidates=candidates, doubt=doubt)


def _refused(row: PupilRow) -> Outcome:
    return Outcome(Kind.REFUSED, row, reason=row.refused, warnings=row.warnings)


def _outcome(row: PupilRow, found: Found, index: Index) -> Outcome:
    said = (*row.warnings, *found.warnings)
    if found.doubt:
        candidates = tuple(pupil.id for pupil in found.candidates)
        return Outcome(Kind.UNSURE, row, reason=found.doubt, warnings=said, candidates=candidates)
    if found.pupil is None:
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
