"""Pupils whom a full list left out are marked as having left: an act of its own, after the rest was applied."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from access import gate
from access.models import User
from access.roles import Can
from people.actions.imports import NotNow, RollChanged
from people.importing import leavers, saving
from people.importing.known import hold_roll
from people.importing.leavers import Share
from people.models import RollImport


class NotSure(Exception):
    """More than a fifth of the roll would leave, and nobody has said that so many did."""

    def __init__(self, share: Share) -> None:
        super().__init__(f"{share} would leave.")
        self.share = share


@gate.bulk_action(Can.IMPORT_PUPILS, records="import.leavers_marked")
def mark_leavers(
    *, roll_import: RollImport, by: User, at: datetime, children: Collection[str], sure: str = ""
) -> RollImport:
    """Exactly these; the others stay proposed. `sure` says how many of how many, for a large share of the roll.

    Raises RollChanged if one of them is not proposed any more, and NotSure; then nobody is marked.
    """
    current = RollImport.objects.select_for_update().get(pk=roll_import.pk)
    hold_roll(current.school_id)
    if not leavers.awaited(current):
        raise NotNow("The leavers were marked, or a later list was applied.")
    chosen = set(children)
    if not chosen <= {line["child"] for line in leavers.proposed(current)}:
        raise RollChanged("The school's list changed: look again at who would leave.")
    share = leavers.share(current, len(chosen))
    if share.is_large and sure != str(share):
        raise NotSure(share)
    saving.end([UUID(pk) for pk in sorted(chosen)], at=at, today=timezone.localdate(at))
    leavers.mark(current, chosen)
    current.save()
    return current
