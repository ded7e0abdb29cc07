"""What is somebody still writing?"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import TextChoices

from access.models import School, User
from access.roles import Audience, Section
from vault.fields import SealedJSONField
from vault.models import SealedRow


class Draft(SealedRow):
    """What somebody is still writing, for nobody else's eyes. Its key is that of what it will become.

    A concern's draft has the uuid that the concern will have: sent twice, there is still one concern.
    """

    class Kind(TextChoices):
        CONCERN = "CONCERN", "Concern"
        EVENT = "EVENT", "Chronology entry"
        SHEET = "SHEET", "Meeting, assessment or plan"

    owned_by: ClassVar[str] = "user"
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=10, choices=Kind)
    scope = models.UUIDField()
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.TEACHING)
    section = models.PositiveIntegerField(default=int(Section.CHRONOLOGY))
    body = SealedJSONField()
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft:{self.pk}"

    @property
    def scope_id(self) -> uuid.UUID:
        return self.scope
