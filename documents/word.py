"""How does a pack become a Word document: the local authority's own form filled in, or one of ours?

In a process of its own, as PDF is. A template is looked through before it is kept and again each time it is used.
"""

import base64
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from documents import archives
from documents.pack_sheet import PackSheet, cover

PRESS = Path(__file__).parent / "word_press.py"
REFUSED = 3  # what word_press answers; any other end is one by the bounds
NOT_ENDED = "Filling in this document takes too long or too much memory, and was stopped. Simplify it, then try again."
NOT_FILLED = (
    "The places to fill in could not be read. Use only the names on this page, with “if” and “for”, and no formula."
)


@dataclass(frozen=True)
class Bounds:
    """Enough for the longest pack several times over; then the process is killed."""

    seconds: int = 30
    megabytes: int = 1024


class WordFailed(Exception):
    """No document was made. What the library says quotes the text, so it is not told; `stopped` if it was killed."""

    def __init__(self, *, stopped: bool = False) -> None:
        super().__init__("No document was made.")
        self.stopped = stopped


def word(sheet: PackSheet, *, made_at: datetime, template: bytes = b"", bounds: Bounds = Bounds()) -> bytes:
    """The document; or WordFailed. Without a template, our own layout."""
    if template:
        archives.check(template)
    job = {
        "template": base64.b64encode(template).decode(),
        "content": _content(sheet),
        "made_at": made_at.astimezone(UTC).replace(microsecond=0).isoformat(),
        "seconds": bounds.seconds,
        "megabytes": bounds.megabytes,
    }
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and file; nothing of the record is an argument
            [sys.executable, "-I", str(PRESS)],
            input=json.dumps(job).encode("ascii"),
            capture_output=True,
            timeout=bounds.seconds,
            cwd=PRESS.parent / "typst",
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise WordFailed(stopped=True) from None
    if done.returncode:
        raise WordFailed(stopped=done.returncode != REFUSED)
    return done.stdout


def check_template(content: bytes) -> None:
    """Raises archives.UnreadableTemplate: looked through, then filled in once with nothing of anybody."""
    archives.check(content)
    try:
        word(SAMPLE, made_at=datetime(2026, 9, 1, tzinfo=UTC), template=content)
    except WordFailed as failed:
        raise archives.UnreadableTemplate(NOT_ENDED if failed.stopped else NOT_FILLED) from None


def _content(sheet: PackSheet) -> dict[str, Any]:
    told: dict[str, Any] = writable(sheet)
    return {
        "sheet": told,
        "cover": [{"label": label, "words": words} for label, words in writable(cover(sheet))],
        "chapters": told["chapters"],
        "watermark": told["watermark"],
        "marking": told["frame"]["marking"],
    }


def writable(value: Any) -> Any:
    """The same content without what XML cannot hold: such a character is written as its number."""
    if isinstance(value, str):
        return "".join(letter if _fits(letter) else f"[U+{ord(letter):04X}]" for letter in value)
    if isinstance(value, dict):
        return {key: writable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [writable(inner) for inner in value]
    return value


def _fits(letter: str) -> bool:
    return letter in "\t\n" or (letter >= " " and not "\ud800" <= letter <= "\udfff" and letter not in "\ufffe\uffff")


SAMPLE: PackSheet = {
    "frame": {"title": "Title", "reference": "SH-0000-0000", "school": "School", "author": "Author", "marking": "Mark"},
    "child": {"name": "Name", "also_known_as": "", "born_on": "", "year_and_form": "", "upn": ""},
    "purpose": "Purpose",
    "recipient": "Recipient",
    "period": "",
    "included": "",
    "shared": "",
    "as_at": "",
    "prepared_by": "",
    "watermark": "Watermark",
    "chapters": [
        {
            "title": "Chapter",
            "items": [{"heading": "Heading", "marks": [], "lines": [{"label": "Label", "words": "Words"}]}],
        }
    ],
}
