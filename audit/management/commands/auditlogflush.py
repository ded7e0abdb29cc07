"""django-auditlog would empty the log with this command. There is no such thing here."""

from typing import NoReturn

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Refused: the log is append-only."

    def handle(self, *_: object, **__: object) -> NoReturn:
        raise CommandError("The log is append-only: nothing removes lines from it.")
