"""Does the stack really run? Every service by its own command, a lead at work in it, one import and one concern."""

import json
import re
import ssl
import tempfile
from collections.abc import Iterator
from email import message_from_string
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.parts import need
from tests.stack.engine import POSTGRES, Engine, until
from tests.stack.visitor import Visitor

pytestmark = [pytest.mark.postgres, pytest.mark.redis]
PASSWORD = "a lantern by the winter harbour"
PUPILS = b"""UPN,Surname,Forename,Date of birth,Gender,Year group,Registration form
W820200018001,Okafor,Zoe,2012-11-02,F,9,9B
K820200018002,Fenn,Idris,2013-02-14,M,9,9B
"""


@pytest.fixture(scope="module")
def stack() -> Iterator[Engine]:
    need("postgres", also=POSTGRES)
    need("redis-server")
    engine = Engine(Path(tempfile.mkdtemp(prefix="stack-", dir="/tmp")))
    try:
        engine.run("migrate", "python", "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        engine.start("web", "worker", "beat")
        yield engine
    finally:
        engine.stop()


@pytest.fixture(scope="module")
def lead(stack: Engine) -> Visitor:
    """The safeguarding lead of a new school, who came by the one-time link."""
    who = ("--name", "Stack School", "--code", "stack", "--dsl", "lead@stack.example")
    link = stack.run("web", "python", "manage.py", "setup_school", *who).split()[-1]
    return _newcomer(stack, link)


@pytest.fixture(scope="module")
def teacher(stack: Engine, lead: Visitor) -> Visitor:
    """Invited by the lead; her link is on the page, and in her mail."""
    page = lead.get("/staff/invite/")
    post = {"name": "Tom Wills", "email": "tom@stack.example", "role": "TEACHER", "starts_on": "2026-01-05"}
    page = lead.send(page, page.form("email"), post)
    return _newcomer(stack, re.findall(r"https://\S+/invitation/[\w-]+/", page.text)[0])


def test_a_person_signs_in(stack: Engine, lead: Visitor) -> None:
    visitor = _visitor(stack)
    page = visitor.get("/")
    sign_in = page.form("login")

    page = visitor.send(page, sign_in, {"login": "lead@stack.example", "password": PASSWORD})

    assert (page.status, page.address) == (200, visitor.home + "/")
    assert "Stack School" in page.text
    assert {cookie.name for cookie in visitor.cookies} == {"__Host-session", "__Host-csrf"}


def test_a_pupil_list_is_applied_by_the_worker(stack: Engine, lead: Visitor) -> None:
    page = lead.get("/imports/new/")
    page = lead.send(page, page.form("file"), {"extent": "part"}, upload=("file", "roll.csv", PUPILS))
    assert "Okafor" in page.text, page.text
    (settle,) = (form for form in page.forms if "discard" not in form.action and form.action.startswith("/imports/"))
    (settle.action,) = re.findall(r'formaction="([^"]+/confirm/[^"]*)"', page.text)

    page = lead.send(page, settle, {})

    until(lambda: "Applied" in lead.get(page.address).text, "the import is applied", lambda: stack.log("worker"))
    done = "name = 'people.apply_import' AND done_at IS NOT NULL"
    assert stack.query(f"SELECT tries, error FROM jobs_job WHERE {done}") == "1|"
    assert _run_by_the_worker(stack) > 0
    assert [name in lead.get("/children/").text for name in ("Okafor", "Fenn", "Nobody")] == [True, True, False]


def test_a_concern_is_logged_and_its_mail_goes_out_by_the_worker(stack: Engine, teacher: Visitor) -> None:
    page = teacher.get("/concerns/new/")
    told = {
        "kind": "SAW",
        "words": "Came in without a coat.",
        "child_unknown": "on",
        "child_described": "A boy, year 7",
    }

    page = teacher.send(page, page.form("kind"), told | {"happened_on": "2026-01-05", "adult": "NO"})

    assert page.status == 200, page.text
    assert page.address.endswith("/sent/")
    until(lambda: bool(_notices(stack)), "the mail is in its folder", lambda: stack.log("worker"))
    (notice,) = _notices(stack)
    assert (notice["From"], notice["To"]) == ("stack@localhost", "lead@stack.example")
    assert "coat" not in notice.as_string()


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
    assert stack.query("SELECT DISTINCT ip FROM audit_entry WHERE ip <> ''") == "127.0.0.1"


def test_no_word_of_it_is_in_any_log(stack: Engine, lead: Visitor) -> None:
    logs = {path.name: path.read_text() for path in (stack.folder / "logs").iterdir()}

    assert {name for name, text in logs.items() if "coat" in text or PASSWORD in text} == set()


def _visitor(stack: Engine) -> Visitor:
    """Comes to the web server itself, as if through the proxy."""
    port = stack.ports["8000"]
    forwarded = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "127.0.0.1"}
    return Visitor(f"http://localhost:{port}", origin=f"https://localhost:{port}", **forwarded)


def _newcomer(stack: Engine, link: str) -> Visitor:
    """Opens a one-time link, chooses a password, and is in."""
    visitor = _visitor(stack)
    page = visitor.get(urlsplit(link).path)
    page = visitor.send(page, page.form("again"), {"password": PASSWORD, "again": PASSWORD})
    assert (page.status, page.address) == (200, visitor.home + "/"), page.text
    return visitor


def _notices(stack: Engine) -> list[Message]:
    mail = [message_from_string(path.read_text()) for path in (stack.folder / "data" / "mail").glob("*.log")]
    return [message for message in mail if message["Subject"] == "1 new item"]


def _run_by_the_worker(stack: Engine) -> int:
    """How many times the worker ran what wakes the jobs; nothing else here runs any."""
    answer = stack.run("worker", "celery", "--app", "config.celery", "inspect", "stats", "--json")
    (stats,) = json.loads(answer).values()
    return stats["total"].get("jobs.run_due", 0)
