"""Where Django finds this app, and its tasks."""

from importlib import import_module

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "clocks"

    def ready(self) -> None:
        """The tasks are registered by being imported."""
        import_module("clocks.tasks")
