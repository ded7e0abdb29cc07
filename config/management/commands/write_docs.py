"""Writes the pages of docs/ that come from the code; with --check, says which of them have drifted."""

from difflib import unified_diff
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.documentation import PAGES


class Command(BaseCommand):
    help = "Write docs/configuration.md, docs/policy.md and docs/states.md from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if a page is out of date")

    def handle(self, *_: Any, check: bool, **__: Any) -> None:
        stale = []
        for name, page in PAGES.items():
            path = settings.BASE_DIR / "docs" / name
            before, now = path.read_text() if path.exists() else "", page()
            if before != now and check:
                stale.append(name)
                self.stdout.writelines(
                    unified_diff(before.splitlines(True), now.splitlines(True), name, "from the code")
                )
            elif before != now:
                path.parent.mkdir(exist_ok=True)
                path.write_text(now)
        if stale:
            raise CommandError(f"Out of date: {', '.join(stale)}. Run ./run manage write_docs.")
