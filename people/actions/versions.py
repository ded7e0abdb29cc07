"""Two people change the same record: the second is told, and nothing is overwritten unseen."""

from typing import Any, TypeVar

from django.db import models

Versioned = TypeVar("Versioned", bound=models.Model)


class ChangedMeanwhile(Exception):
    """The record is not what it was when the person read it. `current` is what it says now."""

    def __init__(self, current: Any) -> None:
        super().__init__("The record was changed meanwhile.")
        self.current = current


def hold(record: Versioned, version: int) -> Versioned:
    """The record as it is now, held until the act commits, with the next version; refused if that is not `version`."""
    current: Any = type(record)._base_manager.select_for_update().get(pk=record.pk)
    if current.version != version:
        raise ChangedMeanwhile(current)
    current.version += 1
    held: Versioned = current
    return held
