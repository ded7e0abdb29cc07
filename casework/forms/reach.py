"""What is asked before somebody is let in, kept out, or named on a file?"""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms

from access.models import User
from access.namesakes import told_apart
from access.roles import SECTION_NAMES, Audience, Section
from casework.forms.files import NOT_A_DATE, reason_field

AUDIENCES = {
    Audience.PASTORAL: "Pastoral: what pastoral staff record and may read",
    Audience.SAFEGUARDING: "Safeguarding: everything in the sections chosen",
}
"""Nothing on a file is recorded for teaching alone, so nobody is given that: she would find an empty file."""


EMPTY = "Nothing that they could read is in these sections yet. Choose other records or sections, or tick this box"


def people_choices(people: Iterable[User]) -> list[tuple[str, str]]:
    return told_apart(people)


class GrantReach(forms.Form):
    person = forms.ChoiceField(label="Who needs to see it?", error_messages={"required": "Choose a person"})
    audience = forms.ChoiceField(
        label="Which records?",
        choices=[(audience.value, words) for audience, words in AUDIENCES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which records"},
    )
    sections = forms.TypedMultipleChoiceField(
        label="Which sections?",
        coerce=int,
        choices=[(int(section), words) for section, words in SECTION_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one section"},
    )
    until = forms.DateField(
        label="Until when?",
        widget=forms.DateInput,
        help_text="It ends by itself at the end of that day, within a year at most",
        error_messages={"required": "Enter the last day", "invalid": NOT_A_DATE},
    )
    reason = reason_field("Why do they need it?", missing="Say why they need it")
    though_empty = forms.BooleanField(
        label="Give it all the same: they see what is added in these sections until then", required=False
    )

    def __init__(
        self, *args: Any, people: Iterable[User], gives_nothing: Callable[[Audience, Section], bool], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.gives_nothing = gives_nothing
        self.fields["person"].choices = [("", "Choose a person"), *people_choices(people)]  # type: ignore[attr-defined]
        if not self.is_bound:
            del self.fields["though_empty"]

    def clean(self) -> dict[str, Any]:
        """Asked only of a grant that would open an empty file."""
        given = self.cleaned_data
        chosen = "audience" in given and "sections" in given
        if not (chosen and self.gives_nothing(Audience(given["audience"]), self.chosen_sections)):
            del self.fields["though_empty"]
        elif not given["though_empty"]:
            self.add_error("though_empty", EMPTY)
        return given

    @property
    def chosen_sections(self) -> Section:
        return Section(sum(self.cleaned_data["sections"]))


class EndGrant(forms.Form):
    reason = reason_field("Why does it end?", missing="Say why it ends")


class RestrictFile(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    people = forms.MultipleChoiceField(
        label="Who will see it?",
        widget=forms.CheckboxSelectMultiple,
        help_text="At least one safeguarding lead or deputy. Nobody else will find it.",
        error_messages={"required": "Choose who will see it"},
    )
    reason = reason_field("Why is it restricted?", missing="Say why it is restricted")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people_choices(people)  # type: ignore[attr-defined]


class LiftRestriction(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = reason_field("Why is the restriction lifted?", missing="Say why it is lifted")


class RaiseWall(forms.Form):
    person = forms.ChoiceField(label="Who must not see it?", error_messages={"required": "Choose a person"})
    reason = reason_field(
        "Why?", missing="Say why", hint="For example: related to a parent, or an allegation concerns them"
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Choose a person"), *people_choices(people)]  # type: ignore[attr-defined]


class LiftWall(forms.Form):
    reason = reason_field("Why is the wall lifted?", missing="Say why it is lifted")
