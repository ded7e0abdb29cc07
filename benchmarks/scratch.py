"""Where do benchmarks run? In a database of their own, made anew for each and dropped afterwards.

On the PostgreSQL that SAFEHOLD_BENCH_POSTGRES or DATABASE_URL names, else on one that answers on loopback, else on
one started here if `initdb` is found; and on SQLite.
"""

import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

NAME = f"safehold_bench_{os.getpid()}"
PROGRAMS = ("/usr/lib/postgresql", "/usr/local/pgsql")


@contextmanager
def server() -> Iterator[str]:
    """The address of a server's maintenance database; "" when there is no PostgreSQL."""
    named = [os.environ.get(name, "") for name in ("SAFEHOLD_BENCH_POSTGRES", "DATABASE_URL")]
    local = f"postgres://{getpass.getuser()}@127.0.0.1/postgres"
    for address in [*(one for one in named if one.startswith("postgres")), local]:
        if _answers(address):
            yield address
            return
    with _own_server() as address:
        yield address


@contextmanager
def database(server: str, suffix: str, copied: str = "template1") -> Iterator[str]:
    """A copy of a database on that server, gone at the end. Yields its address; "" without a server."""
    if not server:
        yield ""
        return
    name = Identifier(f"{NAME}_{suffix}")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(name, Identifier(copied)))
    try:
        yield f"{server.rpartition('/')[0]}/{NAME}_{suffix}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def _answers(address: str) -> bool:
    try:
        with psycopg.connect(address, connect_timeout=2):
            return True
    except psycopg.OperationalError as error:
        print(f"No PostgreSQL at {address.rpartition('@')[2]}: {str(error).splitlines()[-1]}", file=sys.stderr)
        return False


@contextmanager
def _own_server() -> Iterator[str]:
    found = [program for folder in PROGRAMS for program in sorted(Path(folder).glob("**/bin/initdb"))]
    programs = found[-1].parent if found else None
    if programs is None or (os.geteuid() == 0 and shutil.which("runuser") is None):
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="safehold-bench-pg-") as folder:
        owner = "postgres" if os.geteuid() == 0 else getpass.getuser()
        prefix = ["runuser", "-u", owner, "--"] if os.geteuid() == 0 else []
        shutil.chown(folder, owner)
        data, port = f"{folder}/data", _free_port()
        control = [*prefix, str(programs / "pg_ctl"), "-D", data]
        settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
        _quietly([*prefix, str(programs / "initdb"), "-D", data, "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8"])
        _quietly([*control, "-w", "-l", f"{folder}/log", "-o", settings, "start"])
        try:
            yield f"postgres://{owner}@127.0.0.1:{port}/postgres"
        finally:
            _quietly([*control, "-m", "immediate", "stop"])


def _quietly(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
