"""What must a lead write down to decide: what, of which kind, why, and what the parents were told?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from casework.forms.picking import PickChild
from casework.models import Category, Concern, Triage
from casework.queries.reach import Kept, asked, why
from casework.states import Decision

LONGEST = 20_000
AFTER = ("said", "said_words", "close")
"""What is asked last, after the questions about those who are kept out."""
HINTS = {
    Decision.LINK: "It joins what is on the child’s file.",
    Decision.OPEN_FILE: "The child’s case file is opened with it, or joined if there is one.",
    Decision.MONITOR: "A watch on the child’s file, reviewed within six weeks.",
    Decision.REFER: "“Make the referral” is put on your list, due today.",
    Decision.NO_ACTION: "A decision like any other: say why.",
}


class DecideConcern(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    decision = forms.ChoiceField(
        label="What will you do?",
        choices=Decision.choices,
        widget=forms.RadioSelect(attrs={"hints": {code.value: words for code, words in HINTS.items()}}),
        error_messages={"required": "Choose what you will do"},
    )
    review_on = forms.DateField(
        label="Review on",
        required=False,
        widget=forms.DateInput,
        help_text="Within six weeks. Only if you monitor.",
        error_messages={"invalid": "Enter a real date"},
    )
    category = forms.ChoiceField(
        label="What is it about?",
        choices=[("", "Choose a category"), *Category.choices],
        error_messages={"required": "Choose what it is about"},
    )
    rationale = forms.CharField(
        label="Why?",
        max_length=LONGEST,
        help_text="Your reasons, and any advice you took: from whom, and when.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write the reasons for your decision"},
    )
    parents_told = forms.ChoiceField(
        label="Have the parents or carers been told?",
        choices=[("YES", "Yes"), ("NO", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the parents have been told"},
    )
    not_told_because = forms.ChoiceField(
        label="Why not?", required=False, choices=[("", "Choose a reason"), *Triage.NotTold.choices]
    )
    parents_note = forms.CharField(
        label="Who was told, by whom, and what they said (optional)",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    said = forms.ChoiceField(
        label="Tell whoever reported it",
        required=False,
        choices=[("", "Nothing yet"), *Concern.Said.choices],
        help_text="They see these words and no more.",
    )
    said_words = forms.CharField(
        label="Add a word of your own (optional)",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    close = forms.BooleanField(label="Close this concern: nothing is left to do on it", required=False)

    def __init__(self, *args: Any, decisions: list[str], kept: Sequence[Kept] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept
        for one in kept:
            self._ask_about(one)
        self.order_fields([name for name in self.fields if name not in AFTER] + list(AFTER))
        offered = [(code, words) for code, words in Decision.choices if code in decisions]
        self.fields["decision"].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("decision") == Decision.MONITOR and not given.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", "Enter the date of the review")
        if given.get("parents_told") == "NO" and not given.get("not_told_because"):
            self.add_error("not_told_because", "Say why the parents have not been told")
        if given.get("close") and not given.get("said"):
            self.add_error("said", "Choose what to tell whoever reported it before you close it")
        for one in self.kept:
            if given.get(asked(one)) == "NO" and not given.get(why(one)):
                self.add_error(why(one), f"Say why {one.user.name} may see the child’s file")
        return given

    @property
    def questions(self) -> list[forms.BoundField]:
        """About each of those who are kept from the concern, in the order of the page."""
        return [self[name] for one in self.kept for name in (asked(one), why(one))]

    @property
    def answers(self) -> dict[UUID, tuple[bool, str]]:
        """Unless another is typed, the reason is the one for which the concern is hidden."""
        given = self.cleaned_data
        return {one.user.pk: (given[asked(one)] == "YES", given[why(one)] or one.wall.reason.text) for one in self.kept}

    def _ask_about(self, kept: Kept) -> None:
        self.fields[asked(kept)] = forms.ChoiceField(
            label=f"Keep {kept.user.name} from the child’s file as well?",
            help_text="Kept from this concern only, they can find the file where their work gives it to them.",
            choices=[("YES", "Yes"), ("NO", "No")],
            widget=forms.RadioSelect,
            error_messages={"required": f"Say whether {kept.user.name} is kept from the child’s file as well"},
        )
        self.fields[why(kept)] = forms.CharField(
            label=f"Why, or why not, {kept.user.name}?",
            help_text="If yes and left empty, it is the reason for which they are kept from the concern.",
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )


class TellReporter(forms.Form):
    said = forms.ChoiceField(
        label="Tell whoever reported it",
        choices=Concern.Said.choices,
        widget=forms.RadioSelect,
        help_text="They see these words and no more.",
        error_messages={"required": "Choose what to tell them"},
    )
    said_words = forms.CharField(
        label="Add a word of your own (optional)",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    close = forms.BooleanField(label="Close this concern: nothing is left to do on it", required=False)


class MoveConcern(PickChild):
    """The same child picker as on the concern form, and a reason."""

    reason = forms.CharField(
        label="Why is it moved?",
        max_length=1000,
        help_text="The wrong child’s record keeps a note that something was moved, with no words.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why it is moved"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child_name"].label = "Which child is it about?"

    def clean(self) -> dict[str, Any]:
        if not self.picked:
            asked = "Choose the child from those found" if self.words else "Enter the child’s name"
            self.add_error("child_name", asked)
        return self.cleaned_data
