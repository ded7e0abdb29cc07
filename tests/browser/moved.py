"""Which moment is it for a journey? The one that stands in a file of the house, and from there time goes on."""

from datetime import datetime
from pathlib import Path
from typing import Any

import time_machine

FILE = "moment"
"""In the house's folder: an ISO moment, from which time goes on."""


class Clock:
    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._moment = ""
        self._travel: Any = None

    def follow(self) -> None:
        moment = self._file.read_text()
        if moment == self._moment:
            return
        if self._travel:
            self._travel.stop()
        self._travel = time_machine.travel(datetime.fromisoformat(moment), tick=True)
        self._travel.start()
        self._moment = moment
