"""Targets of a PEP are set, changed and evaluated, and pupil premium plus is put to them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from access import gate, policy
from access.endings import cover
from access.models import User
from access.reach import Because, Ended, give_person, person_rows, withdraw
from access.roles import STAFF, Audience, Can, Section
from casework.actions.problem import Problem, renew
from casework.actions.reach import named_on
from meetings.actions.peps import WRITTEN_IN, on_file, refuse_closed, touch
from meetings.actions.peps_notes import refuse_withdrawn
from meetings.models import Pep, PepSpending, PepTarget
from people import teams

LOOKS_BACK = timedelta(days=28)
"""How long after its date a target can still be read by the teacher who helps with it."""
ASKED = {
    "subject": "Write the subject, or what it is about",
    "words": "Write what is to be reached",
    "measure": "Write how it is measured",
    "staff_does": "Write what staff do",
    "child_does": "Write what the child does",
}


@dataclass(frozen=True)
class Smart:
    """Specific, measured, agreed with who does what, and timed."""

    subject: str
    words: str
    measure: str
    due_on: date
    staff_does: str
    child_does: str
    teacher: User | None = None


@gate.action(Can.KEEP_PEP, records="target.set")
def set_target(*, pep: Pep, by: User, at: datetime, smart: Smart, pk: UUID | None = None) -> PepTarget:
    """With reach of its own: the child's teams as on the file, and the one teacher who helps with it."""
    if pk and (again := PepTarget.objects.filter(pk=pk, pep=pep, author=by).first()):
        return again
    refuse_closed(pep)
    _refuse_vague(pep, smart)
    target = PepTarget(
        pk=pk or uuid4(),
        school_id=pep.school_id,
        restricted=pep.file.restricted,
        child=pep.file.child,
        pep=pep,
        number=pep.targets.count() + 1,
        author=by,
        set_at=at,
        due_on=smart.due_on,
    )
    gate.opening(target, Audience.TEACHING)
    _write(target, smart)
    target.save(force_insert=True)
    teams.settle(target, target.child, at=at)
    for person in named_on(pep.file):
        give_person(target, person, Audience.SAFEGUARDING, Because.NAMED, at=at)
    _let_help(target, at)
    cover(target, at=at)
    touch(pep, at)
    return target


@gate.action(Can.KEEP_PEP, records="target.changed")
def change_target(*, target: PepTarget, by: User, at: datetime, version: int, smart: Smart) -> PepTarget:
    """While the PEP is being written. Another teacher takes the place of the one before."""
    current = renew(target, version)
    refuse_withdrawn(current)
    refuse_closed(current.pep)
    _refuse_vague(current.pep, smart)
    _write(current, smart)
    current.save()
    for row in person_rows(PepTarget).objects.filter(content_object=current, because=Because.GRANT):
        withdraw(row, at=at, reason=Ended.REPLACED)
    _let_help(current, at)
    return current


@gate.action(Can.KEEP_PEP, records="target.evaluated")
def evaluate_target(
    *, target: PepTarget, by: User, at: datetime, version: int, result: str, evaluation: str
) -> PepTarget:
    """In the PEP that follows, until that is submitted."""
    current = renew(target, version)
    refuse_withdrawn(current)
    after = Pep.objects.filter(previous=current.pep, state__in=WRITTEN_IN).first()
    if after is None:
        raise Problem("A target is evaluated in the PEP that follows: start that first")
    if not evaluation.strip():
        raise Problem("Write what shows it", field="evaluation")
    current.result, current.evaluation = PepTarget.Result(result).value, evaluation
    current.evaluated_in = after
    current.save()
    touch(after, at)
    return current


@gate.action(Can.KEEP_PEP, records="pep.spending_noted")
def note_spending(
    *, pep: Pep, by: User, at: datetime, target: PepTarget, pence: int, words: str, pk: UUID | None = None
) -> PepSpending:
    """A line of pupil premium plus, and the target it is for."""
    if pk and (again := PepSpending.objects.filter(pk=pk, pep=pep, author=by).first()):
        return again
    refuse_closed(pep)
    if target.pep_id != pep.pk:
        raise Problem("Choose a target of this PEP", field="target")
    refuse_withdrawn(PepTarget.objects.select_for_update().get(pk=target.pk))
    if pence <= 0:
        raise Problem("Enter an amount above nothing", field="amount")
    if not words.strip():
        raise Problem("Write what it is for", field="words")
    line = PepSpending(
        **on_file(pep.file, by, at, Section.PLAN),
        pk=pk or uuid4(),
        pep=pep,
        number=pep.spendings.count() + 1,
        target=target,
        pence=pence,
    )
    line.words = words
    line.save(force_insert=True)
    touch(pep, at)
    return line


def _refuse_vague(pep: Pep, smart: Smart) -> None:
    for name, words in ASKED.items():
        if not getattr(smart, name).strip():
            raise Problem(words, field=name)
    if smart.due_on <= (pep.held_on or pep.planned_on):
        raise Problem("Enter a day after the PEP meeting", field="due_on")
    if smart.teacher is not None:
        _refuse_teacher(pep, smart.teacher)


def _refuse_teacher(pep: Pep, teacher: User) -> None:
    standing = policy.standing(teacher)
    if standing.school_id != pep.school_id or not standing.roles & STAFF:
        raise Problem(f"{teacher.name} is not on the staff here", field="teacher")
    if pep.file.restricted or policy.walls(teacher) & {pep.file_id, pep.file.child_id}:
        raise Problem(f"{teacher.name} cannot be given this target", field="teacher")


def _write(target: PepTarget, smart: Smart) -> None:
    for name in ASKED:
        setattr(target, name, getattr(smart, name))
    target.due_on, target.teacher = smart.due_on, smart.teacher


def _let_help(target: PepTarget, at: datetime) -> None:
    """The teacher reads this target and nothing else, for as long as there is something to help with."""
    if target.teacher is None:
        return
    until = timezone.make_aware(datetime.combine(target.due_on + LOOKS_BACK, time.min))
    give_person(
        target,
        target.teacher,
        Audience.TEACHING,
        Because.GRANT,
        at=at,
        sections=Section.PLAN,
        expires_at=until,
    )
