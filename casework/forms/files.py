"""What is asked when a status starts, is reviewed or ends, and about paper that is held elsewhere?"""

from django import forms

from casework.models import StatusEpisode

NOT_A_DATE = "Enter a real date"


def reason_field(label: str, *, missing: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing},
    )


class StartStatus(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="Which status?",
        choices=StatusEpisode.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the status"},
    )
    started_on = forms.DateField(
        label="When did it start?",
        widget=forms.DateInput,
        error_messages={"required": "Enter the date it started", "invalid": NOT_A_DATE},
    )
    review_on = forms.DateField(
        label="When is it reviewed? (optional)",
        required=False,
        widget=forms.DateInput,
        help_text="Needed for a child protection plan, and for monitoring: within six weeks",
        error_messages={"invalid": NOT_A_DATE},
    )
    authority = forms.CharField(
        label="Local authority (optional)",
        required=False,
        max_length=120,
        help_text="Needed when a local authority has decided it",
    )
    basis = forms.CharField(
        label="Legal basis or category (optional)",
        required=False,
        max_length=1000,
        help_text="Needed for a child protection plan: its category; and for a looked-after child, such as section 20",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReviewStatus(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    review_on = forms.DateField(
        label="When is it reviewed next?",
        widget=forms.DateInput,
        error_messages={"required": "Enter the date of the next review", "invalid": NOT_A_DATE},
    )
    because = reason_field("Why does it go on?", missing="Say why it goes on")


class EndStatus(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    ended_on = forms.DateField(
        label="When did it end?",
        widget=forms.DateInput,
        error_messages={"required": "Enter the date it ended", "invalid": NOT_A_DATE},
    )
    because = reason_field(
        "Why did it end?", missing="Say why it ended", hint="The outcome, who decided it, and who was told"
    )


class NotePaper(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    paper_held = forms.CharField(
        label="Is there a paper file, and where is it held?",
        required=False,
        max_length=1000,
        help_text="For example: Yes, in the locked cabinet in the lead’s office. Leave it empty if it is not known.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
