"""Where Django finds this app."""

from importlib import import_module

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        import_module("meetings.actions.excluded")  # it registers itself with the register of what leaves
        import_module("meetings.views.peps_home")  # it registers itself with the page of one's work
        import_module("meetings.queries.due")  # and what clocks hang on with the page of what is due
