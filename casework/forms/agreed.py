"""What is asked when an action is agreed, and when it is done?"""

from collections.abc import Iterable
from typing import Any

from django import forms

from access.models import User
from access.namesakes import told_apart
from access.roles import Audience
from casework.forms.files import NOT_A_DATE, reason_field

WHO_READS = {
    Audience.SAFEGUARDING: "Safeguarding leads, and whoever was granted safeguarding records",
    Audience.PASTORAL: "Safeguarding leads and the child’s pastoral team",
}


class AgreeAction(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    words = reason_field("What will be done?", missing="Say what will be done")
    owner = forms.ChoiceField(label="Who will do it?", error_messages={"required": "Choose who will do it"})
    due_on = forms.DateField(
        label="By when?",
        widget=forms.DateInput,
        error_messages={"required": "Enter the date it is due", "invalid": NOT_A_DATE},
    )
    audience = forms.ChoiceField(
        label="Who may read it?", widget=forms.RadioSelect, error_messages={"required": "Choose who may read it"}
    )

    def __init__(self, *args: Any, owners: Iterable[User], audiences: Iterable[Audience], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner, audience = self.fields["owner"], self.fields["audience"]
        owner.choices = [("", "Choose a person"), *told_apart(owners)]  # type: ignore[attr-defined]
        audience.choices = [(one.value, WHO_READS[one]) for one in audiences]  # type: ignore[attr-defined]


class FinishAction(forms.Form):
    evidence = reason_field("What was done, and what came of it?", missing="Say what was done, and what came of it")
