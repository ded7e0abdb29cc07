"""./run test: the whole suite. Extra arguments go to pytest."""

import os
import sys

import pytest


def main() -> int:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs an event loop beside the tests
    return int(pytest.main([*_side_by_side(sys.argv[1:]), *sys.argv[1:]]))


def _side_by_side(asked: list[str]) -> list[str]:
    """One process a core, unless it was said how many. A file's tests stay together: a journey has several days."""
    if any(argument.startswith(("-n", "--numprocesses")) for argument in asked):
        return []
    return ["-n", str(os.cpu_count() or 1), "--dist", "loadfile"]


if __name__ == "__main__":
    sys.exit(main())
