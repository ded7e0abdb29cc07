"""How is work put off until later? In the transaction that asks for it, so neither exists without the other."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from jobs.models import Job

_wakers: list[Callable[[], None]] = []


def put(name: str, *, ids: dict[str, uuid.UUID | str], due_at: datetime, by: Any) -> Job:
    """A job that runs as `by` once it is due. Only ids go with it."""
    job = Job.objects.create(name=name, ids={key: str(value) for key, value in ids.items()}, due_at=due_at, as_user=by)
    for wake in _wakers:
        transaction.on_commit(wake, robust=True)
    return job


def wake_by(waker: Callable[[], None]) -> None:
    """Something to call after a job was committed: a hint, never the truth."""
    _wakers.append(waker)


def stuck(at: datetime) -> bool:
    """Whether a job should have been done ten minutes ago: a sign that no runner is at work. Not how many: each
    concern makes some, and whoever keeps the servers running is not to count concerns.
    """
    return Job.objects.filter(done_at__isnull=True, due_at__lt=at - timedelta(minutes=10)).exists()
