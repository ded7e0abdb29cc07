"""What is asked when a plan is written, a step is agreed, and an outcome is looked at?"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from access.models import User
from access.namesakes import told_apart
from casework.forms.days import refuse_long_ago
from casework.forms.files import NOT_A_DATE, reason_field
from meetings.actions.plans import Wanted, Written
from meetings.models import Meeting, Outcome, OutcomeProgress, Plan, Step

FRESH = 3
"""Places for further outcomes."""
ASKED = {
    "words": ("What will be better?", "For the child, so that anybody can tell whether it is"),
    "worry": ("Which worry does it answer?", ""),
    "measure": ("How will we know?", "What is seen or counted, and by when"),
}


def _words(label: str, hint: str = "", *, rows: int = 2, required: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(required),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
    )


class WritePlan(forms.Form):
    """The outcomes one after another, those of the last version first. An emptied one is left out."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, outcomes: Sequence[Outcome] = (), contingency: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = {number: one for number, one in enumerate(outcomes, start=1)}
        self.made_with = {"outcomes": outcomes, "contingency": contingency}
        for number in range(1, len(outcomes) + FRESH + 1):
            was = self.before.get(number)
            for name, (label, hint) in ASKED.items():
                field = _words(label, hint)
                field.initial = getattr(was, name).text if was else ""
                self.fields[f"outcome{number}-{name}"] = field
        self.fields["contingency"] = _words(
            "What if it does not work?",
            "If this happens again, who does what",
            rows=3,
            required="Say what is done if the plan does not work",
        )
        self.fields["contingency"].initial = contingency

    @property
    def groups(self) -> list[tuple[int, list[forms.BoundField]]]:
        numbers = sorted({int(name[7:].partition("-")[0]) for name in self.fields if name.startswith("outcome")})
        return [(number, [self[f"outcome{number}-{name}"] for name in ASKED]) for number in numbers]

    def written(self, meeting: Meeting | None) -> Written:
        given = self.cleaned_data
        outcomes = [
            Wanted(**{name: given[f"outcome{number}-{name}"] for name in ASKED}, before=self.before.get(number))
            for number, _ in self.groups
        ]
        return Written(outcomes, contingency=given["contingency"], because=given.get("because", ""), meeting=meeting)


class StartPlan(WritePlan):
    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="Which plan?", widget=forms.RadioSelect, error_messages={"required": "Choose which plan it is"}
    )
    started_on = forms.DateField(
        label="When does it start?",
        widget=forms.DateInput,
        validators=[refuse_long_ago],
        error_messages={"required": "Enter the day it starts", "invalid": NOT_A_DATE},
    )
    lead_practitioner = forms.CharField(
        label="Who leads it?",
        max_length=200,
        help_text="The lead practitioner or social worker: name, role and agency",
        error_messages={"required": "Write who leads it"},
    )

    def __init__(self, *args: Any, kinds: Iterable[Plan.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]


class NextVersion(WritePlan):
    because = reason_field("What changed, and why?", missing="Say what changed, and why")


class AddStep(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    words = reason_field("What will be done?", missing="Say what will be done")
    owner = forms.ChoiceField(label="Who in school does it?", required=False)
    who = forms.CharField(
        label="Or somebody else (optional)", required=False, max_length=200, help_text="Name, role and agency"
    )
    due_on = forms.DateField(
        label="By when?",
        widget=forms.DateInput,
        error_messages={"required": "Enter the date it is due", "invalid": NOT_A_DATE},
    )

    def __init__(self, *args: Any, owners: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Nobody in school"), *told_apart(owners)]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "owner" in given and not given["owner"] and not given.get("who", "").strip():
            self.add_error("owner", "Choose who does it, or write who")
        return given


class NoteStep(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    progress = forms.ChoiceField(
        label="How far is it?",
        choices=Step.Progress.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how far it is"},
    )
    note = _words("What was done, or what gets in the way? (optional)", rows=3)


class NoteProgress(forms.Form):
    """A direction and what shows it, for each outcome. One without a direction was not looked at."""

    def __init__(
        self, *args: Any, outcomes: Sequence[Outcome], said: dict[int, OutcomeProgress], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [one.number for one in outcomes]
        for number in self.numbers:
            before = said.get(number)
            direction = forms.ChoiceField(
                label="Since last time", choices=OutcomeProgress.Direction.choices, required=False
            )
            direction.widget = forms.RadioSelect(choices=OutcomeProgress.Direction.choices)
            direction.initial = before.direction if before else ""
            evidence = _words("What shows it?")
            evidence.initial = before.evidence.text if before else ""
            self.fields |= {f"outcome{number}-direction": direction, f"outcome{number}-evidence": evidence}

    def of(self, number: int) -> list[forms.BoundField]:
        return [self[f"outcome{number}-direction"], self[f"outcome{number}-evidence"]]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number in self.numbers:
            said, shown = given.get(f"outcome{number}-direction"), given.get(f"outcome{number}-evidence", "").strip()
            if said and not shown:
                self.add_error(f"outcome{number}-evidence", "Say what shows it")
            if shown and not said:
                self.add_error(f"outcome{number}-direction", "Choose better, the same or worse")
        if not any(given.get(f"outcome{number}-direction") for number in self.numbers) and not self.errors:
            raise forms.ValidationError("Choose how at least one outcome went")
        return given

    @property
    def told(self) -> dict[int, tuple[str, str]]:
        given = self.cleaned_data
        return {
            number: (given[f"outcome{number}-direction"], given[f"outcome{number}-evidence"])
            for number in self.numbers
            if given[f"outcome{number}-direction"]
        }


class EndPlan(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    ended_on = forms.DateField(
        label="When did it end?",
        widget=forms.DateInput,
        validators=[refuse_long_ago],
        error_messages={"required": "Enter the day it ended", "invalid": NOT_A_DATE},
    )
    because = reason_field("Why did it end?", missing="Say why it ended")
