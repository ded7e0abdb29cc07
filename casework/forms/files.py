"""What is asked when a status starts, is reviewed or ends, and about paper that is held elsewhere?"""

from collections.abc import Iterable
from typing import Any

from django import forms

from casework.forms.days import refuse_long_ago
from casework.models import StatusEpisode
from casework.states import BY_A_MEETING, ENDED_BY
from people.identity import year_label

NOT_A_DATE = "Enter a real date"


def reason_field(label: str, *, missing: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing},
    )


class FilterFiles(forms.Form):
    """Codes and a day only: they stand in the URL."""

    year = forms.TypedChoiceField(required=False, label="Year group", coerce=int, empty_value=None)
    status = forms.ChoiceField(required=False, label="Status", choices=[("", "All"), *StatusEpisode.Kind.choices])
    since = forms.DateField(
        required=False,
        label="Changed since",
        widget=forms.DateInput,
        validators=[refuse_long_ago],
        error_messages={"invalid": NOT_A_DATE},
    )

    def __init__(self, *args: Any, years: Iterable[int], knows_status: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "All"), *((str(year), year_label(year)) for year in years)]  # type: ignore[attr-defined]
        if not knows_status:
            del self.fields["status"]

    @property
    def codes(self) -> dict[str, str]:
        """What was chosen and can be meant, as it stands in an address."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value not in ("", None)}

    def says(self, name: str) -> str:
        """A choice in words: "Year 9", "Child in need", "Since 1 November 2026"."""
        value = self.cleaned_data[name]
        if name == "since":
            return f"Since {value:%-d %B %Y}"
        choices = {str(code): words for code, words in self.fields[name].choices}  # type: ignore[attr-defined]
        return str(choices[str(value)])


class FindFile(forms.Form):
    words = forms.CharField(
        label="Find a file by the child’s name",
        help_text="Two letters of a name, or a form",
        max_length=100,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter two letters of a name, or a form"},
    )


class StartStatus(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="Which status?",
        choices=StatusEpisode.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the status"},
    )
    started_on = forms.DateField(
        label="When did it start?",
        validators=[refuse_long_ago],
        widget=forms.DateInput,
        error_messages={"required": "Enter the date it started", "invalid": NOT_A_DATE},
    )
    review_on = forms.DateField(
        label="When is it reviewed? (optional)",
        required=False,
        widget=forms.DateInput,
        help_text="Needed for a child protection plan, and for monitoring: within six weeks",
        error_messages={"invalid": NOT_A_DATE},
    )
    authority = forms.CharField(
        label="Local authority (optional)",
        required=False,
        max_length=120,
        help_text="Needed when a local authority has decided it",
    )
    basis = forms.CharField(
        label="Legal basis or category (optional)",
        required=False,
        max_length=1000,
        help_text="Needed for a child protection plan: its category; and for a looked-after child, such as section 20",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RecordPlacement(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    since = forms.DateField(
        label="Since when?",
        validators=[refuse_long_ago],
        widget=forms.DateInput,
        error_messages={"required": "Enter the first day of the placement", "invalid": NOT_A_DATE},
    )
    words = reason_field(
        "Where does the child live, and with whom?",
        missing="Write where the child lives, and with whom",
        hint="The kind of placement, the carers, and how to reach them",
    )


class ReviewStatus(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    review_on = forms.DateField(
        label="When is it reviewed next?",
        widget=forms.DateInput,
        error_messages={"required": "Enter the date of the next review", "invalid": NOT_A_DATE},
    )
    because = reason_field("Why does it go on?", missing="Say why it goes on")


class EndStatus(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    ended_on = forms.DateField(
        label="When did it end?",
        widget=forms.DateInput,
        error_messages={"required": "Enter the date it ended", "invalid": NOT_A_DATE},
    )
    because = reason_field(
        "Why did it end?", missing="Say why it ended", hint="The outcome, who decided it, and who was told"
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        """What a meeting decides is recorded with the meeting, so it is not offered here."""
        super().__init__(*args, **kwargs)
        self.made_with = {"kind": kind}
        offered = [(code, words) for code, words in ENDED_BY.get(kind, {}).items() if code not in BY_A_MEETING]
        if offered:
            self.fields["ended_by"] = forms.ChoiceField(
                label="What ended it?",
                choices=offered,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose what ended it"},
            )
            self.order_fields(["version", "ended_by", "ended_on", "because"])


class NotePaper(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    paper_held = forms.CharField(
        label="Is there a paper file, and where is it held?",
        required=False,
        max_length=1000,
        help_text="For example: Yes, in the locked cabinet in the lead’s office. Leave it empty if it is not known.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
