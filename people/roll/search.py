"""Which known pupil is each row of a list? First by number; then a name may raise a question."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from people.roll.known import Found, Index, NameKey, name_keys
from people.roll.repeats import shared_numbers
from people.roll.rows import PupilRow

TAKEN = "Another known pupil has this UPN, or had it before."

Answers = Mapping[int, UUID | None]
Twins = Mapping[tuple[NameKey, date | None], int]


def search(rows: Sequence[PupilRow], index: Index, answers: Answers) -> dict[int, Found]:
    """By row number. No known pupil is found twice: two rows that would be the same one are both a question."""
    shared = shared_numbers(rows)
    numbered = {row.number: _answered(row, _by_number(row, index, shared), index, answers) for row in rows}
    found = _one_row_each(numbered)
    claimed = {one.pupil.id for one in found.values() if one.pupil and not one.doubt}
    twins = {(name, row.born_on): row.number for row in rows if row.upn for name in name_keys(row)}
    for row in rows:
        if found[row.number] == Found():
            found[row.number] = _answered(row, _by_name(row, index, claimed, twins), index, answers)
    return _one_row_each(found)


def _by_number(row: PupilRow, index: Index, shared: Mapping[int, int]) -> Found:
    found = index.by_number(row)
    if found.doubt or found.by_upn or row.number not in shared:
        return found
    return _doubted(found, f"Row {shared[row.number]} has one of its UPNs too, now or formerly.")


def _by_name(row: PupilRow, index: Index, claimed: set[UUID], twins: Twins) -> Found:
    found = index.by_name(row, without=claimed)
    others = [twins[name, row.born_on] for name in name_keys(row) if (name, row.born_on) in twins]
    if found.doubt or row.upn or not others:
        return found
    return _doubted(found, f"Row {min(others)} has the same name and a UPN; this row has none.")


def _answered(row: PupilRow, found: Found, index: Index, answers: Answers) -> Found:
    """The answer if it is one of the candidates. Nobody may be given a UPN that another has, or had."""
    if not found.doubt or row.number not in answers:
        return found
    answer = answers[row.number]
    chosen = next((pupil for pupil in found.candidates if pupil.id == answer), None)
    if answer is not None and chosen is None:
        return found
    if index.is_taken(row.upn, chosen):
        return replace(found, doubt=TAKEN)
    return Found(chosen)


def _one_row_each(found: Mapping[int, Found]) -> dict[int, Found]:
    """A known pupil whom several rows would be is the one with that UPN, or else a question."""
    claims: dict[UUID, list[int]] = defaultdict(list)
    for number, one in found.items():
        if one.pupil:
            claims[one.pupil.id].append(number)
    return dict(found) | dict(_rivals(found, (numbers for numbers in claims.values() if len(numbers) > 1)))


def _rivals(found: Mapping[int, Found], claims: Iterable[list[int]]) -> Iterable[tuple[int, Found]]:
    for numbers in claims:
        for number in numbers:
            if not found[number].by_upn:
                other = numbers[1] if number == numbers[0] else numbers[0]
                yield number, _doubted(found[number], f"Row {other} is, or may be, the same known pupil.")


def _doubted(found: Found, doubt: str) -> Found:
    candidates = (found.pupil,) if found.pupil else found.candidates
    return replace(found, pupil=None, by_upn=False, candidates=candidates, doubt=doubt)
