"""What can be known of the production stack without starting it?"""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from config.configuration import KNOWN
from tests.stack.plan import HOME, compose, filled, image_environment, services

EVERY = sorted(compose()["services"].items())
by_service = pytest.mark.parametrize(("name", "told"), EVERY, ids=[name for name, _ in EVERY])
OURS = [(name, told) for name, told in EVERY if told["image"].startswith("safehold")]
VARIABLES = {"SAFEHOLD_DOMAIN": "localhost"}


@by_service
def test_every_image_is_pinned(name: str, told: dict[str, Any]) -> None:
    assert re.search(r":\d+\.\d+(\.\d+)?(-[a-z]+)?$", told["image"])


def test_every_base_image_is_pinned() -> None:
    bases = re.findall(r"^FROM (\S+)", (HOME / "Dockerfile").read_text(), re.MULTILINE)

    assert [base for base in bases if not re.search(r":\d+\.\d+\.\d+-[a-z-]+$", base)] == []


@by_service
def test_every_service_gives_up_what_it_does_not_need(name: str, told: dict[str, Any]) -> None:
    user, _, group = told["user"].partition(":")

    assert (int(user) >= 999, int(group) >= 999) == (True, True)
    assert told["cap_drop"] == ["ALL"]
    assert "cap_add" not in told
    assert told["security_opt"] == ["no-new-privileges:true"]


@by_service
def test_every_service_that_stays_is_watched(name: str, told: dict[str, Any]) -> None:
    stays = told["restart"] != "no"

    assert ("healthcheck" in told) == stays


def test_the_proxy_is_the_one_door() -> None:
    assert {name: told["ports"] for name, told in EVERY if "ports" in told} == {"proxy": ["80:8080", "443:8443"]}
    assert compose()["networks"]["inside"] == {"internal": True}


@by_service
def test_no_secret_stands_in_the_environment(name: str, told: dict[str, Any]) -> None:
    secret = re.compile(r"SECRET|PASSWORD|_URL|TOKEN|PRIVATE")
    openly = [key for key in told.get("environment", {}) if secret.search(key) and not key.endswith("_FILE")]

    assert openly == []


@by_service
def test_every_secret_that_is_read_is_handed_over(name: str, told: dict[str, Any]) -> None:
    words = [*map(str, told.get("environment", {}).values()), *told.get("command", [])]
    read = {found for word in words for found in re.findall(r"/run/secrets/(\w+)", word)}

    assert read == set(told.get("secrets", []))
    assert read <= set(compose()["secrets"])


@pytest.mark.parametrize(("name", "told"), OURS, ids=[name for name, _ in OURS])
def test_every_setting_is_one_that_we_know(name: str, told: dict[str, Any]) -> None:
    ours = {key for key in told["environment"] if key.startswith(("SAFEHOLD_", "DATABASE_"))}
    of_the_proxy = {"SAFEHOLD_DOMAIN", "SAFEHOLD_TLS", "SAFEHOLD_WEB"}

    assert (ours == of_the_proxy) if name == "proxy" else (ours <= KNOWN)
    assert {key for key in image_environment() if key.startswith("SAFEHOLD_")} <= KNOWN


def test_the_image_starts_what_the_compose_file_starts() -> None:
    last = (HOME / "Dockerfile").read_text().strip().splitlines()[-1]

    assert last == "CMD " + str(services(VARIABLES)["web"].command).replace("'", '"')


def test_nothing_but_the_product_goes_into_the_image() -> None:
    lines = [line for line in (HOME / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    apps = {path.parent.name for path in HOME.glob("*/apps.py")}

    assert lines[0] == "*"
    assert apps <= {line.removeprefix("!") for line in lines}
    assert [line for line in lines if re.search(r"secret|data|\.env|\.git", line)] == []


def test_a_missing_domain_stops_the_stack() -> None:
    with pytest.raises(KeyError, match=r"Set SAFEHOLD_DOMAIN in \.env"):
        services({})


@pytest.mark.parametrize(
    ("text", "value"), [("${A}", "1"), ("${B:-2}", "2"), ("${A:-2}", "1"), ("$$A", "$A"), ("${B:-}x", "x")]
)
def test_variables_are_filled_in_as_compose_does(text: str, value: str) -> None:
    assert filled(text, {"A": "1"}) == value


def test_secrets_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    make = [str(HOME / "deploy" / "make-secrets"), str(tmp_path / "secrets")]

    subprocess.run(make, check=True, capture_output=True)
    first = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    subprocess.run(make, check=True, capture_output=True)

    assert set(first) == set(compose()["secrets"])
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == first
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "secrets").iterdir()} == {0o400}
    assert len(first["secret_key"]) >= 50
    assert first["database_password"] in first["database_url"]
    assert first["redis_url"].split("@")[0].removeprefix("redis://:") in first["redis_conf"]
