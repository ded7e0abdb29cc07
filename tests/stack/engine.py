"""How do the compose file's services run where there is no container engine? As processes, on free ports, in one folder.

Each runs the compose file's own command with its own environment; places, ports and host names are swapped for what
this computer has, and nothing else is. A service starts when those it waits for are ready, by their own health checks.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.parts import need
from tests.stack.plan import HOME, Service, image_environment, services

PORTS = ("5432", "6379", "8000", "8080", "8081", "8443")
PATIENCE = 240.0  # for a busy machine; a quiet one needs a few seconds
POSTGRES = "/usr/lib/postgresql/*/bin/postgres"


def until(ready: Callable[[], bool], what: str, log: Callable[[], str] = str, patience: float = PATIENCE) -> None:
    """Ask again and again until it is so; fail when it never is."""
    end, pause = time.monotonic() + patience, threading.Event()
    while not ready():
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not after {patience:.0f} seconds. {log()}")
        pause.wait(0.1)


class Engine:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = dict(zip(PORTS, _free_ports(len(PORTS)), strict=True))
        self.services = services(
            {"SAFEHOLD_DOMAIN": "localhost", "SAFEHOLD_TLS": "tls internal", "SAFEHOLD_MAIL_FROM": "stack@localhost"}
        )
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self._places = {
            "/run/secrets": f"{folder}/secrets",
            "/etc/caddy/Caddyfile": f"{folder}/Caddyfile",
            "/app/staticfiles": f"{folder}/static",
            "/tmp/beat": f"{folder}/beat",
            "/data": f"{folder}/data",
            "/keys": f"{folder}/keys",
            "0.0.0.0": "127.0.0.1",
            "web:8000": f"127.0.0.1:{self.ports['8000']}",
            "@database": "@127.0.0.1",
            "@redis": "@127.0.0.1",
        }
        self._make_folder()

    def here(self, text: str) -> str:
        """The same text with the container's places, hosts and ports swapped for ours, each once."""
        swapped = self._places | {port: str(ours) for port, ours in self.ports.items()}
        known = f"(?:{'|'.join(map(re.escape, swapped))})"
        return re.sub(rf"(?:(?<![\w.])|(?=@)){known}(?!\w)", lambda found: swapped[found[0]], text)

    def start(self, *names: str) -> None:
        """Start services, once those that they wait for are ready, and wait until they are ready themselves."""
        new = [self.services[name] for name in names if name not in self.running]
        for other in dict.fromkeys(other for service in new for other in service.after):
            self.start(other)
        for service in new:
            is_database = service.name == "database"
            self.running[service.name] = _database(self) if is_database else self.spawn(service.name, service.command)
        for service in new:
            self._wait_for(service)

    def _wait_for(self, service: Service) -> None:
        if service.health:
            until(lambda: self._is_well(service), f"{service.name} is ready", lambda: self.log(service.name))
        else:
            done = self.running[service.name].wait(PATIENCE)
            assert done == 0, self.log(service.name)

    def spawn(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        with (self.folder / "logs" / name).open("ab") as log:
            return subprocess.Popen(
                [self.here(part) for part in command],
                cwd=HOME,
                env=self.environment(name),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def run(self, name: str, *command: str) -> str:
        """`docker compose run`: a command in the environment of a service; what it said."""
        done = subprocess.run(
            [self.here(part) for part in command],
            cwd=HOME,
            env=self.environment(name),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def query(self, sql: str) -> str:
        """What psql says, as the product's own database user."""
        return self.run("web", "psql", (self.folder / "secrets" / "database_url").read_text(), "-Atc", sql).strip()

    def environment(self, name: str) -> dict[str, str]:
        ours = self.services[name].environment
        told = {key: self.here(value) for key, value in ({**image_environment(), **ours}).items()}
        return told | {
            "PATH": f"{Path(sys.executable).parent}:{Path(need('postgres', also=POSTGRES)).parent}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "HOSTNAME": socket.gethostname(),
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.ports["5432"]),
            "XDG_DATA_HOME": str(self.folder / "caddy"),
            "XDG_CONFIG_HOME": str(self.folder / "caddy"),
        }

    def log(self, name: str) -> str:
        return (self.folder / "logs" / name).read_text()

    def stop(self) -> None:
        """Those that others wait for go last."""
        for process in reversed(self.running.values()):
            process.send_signal(signal.SIGINT if process is self.running.get("database") else signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)
            _end(process)
        shutil.rmtree(self.folder)

    def _is_well(self, service: Service) -> bool:
        assert self.running[service.name].poll() is None, self.log(service.name)
        check = [self.here(part) for part in service.health]
        done = subprocess.run(check, env=self.environment(service.name), capture_output=True, check=False, cwd=HOME)
        return done.returncode == 0

    def _make_folder(self) -> None:
        self.folder.chmod(0o711)
        for name in ("data", "logs", "caddy"):
            (self.folder / name).mkdir()
        (self.folder / "keys").mkdir(mode=0o700)
        subprocess.run([HOME / "deploy" / "make-secrets", self.folder / "secrets"], check=True, capture_output=True)
        (self.folder / "Caddyfile").write_text(self.here((HOME / "deploy" / "Caddyfile").read_text()))
        for name in ("database_url", "redis_url", "redis_conf"):
            secret = self.folder / "secrets" / name
            words = self.here(secret.read_text())
            secret.chmod(0o600)
            secret.write_text(words + ("bind 127.0.0.1\n" if name == "redis_conf" else ""))


def _database(engine: Engine) -> subprocess.Popen[bytes]:
    """What the image's own start does: a cluster with one user and one database, then the server. Never as root."""
    place, told = engine.folder / "database", engine.environment("database")
    programs = Path(need("postgres", also=POSTGRES)).parent
    owner = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
    place.mkdir(mode=0o700)
    password = engine.folder / "password"
    shutil.copyfile(told["POSTGRES_PASSWORD_FILE"], password)
    if owner:
        shutil.chown(place, "postgres", "postgres")
        shutil.chown(password, "postgres", "postgres")
    password.chmod(0o400)
    cluster = ["--username", told["POSTGRES_USER"], "--pwfile", str(password), "--auth", "scram-sha-256"]
    make = [
        str(programs / "initdb"),
        "-D",
        str(place),
        *cluster,
        "--encoding",
        "UTF8",
        "--no-sync",
        "--no-instructions",
    ]
    subprocess.run(make, check=True, capture_output=True, cwd="/", **owner)
    single = [str(programs / "postgres"), "--single", "-D", str(place), "postgres"]
    wanted = f'CREATE DATABASE "{told["POSTGRES_DB"]}"\n'.encode()
    subprocess.run(single, check=True, capture_output=True, input=wanted, cwd="/", **owner)
    listen = ["-h", "127.0.0.1", "-p", str(engine.ports["5432"]), "-k", ""]
    with (engine.folder / "logs" / "database").open("ab") as log:
        start = [str(programs / "postgres"), "-D", str(place), *listen]
        return subprocess.Popen(start, stdout=log, stderr=log, cwd="/", start_new_session=True, **owner)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing that it started may outlive it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _free_ports(number: int) -> list[int]:
    probes = [socket.socket() for _ in range(number)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports
