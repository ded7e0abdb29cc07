"""What is switched on once every app is loaded?"""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from django.core.signals import request_finished, request_started  # noqa: PLC0415 — apps must be loaded first

        from audit import registration  # noqa: PLC0415 — the same
        from vault import keyring  # noqa: PLC0415 — the same

        registration.register_models()
        # Keys opened for a request stay open until its answer has been sent, streamed answers included.
        request_started.connect(keyring.begin_request)
        request_finished.connect(keyring.end_request)
