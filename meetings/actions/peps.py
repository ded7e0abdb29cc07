"""A PEP is begun, written, its meeting held, submitted, rated by the virtual school, and signed off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from access import gate, reach
from access.models import User
from access.reach import Because, Ended, person_rows, withdraw
from access.roles import Audience, Can, Section
from casework.actions.problem import Problem, renew
from casework.models import CaseFile
from casework.states import step
from meetings.actions import peps_timing
from meetings.actions.drafts import forget
from meetings.models import Pep, PepRating, PepTarget
from meetings.models.peps import BEFORE_THE_MEETING
from meetings.queries.peps import AS_RETURNED, answers_of, as_returned, contents, lacking
from meetings.states import NEXT_PEP, PepState

FIRST: dict[tuple[str, PepState], str] = {
    (state, PepState.SUBMITTED): "Record the meeting as held first" for state in BEFORE_THE_MEETING
}
"""What must come before a step that is taken too early."""
WRITTEN_IN = frozenset({"SCHEDULED", "PRE_POPULATED", "SCHOOL_PART_DONE", "MEETING_HELD", "RETURNED"})
"""The states in which the school writes in it."""
STATE_OF = {
    PepRating.Rating.RED: PepState.RETURNED,
    PepRating.Rating.AMBER: PepState.AMBER,
    PepRating.Rating.GREEN: PepState.GREEN,
}


UNCHANGED = "Nothing has changed since the virtual school returned it: put right what it asked for first"


@dataclass(frozen=True)
class Rated:
    """What the virtual school made of it."""

    rating: str
    rated_on: date
    rated_by: str = ""
    reasons: str = ""


@gate.action(Can.KEEP_PEP, records="pep.started")
def start_pep(*, file: CaseFile, by: User, at: datetime, planned_on: date, pk: UUID | None = None) -> Pep:
    """The next PEP of a child in care. One at a time is open, and it follows the last one."""
    if pk and (again := Pep.objects.filter(pk=pk, file=file, author=by).first()):
        return again
    if not file.child.looked_after:
        raise Problem("This child is not looked after: start that status first")
    last = Pep.objects.filter(file=file).order_by("-recorded_at", "-planned_on").first()
    if last and last.is_open:
        raise Problem(f"The PEP of {last.planned_on:%-d %B %Y} is open: it is signed off first")
    pep = Pep(**on_file(file, by, at, Section.MEETINGS), pk=pk or uuid4(), planned_on=planned_on, previous=last)
    pep.save(force_insert=True)
    touch(pep, at)
    return pep


@gate.action(Can.KEEP_PEP, records="pep.saved")
def save_pep(*, pep: Pep, by: User, at: datetime, version: int, answers: Mapping[str, Any]) -> Pep:
    """What is written so far. With the first words the PEP is begun."""
    current = refuse_closed(renew(pep, version))
    if current.state == PepState.SCHEDULED:
        current.state = _next(current, PepState.PRE_POPULATED)
        peps_timing.meet(current.file, ["C21"], timezone.localdate(at), by, at)
    _write(current, answers)
    current.save()
    forget(by, "pep", current.pk)
    touch(current, at)
    return current


@gate.action(Can.KEEP_PEP, records="pep.school_part_done")
def finish_school_part(*, pep: Pep, by: User, at: datetime, version: int) -> Pep:
    current = renew(pep, version)
    current.state = _next(current, PepState.SCHOOL_PART_DONE)
    current.save()
    return current


@gate.action(Can.KEEP_PEP, records="pep.held")
def hold_pep(*, pep: Pep, by: User, at: datetime, version: int, held_on: date) -> Pep:
    """The meeting was held: the school's part and the next term's review are counted from it."""
    current = renew(pep, version)
    current.state = _next(current, PepState.MEETING_HELD)
    if held_on > timezone.localdate(at):
        raise Problem("The meeting is recorded once it was held: choose today or an earlier day", field="held_on")
    current.held_on = held_on
    current.save()
    peps_timing.held(current, by, at)
    touch(current, at)
    return current


@gate.action(Can.KEEP_PEP, records="pep.submitted")
def submit_pep(*, pep: Pep, by: User, at: datetime, version: int, answers: Mapping[str, Any]) -> Pep:
    """To the virtual school, when nothing is missing that it has to have."""
    current = renew(pep, version)
    current.state = _next(current, PepState.SUBMITTED)
    for field, words in lacking(current, answers):
        raise Problem(words, field=field)
    if as_returned(current) == contents(current, answers):
        raise Problem(UNCHANGED, field="checked")
    _write(current, answers)
    current.submitted_on = timezone.localdate(at)
    current.save()
    forget(by, "pep", current.pk)
    peps_timing.meet(current.file, ["C24"], current.submitted_on, by, at)
    touch(current, at)
    return current


@gate.action(Can.KEEP_PEP, records="pep.rated")
def rate_pep(*, pep: Pep, by: User, at: datetime, version: int, rated: Rated) -> Pep:
    """Red returns it with the reasons; amber and green let it be signed off, complete from the day it was sent."""
    current = renew(pep, version)
    current.state = _next(current, STATE_OF[PepRating.Rating(rated.rating)])
    _refuse_day(current.submitted_on, rated.rated_on, at, "rated_on")
    if rated.rating != PepRating.Rating.GREEN and not rated.reasons.strip():
        raise Problem("Write the virtual school’s reasons", field="reasons")
    if current.state == PepState.RETURNED:
        said = answers_of(current)
        current.answers = said | {AS_RETURNED: contents(current, said)}
    current.save()
    row = PepRating(
        **on_file(current.file, by, at, Section.MEETINGS),
        pep=current,
        number=current.ratings.count() + 1,
        rating=rated.rating,
        rated_on=rated.rated_on,
    )
    row.rated_by, row.reasons = rated.rated_by, rated.reasons
    row.save(force_insert=True)
    if current.state != PepState.RETURNED and current.submitted_on:
        peps_timing.meet(current.file, ["C22"], current.submitted_on, by, at)
    touch(current, at)
    return current


@gate.action(Can.KEEP_PEP, records="pep.signed_off")
def sign_off_pep(*, pep: Pep, by: User, at: datetime, version: int, signed_off_on: date, signed_off_by: str) -> Pep:
    """The virtual school accepts it. The one before is superseded, and its targets are nobody's work any longer."""
    current = renew(pep, version)
    current.state = _next(current, PepState.SIGNED_OFF)
    _refuse_day(current.submitted_on, signed_off_on, at, "signed_off_on")
    if not signed_off_by.strip():
        raise Problem("Write who signed it off", field="signed_off_by")
    current.signed_off_on, current.signed_off_by = signed_off_on, signed_off_by
    current.save()
    if current.previous:
        _supersede(current.previous, at)
    touch(current, at)
    return current


def refuse_closed(pep: Pep) -> Pep:
    if pep.state not in WRITTEN_IN:
        raise Problem(f"This PEP is in the state “{pep.get_state_display()}”: what it says stands")
    return pep


def on_file(file: CaseFile, by: User, at: datetime, section: Section) -> dict[str, Any]:
    """The place of a record of a PEP: it is pastoral, so that the looked-after team reaches it."""
    return {
        "school_id": file.school_id,
        "file": file,
        "audience": Audience.PASTORAL,
        "section": int(section),
        "author": by,
        "recorded_at": at,
    }


def touch(pep: Pep, at: datetime) -> None:
    reach.touch(pep.file, Audience.PASTORAL, at=at, section=Section(pep.section))


def _next(pep: Pep, then: PepState) -> PepState:
    if then not in NEXT_PEP[pep.state]:
        raise Problem(FIRST.get((pep.state, then), f"This PEP is “{pep.get_state_display()}” by now: read it again"))
    return PepState(step(NEXT_PEP, pep.state, then))


def _write(pep: Pep, answers: Mapping[str, Any]) -> None:
    returned = as_returned(pep) if pep.state == PepState.RETURNED else None
    pep.answers = dict(answers) | ({AS_RETURNED: returned} if returned else {})
    pep.next_on = date.fromisoformat(answers["next_on"]) if answers.get("next_on") else None


def _refuse_day(first: date | None, day: date, at: datetime, field: str) -> None:
    if not (first or day) <= day <= timezone.localdate(at):
        raise Problem("Choose a day from the submission until today", field=field)


def _supersede(pep: Pep, at: datetime) -> None:
    before = Pep.objects.select_for_update().get(pk=pep.pk)
    before.state = _next(before, PepState.SUPERSEDED)
    before.version += 1
    before.save()
    for row in person_rows(PepTarget).objects.filter(content_object__pep=before, because=Because.GRANT):
        withdraw(row, at=at, reason=Ended.REPLACED)
