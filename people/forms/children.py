"""What may be typed about who a child is, and chosen to filter the list of children?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from access.forms import DateInput
from people.actions.children import Place
from people.directory import is_enough
from people.identity import Identity, year_label
from people.models import Child
from people.roll import cells, upn
from people.roll.refusals import BadCell

YEARS = [(str(year), year_label(year)) for year in range(-2, 15)]
TOO_FEW = "Enter two letters of a name, a form or a year"
SEXES = [("", "Not recorded"), ("F", "Female"), ("M", "Male")]
NAMES = {
    "forename": "First name",
    "surname": "Last name",
    "preferred_forename": "Preferred first name",
    "preferred_surname": "Preferred last name",
}


class FilterChildren(forms.Form):
    """Codes only: they stand in the URL."""

    year = forms.TypedChoiceField(required=False, label="Year", coerce=int, empty_value=None)
    form = forms.ChoiceField(required=False, label="Form")
    status = forms.ChoiceField(required=False, label="Status in school", choices=Child.Status.choices)

    def __init__(self, *args: Any, years: list[int], groups: list[str], may_edit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "All"), *((str(year), year_label(year)) for year in years)]  # type: ignore[attr-defined]
        self.fields["form"].choices = [("", "All"), *((group, group) for group in groups)]  # type: ignore[attr-defined]
        if not may_edit:
            del self.fields["status"]

    @property
    def codes(self) -> dict[str, Any]:
        """What was chosen, by the column it is about."""
        return {name: code for name, code in self.cleaned_data.items() if code not in ("", None)}

    def says(self, name: str) -> str:
        return str(dict(self.fields[name].choices)[str(self.cleaned_data[name])])  # type: ignore[attr-defined]


class FindChildren(forms.Form):
    words = forms.CharField(
        label="Find a child",
        help_text="Two letters of a name, a form, a year, or the last three figures of a UPN",
        max_length=100,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": TOO_FEW},
    )

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if not is_enough(words):
            raise ValidationError(TOO_FEW)
        return words


class DescribeChild(forms.Form):
    """Who a child is. `pk` makes one child of a form that is sent twice; `version` notices a change meanwhile."""

    pk = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    forename = forms.CharField(label=NAMES["forename"], error_messages={"required": "Enter the first name"})
    surname = forms.CharField(label=NAMES["surname"], error_messages={"required": "Enter the last name"})
    preferred_forename = forms.CharField(
        label=f"{NAMES['preferred_forename']} (optional)",
        required=False,
        help_text="What the child is called, if it is another name",
    )
    preferred_surname = forms.CharField(label=f"{NAMES['preferred_surname']} (optional)", required=False)
    born_on = forms.DateField(
        label="Date of birth", widget=DateInput, error_messages={"required": "Enter the date of birth"}
    )
    sex = forms.ChoiceField(label="Sex", choices=SEXES, required=False, widget=forms.RadioSelect)
    upn = forms.CharField(
        label="Unique pupil number (UPN, optional)",
        required=False,
        help_text="A letter, eleven figures and a figure or letter. Leave it empty if you do not know it.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    email = forms.EmailField(label="School e-mail address (optional)", required=False, max_length=254)
    year = forms.TypedChoiceField(
        label="Year", required=False, choices=[("", "Not recorded"), *YEARS], coerce=int, empty_value=None
    )
    form = forms.CharField(label="Form or class (optional)", required=False, max_length=40)
    status = forms.ChoiceField(label="Status in school", choices=Child.Status.choices, widget=forms.RadioSelect)
    left_on = forms.DateField(
        label="Last day at this school (optional)", required=False, widget=DateInput, help_text="Only if they have left"
    )

    def clean_upn(self) -> str:
        try:
            return upn.read(self.cleaned_data["upn"])
        except BadCell as bad:
            raise ValidationError(f"The UPN {bad.reason}") from None

    def clean_form(self) -> str:
        return _plain(self.cleaned_data["form"], "form", longest=cells.FORM_LENGTH)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in NAMES:
            if name in cleaned:
                cleaned[name] = self._name(name, cleaned[name])
        self._refuse_dates(cleaned)
        return cleaned

    @property
    def who(self) -> Identity:
        return Identity(**{name: self.cleaned_data[name] for name in (*NAMES, "born_on", "sex", "upn", "email")})

    @property
    def place(self) -> Place:
        return Place(**{name: self.cleaned_data[name] for name in ("year", "form", "status", "left_on")})

    def _name(self, name: str, words: str) -> str:
        try:
            return _plain(words, NAMES[name].lower(), needed=name in ("forename", "surname"))
        except ValidationError as error:
            self.add_error(name, error)
            return ""

    def _refuse_dates(self, cleaned: dict[str, Any]) -> None:
        today = timezone.localdate()
        if (born_on := cleaned.get("born_on")) and not (today.year - 25 <= born_on.year and born_on <= today):
            self.add_error("born_on", "Check the date of birth: it must be in the past, and within 25 years")
        if cleaned.get("left_on") and cleaned.get("status") != Child.Status.LEFT:
            self.add_error("left_on", "Choose “Left” as the status, or take the last day away")


def described(child: Child) -> dict[str, Any]:
    """What the form starts with: the child as it is now."""
    who = child.who
    told = {name: getattr(who, name) for name in (*NAMES, "born_on", "sex", "upn", "email")}
    return told | {
        "version": child.version,
        "year": "" if child.year is None else str(child.year),
        "form": child.form,
        "status": child.status,
        "left_on": child.left_on,
    }


def _plain(words: str, what: str, *, longest: int = cells.NAME_LENGTH, needed: bool = False) -> str:
    try:
        return cells.required(words) if needed else cells.text(words, longest)
    except BadCell as bad:
        raise ValidationError(f"The {what} {bad.reason}") from None
