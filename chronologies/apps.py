"""Where Django finds this app."""

from importlib import import_module

from django.apps import AppConfig

SOURCES = ("chronologies.events", "chronologies.concerns", "chronologies.milestones")


class ChronologiesConfig(AppConfig):
    name = "chronologies"

    def ready(self) -> None:
        for source in SOURCES:  # each registers itself with the timeline
            import_module(source)
