"""What is asked when a pack is prepared, changed, checked, shared and made?"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms

from chronologies.fields import Words
from documents.models import Disclosure
from meetings.actions.packs import NOT_A_PARENT
from meetings.models import FILE_SECTIONS, Meeting, Pack, PackSection, WordTemplate
from meetings.queries.packs import PARENTS, Group, suggestion
from meetings.release.deciding import CHOICES, Choice
from meetings.release.known import LABELS
from meetings.sheets import SHEETS
from people.models import Agency, Contact

NO_PARENT = "No parent or carer is on the family page: add them there first"
NOT_A_DATE = "Enter a real date"
AT_FIRST = [one.value for one in FILE_SECTIONS if one is not PackSection.CONTACTS]
TYPED = {
    "attendance": "Attendance and lateness",
    "exclusions": "Suspensions and exclusions",
    "progress": "Progress, presentation and engagement",
}


def _day(label: str, hint: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.DateInput,
        error_messages={"invalid": NOT_A_DATE},
    )


class PreparePack(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    for_whom = forms.ChoiceField(
        label="For whom is it?",
        choices=Pack.For.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose for whom it is"},
    )
    parent = forms.ChoiceField(
        label="A parent’s version: who is it?",
        required=False,
        help_text="Their name and role are taken from the family page. Nothing in it leads to anybody in hiding.",
        widget=forms.RadioSelect,
    )
    despite = Words(
        "If they must not be contacted: why do they get it all the same?",
        rows=2,
        help_text="For example: the court has ordered it.",
    )
    person = Words("Anybody else: their name", rows=0)
    role = Words("Anybody else: their role", rows=0)
    agency = forms.ChoiceField(label="Their agency (optional)", required=False)
    other_agency = Words("Another agency, if it is not in the list (optional)", rows=0)
    meeting = forms.ChoiceField(label="For which meeting? (optional)", required=False)
    purpose = Words(
        "What is it for?",
        rows=2,
        required=True,
        help_text="For example: initial child protection conference on 14 December.",
        error_messages={"required": "Say what it is for"},
    )
    starts_on = _day("From which day? (optional)")
    ends_on = _day("Until which day? (optional)")
    significant_only = forms.BooleanField(label="Only significant entries of the chronology", required=False)
    sections = forms.MultipleChoiceField(
        label="What goes into it?",
        choices=[(one.value, one.label) for one in FILE_SECTIONS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one part"},
    )
    attendance = Words(
        "Attendance and lateness (optional)", rows=2, help_text="Percent, lates, and compared with whom."
    )
    exclusions = Words("Suspensions and exclusions (optional)", rows=2)
    progress = Words("Progress, presentation and engagement (optional)", rows=3)

    def __init__(
        self,
        *args: Any,
        agencies: Iterable[Agency],
        meetings: Iterable[Meeting],
        parents: Iterable[UUID],
        **kwargs: Any,
    ) -> None:
        """Of the parents the ids alone: their names are `offer`ed once the look has opened them."""
        super().__init__(*args, **kwargs)
        chosen: dict[str, list[tuple[str, str]]] = {
            "agency": [("", "None, or not in the list"), *((str(one.pk), one.name) for one in agencies)],
            "meeting": [("", "None"), *((str(one.pk), _meeting(one)) for one in meetings)],
            "parent": [(str(pk), "") for pk in parents],
        }
        for name, choices in chosen.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def offer(self, meetings: Collection[str], parents: Collection[Contact]) -> None:
        """Of the meetings those that may be read, and the parents by name."""
        field: Any = self.fields["meeting"]
        field.choices = [choice for choice in field.choices if not choice[0] or choice[0] in meetings]
        self.fields["parent"].choices = [(str(one.pk), parent_label(one)) for one in parents]  # type: ignore[attr-defined]
        if not parents:
            self._say_that_there_is_none()
        if not any(one.contact_restricted for one in parents):
            del self.fields["despite"]

    def _say_that_there_is_none(self) -> None:
        del self.fields["parent"]
        if self.is_bound and "parent" in self.errors:
            del self.errors["parent"]
            self.add_error("for_whom", NO_PARENT)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        self._ask_for_whom(told)
        start, end = told.get("starts_on"), told.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "The last day must not be before the first")
        return told

    def _ask_for_whom(self, told: dict[str, Any]) -> None:
        """One of the family for a parent's version, anybody else by name and role."""
        if told.get("for_whom") in PARENTS:
            if not told.get("parent") and "parent" not in self.errors:
                self.add_error("parent", NOT_A_PARENT)
            return
        told["parent"], told["despite"] = "", ""
        for name, words in (("person", "Enter the name of who gets it"), ("role", "Enter their role")):
            if not told.get(name, "").strip():
                self.add_error(name, words)


class PreparePepPack(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    person = Words("Who gets it?", rows=0, required=True, error_messages={"required": "Enter the name of who gets it"})
    role = Words("Their role", rows=0, required=True, error_messages={"required": "Enter their role"})
    agency = Words("Their virtual school (optional)", rows=0)
    purpose = Words("What is it for?", rows=2, required=True, error_messages={"required": "Say what it is for"})


class ChangePart(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    words = Words("The words", rows=8, required=True, error_messages={"required": "Write the words, or leave it out"})
    left_out = forms.BooleanField(label="Leave this out of the pack", required=False)


class AddPart(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    heading = forms.ChoiceField(
        label="Where does it belong?",
        error_messages={"required": "Choose where it belongs"},
    )
    caption = Words("A heading for it (optional)", rows=0)
    words = Words("The words", rows=6, required=True, error_messages={"required": "Write the words"})

    def __init__(self, *args: Any, sections: Iterable[PackSection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heading"].choices = [(one.value, one.label) for one in sections]  # type: ignore[attr-defined]


class SettlePlaces(forms.Form):
    """For each group of places a choice, a reason and other words. Those without a choice wait."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, groups: Sequence[Group], to_family: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups, self.to_family = list(groups), to_family
        for group in self.groups:
            self._add(group)

    def _add(self, group: Group) -> None:
        choice, reason = suggestion(group.mention, to_family=self.to_family)
        made = group.decision
        keep = all(place.mention.may_be_kept for place in group.places)
        self.fields[f"choice_{group.key}"] = forms.ChoiceField(
            label="What becomes of it?",
            required=False,
            choices=[(code.value, label) for code, label in CHOICES.items() if keep or code is not Choice.KEEP],
            widget=forms.RadioSelect,
            initial=made.choice if made else choice,
            error_messages={"invalid_choice": "This may not be kept: take it out, or say it in other words"},
        )
        self.fields[f"reason_{group.key}"] = Words("Why?", rows=0, initial=made.reason.text if made else reason)
        self.fields[f"instead_{group.key}"] = Words(
            "In other words (only if it is said so)", rows=0, initial=made.instead.text if made else ""
        )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not any(told.get(f"choice_{group.key}") for group in self.groups) and not self.errors:
            self.add_error(None, "Choose what becomes of at least one of these")
        return told

    def rows(self) -> list[dict[str, Any]]:
        """What the page shows: each group with its own three boxes."""
        names = ("choice", "reason", "instead")
        return [
            {"group": one, "label": LABELS[one.mention.kind]} | {name: self[f"{name}_{one.key}"] for name in names}
            for one in self.groups
        ]

    def answers(self) -> list[tuple[Group, str, str, str]]:
        told = self.cleaned_data
        each = [(one, *(told[f"{name}_{one.key}"] for name in ("choice", "reason", "instead"))) for one in self.groups]
        return [answer for answer in each if answer[1]]


class ShareWithFamily(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    shared_with = Words("With whom was it shared?", rows=0, help_text="For example: Ms Hussain, mother.")
    shared_on = _day("On which day?")
    because = Words("If it was not shared: why not?", rows=3, help_text="For example: it would put the child at risk.")


class MakePack(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    form = forms.ChoiceField(
        label="In which form?",
        choices=[
            (Disclosure.Form.PDF, "PDF"),
            (Disclosure.Form.DOCX, "Word"),
            (Disclosure.Form.TEXT, "Plain text"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a form"},
    )
    template = forms.ChoiceField(label="Word: the local authority’s own form (optional)", required=False)
    read_it = forms.BooleanField(
        label="I have read this, and it may leave the school",
        error_messages={"required": "Tick that you have read it"},
    )

    def __init__(self, *args: Any, templates: Iterable[WordTemplate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "None: our own layout"), *((str(one.pk), one.name.text) for one in templates)]
        self.fields["template"].choices = choices  # type: ignore[attr-defined]


class ChooseOther(forms.Form):
    other = forms.ChoiceField(label="Compare it with", error_messages={"required": "Choose another pack"})

    def __init__(self, *args: Any, packs: Iterable[Pack], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choose a pack"), *((str(one.pk), label(one)) for one in packs)]
        self.fields["other"].choices = choices  # type: ignore[attr-defined]


class UploadTemplate(forms.Form):
    pk = forms.UUIDField(widget=forms.HiddenInput)
    name = Words("What is it called?", rows=0, required=True, max_length=120)
    file = forms.FileField(
        label="The Word document",
        help_text="A .docx of up to 5 MB, without macros",
        error_messages={"required": "Choose a Word document of up to 5 MB", "empty": "The file is empty"},
    )


def parent_label(contact: Contact) -> str:
    """Who it is and, where it is so, that they are to be kept away."""
    restricted = " – contact restricted" if contact.contact_restricted else ""
    return f"{contact.name.text}, {contact.get_kind_display().lower()}{restricted}"


def label(pack: Pack) -> str:
    return f"{pack.get_for_whom_display()}, {pack.recorded_at:%-d %B %Y, %H:%M}"


def _meeting(meeting: Meeting) -> str:
    return f"{SHEETS[meeting.kind].title}, {meeting.planned_at:%-d %B %Y}"
