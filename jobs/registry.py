"""Which tasks are there? Each app names its own in `tasks.py`."""

from collections.abc import Callable
from typing import TypeVar

Task = Callable[..., object]
"""A function of ids (as text) and the time; idempotent, for it may run twice."""

F = TypeVar("F", bound=Task)
TASKS: dict[str, Task] = {}


def task(name: str) -> Callable[[F], F]:
    """Register a function under `app.verb_noun`; the name is what the database keeps, so it never changes."""

    def register(function: F) -> F:
        if TASKS.setdefault(name, function) is not function:
            raise ValueError(f"Two tasks are called {name}.")
        return function

    return register
