"""What left the school: to whom, why, and exactly which bytes?"""

import uuid

from django.db import models
from django.db.models import TextChoices

from access.models import School, User
from access.roles import Audience, Section
from vault.fields import SealedJSONField, SealedTextField
from vault.models import SealedRow


class Disclosure(SealedRow):
    """One export or print of a file: what (records and versions), to whom, why, and its SHA-256.

    Hung on a scope's uuid, since a document can be about any guarded record. `recipient`: person, role, agency.
    `contents`: what was asked for, in words and codes, and each record that went out with its version.
    """

    class Form(TextChoices):
        PDF = "PDF", "PDF"
        CSV = "CSV", "CSV"
        PRINT = "PRINT", "Print view"
        DOCX = "DOCX", "Word"
        TEXT = "TEXT", "Plain text"
        JSON = "JSON", "JSON"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    scope = models.UUIDField(db_index=True)
    form = models.CharField(max_length=8, choices=Form)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    purpose = SealedTextField()
    recipient = SealedJSONField()
    contents = SealedJSONField()
    sha256 = models.CharField(max_length=64)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.SAFEGUARDING)
    section = models.PositiveIntegerField(default=int(Section.DOCUMENTS))

    def __str__(self) -> str:
        return f"disclosure:{self.pk}"

    @property
    def scope_id(self) -> uuid.UUID:
        return self.scope
