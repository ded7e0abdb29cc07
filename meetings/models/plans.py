"""Which plan was agreed, in which versions, with which outcomes and steps, and what came of them?"""

from django.db import models
from django.db.models import Q, TextChoices

from casework.models import AgreedAction, CaseRecord
from meetings.models.early_help import Assessment
from meetings.models.meetings import Meeting
from meetings.states import PlanState
from vault.fields import SealedTextField


class Plan(CaseRecord):
    """A plan for a child: it has one version at a time that counts, and keeps those before."""

    class Kind(TextChoices):
        EARLY_HELP = "EARLY_HELP", "Early help plan"
        CIN = "CIN", "Child in need plan"
        CP = "CP", "Child protection plan"

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=8, choices=PlanState, default=PlanState.RUNNING)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="plans")
    started_on = models.DateField()
    lead_practitioner = SealedTextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = SealedTextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_ended_on_goes_with_state",
                condition=Q(state="ENDED", ended_on__isnull=False) | (~Q(state="ENDED") & Q(ended_on__isnull=True)),
            ),
            models.UniqueConstraint(
                name="plan_one_open_of_a_kind", fields=["file", "kind"], condition=~Q(state="ENDED")
            ),
        ]

    def __str__(self) -> str:
        return f"plan:{self.pk}"

    @property
    def now(self) -> "PlanVersion":
        """The version that counts."""
        return self.versions.latest("number")


class PlanVersion(CaseRecord):
    """What the plan said from one meeting to the next. Superseded, never changed."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_versions")
    agreed_on = models.DateField()
    because = SealedTextField(blank=True)
    contingency = SealedTextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="plan_version_once", fields=["plan", "number"])]

    def __str__(self) -> str:
        return f"planversion:{self.pk}"


class Outcome(CaseRecord):
    """What is to be better for the child, for which worry, and how anybody will see it.

    `before` is the same outcome in the version before.
    """

    plan_version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="outcomes")
    number = models.PositiveSmallIntegerField()
    words = SealedTextField()
    worry = SealedTextField(blank=True)
    measure = SealedTextField(blank=True)
    before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="after")

    class Meta:
        constraints = [models.UniqueConstraint(name="outcome_number_once", fields=["plan_version", "number"])]

    def __str__(self) -> str:
        return f"outcome:{self.pk}"


class Step(CaseRecord):
    """Who does what towards an outcome: somebody in school by an agreed action, anybody else in words.

    One that goes on in the next version is linked again there, to the same action.
    """

    class Progress(TextChoices):
        NOT_STARTED = "NOT_STARTED", "Not started"
        IN_PROGRESS = "IN_PROGRESS", "In progress"
        BLOCKED = "BLOCKED", "Stuck"
        DONE = "DONE", "Done"

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="steps")
    action = models.ForeignKey(AgreedAction, on_delete=models.PROTECT, null=True, blank=True, related_name="steps")
    words = SealedTextField(blank=True)
    who = SealedTextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    progress = models.CharField(max_length=12, choices=Progress, default=Progress.NOT_STARTED)
    note = SealedTextField(blank=True)

    def __str__(self) -> str:
        return f"step:{self.pk}"


class OutcomeProgress(CaseRecord):
    """How an outcome stood at one meeting, and what shows it."""

    class Direction(TextChoices):
        BETTER = "BETTER", "Better"
        SAME = "SAME", "The same"
        WORSE = "WORSE", "Worse"

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="progress")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="progress")
    direction = models.CharField(max_length=6, choices=Direction)
    evidence = SealedTextField()

    class Meta:
        constraints = [models.UniqueConstraint(name="progress_once_a_meeting", fields=["outcome", "meeting"])]

    def __str__(self) -> str:
        return f"outcomeprogress:{self.pk}"
