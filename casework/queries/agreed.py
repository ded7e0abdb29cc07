"""Which agreed actions are still to be done: on one file, and by one person, within reach?"""

from datetime import date

from django.db.models import QuerySet

from access import policy
from access.models import User
from casework.models import AgreedAction, CaseFile


def actions_on(user: User, file: CaseFile) -> QuerySet[AgreedAction]:
    """Every action on the file that this person may read: open ones by date, then the done ones, newest first."""
    on_it = AgreedAction.objects.filter(file=file).select_related("owner", "done_by")
    return policy.visible(user, on_it).order_by("-done_at", "due_on", "pk")


def open_actions_on(user: User, file: CaseFile) -> QuerySet[AgreedAction]:
    on_it = AgreedAction.objects.filter(file=file, done_at__isnull=True).select_related("owner")
    return policy.visible(user, on_it).order_by("due_on", "pk")


def open_actions_of(user: User, on: date | None = None) -> QuerySet[AgreedAction]:
    """What this person has agreed to do and has not done, soonest first; only on files still within reach.

    With a day: what is due by that day, so overdue too.
    """
    own = AgreedAction.objects.filter(owner=user, done_at__isnull=True).select_related("file__child", "owner")
    if on is not None:
        own = own.filter(due_on__lte=on)
    return policy.visible(user, own).order_by("due_on", "pk")


def overdue_actions(user: User, on: date) -> QuerySet[AgreedAction]:
    """What anybody should have done before this day and has not, on files within reach, longest overdue first."""
    late = AgreedAction.objects.filter(done_at__isnull=True, due_on__lt=on).select_related("file__child", "owner")
    return policy.visible(user, late).order_by("due_on", "pk")
