"""How does a record become a PDF that everyone can read? Tagged PDF/UA-1, set by typst in a process of its own.

The template is a file of ours; the records go in as data and are never markup. Whatever was typed is printed:
see documents.glyphs. The process is bounded in time and memory, and dies with the one document that it sets.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from documents.glyphs import printable
from documents.press import REFUSED, TEMPLATES

PRESS = Path(__file__).parent / "press.py"


class Template(StrEnum):
    CHRONOLOGY = "chronology"
    PACK = "pack"


class Cause(StrEnum):
    REFUSED = "REFUSED"  # the compiler would not set it: a mistake in a template, or content of the wrong shape
    TOO_LONG = "TOO_LONG"
    DIED = "DIED"  # most likely of memory


_CAUSES = {REFUSED: Cause.REFUSED, -signal.SIGXCPU: Cause.TOO_LONG}


class TypesettingFailed(Exception):
    """No document was made. It says why in a code: the compiler's own message quotes the record."""

    def __init__(self, template: Template, cause: Cause) -> None:
        super().__init__(f"{template.value}:{cause.value}")
        self.template = template
        self.cause = cause


@dataclass(frozen=True)
class Bounds:
    """Enough for 3,000 entries several times over."""

    seconds: int = 60
    megabytes: int = 4096


def typeset(template: Template, content: Mapping[str, Any], *, made_at: datetime, bounds: Bounds = Bounds()) -> bytes:
    """The PDF, the same bytes for the same content and time; or TypesettingFailed."""
    job = {
        "template": Template(template).value,
        "content": json.dumps(_on_paper(content)),
        "made_at": made_at.replace(microsecond=0).isoformat(),  # typst refuses a fraction of a second
        "seconds": bounds.seconds,
        "megabytes": bounds.megabytes,
    }
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and file; nothing of the record is an argument
            [sys.executable, "-I", str(PRESS)],
            input=json.dumps(job).encode("ascii"),
            capture_output=True,
            timeout=bounds.seconds,
            cwd=TEMPLATES,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TypesettingFailed(template, Cause.TOO_LONG) from None
    if done.returncode != 0:
        raise TypesettingFailed(template, _CAUSES.get(done.returncode, Cause.DIED))
    return done.stdout


def _on_paper(value: Any) -> Any:
    """The same content with every string as it can be printed."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _on_paper(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_on_paper(inner) for inner in value]
    return value
