"""Fills an empty installation with Hillview School, which does not exist."""

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from access.models import School, User
from audit.context import SYSTEM_ACTORS
from config.demo.pupil_lists import write_lists
from config.demo.seeding import seed
from config.demo.staff import STAFF
from config.demo.terms import write_terms


class Command(BaseCommand):
    help = "Make the fictional school of the demo. Only where SAFEHOLD_DEMO is true."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--password-file", required=True, type=Path)

    def handle(self, *_: Any, password_file: Path, **__: Any) -> None:
        if not settings.SAFEHOLD_DEMO:
            raise CommandError("This is not a demo. Invented children have no place beside real ones.")
        if connection.vendor == "sqlite":  # a half-made demo is thrown away, so it need not outlive a power cut
            connection.cursor().execute("PRAGMA synchronous=OFF")
        unseen = io.StringIO()  # the lead's one-time link: the demo gives everybody a password instead
        school = {"code": "hillview", "name": "Hillview School", "dsl": "dsl@hillview.example", "dsl_name": STAFF[0][0]}
        call_command("setup_school", **school, stdout=unseen)
        seed(
            School.objects.get(code="hillview"),
            User.objects.get(pk=SYSTEM_ACTORS["console"]),
            User.objects.named("dsl@hillview.example"),
            password_file.read_text(),
            timezone.now(),
        )
        write_lists(settings.DATA_DIR / "imports", timezone.localdate())
        write_terms(settings.DATA_DIR / "imports", timezone.localdate())
