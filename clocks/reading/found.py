"""What was found in a calendar file, and what each line of it probably is.

A guess from its words, for a person to check: nothing is taken over that nobody has said yes to.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

MOST_BYTES = 1024 * 1024
MOST_ROWS = 200
MOST_LABEL = 100
LONGEST_TERM, LONGEST_GAP, SHORTEST_TERM = timedelta(days=180), timedelta(days=24), timedelta(days=20)
ONE_DAY = timedelta(days=1)
TERMS = {"AUTUMN": r"autumn|michaelmas", "SPRING": r"spring|lent", "SUMMER": r"summer|trinity"}
INSET = re.compile(r"\binset\b|training day|staff (?:training|development)|non.?pupil|pupil.?free|\bpd day", re.I)
HALF_TERM = re.compile(r"half.?term", re.I)
CLOSED = re.compile(r"\bclos(?:ed|ure)\b|\bsnow\b", re.I)
TERM = re.compile(r"\bterm\b|\bschool (?:opens|starts|returns|closes|ends|breaks)", re.I)
BEGINS = re.compile(r"\b(?:starts?|begins?|opens?|first day|start of|beginning of|returns?)\b", re.I)
ENDS = re.compile(r"\b(?:ends?|closes|breaks? up|last day|end of|finish(?:es)?)\b", re.I)
HOLIDAY = re.compile(r"holiday|break\b|vacation", re.I)


class UnreadableCalendar(Exception):
    """The whole file is refused; `sentence` says what is wrong, and nothing of it is used."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Found:
    """One line. `kind` is a term's name or a closure's kind; empty: nobody can tell from the words."""

    label: str
    kind: str
    starts_on: date
    ends_on: date


class Edge(NamedTuple):
    """A first or a last day that stands alone in the file."""

    day: date
    begins: bool
    label: str
    kind: str


@dataclass(frozen=True)
class Read:
    rows: Sequence[Found]
    notes: Sequence[str] = field(default_factory=tuple)


def plain(label: str) -> str:
    """Words from outside, as one line of letters that show."""
    shown = "".join(letter if letter.isprintable() else " " for letter in label)
    return " ".join(shown.split())[:MOST_LABEL]


def told_apart(lines: Iterable[tuple[str, date, date]]) -> list[Found]:
    """Each line with its kind; first and last days of terms put together, half-terms of one term cut out of it."""
    found: list[Found] = []
    edges: list[Edge] = []
    for label, first, last in lines:
        edge = _edge(label) if first == last else ""
        if edge:
            edges.append(Edge(first, edge == "BEGINS", label, "HALF_TERM" if HALF_TERM.search(label) else "TERM"))
        else:
            found.append(Found(label, guess(label, first, last), first, last))
    found += _paired(sorted(edges))
    return sorted(_whole_terms(found), key=lambda row: (row.starts_on, row.ends_on, row.label))


def guess(label: str, first: date, last: date) -> str:
    for kind, words in (("INSET", INSET), ("HALF_TERM", HALF_TERM)):
        if words.search(label):
            return kind
    if TERM.search(label) and not HOLIDAY.search(label) and SHORTEST_TERM <= last - first <= LONGEST_TERM:
        return term_of(label, first)
    return "CLOSED" if CLOSED.search(label) and not HOLIDAY.search(label) else ""


def term_of(label: str, first: date) -> str:
    """By its name, else by the month in which it begins."""
    for name, words in TERMS.items():
        if re.search(words, label, re.I):
            return name
    return "SPRING" if first.month <= 3 else "SUMMER" if first.month <= 7 else "AUTUMN"


def _edge(label: str) -> str:
    if INSET.search(label) or not (TERM.search(label) or HALF_TERM.search(label)):
        return ""
    return "BEGINS" if BEGINS.search(label) else "ENDS" if ENDS.search(label) else ""


def _paired(edges: Sequence[Edge]) -> Iterator[Found]:
    """A first day and the last day that follows it; what is left alone is shown alone."""
    for kind in ("TERM", "HALF_TERM"):
        waiting: Edge | None = None
        for edge in (each for each in edges if each.kind == kind):
            if waiting and not edge.begins and edge.day - waiting.day <= LONGEST_TERM:
                name = kind if kind == "HALF_TERM" else term_of(waiting.label, waiting.day)
                yield Found(waiting.label, name, waiting.day, edge.day)
                waiting = None
            else:
                yield from _alone(waiting, None if edge.begins else edge)
                waiting = edge if edge.begins else None
        yield from _alone(waiting)


def _alone(*edges: Edge | None) -> Iterator[Found]:
    return (Found(edge.label, "", edge.day, edge.day) for edge in edges if edge)


def _whole_terms(found: Iterable[Found]) -> Iterator[Found]:
    """Two halves of one term are the term, with a half-term between them."""
    halves: dict[tuple[str, int], list[Found]] = {}
    for row in found:
        if row.kind in TERMS:
            year = row.starts_on.year - (row.starts_on.month < 8)
            halves.setdefault((row.kind, year), []).append(row)
        else:
            yield row
    for parts in halves.values():
        yield from _joined(sorted(parts, key=lambda row: row.starts_on))


def _joined(parts: list[Found]) -> Iterator[Found]:
    whole = parts[0]
    for before, after in pairwise(parts):
        gap = after.starts_on - before.ends_on
        if not ONE_DAY < gap <= LONGEST_GAP:
            yield whole
            whole = after
            continue
        whole = replace(whole, ends_on=after.ends_on)
        yield Found(f"Between {before.label} and {after.label}", "HALF_TERM", *_weekdays(before, after))
    yield whole


def _weekdays(before: Found, after: Found) -> tuple[date, date]:
    """The days between two halves, without the weekends at either end."""
    first, last = before.ends_on + ONE_DAY, after.starts_on - ONE_DAY
    while first < last and first.weekday() > 4:
        first += ONE_DAY
    while first < last and last.weekday() > 4:
        last -= ONE_DAY
    return first, last
