"""Where Django finds this app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        from audit.signals import connect  # noqa: PLC0415 - models must be loaded first

        connect()
