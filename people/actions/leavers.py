"""The pupils whom a full list left out are marked as having left: an act of its own, after the rest was applied."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from access import gate
from access.models import User
from access.roles import Can
from people.actions.imports import NotNow, RollChanged
from people.importing import leavers, saving
from people.importing.known import hold_roll
from people.models import RollImport


@gate.bulk_action(Can.IMPORT_PUPILS, records="import.leavers_marked")
def mark_leavers(*, roll_import: RollImport, by: User, at: datetime, listed: str) -> RollImport:
    """All whom the person was shown (`listed` is their fingerprint), or RollChanged and nobody."""
    current = RollImport.objects.select_for_update().get(pk=roll_import.pk)
    hold_roll(current.school_id)
    if not leavers.awaited(current):
        raise NotNow("The leavers were marked, or a later list was applied.")
    proposed = leavers.proposed(current)
    if leavers.fingerprint(proposed) != listed:
        raise RollChanged("The school's list changed: look again at who would leave.")
    saving.end([UUID(line["child"]) for line in proposed], at=at, today=timezone.localdate(at))
    current.confirm_leavers = True
    current.save()
    return current
