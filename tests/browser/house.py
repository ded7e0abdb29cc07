"""The product as it is installed, in a folder of its own: its own server and job loop, on a free port."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.browser import moved

HOME = Path(__file__).resolve().parent.parent.parent
START = 120  # seconds: a loaded machine is slow


class House:
    def __init__(self, folder: Path, *, demo: bool = False, moment: str = "") -> None:
        """`moment`: the ISO moment at which the school is made and the server starts, in place of now."""
        self.folder = folder
        self._moved = bool(moment)
        if moment:
            self.at(moment)
        self.address = f"http://127.0.0.1:{_free_port()}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAFEHOLD_", "DATABASE_"))}
        self._environment = kept | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SAFEHOLD_DATA": str(folder),
            "SAFEHOLD_SECRET_KEY_FILE": str(folder / "keys" / "secret_key"),
            "SAFEHOLD_STATIC": str(folder / "static"),
            "SAFEHOLD_ADDRESS": self.address,
            "SAFEHOLD_HTTPS": "false",
            "SAFEHOLD_DEMO": str(demo).lower(),
        }
        self._running: list[subprocess.Popen[bytes]] = []

    def build(self, seeding: str = "tests.browser.seeding") -> None:
        command = [sys.executable, "-m", seeding, str(self.folder)]
        done = subprocess.run(command, cwd=HOME, env=self._environment, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def open(self) -> None:
        granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
        granian += ["--port", self.address.rpartition(":")[2], "--workers", "1", "--blocking-threads", "1", "--no-ws"]
        served = "tests.browser.moved_wsgi:application" if self._moved else "config.wsgi:application"
        self._start("web", *granian, "--log-level", "warning", served)
        if not self._moved:
            self._start("jobs", sys.executable, "manage.py", "run_jobs", "--every", "0.2")
        until = time.monotonic() + START
        while not self._answers():
            assert time.monotonic() < until, f"the server did not come up: {self.log('web')}"
            assert self._running[0].poll() is None, self.log("web")

    def at(self, moment: str) -> None:
        """From the next request on it is this moment, such as 2026-12-14T09:00+00:00."""
        (self.folder / moved.FILE).write_text(moment)

    def close(self) -> None:
        for process in self._running:
            process.terminate()
        for process in self._running:
            process.wait(timeout=30)

    def log(self, name: str) -> str:
        """What a process has said so far."""
        return (self.folder / f"{name}.log").read_text()

    def mail_to(self, address: str) -> str:
        """What came for this person: waits until the job loop has sent something."""
        until = time.monotonic() + START
        while True:
            mails = [path.read_text() for path in sorted((self.folder / "mail").iterdir())]
            if found := [mail for mail in mails if f"To: {address}" in mail]:
                return "".join(found)
            assert time.monotonic() < until, f"no mail came: {self.log('jobs')}"

    def _start(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            started = subprocess.Popen(command, cwd=HOME, env=self._environment, stdout=log, stderr=log)
        self._running.append(started)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):
                return True
        except OSError:
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
