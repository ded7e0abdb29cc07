"""Under which number does a local authority know a child?"""

from django.db import models

from access.roles import Section
from casework.models import CaseRecord
from vault.fields import SealedTextField


class AuthorityNumber(CaseRecord):
    """The number that this local authority's letters name the child by. The latest counts; none is overwritten."""

    section = models.PositiveIntegerField(default=int(Section.PLAN))
    authority = models.CharField("local authority", max_length=120)
    number = SealedTextField()

    def __str__(self) -> str:
        return f"authoritynumber:{self.pk}"
