"""Where do two packs differ, word by word?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Run:
    """Words that both have ("same"), only the first ("gone") or only the second ("new")."""

    sort: str
    words: str


def compare(first: str, second: str) -> list[Run]:
    """Line by line, and word by word within the lines that differ: long packs are compared in a moment."""
    return [Run(sort, "".join(run.words for run in runs)) for sort, runs in groupby(_runs(first, second), _sort)]


def differ(runs: list[Run]) -> int:
    return sum(run.sort != "same" for run in runs)


def _sort(run: Run) -> str:
    return run.sort


def _runs(first: str, second: str) -> Iterator[Run]:
    before, after = first.splitlines(keepends=True), second.splitlines(keepends=True)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Run("same", "".join(before[a:b]))
        else:
            yield from _words("".join(before[a:b]), "".join(after[c:d]))


def _words(first: str, second: str) -> Iterator[Run]:
    before, after = _WORDS.findall(first), _WORDS.findall(second)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=len(before) > 5_000).get_opcodes():
        if tag == "equal":
            yield Run("same", "".join(before[a:b]))
            continue
        if a < b:
            yield Run("gone", "".join(before[a:b]))
        if c < d:
            yield Run("new", "".join(after[c:d]))
