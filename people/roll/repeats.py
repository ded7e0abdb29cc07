"""Does a list name the same pupil twice? A repeated row is refused, and two that contradict each other both are."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace

from people.roll import names
from people.roll.rows import PupilRow


def refuse_repeats(rows: Sequence[PupilRow]) -> tuple[PupilRow, ...]:
    """The same rows in the same order, those that repeat another with a reason that names both."""
    groups: dict[Hashable, list[PupilRow]] = defaultdict(list)
    for row in rows:
        if row.upn or not row.refused:
            groups[_pupil(row)].append(row)
    reasons = {number: reason for group in groups.values() for number, reason in _judge(group)}
    return tuple(_refused(row, reasons.get(row.number, "")) for row in rows)


def shared_numbers(rows: Sequence[PupilRow]) -> dict[int, int]:
    """Rows whose UPN or former UPN stands in another row too, with that other row."""
    holders: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        for number in {row.upn, *row.former_upns} - {""}:
            holders[number].append(row.number)
    shared: dict[int, int] = {}
    for found in holders.values():
        for row_number in found if len(found) > 1 else ():
            shared.setdefault(row_number, found[1] if row_number == found[0] else found[0])
    return shared


def _pupil(row: PupilRow) -> Hashable:
    if row.upn:
        return row.upn
    return names.key(row.surname), names.key(row.forename), row.born_on


def _judge(group: list[PupilRow]) -> list[tuple[int, str]]:
    if len(group) == 1:
        return []
    first, *later = group
    if all(_says(row) == _says(first) for row in later):
        return [(row.number, f"Row {row.number} repeats row {first.number}.") for row in later]
    what = "give the same UPN and differ" if first.upn else "give the same name without a UPN and differ"
    reasons = [(first.number, f"Rows {first.number} and {later[0].number} {what}.")]
    return reasons + [(row.number, f"Rows {first.number} and {row.number} {what}.") for row in later]


def _says(row: PupilRow) -> PupilRow:
    return replace(row, number=0)


def _refused(row: PupilRow, reason: str) -> PupilRow:
    return replace(row, refused=row.refused or reason) if reason else row
