"""The product on a day of the journey's choosing: before each request the server takes the moment from a file.

Only tests start a server by this module; the product itself knows no other clock than the machine's.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.browser.moved import Clock

_clock = Clock(Path(os.environ["SAFEHOLD_DATA"]))
_clock.follow()  # before anything of the product is loaded

from config.wsgi import application as _product  # noqa: E402


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    _clock.follow()
    return _product(environ, start_response)
