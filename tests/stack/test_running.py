"""Does the stack really run? Every service by its own command, a lead at work in it, one import and one concern."""

import json
import ssl
import tempfile
from collections.abc import Iterator
from email import message_from_string
from pathlib import Path

import pytest

from tests.parts import need
from tests.stack.engine import POSTGRES, Engine, until
from tests.stack.visitor import Visitor

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.xdist_group("stack")]
PASSWORD = "a lantern by the winter harbour"
PUPILS = b"""UPN,Surname,Forename,Date of birth,Gender,Year group,Registration form
B820200018001,Okafor,Zoe,2012-11-02,F,9,9B
H820200018002,Fenn,Idris,2013-02-14,M,9,9B
"""


@pytest.fixture(scope="module")
def stack() -> Iterator[Engine]:
    need("postgres", also=POSTGRES)
    need("redis-server")
    engine = Engine(Path(tempfile.mkdtemp(prefix="stack-", dir="/tmp")))
    try:
        engine.run("migrate", "python", "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        for name in ("web", "worker", "beat"):
            engine.start(name)
        yield engine
    finally:
        engine.stop()


@pytest.fixture(scope="module")
def lead(stack: Engine) -> Visitor:
    """The safeguarding lead of a new school, who came by the one-time link."""
    who = ("--name", "Stack School", "--code", "stack", "--dsl", "lead@stack.example")
    link = stack.run("web", "python", "manage.py", "setup_school", *who).split()[-1]
    visitor = _visitor(stack)
    page = visitor.get(link.removeprefix("https://localhost"))
    page = visitor.send(page, page.form("password"), {"password": PASSWORD, "again": PASSWORD})
    assert (page.status, page.address) == (200, visitor.home + "/")
    return visitor


def test_a_person_signs_in(stack: Engine, lead: Visitor) -> None:
    visitor = _visitor(stack)
    page = visitor.get("/")
    sign_in = page.form("login")

    page = visitor.send(page, sign_in, {"login": "lead@stack.example", "password": PASSWORD})

    assert (page.status, page.address) == (200, visitor.home + "/")
    assert "Stack School" in page.text
    assert {cookie.name for cookie in visitor.cookies} == {"__Host-session", "__Host-csrf"}


def test_a_concern_is_logged_and_its_mail_goes_out_by_the_worker(stack: Engine, lead: Visitor) -> None:
    page = lead.get("/concerns/new/")
    told = {
        "kind": "SAW",
        "words": "Came in without a coat.",
        "child_unknown": "on",
        "child_described": "A boy, year 7",
    }

    page = lead.send(page, page.form("kind"), told | {"happened_on": "2026-01-05", "adult": "NO"})

    assert page.status == 200
    assert page.address.endswith("/sent/")
    key = page.address.split("/")[-3]
    until(lambda: bool(_mail(stack)), "the mail is in its folder")
    assert _told(_mail(stack)[0]) == {"From": "stack@localhost", "To": "lead@stack.example", "Subject": "1 new item"}
    assert "coat" not in _mail(stack)[0]
    assert (
        stack.query(f"SELECT tries, error FROM jobs_job WHERE ids->>'concern' = '{key}' AND done_at IS NOT NULL")
        == "1|"
    )
    assert _run_by_the_worker(stack) > 0


def test_the_proxy_is_a_door_with_a_lock(stack: Engine, lead: Visitor) -> None:
    need("caddy")
    need("wget", why="which the health check of the proxy calls")
    stack.start("proxy")
    authority = stack.folder / "caddy" / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    home = f"https://localhost:{stack.ports['8443']}"
    visitor = Visitor(home, tls=ssl.create_default_context(cafile=str(authority)), X_Forwarded_For="203.0.113.9")

    page = visitor.get("/")
    page = visitor.send(page, page.form("login"), {"login": "lead@stack.example", "password": PASSWORD})

    assert (page.status, page.address) == (200, home + "/")
    assert page.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert all(cookie.secure for cookie in visitor.cookies)
    assert (
        stack.query("SELECT DISTINCT host(remote_addr) FROM audit_entry WHERE remote_addr IS NOT NULL") == "127.0.0.1"
    )


def test_no_word_of_it_is_in_any_log(stack: Engine, lead: Visitor) -> None:
    logs = {path.name: path.read_text() for path in (stack.folder / "logs").iterdir()}

    assert {name for name, text in logs.items() if "coat" in text or PASSWORD in text} == set()


def _visitor(stack: Engine) -> Visitor:
    """Comes to the web server itself, as if through the proxy."""
    port = stack.ports["8000"]
    forwarded = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "127.0.0.1"}
    return Visitor(f"http://localhost:{port}", origin=f"https://localhost:{port}", **forwarded)


def _mail(stack: Engine) -> list[str]:
    return [path.read_text() for path in (stack.folder / "data" / "mail").glob("*.log")]


def _told(mail: str) -> dict[str, str]:
    message = message_from_string(mail)
    return {name: message[name] for name in ("From", "To", "Subject")}


def _run_by_the_worker(stack: Engine) -> int:
    """How many times the worker ran what wakes the jobs; nothing else here runs any."""
    answer = stack.run("worker", "celery", "--app", "config.celery", "inspect", "stats", "--json")
    (stats,) = json.loads(answer).values()
    return stats["total"].get("jobs.run_due", 0)
