"""What does casework do later? Each task takes ids, does one thing and may run twice."""

from datetime import datetime, time
from uuid import UUID

from access.models import School, User
from access.serving import serving
from access.tasks import each_day
from audit.context import SYSTEM_ACTORS
from casework.actions import chases, notices
from casework.models import Concern, Notice
from jobs.registry import task


@task("casework.send_concern_notice")
def send_concern_notice(*, concern: str, event: str, about: str, at: datetime) -> None:
    notices.tell(_read(concern), Notice.Event(event), about=UUID(about), at=at)


@task("casework.tell_unseen")
def tell_unseen(*, concern: str, at: datetime) -> None:
    notices.tell_unseen(_read(concern), at=at)


CHASES = "casework.raise_chases"
each_day(CHASES, time(5))


@task(CHASES)
def raise_chases(*, school: str, at: datetime) -> None:
    """Before the day begins: what others owe and has become late stands on a lead's list."""
    here, system = School.objects.get(pk=UUID(school)), User.objects.get(pk=SYSTEM_ACTORS["jobs"])
    with serving(system, school=here):
        chases.raise_chases(school=here, by=system, at=at)


def _read(concern: str) -> Concern:
    return Concern.objects.select_related("school").get(pk=UUID(concern))
