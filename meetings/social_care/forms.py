"""What is asked before a child's statuses leave for the local authority?"""

from collections.abc import Sequence
from typing import Any

from django import forms

from chronologies.forms.exports import ReadWarnings, ToWhom
from meetings.social_care import shape

CHOOSE = {"required": "Choose the local authority", "invalid_choice": "Choose one of these local authorities"}
OPEN, EVER = "OPEN", "EVER"
CHANGED = "What would leave has changed since you read it. Read it again."


class _WithAuthority(forms.Form):
    """Of the authorities that are named on what this person may see."""

    authority = forms.ChoiceField(label="Which local authority is it for?", error_messages=CHOOSE)

    def __init__(self, *args: Any, authorities: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = [(name, name) for name in authorities]  # type: ignore[attr-defined]


class ExportStatuses(_WithAuthority, ToWhom):
    pass


class _AsSeen(ReadWarnings):
    """Whoever ticks that she has read it has read what leaves now. `now`: by what that is known."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("seen") != self.now:
            self.data = {name: value for name, value in self.data.items() if name != "read_it"}
            self.add_error(None, CHANGED)
        return given


class ConfirmStatuses(_AsSeen, ExportStatuses):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hide_all_but()


class ExportAllStatuses(ExportStatuses):
    which = forms.ChoiceField(
        label="Which children?",
        choices=[(OPEN, "Those with an open status"), (EVER, "All who have ever had a status")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which children"},
    )


class ConfirmAllStatuses(_AsSeen, ExportAllStatuses):
    """In parts, if there are more children than one file may hold."""

    part = forms.TypedChoiceField(
        label="Which part?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the part", "invalid_choice": "Choose the part"},
    )

    def __init__(self, *args: Any, children: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hide_all_but("part")
        firsts = range(1, max(children, 1) + 1, shape.MOST)
        self.fields["part"].choices = [  # type: ignore[attr-defined]
            (number, f"Children {first} to {min(first + shape.MOST - 1, children)}")
            for number, first in enumerate(firsts, start=1)
        ]
        if len(firsts) == 1:
            self.fields["part"].widget, self.initial["part"] = forms.HiddenInput(), 1


class NoteNumber(_WithAuthority):
    key = forms.UUIDField(widget=forms.HiddenInput)
    number = forms.RegexField(
        shape.NUMBER,
        label="The authority’s number for the child",
        strip=True,
        help_text="As it stands in the authority’s letters, without spaces. No more than 20 letters and figures.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the number",
            "invalid": "Enter the number without spaces: no more than 20 letters and figures",
        },
    )

    field_order = ("authority", "number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].label = "Which local authority gave it?"
