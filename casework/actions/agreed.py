"""What was agreed: who will do what by when, and what shows that it was done?"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from access import gate, policy, reach
from access.models import User
from access.roles import Audience, Can, Section
from casework.actions.problem import Problem, Stale
from casework.models import AgreedAction, CaseFile, Concern
from clocks.models import Clock

MOST_YEARS_AHEAD = 5


@gate.action(Can.AGREE_ACTION, records="action.agreed")
def agree_action(
    *,
    file: CaseFile,
    by: User,
    at: datetime,
    words: str,
    owner: User,
    due_on: date,
    audience: Audience = Audience.SAFEGUARDING,
    concern: Concern | None = None,
    clock: Clock | None = None,
    pk: UUID | None = None,
) -> AgreedAction:
    """An action has an owner who can see it, and a date. It never widens who may read about the child."""
    if pk and (again := AgreedAction.objects.filter(pk=pk, file=file, author=by).first()):
        return again
    _refuse(file, by, at, owner, due_on, audience)
    more = {"concern": concern, "clock": clock, "pk": pk or uuid4()}
    action = new_action(file, by, at, owner=owner, due_on=due_on, audience=audience, **more)
    action.words = words
    action.save(force_insert=True)
    reach.touch(file, audience, at=at, section=Section.PLAN)
    return action


def new_action(file: CaseFile, by: User, at: datetime, *, audience: Audience, **told: Any) -> AgreedAction:
    """On the file's plan; its words are still to be sealed."""
    place: dict[str, Any] = {"school_id": file.school_id, "file": file, "section": int(Section.PLAN)}
    return AgreedAction(audience=audience, author=by, recorded_at=at, **place, **told)


@gate.action(Can.FINISH_ACTION, records="action.finished")
def finish_action(*, action: AgreedAction, by: User, at: datetime, evidence: str) -> AgreedAction:
    """Done, with what shows it. Done once: a second press changes nothing."""
    current = AgreedAction.objects.select_for_update().get(pk=action.pk)
    if current.done_at:
        if current.done_by_id == by.pk and current.evidence.text == evidence:
            return current
        raise Stale(current)
    if not evidence.strip():
        raise Problem("Say what was done, and what came of it", field="evidence")
    current.done_at, current.done_by, current.evidence = at, by, evidence
    current.version += 1
    current.save()
    reach.touch(current.file, Audience(current.audience), at=at, section=Section(current.section))
    return current


def _refuse(file: CaseFile, by: User, at: datetime, owner: User, due_on: date, audience: Audience) -> None:
    if due_on < timezone.localdate(at):
        raise Problem("Choose today or a later day", field="due_on")
    if due_on.year > timezone.localdate(at).year + MOST_YEARS_AHEAD:
        raise Problem(f"Check the year: choose a day within {MOST_YEARS_AHEAD} years", field="due_on")
    for person, field, words_if_not in (
        (by, "audience", "You cannot write for this audience on this file"),
        (owner, "owner", f"{owner.name} cannot read this: choose another owner or audience, or grant access first"),
    ):
        if not policy.clearance(person, CaseFile, file.pk).covers(audience, int(Section.PLAN)):
            raise Problem(words_if_not, field=field)
