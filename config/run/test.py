"""./run test: the whole suite. Extra arguments go to pytest."""

import os
import sys

import pytest


def main() -> int:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs an event loop beside the tests
    return int(pytest.main(sys.argv[1:]))


if __name__ == "__main__":
    sys.exit(main())
