"""How are two sides measured so that a busy machine spoils neither? Turn by turn, and only their ratio is kept."""

import gc
import time
from collections.abc import Callable
from statistics import median
from typing import Any

Work = Callable[[], object]
Result = dict[str, Any]


def compare(ours: Work, theirs: Work, what: str, *, rounds: int, times: int = 1) -> Result:
    """Seconds of ours in seconds of theirs. In each round both sides take turns; the first round is left out."""
    return result([median_ratio(ours, theirs, times) for _ in range(rounds + 1)][1:], what)


def result(runs: list[float], what: str) -> Result:
    return {"ratio": round(median(runs), 3), "runs": [round(run, 3) for run in runs], "what": what}


def missing(what: str, why: str) -> Result:
    """The other side cannot run here."""
    return {"ratio": None, "why": why, "runs": [], "what": what}


def median_ratio(ours: Work, theirs: Work, times: int) -> float:
    first, second = medians(ours, theirs, times)
    return first / second


def medians(ours: Work, theirs: Work, times: int) -> tuple[float, float]:
    """Of each side's turns. Who goes first changes with every turn; what lay about before is not swept meanwhile."""
    spent: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    gc.freeze()
    for turn in range(times):
        order = ((0, ours), (1, theirs)) if turn % 2 else ((1, theirs), (0, ours))
        for side, work in order:
            spent[side].append(seconds(work))
    gc.unfreeze()
    return median(spent[0]), median(spent[1])


def seconds(work: Work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
