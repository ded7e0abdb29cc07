"""What is somebody still writing?"""

import uuid
from typing import ClassVar

from django.db import IntegrityError, models, transaction
from django.db.models import TextChoices

from access.models import School, User
from access.roles import Audience, Section
from vault.fields import SealedJSONField
from vault.models import SealedRow


class AlreadyBegunError(Exception):
    """There is such a draft: it was begun in another window, or by somebody else."""


class DraftGoneError(Exception):
    """It was sent or thrown away in another window meanwhile."""


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

    def put_down(self) -> None:
        """For the first time."""
        try:
            with transaction.atomic():
                self.save(force_insert=True)
        except IntegrityError:
            if Draft.objects.filter(pk=self.pk).exists():
                raise AlreadyBegunError(self.pk) from None
            raise

    def hold(self) -> None:
        """Until the transaction commits."""
        if Draft.objects.select_for_update().filter(pk=self.pk).first() is None:
            raise DraftGoneError(self.pk)
