"""How does Celery take part? It only wakes: the jobs table is the truth, and the same runner claims from it."""

import os

from celery import Celery
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("safehold")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task(name="jobs.run_due")
def run_due() -> int:
    from access.serving import serving  # noqa: PLC0415 — Celery reads this file before Django's apps are loaded
    from jobs import runner  # noqa: PLC0415 — the same

    return runner.run_due(clock=timezone.now, serve=serving)
