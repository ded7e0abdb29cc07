"""Where is what somebody typed into a long form and has not saved? One draft for each person, form and record."""

from uuid import UUID, uuid5

from django.db.models import QuerySet

from access import policy
from access.models import User
from casework.models import Draft


def key_of(user: User, form: str, about: UUID) -> UUID:
    """The same each time that this person opens this form about this record."""
    return uuid5(about, f"{form} {user.pk}")


def drafts_of(user: User, form: str, about: UUID) -> QuerySet[Draft]:
    kept = Draft.objects.filter(kind=Draft.Kind.SHEET, pk=key_of(user, form, about))
    return policy.visible(user, kept)
