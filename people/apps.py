"""Where Django finds this app, and its tasks."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        """The tasks are registered by being imported."""
        import_module("people.tasks")
