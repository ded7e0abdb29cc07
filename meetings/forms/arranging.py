"""What is asked when a meeting is planned, moved, people are asked to it, or it is cancelled?"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from casework.forms.days import refuse_long_ago
from casework.forms.files import NOT_A_DATE, reason_field
from meetings.actions.arranging import Arrangement
from meetings.models import Attendance
from meetings.queries.inviting import Invitee
from meetings.sheets.base import Sheet
from people.models import Agency

People = dict[str, tuple[str, Invitee]]
"""Those around a file who can be asked: by code, each with the label that the form shows."""


class Arrange(forms.Form):
    """When, where and who runs it."""

    on = forms.DateField(
        label="On which day?",
        widget=forms.DateInput,
        validators=[refuse_long_ago],
        error_messages={"required": "Enter the day of the meeting", "invalid": NOT_A_DATE},
    )
    at_time = forms.TimeField(
        label="At what time?",
        widget=forms.TimeInput,
        error_messages={"required": "Enter the time, for example 14:00", "invalid": "Enter a time, for example 14:00"},
    )
    minutes_long = forms.IntegerField(
        label="How long, in minutes?",
        initial=60,
        min_value=5,
        max_value=600,
        widget=forms.NumberInput,
        error_messages={
            "required": "Enter how long it takes",
            "min_value": "Enter 5 minutes or more",
            "max_value": "Enter 600 minutes or fewer",
            "invalid": "Enter a number of minutes",
        },
    )
    online = forms.BooleanField(label="It is held online", required=False)
    place = forms.CharField(label="Where? (optional)", required=False, max_length=400)
    chair = forms.CharField(label="Who chairs it? (optional)", required=False, max_length=200)
    minute_taker = forms.CharField(label="Who takes the minutes? (optional)", required=False, max_length=200)
    school_takes_minutes = forms.BooleanField(label="The school takes the minutes", required=False)

    @property
    def arrangement(self) -> Arrangement:
        given = self.cleaned_data
        when = timezone.make_aware(datetime.combine(given["on"], given["at_time"]))
        rest = ("minutes_long", "online", "place", "chair", "minute_taker", "school_takes_minutes")
        return Arrangement(when, **{name: given[name] for name in rest})


class Invite(forms.Form):
    """Those around the file, agencies, and anybody else by name."""

    people = forms.MultipleChoiceField(
        label="Who is asked to come?", required=False, widget=forms.CheckboxSelectMultiple
    )
    agencies = forms.MultipleChoiceField(
        label="Which agencies are asked to send somebody?", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label="Anybody else? (optional)",
        required=False,
        max_length=4000,
        help_text="One person on each line: name, role, agency. Such as: Sam Field, housing officer, Northmoor Housing",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, people: People, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.offered = people, {str(agency.pk): agency for agency in agencies}
        self.made_with = getattr(self, "made_with", {}) | {"people": people, "agencies": agencies}
        self._offer("people", [(code, label) for code, (label, _) in people.items()])
        self._offer("agencies", [(code, agency.name) for code, agency in self.offered.items()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        if choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    @property
    def invitees(self) -> list[Invitee]:
        given = self.cleaned_data
        asked = [self.known[code][1] for code in given.get("people", [])]
        for code in given.get("agencies", []):
            agency = self.offered[code]
            asked.append(Invitee(Attendance.Capacity.AGENCY, agency.name, agency_name=agency.name, agency=agency))
        return asked + [typed(line) for line in given["others"].splitlines() if line.strip()]


class PlanMeeting(Invite, Arrange):
    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="Which meeting?", error_messages={"required": "Choose which meeting it is"})

    def __init__(self, *args: Any, kinds: Iterable[Sheet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = list(kinds)
        self.fields["kind"].choices = [("", "Choose"), *((one.code, one.title) for one in kinds)]  # type: ignore[attr-defined]
        order = ["kind", *Arrange.base_fields, *Invite.base_fields, "key"]
        self.order_fields(order)


class ChangeMeeting(Arrange):
    version = forms.IntegerField(widget=forms.HiddenInput)


class InviteMore(Invite):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(given.get(name) for name in ("people", "agencies", "others")):
            self.add_error("others", "Choose somebody, or write who it is")
        return given


class CancelMeeting(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    because = reason_field("Why is it cancelled?", missing="Say why it is cancelled")


def typed(line: str) -> Invitee:
    """ "Sam Field, housing officer, Northmoor Housing"."""
    name, role, agency = (*(part.strip() for part in line.split(",", 2)), "", "")[:3]
    capacity = Attendance.Capacity.AGENCY if agency else Attendance.Capacity.FAMILY
    return Invitee(capacity, name or line.strip(), role=role, agency_name=agency)
