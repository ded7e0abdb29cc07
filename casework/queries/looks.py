"""Who has looked at a file, when, and what did they do? Read from the log: codes and names, never a word.

What was shown beside another record is told as that and no more: whose record it was may be hidden from who asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from audit.models import Entry, Mention
from casework.models import CaseFile

SIZE = 25
DEEDS = {
    "opened": "Opened",
    "searched": "Searched",
    "exported": "Exported or printed",
    "refused": "Was refused",
    "provided": "Opened as a case file",
}
NOUNS = {
    "action": "agreed action",
    "contact": "call or contact",
    "event": "chronology entry",
    "file": "case file",
    "reach": "access",
    "record": "chronology record",
}
BESIDE = "Was shown it in a list, or beside another record"


@dataclass(frozen=True)
class Look:
    """One line of the log about a file."""

    who: str
    at: datetime
    what: str
    refused: bool


@dataclass(frozen=True)
class Looks:
    """A page of them, newest first; `older` and `newer` are where the next pages begin."""

    shown: list[Look]
    older: int | None
    newer: int | None


def looks_at(file: CaseFile, *, before: int | None = None, after: int | None = None) -> Looks:
    numbers = _numbers(file, before=before, after=after)
    more, turned = len(numbers) > SIZE, before is not None or after is not None
    page = sorted(numbers[:SIZE], reverse=True)
    entries = Entry.objects.select_related("actor").in_bulk(page)
    older, newer = (turned, more) if after is not None else (more, turned)
    return Looks(
        [_look(entries[number], file) for number in page],
        page[-1] if page and older else None,
        page[0] if page and newer else None,
    )


def _numbers(file: CaseFile, *, before: int | None, after: int | None) -> list[int]:
    """One more than a page of them, from where it begins: what was done on the file, and where it was shown."""
    done = Entry.objects.filter(scope=file.pk, content_type__isnull=True).values_list("pk", flat=True)
    beside = Mention.objects.filter(scope=file.pk).values_list("entry_id", flat=True)
    if before is not None:
        done, beside = done.filter(pk__lt=before), beside.filter(entry_id__lt=before)
    if after is not None:
        done, beside = done.filter(pk__gt=after), beside.filter(entry_id__gt=after)
    upwards = after is not None
    sign = "" if upwards else "-"
    found: Iterable[int] = {*done.order_by(f"{sign}pk")[: SIZE + 1], *beside.order_by(f"{sign}entry_id")[: SIZE + 1]}
    return sorted(found, reverse=not upwards)[: SIZE + 1]


def _look(entry: Entry, file: CaseFile) -> Look:
    who = entry.actor.name if entry.actor else "Nobody who was signed in"
    what = _what(entry.verb) if entry.scope == file.pk else BESIDE
    return Look(who, entry.timestamp, what, entry.outcome == Entry.Outcome.DENY)


def _what(verb: str) -> str:
    """ "event.recorded": "Recorded: chronology entry"."""
    noun, _, deed = verb.partition(".")
    return f"{DEEDS.get(deed, deed.replace('_', ' ').capitalize())}: {NOUNS.get(noun, noun.replace('_', ' '))}"
