"""What may be typed about staff, memberships and the rota?"""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from access.actions import Post
from access.models import User
from access.namesakes import described, told_apart
from access.roles import Role

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
WEEKEND = (5, 6)
EARLIEST, MOST_YEARS_AHEAD = date(2000, 1, 1), 10
NOT_A_DATE = "Enter a real date"


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def refuse_odd_day(day: date) -> None:
    """A validator: a slip in the year is asked about."""
    if day < EARLIEST or day.year > timezone.localdate().year + MOST_YEARS_AHEAD:
        raise ValidationError(f"Check the year: choose a day from 2000 to {MOST_YEARS_AHEAD} years ahead")


class GivePost(forms.Form):
    """A role, with its years or classes. Only those are offered that this person may give."""

    role = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="Role",
        error_messages={"required": "Choose a role", "invalid_choice": "Only a safeguarding lead can give this role"},
    )
    years = forms.CharField(
        required=False,
        label="Year groups",
        help_text="For a pastoral officer: the years in their care, for example 9, 10. Reception is 0.",
    )
    classes = forms.CharField(
        required=False, label="Classes", help_text="For a teacher: the forms they teach, for example 9B, 10A."
    )
    starts_on = forms.DateField(
        label="First day",
        widget=DateInput,
        validators=[refuse_odd_day],
        error_messages={"required": "Enter the first day", "invalid": NOT_A_DATE},
    )

    def __init__(self, *args: Any, roles: Collection[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in Role if role in roles]  # type: ignore[attr-defined]

    def clean_years(self) -> tuple[int, ...]:
        try:
            years = tuple(int(part) for part in _parts(self.cleaned_data["years"]))
        except ValueError:
            raise ValidationError("Enter year groups as numbers with commas between them, for example 9, 10") from None
        if any(not 0 <= year <= 14 for year in years):
            raise ValidationError("Enter year groups from 0 (Reception) to 14")
        return years

    def clean_classes(self) -> tuple[str, ...]:
        return tuple(_parts(self.cleaned_data["classes"]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("role") == Role.PASTORAL and not cleaned.get("years") and "years" not in self.errors:
            self.add_error("years", "Enter the year groups in this officer’s care")
        return cleaned

    @property
    def post(self) -> Post:
        cleaned = self.cleaned_data
        return Post(Role(cleaned["role"]), years=cleaned["years"], classes=cleaned["classes"])


def refuse_odd_name(name: str) -> None:
    """A validator: nothing that cannot be seen, and no bracket, for an earlier name stands in one."""
    if not name.isprintable():
        raise ValidationError("The name holds a character that cannot be shown: type it again")
    if any(unicodedata.category(letter) in ("Ps", "Pe") for letter in name):
        raise ValidationError("Leave out what stands in brackets")


def name_field(label: str) -> forms.CharField:
    return forms.CharField(
        max_length=200,
        label=label,
        validators=[refuse_odd_name],
        error_messages={"required": "Enter their full name"},
    )


class InviteStaff(GivePost):
    name = name_field("Full name")
    email = forms.EmailField(label="Work e-mail address", error_messages={"required": "Enter their e-mail address"})
    despite = forms.BooleanField(label="This is another person of the same name", required=False)
    field_order = ["name", "despite", "email", "role", "years", "classes", "starts_on"]

    def __init__(self, *args: Any, namesakes: Callable[[str], list[User]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.namesakes = namesakes
        if not self.is_bound:
            del self.fields["despite"]

    def clean(self) -> dict[str, Any]:
        """The tick is asked for only where somebody here is or was called the same."""
        cleaned = super().clean()
        found = self.namesakes(cleaned["name"]) if "name" in cleaned else []
        if not found:
            del self.fields["despite"]
        elif not cleaned["despite"]:
            who = "; ".join(described(one) for one in found)
            self.add_error("despite", f"There is an account of this name: {who}. Tick this box if it is another person")
        return cleaned


class ChangeStaff(forms.Form):
    extension = forms.CharField(
        max_length=20, required=False, label="Phone extension", help_text="Shown to staff when this person leads today."
    )


class RenameStaff(forms.Form):
    name = name_field("What are they called now?")
    reason = forms.CharField(
        label="Why does the name change?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the name changes"},
    )


class EndMembership(forms.Form):
    when = forms.ChoiceField(
        label="When does it end?",
        choices=[("NOW", "Now: they lose it at once"), ("DAY", "At the end of a day")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose when it ends"},
    )
    ends_on = forms.DateField(
        label="Last day",
        required=False,
        widget=DateInput,
        validators=[refuse_odd_day],
        error_messages={"invalid": NOT_A_DATE},
    )
    reason = forms.CharField(
        label="Why does it end?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it ends"},
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("when") == "DAY" and not given.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", "Enter the last day")
        return given

    @property
    def last_day(self) -> date | None:
        """None: it ends at once, whatever day was typed beside."""
        return self.cleaned_data["ends_on"] if self.cleaned_data["when"] == "DAY" else None


class AcceptInvitation(forms.Form):
    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Three or four words that only you put together are best.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        error_messages={"required": "Choose a password"},
    )
    again = forms.CharField(
        label="Type it again",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        error_messages={"required": "Type the password again"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", "The two passwords differ")
        return cleaned


class SetRota(forms.Form):
    """Two leads for each weekday; the first is shown first."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, leads: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leads = {str(lead.pk): lead for lead in leads}
        choices = [("", "Nobody"), *told_apart(self.leads.values())]
        for number, day in enumerate(WEEKDAYS):
            for order, which in ((1, "first"), (2, "second")):
                self.fields[f"day{number}_{order}"] = forms.ChoiceField(
                    choices=choices, required=False, label=f"{day}: {which} to ask"
                )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for number, day in enumerate(WEEKDAYS):
            first = given.get(f"day{number}_1")
            if first and first == given.get(f"day{number}_2"):
                told = f"On {day} the same person is first and second to ask: choose somebody else, or nobody"
                self.add_error(f"day{number}_2", told)
        return given

    def again(self, version: str) -> "SetRota":
        """The same answers, to be sent over the rota of now."""
        return SetRota({**self.data.dict(), "version": version}, leads=self.leads.values())  # type: ignore[attr-defined]

    def differences(self, now: Mapping[str, str]) -> list[dict[str, str]]:
        """Where what was chosen is not what stands there now, in words."""
        return [
            {"what": str(bound.label), "now": self._named(now.get(bound.name, "")), "yours": self._named(chosen)}
            for bound in self.visible_fields()
            if (chosen := self.cleaned_data[bound.name]) != now.get(bound.name, "")
        ]

    def _named(self, key: str) -> str:
        if not key:
            return "Nobody"
        return self.leads[key].name if key in self.leads else "Somebody who does not lead any more"

    def leads_on(self, weekday: int) -> list[User]:
        chosen = [self.cleaned_data[f"day{weekday}_{order}"] for order in (1, 2)]
        return [self.leads[key] for key in chosen if key]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
