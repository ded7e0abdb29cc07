"""What was asked cannot be done as it stands: which answer has to change, and in which words is that said?"""

from django import forms

from people.actions.versions import ChangedMeanwhile as Stale
from people.actions.versions import hold as renew

__all__ = ["Problem", "Stale", "renew"]


class Problem(Exception):
    """An action refuses an answer. `field` names the answer; the words tell how to put it right."""

    def __init__(self, words: str, *, field: str = "") -> None:
        super().__init__(words)
        self.words, self.field = words, field

    def tell(self, form: forms.BaseForm) -> None:
        """Stand beside the answer in the form that asked, or in its summary."""
        form.add_error(self.field if self.field in form.fields else None, self.words)
