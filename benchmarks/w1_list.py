"""W1: what does our middleware cost the list of case files over HTTP, and how long is the tail?

granian on loopback as the demo starts it, 16 clients that keep their connection. The other side is the same page
without our two middlewares (benchmarks.other_settings). Both servers run throughout and are asked in turn.
"""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from access.models import User
from benchmarks import world
from benchmarks.sides import Result, result
from tests import factories

FILES, CLIENTS, SECONDS = 40, 16, 3.0
ADDRESS = "/files/"
WARM = 40  # requests before the clock starts


def run(rounds: int = 7) -> dict[str, Result]:
    here = world.make()
    for _ in range(FILES):
        factories.file(factories.child(here.school))
    world.tidied()
    cookie, queries = _signed_in(here.lead)
    connection.close()
    with _granian("config.settings") as ours, _granian("benchmarks.other_settings") as theirs:
        for port in (ours, theirs):
            _asked(port, cookie, WARM)
        pairs = [(_load(ours, cookie), _load(theirs, cookie)) for _ in range(rounds + 1)][1:]
    what = f"the first 25 case files over HTTP, {CLIENTS} clients"
    throughput = [len(mine) / len(others) for mine, others in pairs]
    tails = [_tail(mine) for mine, _ in pairs]
    return {
        "W1_throughput": result(throughput, f"{what}: answers a second / without our middleware; {queries} queries"),
        "W1_tail": result(tails, f"{what}: p99 / p50 of ours"),
    }


def _signed_in(user: User) -> tuple[str, int]:
    """A session's cookie, and how many statements the page makes once signed in."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as captured:
        client.get(ADDRESS)
        made = [query["sql"] for query in connection.queries if query["sql"] not in ("BEGIN", "COMMIT")]
    name = settings.SESSION_COOKIE_NAME
    del captured
    return f"{name}={client.cookies[name].value}", len(made)


@contextmanager
def _granian(module: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "1", "--no-ws", "--log-level", "warning"]
    environment = dict(os.environ) | {"DJANGO_SETTINGS_MODULE": module}
    server = subprocess.Popen([*command, "config.wsgi:application"], env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("granian did not start.")


def _load(port: int, cookie: str) -> list[float]:
    """How long each answer took, of all clients in a few seconds."""
    took: list[float] = []
    ends = time.perf_counter() + SECONDS
    clients = [threading.Thread(target=lambda: took.extend(_until(ends, port, cookie))) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return took


def _until(ends: float, port: int, cookie: str) -> list[float]:
    took, line = [], http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while time.perf_counter() < ends:
        took.append(_one(line, cookie))
    line.close()
    return took


def _asked(port: int, cookie: str, times: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(times):
        _one(line, cookie)
    line.close()


def _one(line: http.client.HTTPConnection, cookie: str) -> float:
    start = time.perf_counter()
    line.request("GET", ADDRESS, headers={"Cookie": cookie, "Host": "localhost"})
    response = line.getresponse()
    body = response.read()
    if response.status != 200 or body.count(b'<tr class="govuk-table__row">') != 26:
        raise RuntimeError(f"{ADDRESS} answered {response.status}")
    return time.perf_counter() - start


def _tail(took: list[float]) -> float:
    cuts = quantiles(took, n=100)
    return cuts[98] / cuts[49]
