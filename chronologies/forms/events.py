"""What is asked about an entry: every field that a conference needs."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms

from access.policy import Clearance
from casework.models import Concern
from chronologies.dates import UNKNOWN, day_words
from chronologies.fields import Words
from chronologies.forms.dates import Dated
from chronologies.forms.readers import ask_audience, ask_section
from chronologies.models import Event, Precision, Significance
from chronologies.particulars import CODES, WORDS, Particulars

CHOOSE = ("", "Choose")
FOLDED = (
    *("child_voice", "opinion", "impact", "action_taken", "decision", "rationale", "outcome"),
    *("parent_informed", "parent_not_informed_because", "reference", "paper_held"),
)
"""What few entries need: under “Add more” until it holds something."""


class TellEvent(Dated):
    """Every field of an entry that a conference needs."""

    fact = Words(
        "What happened?",
        rows=7,
        required=True,
        help_text="Facts only. Full names, not initials: this is read years from now.",
        error_messages={"required": "Write what happened"},
    )
    source = forms.ChoiceField(
        label="How do we know?",
        choices=[CHOOSE, *Event.Source.choices],
        error_messages={"required": "Choose how we know"},
    )
    hand = forms.ChoiceField(label="How close is the source?", choices=Event.Hand.choices)
    source_name = Words("Who told us?", rows=0, help_text="Full name and role.")
    source_agency = Words("Their agency", rows=0)
    category = forms.ChoiceField(
        label="What is it about?",
        choices=[CHOOSE, *Event.Category.choices],
        error_messages={"required": "Choose what it is about"},
    )
    significance = forms.ChoiceField(
        label="How significant is it?",
        choices=Significance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how significant it is"},
    )
    bearing = forms.ChoiceField(
        label="Is it a risk, or does it protect?",
        choices=Event.Bearing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is a risk or protects"},
    )
    linked = forms.ChoiceField(label="Which record does it belong to?", required=False)
    marking = forms.ChoiceField(
        label="How is it marked?",
        choices=Event.Marking.choices,
        help_text="An agency’s information is passed on only with its agreement.",
    )
    child_voice = Words("The child’s voice", help_text="The child’s own words, how they seemed, and who was there.")
    opinion = Words("Your professional opinion", help_text="Apart from the facts, with what it rests on.")
    impact = Words("What did it mean for this child?")
    action_taken = Words("What was done?", help_text="By whom and when.")
    decision = Words("What was decided?")
    rationale = Words("Why?", help_text="The reasons for the decision, also for doing nothing.")
    outcome = Words("What came of it?")
    parent_informed = forms.TypedChoiceField(
        label="Do the parents or carers know?",
        required=False,
        choices=[("yes", "Yes"), ("no", "No"), ("", "Not asked yet")],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    parent_not_informed_because = Words("If not, why not? If so, what did they say?", rows=2)
    reference = Words("An agency’s reference number", rows=0)
    paper_held = Words("Paper file held: where?", rows=0)

    def __init__(self, *args: Any, concerns: Iterable[Concern] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"concerns": list(concerns)}
        offered = [
            (f"concern:{one.pk}", f"Concern of {day_words(one.happened_on)}") for one in self.made_with["concerns"]
        ]
        if offered:
            self.fields["linked"].choices = [("", "None"), *offered]  # type: ignore[attr-defined]
        else:
            del self.fields["linked"]

    @property
    def folded(self) -> list[forms.BoundField]:
        return [self[name] for name in FOLDED]

    @property
    def folded_open(self) -> bool:
        """Whether something in the folded part must not stay out of sight."""
        return any(bound.value() or (self.is_bound and bound.errors) for bound in self.folded)

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        if asked.get("parent_informed") is False and not asked.get("parent_not_informed_because", "").strip():
            self.add_error("parent_not_informed_because", "Say why the parents do not know")
        return asked

    def particulars(self) -> Particulars:
        told = {name: self.cleaned_data[name] for name in (*WORDS, *CODES) if name in self.cleaned_data}
        return Particulars(happened=self.cleaned_data["happened"], at_time=self.cleaned_data["at_time"], **told)


class RecordEvent(TellEvent):
    key = forms.UUIDField(widget=forms.HiddenInput)
    audience = forms.ChoiceField(label="Who may read this?", widget=forms.RadioSelect)
    section = forms.ChoiceField(label="Which part of the file is it?")

    def __init__(self, *args: Any, clearance: Clearance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_audience(self, clearance)
        ask_section(self, clearance)


class CorrectEvent(TellEvent):
    field_order = ("reason",)  # as on the page
    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    reason = Words(
        "Why is it corrected?",
        required=True,
        help_text="Everyone who may read this entry sees the reason. What it said before stays on record.",
        error_messages={"required": "Say why it is corrected"},
    )

    def particulars_over(self, now: Particulars) -> Particulars:
        """What the entry shall say: what was not asked, since this person may not see it, stays as it is."""
        told = self.particulars()
        return told if "linked" in self.fields else replace(told, linked=now.linked)

    @staticmethod
    def first(told: Particulars, version: int) -> dict[str, Any]:
        """What stands in the form at first: the entry as it is now."""
        answers = {name: getattr(told, name) for name in (*WORDS, *CODES)}
        known = {None: "", True: "yes", False: "no"}[told.parent_informed]
        return answers | {
            "version": version,
            "happened": told.happened,
            "date_about": told.happened.precision == Precision.ABOUT,
            "date_unknown": told.happened == UNKNOWN,
            "at_time": told.at_time,
            "parent_informed": known,
        }


class StrikeEvent(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = Words(
        "Why is it struck out?",
        required=True,
        help_text="The entry stays readable, with a line through it and this reason.",
        error_messages={"required": "Say why it is struck out"},
    )


class MoveEvent(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    audience = forms.ChoiceField(
        label="Who may read this?", widget=forms.RadioSelect, error_messages={"required": "Choose who may read this"}
    )
    section = forms.ChoiceField(label="Which part of the file is it?")
    reason = Words(
        "Why is it moved?",
        required=True,
        help_text="Only safeguarding leads see the reason.",
        error_messages={"required": "Say why it is moved"},
    )

    def __init__(self, *args: Any, clearance: Clearance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"clearance": clearance}
        ask_audience(self, clearance)
        ask_section(self, clearance)
