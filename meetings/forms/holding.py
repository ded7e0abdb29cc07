"""What is asked when a meeting is recorded, who was there, its minutes come in, or its record is corrected?"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms

from casework.forms.days import refuse_long_ago
from casework.forms.files import NOT_A_DATE, reason_field
from meetings.actions.holding import Came, Outcome
from meetings.forms.sheets import SCALE, SheetForm
from meetings.models import AbuseCategory, Attendance
from meetings.queries.inviting import Invitee
from meetings.sheets.base import Answers, Sheet
from meetings.states import NEXT_MEETING, MeetingState

SO_FAR = "so_far"
"""Where a draft keeps what will be columns once the meeting counts as held."""
DATES = {
    "review_on": "When is the review conference?",
    "core_group_on": "When is the first core group?",
    "next_on": "When is the next meeting? (optional)",
}
YES_NO = [("YES", "Yes"), ("NO", "No")]


def _day(label: str, *, hint: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.DateInput,
        validators=[refuse_long_ago],
        error_messages={"invalid": NOT_A_DATE},
    )


class RecordMeeting(SheetForm):
    """The sheet's questions, and what was decided. A draft asks for nothing.

    `odd_review`: what is to be asked once about the day of the review, by the day of this meeting and that day.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    keep_review = forms.BooleanField(label="The date of the review conference is right", required=False)

    def __init__(
        self, *args: Any, sheet: Sheet, answers: Answers, odd_review: Callable[[date, date], str], **kwargs: Any
    ) -> None:
        super().__init__(*args, sheet=sheet, answers=answers, **kwargs)
        self.odd_review, self.asked_about_review = odd_review, False
        self.made_with |= {"odd_review": odd_review}
        so_far = answers.get(SO_FAR, {})
        self.outcome_names = list(_outcome_fields(sheet))
        for name, field in _outcome_fields(sheet).items():
            field.initial = so_far.get(name, self.initial.pop(name, None))
            self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.finished and not given.get("held_on") and "held_on" not in self.errors:
            self.add_error("held_on", "Enter the day it was held")
        if self.finished and self.sheet.decisions and not given.get("decision"):
            self.add_error("decision", "Choose what was decided")
        if self.finished:
            self._ask_about_review(given)
        return given

    def _ask_about_review(self, given: dict[str, Any]) -> None:
        held_on, review_on = given.get("held_on"), given.get("review_on")
        decided = self.sheet.decision(given.get("decision", ""))
        if not (held_on and review_on and decided and decided.plan):
            return
        if odd := self.odd_review(held_on, review_on):
            self.asked_about_review = True
            if not given.get("keep_review"):
                self.add_error("review_on", odd)

    @property
    def before_parts(self) -> list[forms.BoundField]:
        return [self["held_on"]]

    @property
    def decided(self) -> list[forms.BoundField]:
        names = [name for name in self.outcome_names if name != "held_on"]
        if self.asked_about_review:
            names.insert(names.index("review_on") + 1, "keep_review")
        return [self[name] for name in names]

    @property
    def draft(self) -> dict[str, Any]:
        """Everything that was typed, to be shown again."""
        kept = {name: self.cleaned_data.get(name) for name in self.outcome_names}
        plain = {name: _plain(value) for name, value in kept.items() if value not in (None, "", False)}
        return self.answers | {SO_FAR: plain}

    @property
    def outcome(self) -> Outcome:
        given = {name: value for name in self.outcome_names if (value := self.cleaned_data.get(name)) is not None}
        if quorate := given.pop("quorate", ""):
            given["quorate"] = quorate == "YES"
        return Outcome(answers=self.answers, **given)


class CorrectMeeting(SheetForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = reason_field(
        "Why is it corrected?",
        missing="Say why it is corrected",
        hint="What it said before stays on record. What was decided is not changed here.",
    )


class NoteAttendance(forms.Form):
    """One row: how it was with one person. Its prefix is the number of the row."""

    status = forms.ChoiceField(label="Was there?", choices=Attendance.Status.choices)
    reason = forms.CharField(label="Reason, if not", required=False, max_length=1000, widget=forms.TextInput)
    report = forms.ChoiceField(label="Report", required=False, choices=Attendance.Report.choices)
    report_on = _day("Report of which day?")

    def __init__(self, *args: Any, views: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if views:
            self.fields |= _view_fields()
            told = self.initial.get("view") or {}
            for name in VIEW:
                self.fields[f"view_{name}"].initial = told.get(name, "")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("status") == Attendance.Status.EXCLUDED and not given.get("reason", "").strip():
            self.add_error("reason", "Say why this person was kept out")
        return given

    @property
    def came(self) -> Came:
        given = self.cleaned_data
        view = {name: given.get(f"view_{name}", "") for name in VIEW}
        return Came(given["status"], given["reason"], given["report"], given["report_on"], view)


class SomebodyElse(NoteAttendance):
    """Somebody who came without having been asked, or whom nobody had written down. Left empty, nobody."""

    name = forms.CharField(label="Name", required=False, max_length=200)
    role = forms.CharField(label="Role", required=False, max_length=200)
    agency_name = forms.CharField(label="Agency", required=False, max_length=200)
    capacity = forms.ChoiceField(label="Comes as", choices=Attendance.Capacity.choices, initial="AGENCY")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("status", Attendance.Status.PRESENT)
        self.order_fields(["name", "role", "agency_name", "capacity"])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("name", "").strip() and (given.get("role") or given.get("agency_name")):
            self.add_error("name", "Write the name")
        return given

    @property
    def invitee(self) -> Invitee | None:
        given = self.cleaned_data
        if not given["name"].strip():
            return None
        return Invitee(given["capacity"], given["name"], role=given["role"], agency_name=given["agency_name"])


class RecordDissent(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    who = forms.CharField(
        label="Who disagreed?",
        max_length=200,
        initial="The school",
        error_messages={"required": "Say who disagreed"},
    )
    view = reason_field("What did they want instead?", missing="Say what they wanted instead")
    reason = reason_field("Why?", missing="Say why")


class NoteMinutes(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label="What happened?", widget=forms.RadioSelect, error_messages={"required": "Choose what happened"}
    )
    on = forms.DateField(
        label="On which day?",
        widget=forms.DateInput,
        validators=[refuse_long_ago],
        error_messages={"required": "Enter the day", "invalid": NOT_A_DATE},
    )
    note = forms.CharField(
        label="What is wrong in them, or what was put right? (optional)",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"now": now}
        follows = [state for state in MeetingState if state in NEXT_MEETING[now] and state != MeetingState.CANCELLED]
        self.fields["state"].choices = [(state.value, MINUTES[state]) for state in follows if state in MINUTES]  # type: ignore[attr-defined]


MINUTES = {
    MeetingState.MINUTES_RECEIVED: "The minutes came in, or the school sent its own",
    MeetingState.CORRECTION_ASKED: "A correction was asked for",
    MeetingState.CORRECTED: "They were corrected",
}
VIEW = ("plan", "category", "scale", "words")


def _outcome_fields(sheet: Sheet) -> dict[str, forms.Field]:
    """What is decided in a meeting of this kind, in the order in which it is asked."""
    levels = {one.level for one in sheet.decisions}
    fields: dict[str, forms.Field] = {"held_on": _day("When was it held?")}
    if sheet.views:
        fields["quorate"] = _radios("Were there enough agencies for a decision (quorate)?", YES_NO)
    if sheet.decisions:
        fields["decision"] = _radios("What was decided?", [(one.code, one.label) for one in sheet.decisions])
    if "CP" in levels:
        fields["category"] = _radios("Category of the plan", AbuseCategory.choices, hint="Needed for a plan.")
    if "SECTION_47" in levels:
        fields["started_section_47"] = forms.BooleanField(
            label="This discussion started the section 47 enquiries",
            required=False,
            help_text="The initial conference is due 15 working days after the discussion that started them.",
        )
    fields |= {name: _day(DATES[name]) for name in (*sheet.dates, "next_on")}
    if levels & {"CP", "CIN", "SECTION_47"}:
        fields["authority"] = forms.CharField(
            label="Local authority",
            required=False,
            max_length=120,
            help_text="Needed when a status starts with this decision.",
        )
    return fields


def _view_fields() -> dict[str, forms.Field]:
    return {
        "view_plan": _select("Plan?", [("YES", "Yes"), ("NO", "No"), ("UNSURE", "Not sure")]),
        "view_category": _select("Category", AbuseCategory.choices),
        "view_scale": _select("Scale", SCALE),
        "view_words": forms.CharField(label="Their view", required=False, max_length=4000),
    }


def _radios(label: str, choices: Iterable[tuple[str, str]], *, hint: str = "") -> forms.Field:
    return forms.ChoiceField(
        label=label, choices=list(choices), required=False, widget=forms.RadioSelect, help_text=hint
    )


def _select(label: str, choices: Iterable[tuple[str, str]]) -> forms.Field:
    return forms.ChoiceField(label=label, choices=[("", "Not said"), *choices], required=False)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
