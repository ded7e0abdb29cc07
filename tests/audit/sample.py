"""A model with a column of every class, for the log's tests alone. Its app is not installed, so nobody meets it."""

from django.conf import settings
from django.db import models

from vault.fields import SealedTextField
from vault.models import SealedRow


class Paper(SealedRow):
    class Status(models.TextChoices):
        OPEN = "OPEN"
        CLOSED = "CLOSED"

    school_id = models.UUIDField()
    scope_id = models.UUIDField()
    audience = models.CharField(max_length=16, choices=[("PASTORAL", "Pastoral")])
    section = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    happened_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    cost = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    remark = models.CharField(max_length=40, default="")
    raw = models.BinaryField(default=b"\xff")
    sort_key = models.DateTimeField(null=True)
    words = SealedTextField()

    class Meta:
        app_label = "sample"


class Reach(models.Model):
    """A row that stands on a scope, has a number for its id and no school."""

    content_object_id = models.UUIDField()

    class Meta:
        app_label = "sample"

    def __str__(self):
        return f"reach:{self.pk}"
