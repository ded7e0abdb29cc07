"""What did a person decide about the rows that a list leaves in doubt, and what would the list do then?"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from people.importing import report
from people.importing.report import NEW, OUT, ReportLine
from people.roll import matching
from people.roll.known import KnownPupil
from people.roll.matching import Extent, Kind, Outcome
from people.roll.rows import Roll

Said = Mapping[str, str]
"""By row number: the uuid of the child who it is, NEW or OUT. Plain text, for it waits sealed as JSON."""


def compare(
    known: Iterable[KnownPupil], roll: Roll, extent: Extent, said: Said
) -> tuple[list[Outcome], list[ReportLine]]:
    """What the list would do. A row in doubt does nothing until somebody says whom it means."""
    pupils = list(known)
    doubtful = matching.match(pupils, roll, extent=extent)
    asked = {one.row.number: one for one in doubtful if one.row and one.kind is Kind.UNSURE}
    told = {int(row): answer for row, answer in said.items() if int(row) in asked}
    meant = {row: None if answer == NEW else UUID(answer) for row, answer in told.items() if answer != OUT}
    outcomes = matching.match(pupils, roll, extent=extent, answers=meant) if meant else doubtful
    outcomes = [_unless_unsaid(one, asked, meant) for one in outcomes]
    return outcomes, report.lines(outcomes, pupils, asked=asked, said=told)


def unsettled(lines: Iterable[ReportLine], said: Said) -> dict[str, str]:
    """By row: why an answer cannot hold."""
    reasons = {str(line["row"]): line["reason"] for line in lines if line["kind"] == Kind.UNSURE}
    return {row: reasons[row] for row, answer in said.items() if answer != OUT and row in reasons}


def _unless_unsaid(outcome: Outcome, asked: Mapping[int, Outcome], meant: Mapping[int, UUID | None]) -> Outcome:
    """An answer about one row must not settle another that nobody was asked about, or that is left out."""
    row = outcome.row
    if row is None or row.number not in asked or row.number in meant:
        return outcome
    return asked[row.number]
