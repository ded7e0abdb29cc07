"""What does the one-page concern form ask? Three answers are required: who, what kind, and what happened."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from access.models import User
from access.namesakes import told_apart
from casework.bodymap import choices as region_choices
from casework.forms.days import refuse_long_ago
from casework.models import Concern

LONGEST = 20_000
COLLEAGUES = ("colleague_1", "colleague_2", "colleague_3")
DETAILS = {
    "child_words": ("The child’s own words", "As exactly as you can. Write down the questions you asked, too."),
    "heard_from": ("Who told you, if you did not see or hear it yourself", ""),
    "place": ("Where it happened", ""),
    "present": ("Who was there", "Full names, and their jobs if they work here."),
    "opinion": ("What you think, apart from what you saw and heard", "Leave this empty if you have no view."),
    "immediate_action": ("What you have done so far", "For example: stayed with the child, gave first aid."),
    "safe_now": ("Is the child safe now?", "Where are they, and who will they go home with, and when?"),
    "told_others": ("Who else you have told, and when", ""),
}


class Adult:
    NO, RELATED, ABOUT = "NO", "RELATED", "ABOUT"
    CHOICES = (
        (NO, "No"),
        (RELATED, "Yes, somebody who works here is related to a child in this, or is mentioned"),
        (ABOUT, "Yes, my worry is about what somebody who works here did or said"),
    )


class LogConcern(forms.Form):
    """The child is picked in a form of its own (casework.forms.picking), and so is each mark."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    child_unknown = forms.BooleanField(label="I don’t know the child’s name", required=False)
    child_described = forms.CharField(
        label="Describe the child",
        required=False,
        max_length=LONGEST,
        help_text="Age, form or year if you know it, what they look like, who they were with.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(
        label="What happened?",
        choices=Concern.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened"},
    )
    words = forms.CharField(
        label="Tell us in your own words",
        max_length=LONGEST,
        help_text="Who, what, where. Use the child’s own words where you can. Keep to what you saw and heard.",
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "Write what happened"},
    )
    urgent = forms.BooleanField(
        label="The child is in danger, or must be seen before they go home",
        required=False,
        help_text="An injury is always sent as urgent.",
    )
    regions = forms.MultipleChoiceField(required=False, choices=region_choices, widget=forms.CheckboxSelectMultiple)
    mark_unseen = forms.BooleanField(label="I could not see where", required=False)
    happened_on = forms.DateField(
        label="When did it happen, or when did you notice?",
        validators=[refuse_long_ago],
        widget=forms.DateInput,
        error_messages={"required": "Enter the date it happened", "invalid": "Enter a real date"},
    )
    happened_at = forms.TimeField(
        label="At about what time? (if you know)",
        required=False,
        widget=forms.TimeInput,
        error_messages={"invalid": "Enter a time, such as 10:45"},
    )
    adult = forms.ChoiceField(
        label="Is an adult who works here involved or related?",
        required=False,
        choices=Adult.CHOICES,
        widget=forms.RadioSelect,
    )
    colleague_1 = forms.ChoiceField(label="Who is it?", required=False, help_text="They will never see this concern.")
    colleague_2 = forms.ChoiceField(label="And who else? (optional)", required=False)
    colleague_3 = forms.ChoiceField(label="And who else? (optional)", required=False)
    told_in_person = forms.ChoiceField(label="Have you told a safeguarding lead in person?", required=False)

    def __init__(self, *args: Any, leads: Sequence[User], staff: Sequence[User], head: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.head = head
        for name, (label, hint) in DETAILS.items():
            box = forms.Textarea(attrs={"rows": 2})
            self.fields[name] = forms.CharField(
                label=label, help_text=hint, required=False, max_length=LONGEST, widget=box
            )
        labels = dict(told_apart({person.pk: person for person in (*leads, *staff)}.values()))
        self._offer("told_in_person", leads, "Not yet", labels)
        for name in COLLEAGUES:
            self._offer(name, staff, "Choose a person", labels)
        if not self.is_bound:
            self.initial.setdefault("happened_on", timezone.localdate())
            self.initial.setdefault("adult", Adult.NO)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        self._refuse_future(given)
        if given.get("kind") == Concern.Kind.MARK and not (given.get("regions") or given.get("mark_unseen")):
            self.add_error("mark_unseen", "Choose where on the body, or tick that you could not see where")
        if given.get("child_unknown") and not given.get("child_described"):
            self.add_error("child_described", "Describe the child as well as you can")
        if given.get("adult") == Adult.ABOUT:
            self.add_error("adult", f"Do not write this here. Tell {self.head} in person now: nothing has been sent")
        if given.get("adult") == Adult.RELATED and not self.colleagues:
            self.add_error("colleague_1", "Choose who it is, so that they never see this")
        return given

    @property
    def colleagues(self) -> list[str]:
        """Those whom the answer names; a name left behind under "No" counts for nothing."""
        if self.cleaned_data.get("adult") != Adult.RELATED:
            return []
        return [self.cleaned_data[name] for name in COLLEAGUES if self.cleaned_data.get(name)]

    @property
    def details(self) -> list[forms.BoundField]:
        return [self[name] for name in DETAILS]

    @property
    def details_open(self) -> bool:
        """Whether something in the folded part must not stay out of sight."""
        return any(field.value() or (self.is_bound and field.errors) for field in self.details)

    @property
    def names_colleague(self) -> bool:
        return self["adult"].value() in (Adult.RELATED, Adult.ABOUT)

    def _offer(self, name: str, people: Sequence[User], none: str, labels: Mapping[str, str]) -> None:
        offered = [(str(person.pk), _named(labels[str(person.pk)], person)) for person in people]
        self.fields[name].choices = [("", none), *offered]  # type: ignore[attr-defined]

    def _refuse_future(self, given: dict[str, Any]) -> None:
        now = timezone.localtime()
        on, at = given.get("happened_on"), given.get("happened_at")
        if on and on > now.date():
            self.add_error("happened_on", "The date must be today or in the past")
        elif on == now.date() and at and at > now.time():
            self.add_error("happened_at", "The time must be now or earlier")


def _named(label: str, person: User) -> str:
    return f"{label} ({person.leads_as})" if person.leads_as else label


class AddToConcern(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(
        label="Add to this concern",
        max_length=LONGEST,
        help_text="What you have seen or heard since, or forgot to write. What you wrote before stays as it is.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what you want to add"},
    )
