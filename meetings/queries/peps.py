"""Which PEPs does a child have, what is missing in one, what is due, and what may be spent in a year?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from access import policy
from access.models import Membership, User, held_on
from access.roles import STAFF, Can
from casework.models import CaseFile, StatusEpisode
from clocks.models import Clock
from clocks.queries import Stage, calendar_of, running, stage
from meetings.models import Pep, PepRating, PepSpending, PepTarget
from meetings.models.peps import ENDED
from meetings.sheets.base import Answers
from meetings.sheets.pep import PEP
from meetings.states import PepState

FEWEST = 3
AS_RETURNED = "as_returned"
"""Under what, beside the answers of a PEP that was returned, stands what it then consisted of."""
CODES = ("C21", "C22", "C23", "C24", "C25.1", "C25.2", "C25.3")
STAGES = {Stage.LATE: "Overdue", Stage.CHASE: "Chase", Stage.TODAY: "Due today"}


@dataclass(frozen=True)
class Due:
    """What is due about a child's PEP."""

    clock: Clock
    words: str
    who: str
    stage: str
    closed: bool


@dataclass(frozen=True)
class Premium:
    """What is planned of the year's pupil premium plus. `rate` None: nobody has set this year's."""

    year: str
    pence: int
    rate: int | None


def peps_on(user: User, file: CaseFile) -> list[Pep]:
    """The newest first."""
    return list(policy.visible(user, Pep.objects.filter(file=file)).order_by("-planned_on", "-recorded_at", "pk"))


def targets_of(user: User, pep: Pep | None) -> list[PepTarget]:
    """Those that this person may read."""
    every = policy.visible(user, PepTarget.objects.filter(pep=pep)) if pep else PepTarget.objects.none()
    return list(every.select_related("teacher", "child").order_by("number"))


def targets_to_help_with(user: User) -> list[PepTarget]:
    """Of those that name this person: what is not evaluated yet and still within reach, the soonest first."""
    named = policy.visible(user, PepTarget.objects.filter(teacher=user, result="", withdrawn_at=None))
    return list(named.select_related("child").order_by("due_on", "pk"))


def standing_targets(pep: Pep) -> int:
    """How many targets it has, without those that were withdrawn."""
    return pep.targets.filter(withdrawn_at=None).count()


def lacking(pep: Pep, answers: Answers) -> list[tuple[str, str]]:
    """What the virtual school has to have and this PEP has not: the field of the form, and what to say about it."""
    missing = [(f"sheet_{code}", words) for code, words in PEP.unanswered(answers).items()]
    next_on = answers.get("next_on")
    if next_on and pep.held_on and date.fromisoformat(next_on) <= pep.held_on:
        missing.append(("sheet_next_on", "Enter a date for the next PEP meeting that is after this one"))
    if standing_targets(pep) < FEWEST:
        missing.append(("checked", "Set at least three targets"))
    if pep.previous and pep.previous.targets.filter(result="", withdrawn_at=None).exists():
        missing.append(("checked", "Say of each target of the last PEP what came of it"))
    return missing


def answers_of(pep: Pep) -> dict[str, Any]:
    """What it says, without what is kept beside it."""
    told = pep.answers.value if pep.answers else {}
    return {code: value for code, value in told.items() if code != AS_RETURNED}


def as_returned(pep: Pep) -> dict[str, Any] | None:
    """What it consisted of when the virtual school returned it; None for one that was not, or was sent again."""
    kept: dict[str, Any] | None = (pep.answers.value if pep.answers else {}).get(AS_RETURNED)
    return kept


def returned_with(pep: Pep) -> PepRating | None:
    """The rating with the reasons that are to be put right now."""
    return pep.ratings.order_by("-number").first() if pep.state == PepState.RETURNED else None


def contents(pep: Pep, answers: Answers) -> dict[str, Any]:
    """What the virtual school is sent: the answers, the targets, what came of the last ones, and the spending."""
    targets = PepTarget.objects.filter(pep__in=[one for one in (pep.pk, pep.previous_id) if one]).order_by("pk")
    return {
        "answers": dict(answers),
        "targets": [[str(pk), version] for pk, version in targets.values_list("pk", "version")],
        "spendings": [str(pk) for pk in pep.spendings.order_by("number").values_list("pk", flat=True)],
    }


def care_of(file: CaseFile) -> UUID | None:
    """The status that the child is looked after, on which the clocks hang."""
    found = StatusEpisode.objects.filter(file=file, kind=StatusEpisode.Kind.LAC, ended_on__isnull=True)
    return found.values_list("pk", flat=True).first()


def clocks_on(files: Iterable[CaseFile]) -> QuerySet[Clock]:
    """What runs about the PEPs of these files."""
    files = list(files)
    care = StatusEpisode.objects.filter(file__in=files, kind=StatusEpisode.Kind.LAC)
    subjects = [*care.values_list("pk", flat=True), *Pep.objects.filter(file__in=files).values_list("pk", flat=True)]
    return running(subjects).filter(code__in=CODES)


def due_on(files: Iterable[CaseFile], at: datetime) -> list[Due]:
    """For whoever may read the PEPs of these files: the soonest first."""
    files = list(files)
    if not files:
        return []
    calendar = calendar_of(files[0].school_id)
    return [
        Due(
            clock=clock,
            words=clock.rule.due,
            who=clock.rule.who,
            stage=STAGES.get(stage(clock, at), ""),
            closed=clock.due_on is not None and not calendar.is_school(clock.due_on),
        )
        for clock in clocks_on(files)
    ]


def children_with_peps(user: User) -> list[CaseFile]:
    """The files on which this person keeps PEPs: of children in care, and where one is open still."""
    care = StatusEpisode.objects.filter(kind=StatusEpisode.Kind.LAC, ended_on__isnull=True)
    open_ones = Pep.objects.exclude(state__in=ENDED)
    wanted = Q(pk__in=care.values("file")) | Q(pk__in=open_ones.values("file"))
    found = policy.visible(user, CaseFile.objects.filter(wanted)).select_related("child")
    return [file for file in found if policy.can(user, Can.KEEP_PEP, file)]


def financial_year(on: date) -> str:
    """ "2026-27": from April to March."""
    first = on.year if (on.month, on.day) >= (4, 1) else on.year - 1
    return f"{first}-{(first + 1) % 100:02}"


def premium_of(pep: Pep) -> Premium:
    """This PEP's lines and those of the child's other PEPs in the same financial year, beside the year's rate."""
    year = financial_year(pep.held_on or pep.planned_on)
    same = [
        one.pk for one in Pep.objects.filter(file=pep.file_id) if financial_year(one.held_on or one.planned_on) == year
    ]
    pence = PepSpending.objects.filter(pep__in=same).aggregate(total=Sum("pence"))["total"] or 0
    pounds = settings.SAFEHOLD_PUPIL_PREMIUM_PLUS.get(year)
    return Premium(year, pence, pounds * 100 if pounds is not None else None)


def staff_of(file: CaseFile, at: datetime) -> list[User]:
    """Who can be asked to help with a target: the staff of the school, by name."""
    here = Membership.objects.filter(held_on(timezone.localdate(at)), school=file.school_id, role__in=STAFF)
    return list(User.objects.filter(is_active=True, pk__in=here.values("user")).order_by("name", "pk"))
