"""When did it happen, as well as anybody knows?"""

from typing import Any

from django import forms

from casework.forms.days import TOO_LONG_AGO, is_long_ago
from chronologies.dates import UNKNOWN, NoSuchDate, PartialDate
from chronologies.fields import DateBoxesField

SMALL = {"class": "govuk-checkboxes--small"}


class Dated(forms.Form):
    """When it happened, as well as anybody knows."""

    happened = DateBoxesField(
        label="When did it happen?",
        help_text="For example 27 3 2026. Leave the day empty if only the month is known, "
        "and the month too if only the year is.",
    )
    date_about = forms.BooleanField(
        label="The date is about right, not exact", required=False, widget=forms.CheckboxInput(SMALL)
    )
    date_unknown = forms.BooleanField(label="Nobody knows the date", required=False, widget=forms.CheckboxInput(SMALL))
    at_time = forms.TimeField(
        label="At what time? (if known)",
        required=False,
        widget=forms.TimeInput,
        error_messages={"invalid": "Enter a time, for example 10:42"},
    )

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = self.cleaned_data
        try:
            asked["happened"] = _when(asked)
        except NoSuchDate as wrong:
            self.add_error("happened", str(wrong))
        return asked


def _when(asked: dict[str, Any]) -> PartialDate:
    boxes = asked.get("happened") or ("", "", "")
    if asked.get("date_unknown"):
        if any(boxes):
            raise NoSuchDate("Enter the date, or tick that nobody knows it, not both")
        return UNKNOWN
    when = PartialDate.of(*boxes, about=bool(asked.get("date_about")))
    if when.on and is_long_ago(when.on):
        raise NoSuchDate(TOO_LONG_AGO)
    return when
