"""What does a member of staff do with a concern? Logs it once, and adds to it: nobody edits it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID, uuid4

from access import gate, reach
from access.models import ConflictWall, School, User
from access.roles import Audience, Can
from casework.actions import cover, notices
from casework.models import Addition, BodyMapMark, Concern, Draft, Involvement, Notice
from casework.states import NEXT_CONCERN, ConcernState, step
from people.models import Child

WORDS = (
    "child_described",
    "words",
    "child_words",
    "heard_from",
    "present",
    "place",
    "opinion",
    "immediate_action",
    "safe_now",
    "told_others",
)
"""The sealed columns that the reporter fills, in the order in which they are read."""


class AlreadySentError(Exception):
    """This form was sent before: there is one concern, and it is in the database."""


@dataclass(frozen=True)
class Account:
    """What the reporter writes. `key` is the uuid that the draft has and the concern will have."""

    key: UUID
    child: Child | None
    kind: str
    words: Mapping[str, str]
    happened_on: date
    happened_at: time | None = None
    urgent: bool = False
    told_in_person: User | None = None
    marks: Sequence[Mapping[str, object]] = ()
    others: Sequence[tuple[Child, str]] = ()
    colleagues: Sequence[User] = field(default=())

    @property
    def is_injury(self) -> bool:
        """Urgent by itself, however safe the child is now."""
        return bool(self.marks) or self.kind == Concern.Kind.MARK


@gate.action(Can.LOG_CONCERN, records="concern.logged")
def log_concern(*, school: School, by: User, account: Account, at: datetime) -> Concern:
    """One concern with its marks, its reach, its walls, its notice: all or nothing, and once."""
    if Concern.objects.filter(pk=account.key).exists():
        raise AlreadySentError(account.key)
    _refuse_strangers(school, account)
    concern = _new(school, by, account, at)
    for number, mark in enumerate(account.marks, 1):
        BodyMapMark(school=school, concern=concern, number=number, mark=dict(mark)).save(force_insert=True)
    for child, part in account.others:
        Involvement.objects.create(concern=concern, child=child, part=part)
    _raise_walls(concern, by, account.colleagues, at)
    cover.settle(concern, at=at)
    notices.ask_for(concern, Notice.Event.LOGGED, about=concern.pk, due_at=at)
    notices.watch(concern, since=at)
    Draft.objects.filter(pk=account.key, user=by).delete()
    return concern


@gate.action(Can.ADD_TO_CONCERN, records="concern.added_to")
def add_to_concern(*, concern: Concern, by: User, words: str, at: datetime, pk: UUID | None = None) -> Addition:
    """Later words stand beside the first ones: the reporter's for all who read it, a lead's for those who decide.

    Those are told; a closed concern is open again.
    """
    if pk and (again := Addition.objects.filter(pk=pk, concern=concern, author=by).first()):
        return again
    current = Concern.objects.select_for_update().get(pk=concern.pk)
    audience = Audience.TEACHING if by.pk == current.reporter_id else Audience.SAFEGUARDING
    addition = Addition(
        pk=pk or uuid4(), school_id=current.school_id, concern=current, author=by, added_at=at, audience=audience
    )
    addition.words = words
    addition.save(force_insert=True)
    if current.state == ConcernState.CLOSED:
        current.state, current.closed_at = step(NEXT_CONCERN, current.state, ConcernState.ACKNOWLEDGED), None
        current.version += 1
        current.save()
    reach.touch(current, audience, at=at)
    notices.ask_for(current, Notice.Event.ADDED, about=addition.pk, due_at=at)
    return addition


def _new(school: School, by: User, account: Account, at: datetime) -> Concern:
    concern = Concern(
        pk=account.key,
        school=school,
        child=account.child,
        reporter=by,
        kind=account.kind,
        urgent=account.urgent or account.is_injury,
        told_in_person=account.told_in_person,
        happened_on=account.happened_on,
        happened_at=account.happened_at,
        written_at=at,
    )
    gate.opening(concern, Audience.SAFEGUARDING if account.colleagues else Audience.TEACHING)
    for name in WORDS:
        setattr(concern, name, account.words.get(name, ""))
    concern.save(force_insert=True)
    return concern


def _raise_walls(concern: Concern, by: User, colleagues: Sequence[User], at: datetime) -> None:
    """Whoever the form names never finds it: not in a list, not by its address, not in a notice."""
    for colleague in colleagues:
        wall = ConflictWall(school_id=concern.school_id, user=colleague, subject=concern.pk, raised_at=at, raised_by=by)
        wall.reason = "Named on the concern by whoever wrote it"
        wall.save(force_insert=True)


def _refuse_strangers(school: School, account: Account) -> None:
    children = [child for child, _ in account.others] + ([account.child] if account.child else [])
    if any(child.school_id != school.pk for child in children):
        raise gate.NotHere("No such child.")
