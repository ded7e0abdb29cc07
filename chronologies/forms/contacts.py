"""What is asked about a call to or from an agency? The few things that must not be forgotten."""

from typing import Any

from django import forms

from access.policy import Clearance
from access.roles import Audience
from chronologies.fields import Words
from chronologies.forms.dates import Dated
from chronologies.forms.readers import ask_audience


class RecordContact(Dated):
    """A phone call or another contact with an agency: the few things that must not be forgotten."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    agency = Words("Which agency?", rows=0, required=True, error_messages={"required": "Enter the agency"})
    name = Words("Whom did you speak to?", rows=0, required=True, help_text="Full name and role.")
    reference = Words("The agency’s reference number", rows=0)
    fact = Words("What was said?", rows=6, required=True, error_messages={"required": "Write what was said"})
    decision = Words("What was agreed?", help_text="Who does what, and by when.")
    audience = forms.ChoiceField(label="Who may read this?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, clearance: Clearance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = "Enter whom you spoke to"
        ask_audience(self, clearance)
        self.order_fields(["agency", "name", "reference", "happened", "at_time", "fact", "decision", "audience"])

    def asked(self) -> dict[str, Any]:
        """The arguments of actions.record_contact."""
        given = {
            name: self.cleaned_data[name] for name in ("happened", "at_time", "agency", "name", "fact", "decision")
        }
        return given | {
            "reference": self.cleaned_data["reference"],
            "audience": Audience(self.cleaned_data["audience"]),
            "pk": self.cleaned_data["key"],
        }
