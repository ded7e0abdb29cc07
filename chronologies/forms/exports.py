"""To whom does something leave the school, and what for? And of a chronology: in which form?"""

from typing import Any

from django import forms

from chronologies.fields import LONGEST_SEARCH, Words
from chronologies.filters import Order
from documents.models import Disclosure


class ToWhom(forms.Form):
    """To whom it goes and why, before anything is made."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    purpose = Words(
        "What is it for?",
        rows=2,
        required=True,
        help_text="For example: initial child protection conference on 14 December.",
        error_messages={"required": "Say what it is for"},
    )
    person = Words("Who is it for?", rows=0, required=True, error_messages={"required": "Enter who it is for"})
    role = Words("Their role", rows=0, required=True, error_messages={"required": "Enter their role"})
    agency = Words("Their agency", rows=0, required=True, error_messages={"required": "Enter their agency"})


class ReadWarnings(forms.Form):
    """The same answers again, hidden, and the tick that the warnings were read."""

    read_it = forms.BooleanField(
        label="I have read this, and it may leave the school",
        error_messages={"required": "Tick that you have read the warnings"},
    )

    def hide_all_but(self, *names: str) -> None:
        for name in self.fields.keys() - {"read_it", *names}:
            self.fields[name].widget = forms.HiddenInput()


class ExportChronology(ToWhom):
    words = Words("Words", rows=0, max_length=LONGEST_SEARCH)
    form = forms.ChoiceField(
        label="In which form?",
        choices=[
            (Disclosure.Form.PDF, "PDF, with a cover sheet"),
            (Disclosure.Form.CSV, "CSV table, in the columns of a multi-agency chronology"),
            (Disclosure.Form.PRINT, "A page to print from here"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a form"},
    )
    privileged = forms.BooleanField(
        label="Include entries marked legally privileged",
        required=False,
        help_text="Ask your solicitor first: once it has left, it may no longer be privileged.",
    )
    order = forms.ChoiceField(
        label="In which order?",
        required=False,
        initial=Order.OLDEST,
        choices=[(Order.OLDEST, "Oldest first, as conferences read it"), (Order.NEWEST, "Newest first")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget = forms.HiddenInput()

    def clean_order(self) -> str:
        return self.cleaned_data["order"] or Order.OLDEST


class ConfirmExport(ReadWarnings, ExportChronology):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hide_all_but()
