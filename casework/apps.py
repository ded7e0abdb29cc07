"""Where Django finds this app, and its tasks."""

from importlib import import_module

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"

    def ready(self) -> None:
        import_module("casework.tasks")
