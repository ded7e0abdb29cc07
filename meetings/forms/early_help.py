"""What is asked about the family's agreement, and when an early help assessment starts and ends?"""

from collections.abc import Sequence
from typing import Any

from django import forms

from casework.forms.days import refuse_long_ago
from casework.forms.files import NOT_A_DATE, reason_field
from meetings.actions.early_help import Agreed, Ending
from meetings.forms.sheets import SCALE, SheetForm
from meetings.models import FamilyAgreement
from meetings.sheets.early_help import EXITS
from people.models import Agency

YES_NO = [("yes", "Yes"), ("no", "No")]


def _day(label: str, missing: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput,
        validators=[refuse_long_ago],
        error_messages={"required": missing, "invalid": NOT_A_DATE},
    )


def _agencies(label: str, hint: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, help_text=hint, required=False, widget=forms.CheckboxSelectMultiple)


class RecordAgreement(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    given = forms.ChoiceField(
        label="Does the family agree to an assessment and a plan?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the family agrees"},
    )
    who = forms.CharField(
        label="Who said so?",
        max_length=200,
        help_text="Name, and what they are to the child",
        error_messages={"required": "Write who said so"},
    )
    holds_responsibility = forms.BooleanField(label="Holds parental responsibility", required=False)
    agreed_on = _day("On which day?", "Enter the day")
    signed = forms.BooleanField(label="It was signed", required=False)
    scope = _agencies("Sharing is agreed with", "Only what is needed for the plan")
    excluded = _agencies("Nothing is shared with", "They cannot be invited, nor is anything put in what they are sent")
    note = forms.CharField(
        label="What else was said? (optional)",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(agency.pk), agency.name) for agency in agencies]
        for name in ("scope", "excluded"):
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    @property
    def agreed(self) -> Agreed:
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("key", "given")}
        return Agreed(given=self.cleaned_data["given"] == "yes", **told)


class WithdrawAgreement(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    withdrawn_on = _day("When did the family withdraw?", "Enter the day")
    because = forms.CharField(
        label="What did they say? (optional)",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecideRisk(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    risk = forms.ChoiceField(
        label="What is done now?",
        choices=FamilyAgreement.Risk.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is done now"},
    )
    words = reason_field(
        "What is the risk, and why this?",
        missing="Say what the risk is, and why this is decided",
        hint="Safeguarding does not need the family’s agreement: is this still early help?",
    )


class StartAssessment(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    started_on = _day("When does it start?", "Enter the day it starts")
    lead_practitioner = forms.CharField(
        label="Who is the lead practitioner?",
        max_length=200,
        help_text="Name, role and agency",
        error_messages={"required": "Write who the lead practitioner is"},
    )
    reference = forms.CharField(label="The local authority’s reference (optional)", required=False, max_length=120)


class WriteAssessment(SheetForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class AuthoriseAssessment(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    read = forms.BooleanField(
        label="I have read this assessment, and early help is the right level",
        error_messages={"required": "Tick that you have read it"},
    )


class CloseAssessment(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    exit = forms.ChoiceField(
        label="How did it end?",
        choices=EXITS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended"},
    )
    closed_on = _day("On which day?", "Enter the day it ended")
    scale_at_end = forms.TypedChoiceField(
        label="Where are things now, from 0 to 10?",
        choices=[("", "Not scaled"), *SCALE],
        coerce=int,
        empty_value=None,
        required=False,
    )
    distance = forms.CharField(
        label="How far has each outcome come?",
        required=False,
        max_length=4000,
        help_text="From where to where, for each one",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    family_feedback = forms.CharField(
        label="What do the child and the family say?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contingency = forms.CharField(
        label="If it happens again, who does what?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def ending(self) -> Ending:
        return Ending(**{name: value for name, value in self.cleaned_data.items() if name != "version"})
