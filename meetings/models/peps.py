"""What does a looked-after child's personal education plan (PEP) say, with which targets, and what became of them?"""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, TextChoices

from access.models import School, User
from access.reach import Guarded, PersonReach, TeamReach
from access.roles import Audience, Section
from casework.models import CaseRecord
from meetings.states import PepState
from people.models import Child
from vault.fields import SealedJSONField, SealedTextField
from vault.models import SealedRow

ENDED = ("SIGNED_OFF", "SUPERSEDED")
BEFORE_THE_MEETING = ("SCHEDULED", "PRE_POPULATED", "SCHOOL_PART_DONE")


class Pep(CaseRecord):
    """One PEP: `answers` to its sheet, and the dates that clocks and lists need. One at a time is open."""

    state = models.CharField(max_length=16, choices=PepState, default=PepState.SCHEDULED)
    planned_on = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    next_on = models.DateField(null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    signed_off_on = models.DateField(null=True, blank=True)
    signed_off_by = SealedTextField(blank=True)
    answers = SealedJSONField(blank=True)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="following")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="pep_one_open", fields=["file"], condition=~Q(state__in=ENDED)),
            models.CheckConstraint(
                name="pep_held_on_goes_with_state",
                condition=Q(held_on__isnull=True, state__in=BEFORE_THE_MEETING)
                | (Q(held_on__isnull=False) & ~Q(state__in=BEFORE_THE_MEETING)),
            ),
            models.CheckConstraint(
                name="pep_signed_off_on_goes_with_state",
                condition=Q(signed_off_on__isnull=False, state__in=ENDED)
                | (Q(signed_off_on__isnull=True) & ~Q(state__in=ENDED)),
            ),
        ]

    def __str__(self) -> str:
        return f"pep:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED


class PepRating(CaseRecord):
    """What the virtual school made of a PEP each time it was submitted, and why."""

    class Rating(TextChoices):
        RED = "RED", "Red: to be put right before it is signed off"
        AMBER = "AMBER", "Amber: enough, with advice for next time"
        GREEN = "GREEN", "Green: complete and effective"

    pep = models.ForeignKey(Pep, on_delete=models.PROTECT, related_name="ratings")
    number = models.PositiveSmallIntegerField()
    rating = models.CharField(max_length=5, choices=Rating)
    rated_on = models.DateField()
    rated_by = SealedTextField(blank=True)
    reasons = SealedTextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="pep_rating_number_once", fields=["pep", "number"])]

    def __str__(self) -> str:
        return f"peprating:{self.pk}"


class PepTarget(Guarded):
    """One target, guarded in its own right: its subject teacher reads it and learns of nothing else.

    It is SMART by its columns: what, measured how, by when, and who does what. It says nothing about care. The teams
    that read the PEP reach it too. It is evaluated in the PEP that follows.
    """

    class Result(TextChoices):
        MET = "MET", "Met"
        PARTLY = "PARTLY", "Partly met"
        NOT_MET = "NOT_MET", "Not met"

    noun = "target"
    wall_column: ClassVar[str] = "child_id"
    follows_child: ClassVar[bool] = True
    audience = Audience.TEACHING
    section = int(Section.PLAN)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="targets")
    pep = models.ForeignKey(Pep, on_delete=models.PROTECT, related_name="targets")
    number = models.PositiveSmallIntegerField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    subject = SealedTextField()
    words = SealedTextField()
    measure = SealedTextField()
    due_on = models.DateField()
    staff_does = SealedTextField()
    child_does = SealedTextField()
    teacher = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="targets")
    result = models.CharField(max_length=8, choices=Result, blank=True)
    evaluation = SealedTextField(blank=True)
    evaluated_in = models.ForeignKey(Pep, on_delete=models.PROTECT, null=True, blank=True, related_name="evaluated")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = SealedTextField(blank=True)

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(name="pep_target_number_once", fields=["pep", "number"]),
            models.CheckConstraint(
                name="pep_target_evaluated_whole",
                condition=Q(result="", evaluated_in__isnull=True) | (~Q(result="") & Q(evaluated_in__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"peptarget:{self.pk}"

    def newest(self, audience: Audience, sections: Section) -> datetime:
        return self.set_at


class PepTargetPersonReach(PersonReach):
    content_object = models.ForeignKey(PepTarget, on_delete=models.PROTECT, related_name="person_reach", db_index=False)

    class Meta(PersonReach.Meta):
        pass


class PepTargetTeamReach(TeamReach):
    content_object = models.ForeignKey(PepTarget, on_delete=models.PROTECT, related_name="team_reach", db_index=False)

    class Meta(TeamReach.Meta):
        pass


class TargetNote(SealedRow):
    """How it goes with a target, by whoever helps with it: sealed with the target, appended, never changed."""

    guarded_by: ClassVar[str] = "target"
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(PepTarget, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    words = SealedTextField()
    audience = Audience.TEACHING
    section = int(Section.PLAN)

    def __str__(self) -> str:
        return f"targetnote:{self.pk}"

    @property
    def scope_id(self) -> Any:
        return self.target_id


class PepSpending(CaseRecord):
    """What pupil premium plus is spent on, and which target that helps."""

    pep = models.ForeignKey(Pep, on_delete=models.PROTECT, related_name="spendings")
    number = models.PositiveSmallIntegerField()
    target = models.ForeignKey(PepTarget, on_delete=models.PROTECT, related_name="spendings")
    pence = models.PositiveIntegerField()
    words = SealedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="pep_spending_number_once", fields=["pep", "number"]),
            models.CheckConstraint(name="pep_spending_is_something", condition=Q(pence__gt=0)),
        ]

    def __str__(self) -> str:
        return f"pepspending:{self.pk}"
