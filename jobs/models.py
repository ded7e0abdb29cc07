"""What waits to be done, for whom, and how did it end? The outbox that the built-in loop and Celery both claim from."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One piece of work: the name of a task and ids. Never words, so a broker or a backup learns nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    ids = models.JSONField(default=dict)
    as_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    tries = models.SmallIntegerField(default=0)
    error = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(name="job_waiting", fields=["due_at"], condition=Q(done_at__isnull=True))]

    def __str__(self) -> str:
        return f"job:{self.pk}"
