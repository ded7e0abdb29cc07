"""What may be typed about terms and closures, and what may be chosen about those of a file?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseFormSet, formset_factory
from django.utils.dateformat import format as written

from clocks.models import ROLLS, UNITS, Closure, TermDate
from clocks.planning import FIRST, LABELS, LAST, Outcome, Planned, Span
from clocks.reading.found import MOST_LABEL, MOST_ROWS, Found
from clocks.rules import MOST_COUNTED

LEFT_OUT = [("", "Leave it out")]
KINDS = [*LEFT_OUT, *TermDate.Name.choices, *Closure.Kind.choices]


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Days(forms.Form):
    """From a day to a day."""

    starts_on = forms.DateField(label="First day", widget=DateInput, error_messages={"required": "Enter the first day"})
    ends_on = forms.DateField(label="Last day", widget=DateInput, error_messages={"required": "Enter the last day"})

    @property
    def span(self) -> Span:
        given = self.cleaned_data
        return Span(given["kind"], given["starts_on"], given["ends_on"] or given["starts_on"])


class SetTerm(Days):
    kind = forms.ChoiceField(
        label="Which term?",
        choices=TermDate.Name.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the term"},
    )
    field_order = ["kind", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].help_text = "The first day for staff, if the term begins with INSET days"


class SetClosure(Days):
    kind = forms.ChoiceField(
        label="What is it?",
        choices=Closure.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    field_order = ["kind", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = False
        self.fields["ends_on"].help_text = "Leave it empty for a single day"


class ChooseCalendar(forms.Form):
    file = forms.FileField(
        label="The file",
        help_text="A calendar (.ics), or a table (.csv) whose first row says Event, Start, End. Up to 1 MB.",
        error_messages={"required": "Choose a file of up to 1 MB", "empty": "This file is empty."},
    )

    @property
    def upload(self) -> "UploadedFile[bytes]":
        found: UploadedFile[bytes] = self.cleaned_data["file"]
        return found


class CheckRow(forms.Form):
    """A line of the file: what it is, for a person to say. `shown` is what the page said that it would do."""

    kind = forms.ChoiceField(choices=KINDS, required=False)
    label = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MOST_LABEL)
    starts_on = forms.DateField(widget=forms.HiddenInput)
    ends_on = forms.DateField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    @property
    def span(self) -> Span | None:
        given = self.cleaned_data
        return Span(given["kind"], given["starts_on"], given["ends_on"]) if given["kind"] else None

    def say(self, planned: Planned | None) -> None:
        """Beside the field: which days these are and what they would do."""
        given = self.cleaned_data
        words = given["label"] or "No name"
        self["kind"].label = f"{words}: {dates(Span('', given['starts_on'], given['ends_on']))}"
        self["kind"].help_text = told(planned)


class SetInterval(forms.Form):
    """How long the school's local authority gives for one thing, from a day on."""

    count = forms.IntegerField(
        label="How many?",
        min_value=1,
        max_value=MOST_COUNTED,
        error_messages={
            "required": "Enter how many",
            "invalid": "Enter a whole number",
            "min_value": f"Enter a number from 1 to {MOST_COUNTED}",
            "max_value": f"Enter a number from 1 to {MOST_COUNTED}",
        },
    )
    unit = forms.ChoiceField(
        label="Of what?",
        choices=UNITS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is counted"},
    )
    roll = forms.ChoiceField(
        label="When that is a day on which nobody works",
        choices=ROLLS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happens then"},
    )
    starts_on = forms.DateField(
        label="From which day does this hold?",
        help_text="What began before that day keeps the time it had.",
        widget=DateInput,
        error_messages={"required": "Enter the first day"},
    )

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if not FIRST <= day <= LAST:
            raise forms.ValidationError("Choose a day between 2000 and 2099")
        return day


CheckRows = formset_factory(CheckRow, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True)


def as_sent(rows: Sequence[Found]) -> dict[str, str]:
    """The rows of a file as the check page would send them back."""
    sent = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        sent |= {
            f"form-{number}-kind": row.kind,
            f"form-{number}-label": row.label,
            f"form-{number}-starts_on": row.starts_on.isoformat(),
            f"form-{number}-ends_on": row.ends_on.isoformat(),
        }
    return sent


def with_shown(rows: "BaseFormSet[CheckRow]", said: Sequence[str]) -> dict[str, str]:
    """What was sent, with what the page says now: sent again unchanged, it is done."""
    sent = {"form-TOTAL_FORMS": str(len(said)), "form-INITIAL_FORMS": "0"}
    for form, words in zip(rows, said, strict=True):
        sent |= {form.add_prefix(name): str(form[name].value() or "") for name in form.fields}
        sent[form.add_prefix("shown")] = words
    return sent


def dates(span: Span) -> str:
    first, last = (written(day, "D j F Y") for day in (span.starts_on, span.ends_on))
    return first if first == last else f"{first} to {last}"


def told(planned: Planned | None) -> str:
    """What a line would do, in words."""
    if planned is None:
        return "Left out"
    if planned.outcome is Outcome.CHANGED and planned.before:
        return f"Changes the {LABELS[planned.span.kind]} that is there now: {dates(planned.before)}"
    return planned.why if planned.outcome is Outcome.REFUSED else planned.outcome.label
