"""Which form fields does a chronology need that Django has not? A date as well as it is known, and words left alone."""

from collections.abc import Sequence
from typing import Any

from django import forms

from chronologies.dates import PartialDate

LONGEST = 20_000
LONGEST_SEARCH = 400


class DateBoxes(forms.MultiWidget):
    """Day, month and year side by side; leaving the day empty means the month."""

    def __init__(self) -> None:
        parts = ("day", "month", "year")
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput(attrs={"inputmode": "numeric"}) for part in parts
        }
        super().__init__(boxes)

    def decompress(self, value: PartialDate | None) -> Sequence[str]:
        return value.boxes() if value else ("", "", "")


class DateBoxesField(forms.MultiValueField):
    """The three boxes as they were typed. The form makes a date of them, since two ticks beside it count as well."""

    widget = DateBoxes

    def __init__(self, **options: Any) -> None:
        parts = tuple(forms.CharField(required=False, max_length=10) for _ in range(3))
        super().__init__(fields=parts, require_all_fields=False, required=False, **options)

    def compress(self, data_list: Sequence[str]) -> tuple[str, str, str]:
        day, month, year = data_list or ("", "", "")
        return day, month, year


class Words(forms.CharField):
    """What somebody typed, as they typed it: nothing is stripped."""

    def __init__(self, label: str, *, rows: int = 3, required: bool = False, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        longest = options.pop("max_length", LONGEST if rows else 400)
        super().__init__(label=label, strip=False, required=required, max_length=longest, widget=widget, **options)
