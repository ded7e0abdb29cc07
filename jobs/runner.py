"""Which job is next, and what if it fails? One runner for the built-in loop and for Celery.

A job is claimed in a short transaction of its own (no two runners get the same), run, and marked done. A claim older
than CLAIM_LASTS is taken to be lost and free again, so tasks must be idempotent.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from jobs.models import Job
from jobs.registry import TASKS

log = logging.getLogger(__name__)
CLAIM_LASTS = timedelta(minutes=10)
MOST_TRIES = 5

Serve = Callable[[Any], AbstractContextManager[object]]
Clock = Callable[[], datetime]


def run_due(*, clock: Clock, serve: Serve, most: int = 100) -> int:
    """Run what is due, at most `most` jobs; how many were run. `serve` sets the actor and locks keys again."""
    done = 0
    for job in _claims(clock, most):
        _run(job, clock, serve)
        done += 1
    return done


def under_way(name: str, *, at: datetime) -> list[dict[str, str]]:
    """The ids of every job of this name that waits, runs or will be tried again. One that gave up is not among them."""
    alive = Q(tries__lt=MOST_TRIES) | Q(claimed_at__gte=at - CLAIM_LASTS)
    return list(Job.objects.filter(alive, name=name, done_at__isnull=True).values_list("ids", flat=True))


def _claims(clock: Clock, most: int) -> Iterator[Job]:
    for _ in range(most):
        job = _claim(clock())
        if job is None:
            return
        yield job


def _claim(at: datetime) -> Job | None:
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=at - CLAIM_LASTS)
    waiting = Job.objects.filter(free, done_at__isnull=True, due_at__lte=at, tries__lt=MOST_TRIES)
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        job = waiting.select_for_update(skip_locked=skip).order_by("due_at", "pk").first()
        if job is not None:
            job.claimed_at, job.tries = at, job.tries + 1
            job.save(update_fields=["claimed_at", "tries"])
    return job


def _run(job: Job, clock: Clock, serve: Serve) -> None:
    try:
        with serve(job.as_user):
            TASKS[job.name](**job.ids, at=clock())
    except Exception as error:  # a job that fails must not stop the others; its error's type is kept, never its words
        log.exception("A job failed.", extra={"job": str(job.pk), "job_name": job.name})
        later = clock() + timedelta(seconds=15 * 4**job.tries)
        Job.objects.filter(pk=job.pk).update(claimed_at=None, due_at=later, error=type(error).__name__)
    else:
        Job.objects.filter(pk=job.pk).update(done_at=clock(), error="")
