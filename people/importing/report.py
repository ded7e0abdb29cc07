"""What is a person shown before a list is applied, and what remains afterwards? A line for each pupil, in plain words.

Lines are plain JSON and nothing else: they are sealed with the import, and compared when it is applied.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format

from people.identity import year_label
from people.roll.known import KnownPupil
from people.roll.matching import Kind, Outcome
from people.roll.rows import PupilRow

ReportLine = dict[str, Any]

# What a person may say about a row in doubt, beside the uuid of the child who it is.
NEW, OUT = "new", "out"
DECIDED = {NEW: "Decided by a person: a different child.", OUT: "Decided by a person: left out."}
THE_SAME = "Decided by a person: the same child."

HEADINGS = ("Row", "Outcome", "Last name", "First name", "Year", "Form", "What changes", "Reason", "Warnings")
SAID = {
    Kind.NEW: "New",
    Kind.CHANGED: "Changed",
    Kind.UNCHANGED: "Unchanged",
    Kind.LEFT: "Not in the list",
    Kind.UNSURE: "Unsure",
    Kind.REFUSED: "Refused",
}
FIELDS = {
    "surname": "Last name",
    "forename": "First name",
    "preferred_surname": "Preferred last name",
    "preferred_forename": "Preferred first name",
    "born_on": "Date of birth",
    "sex": "Sex",
    "upn": "UPN",
    "former_upns": "Former UPNs",
    "email": "E-mail",
    "year": "Year",
    "form": "Form",
    "on_roll": "On roll",
}


def lines(
    outcomes: Iterable[Outcome],
    known: Iterable[KnownPupil],
    *,
    asked: Mapping[int, Outcome] | None = None,
    said: Mapping[int, str] | None = None,
) -> list[ReportLine]:
    """`asked` are the rows in doubt by number, and `said` what a person answered about some of them."""
    pupils = {pupil.id: pupil for pupil in known}
    told = [_line(outcome, pupils) for outcome in outcomes]
    for line in told:
        if asked and line["row"] in asked:
            line |= _question(asked[line["row"]], pupils, (said or {}).get(line["row"], ""))
    return told


def cells(line: ReportLine, *, leavers_confirmed: bool) -> list[str]:
    """A line as a spreadsheet shows it, under HEADINGS."""
    kind = Kind(line["kind"])
    said = "Left" if kind is Kind.LEFT and (leavers_confirmed or line.get("marked")) else SAID[kind]
    changes = "; ".join(f"{label}: {before or 'nothing'} → {after}" for label, before, after in line["changes"])
    row = "" if line["row"] is None else str(line["row"])
    place = (year_label(line["year"]), line["form"])
    reason = " ".join(filter(None, (line["reason"], line.get("decided"))))
    return [row, said, line["surname"], line["forename"], *place, changes, reason, " ".join(line["warnings"])]


def _line(outcome: Outcome, pupils: dict[UUID, KnownPupil]) -> ReportLine:
    pupil = pupils.get(outcome.known) if outcome.known else None
    who: PupilRow | KnownPupil = outcome.row or pupils[outcome.known]  # type: ignore[index]
    known: Any = pupil or who
    return {
        "row": outcome.row.number if outcome.row else None,
        "kind": outcome.kind.value,
        "child": str(outcome.known) if outcome.known else "",
        "surname": who.surname,
        "forename": who.forename,
        "year": known.year if who.year is None else who.year,
        "form": who.form or known.form,
        "changes": [[FIELDS[name], _said(name, old), _said(name, new)] for name, (old, new) in outcome.changes.items()],
        "reason": outcome.reason,
        "warnings": list(outcome.warnings),
        "candidates": _names([pupils[pk] for pk in outcome.candidates]),
    }


def _question(doubtful: Outcome, pupils: Mapping[UUID, KnownPupil], answer: str) -> dict[str, Any]:
    """Whom the row may mean and what was said: it can be said differently until the list is applied."""
    return {
        "choices": [[str(pk), _described(pupils[pk])] for pk in doubtful.candidates],
        "answer": answer,
        "decided": DECIDED.get(answer, THE_SAME) if answer else "",
    }


def _described(pupil: KnownPupil) -> str:
    """Enough to tell twins apart."""
    born = f"born {date_format(pupil.born_on, 'j F Y')}" if pupil.born_on else ""
    upn = f"UPN ends {pupil.upn[-3:]}" if pupil.upn else "no UPN"
    place = pupil.form or year_label(pupil.year)
    return ", ".join(filter(None, (f"{pupil.forename} {pupil.surname}", place, born, upn)))


def _names(candidates: Sequence[KnownPupil]) -> list[str]:
    """Whom a row may mean: enough to tell them apart."""
    return [" · ".join(filter(None, (f"{one.forename} {one.surname}", one.form))) for one in candidates]


def _said(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if name == "year":
        return year_label(value if isinstance(value, int) else None)
    return ", ".join(value) if isinstance(value, tuple) else str(value or "")
