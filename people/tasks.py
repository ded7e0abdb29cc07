"""What does people do later? A confirmed import is applied, once, in the name of who confirmed it."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from access import gate
from access.models import User
from access.roles import Can
from jobs.registry import task
from people import imports
from people.actions.imports import RollChanged
from people.importing.waiting import SAVING
from people.models import RollImport


@task(SAVING)
def apply_import(*, roll_import: str, by: str, at: datetime) -> None:
    """Run twice, it applies once. If the list is no longer what was confirmed, nothing is applied and it has failed.

    Who confirmed it may import no longer: then trying again is of no use, and the page says that it was not saved.
    """
    user = User.objects.get(pk=UUID(by))
    try:
        current = gate.fetch(user, RollImport, UUID(roll_import), to=Can.IMPORT_PUPILS)
    except (gate.NotHere, gate.Refused):
        return
    if current.status == RollImport.Status.CONFIRMED:
        with suppress(RollChanged):  # kept with the import, for the page to say
            imports.apply(user, current, at=at)
