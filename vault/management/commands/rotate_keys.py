"""Adds an outermost key to the keyring and wraps every school's key under it: `manage.py rotate_keys`."""

from typing import Any

from django.core.management.base import BaseCommand

from vault import rotation
from vault.providers import provider


class Command(BaseCommand):
    help = "Add a key to the keyring and wrap every school's key under it. Back the keyring up afterwards."

    def handle(self, *args: Any, **options: Any) -> None:
        keyring = provider()
        name = keyring.rotate()
        count = rotation.rewrap(keyring)
        self.stdout.write(f"Key {name} is current; {count} school keys were wrapped under it. Back the keyring up now.")
