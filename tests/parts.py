"""What if this computer lacks a part that some tests need? Skipped with the reason; where CI=true, a failure."""

import os
import shutil
from pathlib import Path

import pytest


def need(*names: str, why: str = "", also: str = "") -> str:
    """The path of the first of these programs that is here; `also` is a pattern of places off the path."""
    found = [place for name in names if (place := shutil.which(name))]
    found += [str(place) for place in reversed(sorted(Path("/").glob(also.lstrip("/"))))] if also else []
    if not found:
        missing(f"{' or '.join(names)} is not here{f', {why}' if why else ''}")
    return found[0]


def missing(reason: str) -> None:
    """Say that something is not here."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must have every part: {reason}.", pytrace=False)
    pytest.skip(reason)
