"""Which tasks are there? Each app names its own in `tasks.py`."""

from collections.abc import Callable
from typing import Any, Protocol


class Task(Protocol):
    """A function of ids (as text) and the time; idempotent, for it may run twice."""

    def __call__(self, **kwargs: Any) -> object: ...


TASKS: dict[str, Task] = {}


def task(name: str) -> Callable[[Task], Task]:
    """Register a function under `app.verb_noun`; the name is what the database keeps, so it never changes."""

    def register(function: Task) -> Task:
        if TASKS.setdefault(name, function) is not function:
            raise ValueError(f"Two tasks are called {name}.")
        return function

    return register
