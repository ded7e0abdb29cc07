"""Will a confirmed import still be saved? Not once its job gave up, or ran for one who may no longer import."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from jobs import runner
from people.models import RollImport

SAVING = "people.apply_import"


def given_up(imports: Iterable[RollImport], *, at: datetime) -> set[UUID]:
    """Those of them that are confirmed and that nothing will save. Nothing of them was: saving is all or nothing."""
    confirmed = {one.pk for one in imports if one.status == RollImport.Status.CONFIRMED}
    if not confirmed:
        return set()
    lost = confirmed - {UUID(ids["roll_import"]) for ids in runner.under_way(SAVING, at=at)}
    if not lost:
        return lost
    still = RollImport.objects.filter(pk__in=lost, status=RollImport.Status.CONFIRMED)  # its job may just have ended
    return set(still.values_list("pk", flat=True))
