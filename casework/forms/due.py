"""What may be chosen about what is due, and what is asked when others were rung or a holiday is covered?"""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms

from access.models import User
from access.namesakes import told_apart
from casework.actions.chases import Rung
from casework.forms.files import NOT_A_DATE, reason_field
from clocks.models import OWNERS

MOST_NAME = 200


class FilterDue(forms.Form):
    """Codes only: they stand in the URL."""

    owner = forms.ChoiceField(required=False, label="Who owes it", choices=[("", "Anybody"), *OWNERS])
    mine = forms.ChoiceField(
        required=False,
        label="Whose work",
        choices=[("", "Everybody’s"), ("1", "Mine: I cover it, chase it or hold the file")],
    )

    @property
    def codes(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}

    def says(self, name: str) -> str:
        choices = dict(self.fields[name].choices)  # type: ignore[attr-defined]
        return "Mine" if name == "mine" else str(choices[self.cleaned_data[name]])


class RecordChase(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    whom = forms.CharField(
        label="Who did you ring?",
        max_length=MOST_NAME,
        help_text="Name and role, for example Jo Clarke, social worker",
        error_messages={"required": "Enter who was rung"},
    )
    on = forms.DateField(
        label="On which day?",
        widget=forms.DateInput,
        error_messages={"required": "Enter the day", "invalid": NOT_A_DATE},
    )
    at_time = forms.TimeField(
        label="At what time? (optional)",
        required=False,
        widget=forms.TimeInput,
        error_messages={"invalid": "Enter a time, such as 14:05"},
    )
    said = reason_field("What did they say?", missing="Write what they said, or that nobody answered")
    again_on = forms.DateField(
        label="When will you ask again, if nothing has come?",
        widget=forms.DateInput,
        error_messages={"required": "Enter the day on which you will ask again", "invalid": NOT_A_DATE},
    )

    @property
    def rung(self) -> Rung:
        given = self.cleaned_data
        at_time: time | None = given["at_time"]
        return Rung(given["whom"], given["on"], given["said"], given["again_on"], at_time)


class NameCover(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.ChoiceField(label="Who covers?", error_messages={"required": "Choose who covers"})
    phone = forms.CharField(
        label="Their phone while the school is closed (optional)",
        required=False,
        max_length=40,
        help_text="For whoever may read about this, and on the list before you break up",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a person"),
            *told_apart(people),
        ]
