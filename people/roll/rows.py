"""What is a pupil list once it is read? The values that reading hands to matching."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Format(StrEnum):
    CTF = "ctf"
    SIMS = "sims"
    ARBOR = "arbor"
    BROMCOM = "bromcom"
    CSV = "csv"


class ProblemKind(StrEnum):
    REFUSED = "refused"
    UNSURE = "unsure"
    WARNING = "warning"


Cell = str | date


@dataclass(frozen=True, slots=True)
class Contact:
    """An adult as a CTF names one. `relationship` is the CTF's code (PAM, PAF, CAR …)."""

    order: int | None
    title: str
    surname: str
    forename: str
    relationship: str
    has_responsibility: bool | None
    phones: tuple[str, ...]
    email: str


@dataclass(frozen=True, slots=True)
class Record:
    """One pupil as the file has it: cells by field name, nothing judged yet but the shape of the row."""

    number: int
    cells: Mapping[str, Cell]
    refused: str = ""
    looked_after: bool | None = None
    contacts: tuple[Contact, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One pupil. Empty text and None mean that the file does not say, never that a value is taken away.

    `number` is the spreadsheet's row (headings are row 1) or the pupil's place in an XML file, from 1.
    A refused row keeps what could be read, so that a refused pupil is not taken for a leaver.
    """

    number: int
    upn: str = ""
    former_upns: tuple[str, ...] = ()
    surname: str = ""
    forename: str = ""
    preferred_forename: str = ""
    preferred_surname: str = ""
    born_on: date | None = None
    sex: str = ""
    year: int | None = None
    form: str = ""
    email: str = ""
    looked_after: bool | None = None
    contacts: tuple[Contact, ...] = ()
    refused: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    row: int
    kind: ProblemKind
    reason: str


@dataclass(frozen=True, slots=True)
class Roll:
    """A whole file, read. `notes` are about the file, not about a row."""

    file_format: Format
    rows: tuple[PupilRow, ...]
    has_birth_dates: bool
    is_full_possible: bool
    notes: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What reading alone found; `matching.problems` adds what comparing found."""
        return tuple(problem for row in self.rows for problem in problems_of(row))


def problems_of(row: PupilRow) -> Iterator[Problem]:
    if row.refused:
        yield Problem(row.number, ProblemKind.REFUSED, row.refused)
    for warning in row.warnings:
        yield Problem(row.number, ProblemKind.WARNING, warning)
