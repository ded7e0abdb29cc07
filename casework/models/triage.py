"""What was decided about a concern and why, was it filed under the wrong child, and who was told?"""

import uuid

from django.db import models
from django.db.models import Q, TextChoices

from access.models import School, User
from access.roles import Audience
from casework.models.concerns import Category, Concern, ConcernRecord
from casework.models.files import CaseFile
from casework.states import Decision
from people.models import Child
from vault.fields import SealedTextField


class Triage(ConcernRecord):
    """A lead's decision about a concern and why: no decision without its rationale, also not to do nothing."""

    class NotTold(TextChoices):
        RISK = "RISK", "It would place the child at risk"
        RISK_OTHER = "RISK_OTHER", "It would place somebody else at risk"
        POLICE = "POLICE", "It would prejudice a police enquiry"
        SUSPECTED = "SUSPECTED", "A parent is suspected"
        NO_CONTACT = "NO_CONTACT", "They cannot be reached yet"
        LATER = "LATER", "They will be told later"
        NOT_NEEDED = "NOT_NEEDED", "Nothing to tell: no further action"

    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    decision = models.CharField(max_length=12, choices=Decision)
    category = models.CharField(max_length=20, choices=Category)
    rationale = SealedTextField()
    parents_told = models.BooleanField()
    not_told_because = models.CharField(max_length=12, choices=NotTold, blank=True)
    parents_note = SealedTextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    audience = Audience.SAFEGUARDING

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="triage_parents_told_or_why_not",
                condition=Q(parents_told=True, not_told_because="") | (Q(parents_told=False) & ~Q(not_told_because="")),
            )
        ]

    def __str__(self) -> str:
        return f"triage:{self.pk}"


class ConcernMove(ConcernRecord):
    """A concern that was filed under the wrong child. The wrong child's timeline keeps this stub and no words."""

    from_child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="+")
    from_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, null=True, related_name="moved_away")
    to_child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    reason = SealedTextField()
    audience = Audience.SAFEGUARDING

    def __str__(self) -> str:
        return f"concernmove:{self.pk}"


class Notice(models.Model):
    """That one person was told of one thing about a concern, once. The e-mail itself says "1 new item" and no more."""

    class Event(TextChoices):
        LOGGED = "LOGGED", "A concern was logged"
        ADDED = "ADDED", "Something was added to a concern"
        UNSEEN = "UNSEEN", "A concern has not been seen yet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="notices")
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    event = models.CharField(max_length=10, choices=Event)
    about = models.UUIDField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="notice_once", fields=["recipient", "event", "about"])]

    def __str__(self) -> str:
        return f"notice:{self.pk}"
