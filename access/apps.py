"""Where Django finds this app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "access"
