"""How does a page show an import: its state in words, the counts as links, a hundred lines at a time?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from people.identity import year_label
from people.importing.report import SAID, ReportLine
from people.models import RollImport
from people.roll.matching import NOT_LISTED, Kind
from people.roll.rows import Format

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
URGENT = (Kind.UNSURE, Kind.REFUSED, Kind.CHANGED, Kind.NEW, Kind.LEFT, Kind.UNCHANGED)
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

    def __init__(self, roll_import: RollImport, *, given_up: bool = False) -> None:
        self.given_up = given_up
        self.pk = roll_import.pk
        self.status = roll_import.status
        self.state, self.colour = STATES["FAILED" if given_up else roll_import.status]
        self.file_name = roll_import.file_name.text
        self.format = FORMATS.get(roll_import.format, "")
        full = roll_import.full_roll and roll_import.format != Format.CTF
        self.extent = "every pupil on roll" if full else "some pupils"
        self.started_by = roll_import.started_by
        self.started_at = roll_import.started_at
        self.finished_at = roll_import.finished_at
        self.counts = roll_import.counts
        self.unsettled = self.counts.get("unsettled", self.counts.get("unsure"))
        self.marked = self.counts.get("left") if roll_import.confirm_leavers else self.counts.get("marked", 0)
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
    """An unknown kind shows everything, what a person should look at first; a page too far, the last one."""
    kind = show if show in {*Kind, WARNINGS} else ""
    found = sorted((line for line in lines if _is(line, kind)), key=_urgency)
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(int(page), 1), pages) if page.isdecimal() and len(page) < 6 else 1
    return Chosen(kind, found[PAGE * (number - 1) : PAGE * number], len(found), number, pages)


def tabs(roll_import: RollImport, kind: str, address: str) -> list[dict[str, object]]:
    counts = roll_import.counts
    found = [("", "All", sum(counts.get(one, 0) for one in Kind))]
    found += [(one.value, *_tab(counts, one)) for one in Kind if any(_in_doubt(counts, one)) or counts.get(one)]
    if counts.get(WARNINGS):
        found.append((WARNINGS, "With a warning", counts[WARNINGS]))
    return [
        {
            "text": text,
            "count": str(count),
            "href": f"{address}?show={code}" if code else address,
            "current": code == kind,
        }
        for code, text, count in found
    ]


def _tab(counts: Mapping[str, int], kind: Kind) -> tuple[str, int]:
    """Rows in doubt stay together until the list is applied, also those that a person has decided about."""
    unsettled, settled = _in_doubt(counts, kind)
    if not settled:
        return SAID[kind], counts[kind]
    return (f"{settled} settled, unsure", unsettled) if unsettled else ("Settled", settled)


def _in_doubt(counts: Mapping[str, int], kind: Kind) -> tuple[int, int]:
    """How many rows wait for a person's word, and how many have it."""
    if kind is not Kind.UNSURE:
        return 0, 0
    unsettled = counts.get("unsettled", counts.get(kind, 0))
    return unsettled, counts.get("asked", 0) - unsettled if "unsettled" in counts else 0


def line(told: ReportLine, flags: Mapping[str, Sequence[str]], roll_import: RollImport) -> dict[str, Any]:
    kind = Kind(told["kind"])
    gone = kind is Kind.LEFT and (roll_import.confirm_leavers or told.get("marked"))
    said = "Left" if gone else SAID[kind]
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


def _urgency(told: ReportLine) -> int:
    """Rows in doubt stay in their place while a person decides about them."""
    return 0 if "choices" in told else URGENT.index(told["kind"])


def _is(told: ReportLine, kind: str) -> bool:
    if kind == WARNINGS:
        return bool(told["warnings"])
    return kind in ("", told["kind"]) or (kind == Kind.UNSURE and "choices" in told)
