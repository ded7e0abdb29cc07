"""./run from the outside: what it says, what it makes, and that a bare computer is enough for it."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock"]
COREUTILS = ["cat", "env", "ls", "mkdir", "chmod", "uname", "dirname", "sh"]


def _run(*arguments: str, cwd: Path = HOME, **environment: str) -> subprocess.CompletedProcess[str]:
    """With none of this test run's own settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SAFEHOLD_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=clean | environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(("arguments", "status"), [([], 0), (["help"], 0), (["--help"], 0), (["tset"], 2), (["-v"], 2)])
def test_what_it_does_not_know_is_answered_with_what_it_does(arguments: list[str], status: int) -> None:
    done = _run("run", *arguments)

    assert (done.returncode, done.stdout.splitlines()[0], done.stderr) == (status, "Usage: ./run COMMAND", "")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_pins_by_hash(lock: str) -> None:
    text = (HOME / lock).read_text()
    pinned = re.findall(r"^[a-z0-9][\w.-]*(?:\[[\w,-]+\])?==\S+", text, re.MULTILINE | re.IGNORECASE)
    entries = re.findall(r"^[a-z0-9]\S*", text, re.MULTILINE | re.IGNORECASE)

    assert "://" not in text
    assert len(pinned) == len(entries) > 20
    assert all("--hash=sha256:" in entry for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.M | re.I)[1:])


def test_the_development_lock_holds_everything_that_the_other_one_does() -> None:
    one, other = (set(re.findall(r"^\S+==\S+", (HOME / lock).read_text(), re.MULTILINE)) for lock in LOCKS)

    assert one - other == set()


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout of `run` alone, with empty locks, and a path with Python and coreutils on it."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "python3.11").symlink_to(sys.base_prefix + "/bin/python3.11")
    for name in COREUTILS:
        (programs / name).symlink_to(shutil.which(name, path=os.defpath) or "")
    checkout = tmp_path / "checkout"
    (checkout / "config" / "run").mkdir(parents=True)
    for command in ("test", "demo"):
        (checkout / "config" / "run" / f"{command}.py").write_text("import sys; print(sys.prefix, sys.argv[1:])\n")
    for lock in LOCKS:
        (checkout / lock).write_text(f"# {lock}\n")
    shutil.copy(HOME / "run", checkout / "run")
    return checkout


def _bare_run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(checkout.parent / "bin"), "HOME": str(checkout.parent)}
    return subprocess.run(
        ["./run", *arguments], cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )


def test_python_and_nothing_else_is_enough(bare: Path) -> None:
    first, again = _bare_run(bare, "test", "-x"), _bare_run(bare, "demo", "--port", "1")

    assert first.stderr == "Setting up, first time only: about a minute…\n"
    assert first.stdout == f"{bare}/.venv ['-x']\n"
    assert again.stdout == f"{bare}/.venv ['--port', '1']\n"  # what tests need holds all that the demo needs


@pytest.fixture
def uv(bare: Path) -> Path:
    """A program called uv that says what it was asked, and makes a Python that says that it was called."""
    program = bare.parent / "bin" / "uv"
    program.write_text(
        '#!/bin/sh\necho "uv $*"\n[ "$1" = pip ] || { mkdir -p .venv/bin && '
        "printf '#!/bin/sh\\necho handed over\\n' >.venv/bin/python && chmod +x .venv/bin/python; }\n"
    )
    program.chmod(0o755)
    return program


def test_uv_is_used_where_it_is(bare: Path, uv: Path) -> None:
    done = _bare_run(bare, "demo")

    assert done.stdout.splitlines() == [
        f"uv venv --quiet --allow-existing --python {bare.parent}/bin/python3.11 {bare}/.venv",
        f"uv pip sync --quiet --python {bare}/.venv/bin/python --require-hashes requirements.lock",
        "handed over",
    ]


def test_a_lock_is_installed_again_when_it_has_changed(bare: Path, uv: Path) -> None:
    first, second = _bare_run(bare, "demo"), _bare_run(bare, "demo")
    (bare / "requirements.lock").write_text("# another\n")
    third = _bare_run(bare, "demo")

    assert [done.stderr.startswith("Setting up") for done in (first, second, third)] == [True, False, True]


def test_the_demo_says_which_port_is_taken() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = _run("-m", "config.run.demo", "--port", str(port), "--no-browser")

    assert done.returncode == 1
    assert done.stdout == (
        f"Port {port} is taken. Stop what uses it, or choose another: ./run demo --port {port + 1}\n"
    )


def test_the_demo_leaves_a_folder_of_somebody_else_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")

    done = _run("-m", "config.run.demo", "--data", str(tmp_path), "--reset", "--no-browser", "--port", "0")

    assert (done.returncode, done.stderr) == (
        1,
        f"{tmp_path} holds something else. Choose an empty folder with --data.\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_installation_is_made_on_first_use_and_its_keys_are_its_owners(tmp_path: Path) -> None:
    school = ("setup_school", "--code", "hill", "--name", "Hill School", "--dsl", "lead@hill.example")

    made = _run("-m", "config.run.manage", "--data", str(tmp_path), *school)
    again = _run("-m", "config.run.manage", f"--data={tmp_path}", *school)

    assert made.returncode == 0, made.stderr
    assert re.search(r"^http://127\.0\.0\.1:8000/invitation/[\w-]{40,}/$", made.stdout, re.MULTILINE)
    assert again.returncode == 1
    assert "There is a school with the code hill already." in again.stderr
    assert {path.name for path in tmp_path.iterdir() if path.stat().st_mode & 0o077} == set()
    kept = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()}
    assert kept == {"secret_key": 0o600, "keyring.json": 0o600}


def test_a_pupil_list_is_imported_from_end_to_end(tmp_path: Path) -> None:
    """A mapping of the school's own headings, looked at, applied, and then nothing more to do."""
    school = ("setup_school", "--code", "hill", "--name", "Hill School", "--dsl", "lead@hill.example")
    pupils, mapping = tmp_path / "pupils.csv", tmp_path / "mapping.json"
    pupils.write_text(
        "No.,Family,Given,Born\nB801200005001,Okafor,Amy,14/03/2015\nA950000178301,Neill,Ben,02/11/2014\n"
    )
    mapping.write_text('{"upn": "No.", "surname": "Family", "forename": "Given", "date_of_birth": "Born"}')
    command = ("import_pupils", str(pupils), "--school", "hill", "--mapping", str(mapping), "--json")

    made, *done = [
        _run("-m", "config.run.manage", "--data", str(tmp_path / "data"), *one)
        for one in (school, command, (*command, "--apply"), (*command, "--apply"))
    ]

    nobody = {"created": 0, "updated": 0, "unchanged": 0, "left": 0, "unsure": 0, "refused": 0, "problems": []}
    assert made.returncode == 0, made.stderr
    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 3
    told = [json.loads(one.stdout) for one in done]
    assert told == [nobody | {"created": 2}, nobody | {"created": 2}, nobody | {"unchanged": 2}]


def test_a_misspelt_setting_stops_it(tmp_path: Path) -> None:
    done = _run("-m", "config.run.manage", "--data", str(tmp_path), "check", SAFEHOLD_HTPS="true")

    assert done.returncode == 1
    assert "There is no setting called SAFEHOLD_HTPS." in done.stderr
    assert "Did you mean SAFEHOLD_HTTPS?" in done.stderr
