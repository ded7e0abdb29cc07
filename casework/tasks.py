"""What does casework do later? Each task takes ids, does one thing and may run twice."""

from datetime import datetime
from uuid import UUID

from casework.actions import notices
from casework.models import Concern, Notice
from jobs.registry import task


@task("casework.send_concern_notice")
def send_concern_notice(*, concern: str, event: str, about: str, at: datetime) -> None:
    notices.tell(_read(concern), Notice.Event(event), about=UUID(about), at=at)


@task("casework.tell_unseen")
def tell_unseen(*, concern: str, at: datetime) -> None:
    notices.tell_unseen(_read(concern), at=at)


def _read(concern: str) -> Concern:
    return Concern.objects.select_related("school").get(pk=UUID(concern))
