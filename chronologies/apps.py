"""Where Django finds this app."""

from django.apps import AppConfig


class ChronologiesConfig(AppConfig):
    name = "chronologies"
