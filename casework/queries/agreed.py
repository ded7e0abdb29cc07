"""Which agreed actions are still to be done: on one file, and by one person, within reach?"""

from datetime import date, datetime

from django.db.models import QuerySet

from access import policy
from access.history import who_could_see
from access.models import Membership, User
from access.roles import Can, Section
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
    """What anybody should have done before this day and has not, on files within reach, longest overdue first.

    A chase is not among them: what others owe is not the school's lateness.
    """
    late = AgreedAction.objects.filter(done_at__isnull=True, due_on__lt=on, clock__isnull=True)
    return policy.visible(user, late.select_related("file__child", "owner")).order_by("due_on", "pk")


def readers_to_choose(user: User, file: CaseFile, at: datetime, section: Section) -> list[User]:
    """Who may read this part of the file and can be given work on it; once each, by name.

    To those who may not know who can see the file, only their own teams are offered: a name that is missing, or one
    that was granted access, would tell.
    """
    readers = [sight.user for sight in who_could_see(file, at) if sight.sections & section]
    if not policy.can(user, Can.SEE_REACH, file):
        mates = Membership.objects.filter(team__in=policy.standing(user).teams).values_list("user", flat=True)
        readers = [reader for reader in readers if reader == user or reader.pk in set(mates)]
    return [reader for reader in dict.fromkeys(readers) if reader.is_active]
