"""./run demo: a fictional school on this machine, its data kept in one folder until --reset."""

import argparse
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

from config.run import installation

PEOPLE = {
    "teacher": "a teacher of 9B",
    "pastoral": "the pastoral officer of Year 9",
    "dsl": "the designated safeguarding lead",
    "ddsl": "the deputy lead",
    "designated": "the designated teacher for looked-after children",
    "governor": "the safeguarding governor",
    "tech": "the technical administrator",
}


def main() -> int:
    options = _options()
    if _is_taken(options.port):
        another = f"./run demo --port {options.port + 1}"
        print(f"Port {options.port} is taken. Stop what uses it, or choose another: {another}")
        return 1
    folder = _folder(options)
    address = f"http://127.0.0.1:{options.port}"
    os.environ |= {"SAFEHOLD_ADDRESS": address}
    password = _prepare(folder)
    return _serve(options, folder, address, password)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run demo", description="Try Safehold with a fictional school.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", type=Path, default=installation.HOME / "demo-data", metavar="DIR")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.add_argument("--reset", action="store_true", help="throw the demo's data away and start afresh")
    return parser.parse_args()


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _folder(options: argparse.Namespace) -> Path:
    """The demo's folder; emptied on --reset, or when an earlier start was stopped before it was ready."""
    folder: Path = options.data.resolve()
    ours = (folder / "keys").is_dir() or not folder.exists() or not any(folder.iterdir())
    if not ours:
        sys.exit(f"{folder} holds something else. Choose an empty folder with --data.")
    half_made = (folder / "db").is_dir() and not (folder / "ready").exists()
    if folder.exists() and (options.reset or half_made):
        for name in ("db", "keys", "files", "mail", "static", "imports"):
            shutil.rmtree(folder / name, ignore_errors=True)
        (folder / "ready").unlink(missing_ok=True)
    return installation.prepare(folder, demo=True)


def _prepare(folder: Path) -> str:
    """Migrate, gather static files, and seed the school on the first start. The password of every demo account."""
    kept = folder / "keys" / "demo_password"
    if not kept.exists():
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("-".join(secrets.token_hex(2) for _ in range(4)))
    password = kept.read_text()
    installation.migrate()
    installation.manage("collectstatic", "--noinput", "--verbosity", "0")
    if not (folder / "ready").exists():
        print("Making the school: about 300 children and two years of records. Half a minute…", flush=True)
        installation.manage("seed_demo", "--password-file", str(kept))
        (folder / "ready").touch()
    return password


def _serve(options: argparse.Namespace, folder: Path, address: str, password: str) -> int:
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
    granian += ["--port", str(options.port), "--workers", "2", "--blocking-threads", "1", "--no-ws"]
    granian += ["--log-level", "warning", "config.wsgi:application"]
    loop = [sys.executable, str(installation.HOME / "manage.py"), "run_jobs"]
    running = [subprocess.Popen(command, cwd=installation.HOME) for command in (granian, loop)]
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop(running))
    if _answers(address, running):
        _welcome(folder, address, password)
        if not options.no_browser:
            threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
    return max(abs(process.wait()) for process in running) and 0


def _answers(address: str, running: list[subprocess.Popen[bytes]]) -> bool:
    """Wait until the server answers, or has died."""
    while all(process.poll() is None for process in running):
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    _stop(running)
    return False


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        process.terminate()


def _welcome(folder: Path, address: str, password: str) -> None:
    width = max(map(len, PEOPLE)) + len("@hillview.example")
    print(f"\nSafehold is at {address}/\n\nSign in as")
    for name, who in PEOPLE.items():
        print(f"  {f'{name}@hillview.example':<{width}}  {who}")
    print(f"\nPassword: {password}\n")
    print(f"Pupil lists to import: {folder / 'imports'}\nE-mail that was sent:  {folder / 'mail'}")
    print("Stop with Ctrl-C. The data stay; start afresh with ./run demo --reset", flush=True)


if __name__ == "__main__":
    sys.exit(main())
