"""A model with sealed words, for the vault's tests alone. Its app is not installed, so nobody else meets it."""

from django.db import models

from vault.fields import SealedJSONField, SealedTextField
from vault.models import SealedRow


class Note(SealedRow):
    school_id = models.UUIDField()
    scope_id = models.UUIDField()
    audience = models.CharField(max_length=16)
    section = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=40, default="")
    words = SealedTextField()
    voice = SealedTextField(blank=True)
    facts = SealedJSONField(blank=True)

    class Meta:
        app_label = "sample"
