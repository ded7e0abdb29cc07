"""What does docker-compose.yml say, once its variables are filled in? And what does the image add?"""

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

HOME = Path(__file__).resolve().parent.parent.parent
VARIABLE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\})")


@dataclass(frozen=True)
class Service:
    name: str
    command: list[str]
    environment: dict[str, str]
    health: list[str]
    after: dict[str, str] = field(default_factory=dict)


def compose() -> dict[str, Any]:
    return YAML(typ="safe").load(HOME / "docker-compose.yml")


def services(variables: dict[str, str]) -> dict[str, Service]:
    return {name: _service(name, told, variables) for name, told in compose()["services"].items()}


def image_environment() -> dict[str, str]:
    """What the Dockerfile's ENV sets for every service of ours, but for the path."""
    told = re.findall(r"^ENV ((?:.*\\\n)*.*)$", (HOME / "Dockerfile").read_text(), re.MULTILINE)
    pairs = [pair.split("=", 1) for pair in shlex.split(" ".join(told).replace("\\\n", " "))]
    return {name: value for name, value in pairs if name != "PATH"}


def filled(text: str, variables: dict[str, str]) -> str:
    """`${NAME:-default}`, `${NAME:?advice}` and `$$`, as compose reads them."""

    def value(found: re.Match[str]) -> str:
        if found["dollar"]:
            return "$"
        given = variables.get(found["name"], "")
        if not given and found["kind"] == "?":
            raise KeyError(found["rest"])
        return given or (found["rest"] if found["kind"] == "-" else "")

    return VARIABLE.sub(value, text)


def _service(name: str, told: dict[str, Any], variables: dict[str, str]) -> Service:
    test = [filled(part, variables) for part in told.get("healthcheck", {}).get("test", [])]
    return Service(
        name=name,
        command=[filled(part, variables) for part in told.get("command", [])],
        environment={key: filled(str(value), variables) for key, value in told.get("environment", {}).items()},
        health=["sh", "-c", *test[1:]] if test[:1] == ["CMD-SHELL"] else test[1:],
        after={other: how["condition"] for other, how in told.get("depends_on", {}).items()},
    )
