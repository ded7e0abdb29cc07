"""What is asked when a PEP is begun, written, held, submitted, rated and signed off, and about its targets?"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from access.models import User
from access.namesakes import told_apart
from casework.forms.days import refuse_long_ago
from casework.forms.files import NOT_A_DATE, reason_field
from meetings.actions.peps import Rated
from meetings.actions.peps_targets import ASKED, Smart
from meetings.forms.sheets import SheetForm
from meetings.models import Pep, PepRating, PepTarget
from meetings.queries.peps import lacking


def _day(label: str, missing: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput,
        validators=[refuse_long_ago],
        error_messages={"required": missing, "invalid": NOT_A_DATE},
    )


def _line(label: str, missing: str, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=200, help_text=hint, error_messages={"required": missing})


class StartPep(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    planned_on = _day("When is the PEP meeting?", "Enter the day of the PEP meeting")


class WritePep(SheetForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class SubmitPep(WritePep):
    """With all that the virtual school has to have; what is missing is said beside each answer."""

    checked = forms.BooleanField(
        label="I have checked the targets, what came of the last ones, and the pupil premium plus",
        error_messages={"required": "Tick that you have checked them"},
    )

    def __init__(self, *args: Any, pep: Pep, **kwargs: Any) -> None:
        super().__init__(*args, finished=True, **kwargs)
        self.pep = pep
        self.made_with = self.made_with | {"pep": pep}
        self.made_with.pop("finished")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name, words in lacking(self.pep, self.answers):
            if name == "checked" or name not in self.errors:
                self.add_error(name, words)
        return given


class HoldPep(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    held_on = _day("On which day was it held?", "Enter the day it was held")


class RatePep(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    rating = forms.ChoiceField(
        label="How did the virtual school rate it?",
        choices=PepRating.Rating.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the rating"},
    )
    reasons = forms.CharField(
        label="What did the virtual school say?",
        help_text="Red and amber come with reasons. Red returns the PEP to the school.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    rated_on = _day("On which day?", "Enter the day")
    rated_by = forms.CharField(label="Who rated it? (optional)", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("rating") in ("RED", "AMBER") and not given.get("reasons", "").strip():
            self.add_error("reasons", "Write the virtual school’s reasons")
        return given

    @property
    def rated(self) -> Rated:
        return Rated(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class SignOffPep(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    signed_off_on = _day("On which day was it signed off?", "Enter the day")
    signed_off_by = _line("Who signed it off?", "Write who signed it off", "Name and role, at the virtual school")


class SetTarget(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    subject = _line("Subject", ASKED["subject"], "Or what it is about, such as friends or clubs")
    words = reason_field(
        "What is to be reached?",
        missing=ASKED["words"],
        hint="The teacher who helps reads this. Write nothing about care or family.",
    )
    measure = reason_field("How is it measured?", missing=ASKED["measure"], hint="From where to where, and in what")
    due_on = _day("By when?", "Enter the day by which it is reached")
    staff_does = reason_field("What do staff do?", missing=ASKED["staff_does"])
    child_does = reason_field("What does the child do?", missing=ASKED["child_does"])
    teacher = forms.ChoiceField(
        label="Which member of staff helps with it? (optional)",
        help_text="They see this target on their own page, and nothing else of the file",
        required=False,
    )

    def __init__(self, *args: Any, staff: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"staff": staff}
        self.known = {str(one.pk): one for one in staff}
        choices = [("", "Nobody yet"), *told_apart(self.known.values())]
        self.fields["teacher"].choices = choices  # type: ignore[attr-defined]

    @property
    def smart(self) -> Smart:
        given = {name: self.cleaned_data[name] for name in (*ASKED, "due_on")}
        return Smart(**given, teacher=self.known.get(self.cleaned_data["teacher"]))


class ChangeTarget(SetTarget):
    key = None  # type: ignore[assignment]  # it has one
    version = forms.IntegerField(widget=forms.HiddenInput)


class EvaluateTarget(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    result = forms.ChoiceField(
        label="Was it met?",
        choices=PepTarget.Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it was met"},
    )
    evaluation = reason_field("What shows it?", missing="Write what shows it", hint="Against the measure that was set")


class NoteTarget(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    words = reason_field(
        "How is it going?",
        missing="Write how it is going",
        hint="Against the measure. Write nothing about care or family.",
    )


class WithdrawTarget(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    because = reason_field("Why is it withdrawn?", missing="Say why it is withdrawn")


class NoteSpending(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    target = forms.ChoiceField(
        label="Which target is it for?", error_messages={"required": "Choose the target that it is for"}
    )
    amount = forms.DecimalField(
        label="How much, in pounds?",
        min_value=Decimal("0.01"),
        max_value=Decimal("100000"),
        decimal_places=2,
        widget=forms.NumberInput,
        error_messages={
            "required": "Enter an amount, for example 450 or 12.50",
            "invalid": "Enter an amount, for example 450 or 12.50",
            "min_value": "Enter an amount above nothing",
            "max_value": "Enter an amount up to 100,000",
            "max_decimal_places": "Enter pounds and pence, for example 12.50",
            "max_digits": "Enter an amount up to 100,000",
        },
    )
    words = reason_field("What is it for?", missing="Write what it is for")

    def __init__(self, *args: Any, targets: Iterable[PepTarget], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in targets}
        choices = [(pk, f"{one.number}. {one.subject.text}") for pk, one in self.known.items()]
        self.fields["target"].choices = [("", "Choose a target"), *choices]  # type: ignore[attr-defined]

    @property
    def pence(self) -> int:
        return int(self.cleaned_data["amount"] * 100)
