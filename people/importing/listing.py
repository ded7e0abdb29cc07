"""How does a page show an import: its state in words, the counts as links, a hundred lines at a time?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from people.identity import year_label
from people.importing.report import SAID, ReportLine
from people.models import RollImport
from people.roll.matching import NOT_LISTED, Kind

PAGE = 100
WARNINGS = "warnings"
COLOURS = {
    Kind.NEW: "green",
    Kind.CHANGED: "blue",
    Kind.UNCHANGED: "grey",
    Kind.LEFT: "yellow",
    Kind.UNSURE: "orange",
    Kind.REFUSED: "purple",
}
STATES = {
    "READ": ("Not applied yet", "yellow"),
    "CONFIRMED": ("Saving", "blue"),
    "APPLIED": ("Applied", "green"),
    "DISCARDED": ("Discarded", "grey"),
    "FAILED": ("Failed: nothing was changed", "orange"),
}
FORMATS = {"ctf": "CTF", "sims": "SIMS", "arbor": "Arbor", "bromcom": "Bromcom", "csv": "Table"}


class Shown:
    """An import as a page speaks of it."""

    def __init__(self, roll_import: RollImport) -> None:
        self.pk = roll_import.pk
        self.status = roll_import.status
        self.state, self.colour = STATES[roll_import.status]
        self.file_name = roll_import.file_name.text
        self.format = FORMATS.get(roll_import.format, "")
        self.extent = "every pupil on roll" if roll_import.full_roll else "some pupils"
        self.started_by = roll_import.started_by
        self.started_at = roll_import.started_at
        self.finished_at = roll_import.finished_at
        self.counts = roll_import.counts
        self.left_out = bool(self.counts.get("left")) and not roll_import.confirm_leavers
        if roll_import.status == "READ" and roll_import.table:
            self.state = "Columns not chosen yet"

    @property
    def summary(self) -> str:
        """ "12 new, 3 changed": the file's rows, without what is nothing."""
        words = {kind: label.lower() for kind, label in SAID.items() if kind is not Kind.LEFT}
        return ", ".join(f"{self.counts[kind]} {word}" for kind, word in words.items() if self.counts.get(kind))


@dataclass(frozen=True)
class Chosen:
    """The lines of one page."""

    kind: str
    lines: Sequence[ReportLine]
    count: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        return PAGE * (self.page - 1) + 1

    @property
    def last(self) -> int:
        return PAGE * (self.page - 1) + len(self.lines)


def choose(lines: Sequence[ReportLine], show: str, page: str) -> Chosen:
    """An unknown kind shows everything; a page too far, the last one."""
    kind = show if show in {*Kind, WARNINGS} else ""
    found = [line for line in lines if _is(line, kind)]
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(int(page), 1), pages) if page.isdecimal() and len(page) < 6 else 1
    return Chosen(kind, found[PAGE * (number - 1) : PAGE * number], len(found), number, pages)


def tabs(roll_import: RollImport, kind: str) -> list[dict[str, object]]:
    counts = roll_import.counts
    found = [("", "All", sum(counts.get(one, 0) for one in Kind))]
    found += [(one.value, SAID[one], counts[one]) for one in Kind if counts.get(one)]
    if counts.get(WARNINGS):
        found.append((WARNINGS, "With a warning", counts[WARNINGS]))
    return [
        {"text": text, "count": str(count), "href": f"?show={code}" if code else "?", "current": code == kind}
        for code, text, count in found
    ]


def line(told: ReportLine, flags: Mapping[str, Sequence[str]], roll_import: RollImport) -> dict[str, Any]:
    kind = Kind(told["kind"])
    said = "Left" if kind is Kind.LEFT and roll_import.confirm_leavers else SAID[kind]
    name = f"{told['forename']} {told['surname']}".strip()
    place = told["form"] or year_label(told["year"])
    reason = "" if kind is Kind.LEFT and told["reason"] == NOT_LISTED else told["reason"]  # the tag says so
    more = {
        "reason": reason,
        "said": said,
        "colour": COLOURS[kind],
        "name": name,
        "place": place,
        "flags": flags.get(told["child"], []),
    }
    return dict(told) | more


def _is(told: ReportLine, kind: str) -> bool:
    return bool(told["warnings"]) if kind == WARNINGS else kind in ("", told["kind"])
