"""Which part of the stream, and which words?"""

from typing import Any

from django import forms

from chronologies.dates import EARLIEST, LATEST
from chronologies.fields import LONGEST_SEARCH, Words
from chronologies.filters import Kind, Order
from chronologies.models import Event, Significance

ANY = ("", "Any")
SMALL = {"class": "govuk-checkboxes--small"}


class FilterChronology(forms.Form):
    """Codes and dates, in the address."""

    start = forms.DateField(label="From", required=False, widget=forms.DateInput)
    end = forms.DateField(label="Until", required=False, widget=forms.DateInput)
    undated = forms.BooleanField(label="Also entries without a date", required=False, widget=forms.CheckboxInput(SMALL))
    significant = forms.BooleanField(label="Significant only", required=False, widget=forms.CheckboxInput(SMALL))
    significance = forms.MultipleChoiceField(
        label="Significance", required=False, choices=Significance.choices, widget=forms.CheckboxSelectMultiple
    )
    category = forms.ChoiceField(label="Category", required=False, choices=[ANY, *Event.Category.choices])
    source = forms.ChoiceField(label="Source", required=False, choices=[ANY, *Event.Source.choices])
    kind = forms.ChoiceField(label="Kind of record", required=False, choices=[ANY, *Kind.choices])
    unstruck = forms.BooleanField(label="Leave out struck entries", required=False, widget=forms.CheckboxInput(SMALL))
    order = forms.ChoiceField(label="Order", required=False, choices=Order.choices)

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        asked["order"] = asked.get("order") or Order.NEWEST
        for side in ("start", "end"):
            if asked.get(side) and not EARLIEST <= asked[side].year <= LATEST:
                self.add_error(side, "Enter a real date, for example 27 3 2026")
        if asked.get("start") and asked.get("end") and asked["end"] < asked["start"]:
            self.add_error("end", "The end must not be before the start")
        return asked


class FindWords(forms.Form):
    """Words go by POST: they never stand in an address."""

    words = Words("Words in the record", rows=0, max_length=LONGEST_SEARCH)
