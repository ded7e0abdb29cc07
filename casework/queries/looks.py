"""Who has looked at a file, when, and what did they do? Read from the log: codes and names, never a word.

What was shown beside another record is told as that and no more: whose record it was may be hidden from who asks.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from access import policy
from access.models import User
from access.roles import Audience
from audit.models import Entry, Mention
from casework.models import CaseFile, Concern, ConcernMove

SIZE = 25
DEEDS = {
    "opened": "Opened",
    "searched": "Searched",
    "exported": "Exported or printed",
    "refused": "Was refused",
    "provided": "Opened as a case file",
    "added_to": "Added to",
}
NOUNS = {
    "action": "agreed action",
    "contact": "call or contact",
    "event": "chronology entry",
    "file": "case file",
    "reach": "access",
    "record": "chronology record",
    "wall": "conflict wall",
}
BESIDE = "Was shown it in a list, or beside another record"
BESIDE_OF = {"chases.raised": "Put a chase on somebody’s list, or took it off"}
MOVED = "concern.moved"
MOVED_AWAY = "Moved a concern away from here: it is about another child"
MOVED_HERE = "Moved a concern to here: it was filed under another child"


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


def looks_at(user: User, file: CaseFile, *, before: int | None = None, after: int | None = None) -> Looks:
    """Those at the file, and at the concerns about its child that `user` reaches: of others nothing is told."""
    scopes = {file.pk, *_concerns(user, file).values_list("pk", flat=True)}
    numbers = _numbers(file, scopes, before=before, after=after)
    more, turned = len(numbers) > SIZE, before is not None or after is not None
    page = sorted(numbers[:SIZE], reverse=True)
    entries = Entry.objects.select_related("actor").in_bulk(page)
    moves = _moves(user, file, scopes, entries.values())
    older, newer = (turned, more) if after is not None else (more, turned)
    return Looks(
        [_look(entries[number], scopes, moves) for number in page],
        page[-1] if page and older else None,
        page[0] if page and newer else None,
    )


def _concerns(user: User, file: CaseFile) -> QuerySet[Concern]:
    about = Concern.objects.filter(Q(child=file.child_id) | Q(file=file))
    return policy.visible(user, about, audience=Audience.SAFEGUARDING)


def _moves(user: User, file: CaseFile, scopes: Collection[UUID], entries: Iterable[Entry]) -> dict[UUID, str]:
    """The moves among these lines, from this file or to it. One away from it stands in its timeline, too."""
    moved = [entry.object_uuid for entry in entries if entry.verb == MOVED and entry.object_uuid]
    if not moved:
        return {}
    moves = ConcernMove.objects.filter(pk__in=moved).exclude(concern__in=policy.walls(user))
    away = {move.pk: MOVED_AWAY for move in moves if move.from_child_id == file.child_id}
    return away | {
        move.pk: MOVED_HERE for move in moves if move.to_child_id == file.child_id and move.concern_id in scopes
    }


def _numbers(file: CaseFile, scopes: Collection[UUID], *, before: int | None, after: int | None) -> list[int]:
    """One more than a page of them, from where it begins: what was done on the file, and where it was shown."""
    done = Entry.objects.filter(scope__in=scopes, content_type__isnull=True).values_list("pk", flat=True)
    beside = Mention.objects.filter(scope=file.pk).values_list("entry_id", flat=True)
    if before is not None:
        done, beside = done.filter(pk__lt=before), beside.filter(entry_id__lt=before)
    if after is not None:
        done, beside = done.filter(pk__gt=after), beside.filter(entry_id__gt=after)
    upwards = after is not None
    sign = "" if upwards else "-"
    found: Iterable[int] = {*done.order_by(f"{sign}pk")[: SIZE + 1], *beside.order_by(f"{sign}entry_id")[: SIZE + 1]}
    return sorted(found, reverse=not upwards)[: SIZE + 1]


def _look(entry: Entry, scopes: Collection[UUID], moves: dict[UUID, str]) -> Look:
    who = entry.actor.name if entry.actor else "Nobody who was signed in"
    what = _what(entry.verb) if entry.scope in scopes else BESIDE_OF.get(entry.verb, BESIDE)
    if entry.verb == MOVED and entry.object_uuid:
        what = moves.get(entry.object_uuid, BESIDE)
    return Look(who, entry.timestamp, what, entry.outcome == Entry.Outcome.DENY)


def _what(verb: str) -> str:
    """ "event.recorded": "Recorded: chronology entry"."""
    noun, _, deed = verb.partition(".")
    return f"{DEEDS.get(deed, deed.replace('_', ' ').capitalize())}: {NOUNS.get(noun, noun.replace('_', ' '))}"
