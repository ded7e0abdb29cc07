"""Which child is meant? Chosen while typing, or found by a search step of the same form where no scripts run."""

from uuid import UUID

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy

from casework.models import Involvement
from people.directory import FoundChild

MOST_OTHERS = 10


class PickChild(forms.Form):
    """`child` is filled by the script, `child_found` by the list that a search without scripts brings back."""

    child = forms.UUIDField(required=False, widget=forms.HiddenInput)
    child_name = forms.CharField(
        label="Who is this about?",
        required=False,
        max_length=100,
        help_text="Start typing a name, a form or a year. Check the date of birth before you choose.",
        error_messages={"max_length": "Write a shorter name"},
    )
    child_found = forms.UUIDField(required=False)
    picked: FoundChild | None = None
    found: list[FoundChild] | None = None
    """Who was picked, once the directory was asked; whom a search found, None when nobody searched."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["child_name"].widget.attrs |= {
            "data-source-url": reverse_lazy("people:child_search"),
            "data-picker-for": self["child"].auto_id,
            "autocomplete": "off",
            "spellcheck": "false",
        }

    @property
    def chosen(self) -> UUID | None:
        return self._listed or _uuid(self["child"].value())

    @property
    def words(self) -> str:
        return str(self["child_name"].value() or "").strip()

    def settle(self, known: dict[UUID, FoundChild]) -> None:
        """Who was picked. Words that changed after choosing mean somebody else, so then it is nobody."""
        child = known.get(self.chosen) if self.chosen else None
        if child and (self._listed or self.words in (child.label, child.name)):
            self.picked = child
            self._show(child.label)

    def _show(self, words: str) -> None:
        """The box says who was picked, also when that came from the list below it."""
        name = self["child_name"].html_name
        if self.is_bound and isinstance(self.data, QueryDict):
            typed = self.data.copy()
            typed[name] = words
            self.data = typed
        else:
            self.initial["child_name"] = words

    @property
    def _listed(self) -> UUID | None:
        return _uuid(self["child_found"].value())


class FurtherChild(PickChild):
    """Another child with a part in it."""

    part = forms.ChoiceField(
        label="Their part in it", required=False, choices=[("", "Choose a part"), *Involvement.Part.choices]
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child_name"].label = "Name"
        self.fields["child_name"].help_text = ""

    def clean(self) -> dict[str, object]:
        given = self.cleaned_data
        if not self.picked and self.words:
            self.add_error("child_name", "Choose this child from those found, or clear the name")
        if self.picked and not given.get("part"):
            self.add_error("part", "Choose what part this child had in it")
        return given


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None
