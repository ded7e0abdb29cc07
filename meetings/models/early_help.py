"""What did the family agree to, and what was found in an early help assessment?"""

from django.db import models
from django.db.models import Q, TextChoices

from access.models import User
from casework.models import CaseRecord
from meetings.sheets.early_help import EXITS
from meetings.states import AssessmentState
from vault.fields import SealedJSONField, SealedTextField


class FamilyAgreement(CaseRecord):
    """Who agreed, to sharing with whom and not with whom. Never called consent: it is not the lawful basis.

    `scope` and `excluded` are ids of agencies. After it is withdrawn the plan stands until a lead has decided.
    """

    class Risk(TextChoices):
        CARRY_ON = "CARRY_ON", "Carry on with the plan, in school alone"
        MONITOR = "MONITOR", "Monitor"
        REFER = "REFER", "Refer to children’s social care"
        AGREED_AGAIN = "AGREED_AGAIN", "The family agrees again: the plan goes on"

    who = SealedTextField()
    given = models.BooleanField(default=True)
    holds_responsibility = models.BooleanField(default=True)
    agreed_on = models.DateField()
    signed = models.BooleanField(default=False)
    scope = models.JSONField(default=list)
    excluded = models.JSONField(default=list)
    note = SealedTextField(blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = SealedTextField(blank=True)
    risk = models.CharField(max_length=12, choices=Risk, blank=True)
    risk_words = SealedTextField(blank=True)
    risk_decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    risk_decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreement_risk_decided_whole",
                condition=Q(risk="", risk_decided_by__isnull=True, risk_decided_at__isnull=True)
                | (~Q(risk="") & Q(risk_decided_by__isnull=False, risk_decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="agreement_withdrawn_was_given", condition=Q(withdrawn_on__isnull=True) | Q(given=True)
            ),
        ]

    def __str__(self) -> str:
        return f"familyagreement:{self.pk}"

    @property
    def awaits_decision(self) -> bool:
        """Withdrawn or refused, and no lead has looked at the risk yet."""
        return (self.withdrawn_on is not None or not self.given) and not self.risk


class Assessment(CaseRecord):
    """One early help assessment, from its start to how it ended."""

    agreement = models.ForeignKey(FamilyAgreement, on_delete=models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=10, choices=AssessmentState, default=AssessmentState.STARTED)
    started_on = models.DateField()
    completed_on = models.DateField(null=True, blank=True)
    answers = SealedJSONField(blank=True)
    scale = models.PositiveSmallIntegerField(null=True, blank=True)
    level = models.CharField(max_length=12, blank=True)
    lead_practitioner = SealedTextField()
    reference = SealedTextField("local authority's reference", blank=True)
    authorised_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    authorised_on = models.DateField(null=True, blank=True)
    exit = models.CharField(max_length=10, choices=EXITS, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    scale_at_end = models.PositiveSmallIntegerField(null=True, blank=True)
    distance = SealedTextField("distance travelled", blank=True)
    family_feedback = SealedTextField(blank=True)
    contingency = SealedTextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assessment_closed_with_its_exit",
                condition=Q(state="CLOSED", closed_on__isnull=False) & ~Q(exit="")
                | (~Q(state="CLOSED") & Q(closed_on__isnull=True, exit="")),
            ),
            models.CheckConstraint(
                name="assessment_scale_of_ten", condition=Q(scale__isnull=True) | Q(scale__range=(0, 10))
            ),
        ]

    def __str__(self) -> str:
        return f"assessment:{self.pk}"
