"""What is switched on once every app is loaded?"""

from django.apps import AppConfig
from django.conf import settings

from config.celery import app
from config.wording import speak_plainly

speak_plainly()  # as this is imported: before any app imports a form


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from django.core.signals import request_finished, request_started  # noqa: PLC0415 — apps must be loaded first

        from audit import registration  # noqa: PLC0415 — the same
        from config import configuration  # noqa: F401, PLC0415 — the same; registers its check
        from jobs import queue  # noqa: PLC0415 — the same
        from vault import keyring  # noqa: PLC0415 — the same

        registration.register_models()
        if settings.REDIS_URL:
            queue.wake_by(_wake_celery)
        # Keys opened for a request stay open until its answer has been sent, streamed answers included.
        request_started.connect(keyring.begin_request)
        request_finished.connect(keyring.end_request)


def _wake_celery() -> None:
    """A hint to a worker that something is due. Lost hints do no harm: beat asks every few seconds."""
    app.send_task("jobs.run_due", ignore_result=True)
