"""The built-in loop: runs what is due, with no broker."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from access.serving import serving
from jobs.runner import run_due


class Command(BaseCommand):
    help = "Run the jobs that are due, and go on until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is due now, then stop")
        parser.add_argument("--every", type=float, default=2.0, help="seconds between looks (default 2)")

    def handle(self, *_: Any, once: bool, every: float, **__: Any) -> None:
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            close_old_connections()
            run_due(clock=timezone.now, serve=serving)
            if once:
                return
            stopped.wait(every)
