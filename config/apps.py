"""What is switched on once every app is loaded?"""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
