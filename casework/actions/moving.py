"""What if a concern was filed under the wrong child? It moves as it stands; the wrong child keeps a stub, no words."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from access import gate, policy
from access.models import User
from access.roles import Audience, Can
from casework.actions import cover
from casework.actions.agreed import agree_action, finish_action
from casework.actions.files import open_file
from casework.actions.problem import Problem
from casework.models import AgreedAction, CaseFile, Concern, ConcernMove
from people.models import Child

MOVED = "Moved: the concern was filed under the wrong child"


def _both_files(move: ConcernMove) -> Iterable[UUID]:
    """It stands in the history of each child's file: that it was moved, not who the other child is."""
    return CaseFile.objects.filter(child__in=[move.from_child_id, move.to_child_id]).values_list("pk", flat=True)


@gate.action(Can.MOVE_CONCERN, records="concern.moved", reason="reason", mentions=_both_files)
def move_concern(*, concern: Concern, by: User, to_child: Child, reason: str, at: datetime) -> ConcernMove:
    """Columns and rows change; the words, their author and their times stay and nothing is sealed again."""
    current = Concern.objects.select_for_update().get(pk=concern.pk)
    _refuse(current, to_child, reason)
    move = ConcernMove(
        school_id=current.school_id,
        concern=current,
        from_child=current.child,
        from_file=current.file,
        to_child=to_child,
        moved_by=by,
        moved_at=at,
    )
    move.reason = reason
    move.save(force_insert=True)
    current.child = to_child
    if current.file:
        current.file = open_file(school=current.school, by=by, child=to_child, at=at)
        _move_actions(current, current.file, by, at)
    current.version += 1
    current.save()
    cover.settle(current, at=at)
    return move


def _refuse(concern: Concern, to_child: Child, reason: str) -> None:
    if to_child.school_id != concern.school_id:
        raise gate.NotHere("No such child.")
    if to_child.pk == concern.child_id:
        raise Problem("It is filed under this child already", field="child_name")
    if not reason.strip():
        raise Problem("Write why it is moved", field="reason")


def _move_actions(concern: Concern, file: CaseFile, by: User, at: datetime) -> None:
    """What was agreed because of it, and is not done, is agreed anew on the right file."""
    open_ones = AgreedAction.objects.filter(concern=concern, done_at__isnull=True).exclude(file=file)
    may_agree = policy.can(by, Can.AGREE_ACTION, file)  # not on a file that is hidden from whoever moves it
    for action in policy.visible(by, open_ones.select_related("owner")):
        finish_action(action=action, by=by, at=at, evidence=MOVED)
        if not may_agree:
            continue
        owner = action.owner if _reads(action.owner, file) else by
        due_on = max(action.due_on, timezone.localdate(at))
        agree_action(file=file, by=by, at=at, words=action.words.text, owner=owner, due_on=due_on, concern=concern)


def _reads(user: User, file: CaseFile) -> bool:
    return Audience.SAFEGUARDING in policy.clearance(user, CaseFile, file.pk)
