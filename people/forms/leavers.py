"""Which of the pupils whom a list leaves out have left? Chosen first, and said again before they are marked."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from people.importing.leavers import Share

THESE, ALL, NOBODY = "these", "all", "none"


class ChooseLeavers(forms.Form):
    """`listed` are the pupils on the page, each with a tick box of the name "leaver"."""

    whom = forms.ChoiceField(
        label="Who has left?",
        widget=forms.RadioSelect,
        initial=THESE,
        error_messages={"required": "Say who has left"},
    )

    def __init__(self, data: QueryDict | None, *, listed: Sequence[str]) -> None:
        super().__init__(data)
        self.listed = listed
        self.ticked = set(data.getlist("leaver")) if data else set()
        count = len(listed)
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            (THESE, "The pupils ticked below"),
            (ALL, "The one pupil listed below" if count == 1 else f"All {count} pupils listed below"),
            (NOBODY, "None of them: leave them as they are"),
        ]

    def clean_whom(self) -> str:
        whom: str = self.cleaned_data["whom"]
        if whom == THESE and not self.ticked:
            raise forms.ValidationError("Tick the pupils who have left, or choose none of them")
        return whom

    @property
    def nobody(self) -> bool:
        return bool(self.cleaned_data["whom"] == NOBODY)

    @property
    def chosen(self) -> list[str]:
        """Whoever was ticked and is on the list no more is among them: then the list has changed."""
        return list(self.listed) if self.cleaned_data["whom"] == ALL else sorted(self.ticked)


class MarkLeavers(forms.Form):
    """For a large share of the roll, a second word: its numbers are what is sent."""

    def __init__(self, data: QueryDict | None, *, share: Share) -> None:
        super().__init__(data)
        if share.is_large:
            wrong = f"Tick the box if {share} pupils have left"
            self.fields["sure"] = forms.MultipleChoiceField(
                label="Are you sure?",
                choices=[(str(share), f"Yes, {share} pupils have left")],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": wrong, "invalid_choice": wrong},
            )
