"""What was asked cannot be done as it stands: which answer has to change, and in which words is that said?"""

from typing import TypeVar

from django import forms
from django.db import models

Record = TypeVar("Record", bound=models.Model)


class Problem(Exception):
    """An action refuses an answer. `field` names the answer; the words tell how to put it right."""

    def __init__(self, words: str, *, field: str = "") -> None:
        super().__init__(words)
        self.words, self.field = words, field

    def tell(self, form: forms.BaseForm) -> None:
        """Stand beside the answer in the form that asked, or in its summary."""
        form.add_error(self.field if self.field in form.fields else None, self.words)


class Stale(Exception):
    """Somebody changed the record after it was read. `current` is what it says now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("The record was changed meanwhile.")
        self.current = current


def renew(record: Record, version: int) -> Record:
    """The record read again and held until the act commits, its version raised; Stale if it is not as it was read."""
    current = type(record)._base_manager.select_for_update().get(pk=record.pk)
    if current.version != version:  # type: ignore[attr-defined]
        raise Stale(current)
    current.version += 1  # type: ignore[attr-defined]
    return current
