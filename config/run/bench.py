"""./run bench: the hot paths, each as a ratio of two sides measured in one run. Nothing here asserts a time."""
# ruff: noqa: T201 — what it prints is what it is for

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import scratch
from benchmarks.bars import BARS, BENCHMARKS, Benchmark, is_met
from config.run import installation

Rows = dict[str, dict[str, Any]]
SCALE = 10_000
ENGINES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}


def main() -> int:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the databases go, too
    chosen = [one for one in BENCHMARKS if not options.only or options.only.lower() in (one.name.lower(), one.module)]
    if not chosen:
        sys.exit(f"No such benchmark. There are: {', '.join(dict.fromkeys(one.name for one in BENCHMARKS))}")
    rows: Rows = {}
    with scratch.server() as server:
        for engine in ENGINES if server else ("sqlite",):
            measured = [one for one in chosen if engine in one.engines or not server]
            rows |= _rows(measured, engine, server if engine == "postgresql" else "", options) if measured else {}
    print(json.dumps(rows, ensure_ascii=False) if options.json else _table(rows))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description="Measure the hot paths.")
    parser.add_argument("--json", action="store_true", help="one object: name, ratio, runs, what")
    parser.add_argument("--scale", type=int, default=SCALE, metavar="N", help="case files for P1, on PostgreSQL")
    parser.add_argument("--only", default="", metavar="NAME", help="one benchmark: X1, P1, …")
    parser.add_argument("--rounds", type=int, default=7, help="rounds that count, five or more")
    options = parser.parse_args()
    options.rounds = max(options.rounds, 5)
    return options


def _rows(chosen: list[Benchmark], engine: str, server: str, options: argparse.Namespace) -> Rows:
    """An installation is migrated once; each benchmark has a copy and a process of its own."""
    rows: Rows = {}
    with tempfile.TemporaryDirectory(prefix="safehold-bench-") as folder, _migrated(Path(folder), server) as template:
        for one in chosen:
            print(f"{one.module} on {ENGINES[engine]}…", file=sys.stderr, flush=True)
            with _copied(template, server, one.module) as environment:
                found = _measured(one, environment, options)
            also = "_sqlite" if engine == "sqlite" and len(one.engines) > 1 else ""
            for name, row in found.items():
                runs = {"runs": len(row["runs"]), "each": row["runs"], "what": f"{row['what']} ({ENGINES[engine]})"}
                rows[f"{name}{also}"] = row | runs
    return rows


@contextmanager
def _migrated(folder: Path, server: str) -> Iterator[Path]:
    os.environ.pop("DATABASE_URL", None)
    for name in ("SAFEHOLD_SECRET_KEY", "SAFEHOLD_SECRET_KEY_FILE", "SAFEHOLD_STATIC", "SAFEHOLD_REDIS_URL"):
        os.environ.pop(name, None)
    template = installation.prepare(folder / "template")
    with scratch.database(server, "template") as address:
        if address:
            os.environ["DATABASE_URL"] = address
        installation.migrate()
        installation.manage("collectstatic", "--noinput", "--verbosity", "0")
        yield template


@contextmanager
def _copied(template: Path, server: str, name: str) -> Iterator[dict[str, str]]:
    copy = template.with_name(name)
    shutil.copytree(template, copy, ignore=shutil.ignore_patterns("static"))
    with scratch.database(server, name, copied=f"{scratch.NAME}_template") as address:
        yield dict(os.environ) | {"SAFEHOLD_DATA": str(copy)} | ({"DATABASE_URL": address} if address else {})
    shutil.rmtree(copy)


def _measured(one: Benchmark, environment: dict[str, str], options: argparse.Namespace) -> Rows:
    arguments = [one.module, str(options.rounds)] + ([str(options.scale)] if one.scales else [])
    command = [sys.executable, "-m", "benchmarks", *arguments]
    done = subprocess.run(command, cwd=installation.HOME, env=environment, stdout=subprocess.PIPE, check=False)  # noqa: S603
    if done.returncode:
        return {one.module: {"ratio": None, "why": "it failed: see above", "runs": [], "what": one.name}}
    found: Rows = json.loads(done.stdout.splitlines()[-1])
    return found


def _table(rows: Rows) -> str:
    width = max(map(len, rows), default=0)
    return "\n".join(_line(name.ljust(width), name, row) for name, row in rows.items())


def _line(padded: str, name: str, row: dict[str, Any]) -> str:
    if row["ratio"] is None:
        return f"{padded}  {'null':>8}  {row['what']}: {row['why']}"
    side, bar = BARS.get(name, ("", ""))
    judged = {True: "met", False: "NOT met", None: ""}[is_met(name, row["ratio"])]
    return f"{padded}  {row['ratio']:>8}  {side}{bar:<6}{judged:<8}{row['runs']} runs  {row['what']}"


if __name__ == "__main__":
    sys.exit(main())
