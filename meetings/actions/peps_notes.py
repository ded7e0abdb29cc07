"""How a target goes on is noted by whoever helps with it; one that makes no sense any more is withdrawn."""

from datetime import datetime
from uuid import UUID, uuid4

from access import gate
from access.models import User
from access.reach import Because, Ended, person_rows, withdraw
from access.roles import Can
from casework.actions.problem import Problem, renew
from meetings.models import PepTarget, TargetNote

WITHDRAWN = "This target was withdrawn"


@gate.action(Can.NOTE_TARGET, records="target.noted")
def note_target(*, target: PepTarget, by: User, at: datetime, words: str, pk: UUID | None = None) -> TargetNote:
    """Sent twice with the same pk, it is noted once."""
    if pk and (again := TargetNote.objects.filter(pk=pk, target=target, author=by).first()):
        return again
    refuse_withdrawn(PepTarget.objects.select_for_update().get(pk=target.pk))
    if not words.strip():
        raise Problem("Write how it is going", field="words")
    made = TargetNote(pk=pk or uuid4(), school_id=target.school_id, target=target, author=by, noted_at=at)
    made.words = words
    made.save(force_insert=True)
    return made


@gate.action(Can.KEEP_PEP, records="target.withdrawn")
def withdraw_target(*, target: PepTarget, by: User, at: datetime, version: int, because: str) -> PepTarget:
    """It stays on the plan with the reason. Whoever helped with it does not see it any more."""
    current = renew(target, version)
    refuse_withdrawn(current)
    if current.result:
        raise Problem("What came of this target is written down already")
    if not because.strip():
        raise Problem("Say why it is withdrawn", field="because")
    current.withdrawn_at, current.withdrawn_because = at, because
    current.save()
    for row in person_rows(PepTarget).objects.filter(content_object=current, because=Because.GRANT):
        withdraw(row, at=at, reason=Ended.REPLACED)
    return current


def refuse_withdrawn(target: PepTarget) -> None:
    if target.withdrawn_at is not None:
        raise Problem(WITHDRAWN)
