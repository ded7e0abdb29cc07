"""What does a lead do with a concern? Sees it, decides with reasons, tells the reporter, closes it.

Moving one that was filed under the wrong child is in casework.actions.moving.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from django.utils import timezone

from access import gate, reach
from access.models import User
from access.roles import Audience, Can
from casework.actions import notices
from casework.actions.agreed import agree_action
from casework.actions.files import open_file, refuse_long_watch, review_episode, start_episode
from casework.actions.problem import Problem, Stale
from casework.actions.walls import keep_from_child, leave_child_open
from casework.models import CaseFile, Concern, Notice, StatusEpisode, Triage
from casework.queries.concerns import is_hidden
from casework.queries.reach import Kept, asked, to_ask_about, why
from casework.states import NEXT_CONCERN, ConcernState, Decision, step

MAKE_REFERRAL = "Make the referral"


class KeptOut(NamedTuple):
    """Whether somebody who is kept from a concern is kept from the child's file as well, and why or why not."""

    too: bool
    because: str


@dataclass(frozen=True)
class Verdict:
    """A decision with its reasons; with `said`, the reporter is told at once.

    `key` is the uuid that the decision will have: pressed twice, it is made once. `kept` answers, by their uuid, for
    each of those whom the concern is hidden from.
    """

    decision: str
    category: str
    rationale: str
    parents_told: bool
    not_told_because: str = ""
    parents_note: str = ""
    review_on: date | None = None
    said: str = ""
    said_words: str = ""
    close: bool = False
    key: UUID | None = None
    kept: Mapping[UUID, KeptOut] = field(default_factory=dict)


@gate.action(Can.TRIAGE_CONCERN, records="concern.acknowledged")
def acknowledge_concern(*, concern: Concern, by: User, at: datetime) -> Concern:
    """A lead has seen it, and the reporter is shown who and when. A second press changes nothing."""
    current = _held(concern)
    if current.state == ConcernState.SUBMITTED:
        current.state = step(NEXT_CONCERN, current.state, ConcernState.ACKNOWLEDGED)
        current.acknowledged_at, current.acknowledged_by = at, by
        _saved(current)
    return current


@gate.action(Can.TRIAGE_CONCERN, records="concern.decided")
def decide_concern(*, concern: Concern, by: User, verdict: Verdict, version: int, at: datetime) -> Triage:
    """The decision, its file and what follows from it in one act. Deciding what nobody has seen yet also sees it."""
    key = verdict.key
    if key and (again := Triage.objects.filter(pk=key, concern=concern, decided_by=by).first()):
        return again
    current = _held(concern)
    if current.version != version:
        raise Stale(current)
    _refuse_unreasoned(verdict)
    asked_about = to_ask_about(current)
    _refuse_unanswered(asked_about, verdict)
    if current.state == ConcernState.SUBMITTED:
        current = acknowledge_concern(concern=current, by=by, at=at)
    current.state = step(NEXT_CONCERN, current.state, ConcernState.TRIAGED)
    if verdict.decision != Decision.NO_ACTION:
        current.file = _filed(current, by, verdict, at)
    _saved(current)
    reach.touch(current, Audience.SAFEGUARDING, at=at)
    triage = _written(current, by, verdict, at)
    _keep_out(current, asked_about, by, verdict, at)
    if verdict.said:
        give_feedback(concern=current, by=by, said=verdict.said, words=verdict.said_words, close=verdict.close, at=at)
    return triage


@gate.action(Can.TRIAGE_CONCERN, records="concern.feedback_given")
def give_feedback(
    *, concern: Concern, by: User, said: str, words: str = "", close: bool = False, at: datetime
) -> Concern:
    """What the reporter is told: a few fixed words, and more only if the lead writes more. Then it may be closed."""
    current = _held(concern)
    current.state = step(NEXT_CONCERN, current.state, ConcernState.FEEDBACK_GIVEN)
    current.feedback, current.feedback_at = {"said": said, "words": words}, at
    _saved(current)
    return close_concern(concern=current, by=by, at=at) if close else current


@gate.action(Can.TRIAGE_CONCERN, records="concern.closed")
def close_concern(*, concern: Concern, by: User, at: datetime) -> Concern:
    """Closed by a person, never by time. It can be opened again."""
    current = _held(concern)
    current.state = step(NEXT_CONCERN, current.state, ConcernState.CLOSED)
    current.closed_at = at
    _saved(current)
    return current


def _held(concern: Concern) -> Concern:
    """Read again and held until the act commits."""
    return Concern.objects.select_for_update().get(pk=concern.pk)


def _saved(concern: Concern) -> None:
    concern.version += 1
    concern.save()


def _refuse_unreasoned(verdict: Verdict) -> None:
    if not verdict.rationale.strip():
        raise Problem("Write the reasons for your decision", field="rationale")
    if not verdict.parents_told and not verdict.not_told_because:
        raise Problem("Say why the parents have not been told", field="not_told_because")


def _refuse_unanswered(asked_about: Sequence[Kept], verdict: Verdict) -> None:
    """A file that is opened or joined must not tell somebody what the concern does not."""
    for kept in asked_about:
        answer = verdict.kept.get(kept.user.pk)
        if answer is None:
            raise Problem(f"Say whether {kept.user.name} is kept from the child’s file as well", field=asked(kept))
        if not answer.because.strip():
            raise Problem(f"Say why {kept.user.name} {'is' if answer.too else 'is not'} kept from it", field=why(kept))


def _keep_out(concern: Concern, asked_about: Sequence[Kept], by: User, verdict: Verdict, at: datetime) -> None:
    for kept in asked_about:
        too, because = verdict.kept[kept.user.pk]
        act = keep_from_child if too else leave_child_open
        act(concern=concern, by=by, at=at, person=kept.user, reason=because)


def _filed(concern: Concern, by: User, verdict: Verdict, at: datetime) -> CaseFile:
    """The child's file, made if there is none, with what the decision puts on it.

    On one that is hidden from whoever decides, nothing is put: it joins it with its decision, and those named are told.
    """
    if concern.child is None:
        raise Problem("Choose which child this is about first", field="decision")
    file = open_file(school=concern.school, by=by, child=concern.child, at=at)
    if verdict.decision == Decision.MONITOR:
        refuse_long_watch(verdict.review_on, at)
    if not is_hidden(concern.child, by):
        _follow_up(concern, file, by, verdict, at)
    return file


def _follow_up(concern: Concern, file: CaseFile, by: User, verdict: Verdict, at: datetime) -> None:
    if verdict.decision == Decision.MONITOR and verdict.review_on:
        _watch(file, by, verdict.review_on, verdict.rationale, at)
    elif verdict.decision == Decision.REFER:
        today = timezone.localdate(at)
        agree_action(file=file, by=by, at=at, words=MAKE_REFERRAL, owner=by, due_on=today, concern=concern)


def _watch(file: CaseFile, by: User, review_on: date, because: str, at: datetime) -> None:
    watched = StatusEpisode.objects.filter(file=file, kind=StatusEpisode.Kind.MONITOR, ended_on__isnull=True).first()
    if watched is None:
        today = timezone.localdate(at)
        kind = StatusEpisode.Kind.MONITOR
        start_episode(file=file, by=by, at=at, kind=kind, started_on=today, review_on=review_on)
    else:
        version = watched.version
        review_episode(episode=watched, by=by, at=at, version=version, review_on=review_on, because=because)


def _written(concern: Concern, by: User, verdict: Verdict, at: datetime) -> Triage:
    triage = Triage(
        pk=verdict.key or uuid4(),
        school_id=concern.school_id,
        concern=concern,
        decided_by=by,
        decided_at=at,
        decision=verdict.decision,
        category=verdict.category,
        parents_told=verdict.parents_told,
        not_told_because="" if verdict.parents_told else verdict.not_told_because,
        review_on=verdict.review_on if verdict.decision == Decision.MONITOR else None,
    )
    triage.rationale, triage.parents_note = verdict.rationale, verdict.parents_note
    triage.save(force_insert=True)
    if is_hidden(concern.child, by):
        notices.ask_for(concern, Notice.Event.ADDED, about=triage.pk, due_at=at)
    return triage
