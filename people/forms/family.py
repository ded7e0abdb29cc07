"""What may be typed about the people around a child?"""

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from access.roles import Audience
from people.actions.confiding import ContactFacts
from people.actions.family import ProfessionalFacts
from people.models import Contact, ContactRecord, Professional

YES_NO_UNKNOWN = [("True", "Yes"), ("False", "No"), ("", "Not known")]
LONG = 4000
CONFIDING = [
    (Audience.SAFEGUARDING.value, "The safeguarding team only"),
    (Audience.PASTORAL.value, "Pastoral staff of the child's year too"),
]


def _text(label: str, *, longest: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=f"{label} (optional)", required=False, max_length=longest, **more)


def _words(label: str, help_text: str = "") -> forms.CharField:
    return _text(label, longest=LONG, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3}))


class AroundChild(forms.Form):
    """`pk` makes one record of a form that is sent twice; `version` notices a change meanwhile."""

    pk = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, may_confide: bool, withheld: Collection[str] = (), **kwargs: Any) -> None:
        """What only the safeguarding team may read is asked of nobody else, nor what is withheld from this person."""
        super().__init__(*args, **kwargs)
        self.made_with = {"may_confide": may_confide, "withheld": withheld}
        for name in (*withheld, *(() if may_confide else self.confiding)):
            del self.fields[name]

    confiding: tuple[str, ...] = ()

    def clean_phone(self) -> str:
        """As it was typed: spaces, brackets, + and an extension help whoever rings."""
        phone: str = self.cleaned_data["phone"]
        if phone and not any(letter.isdigit() for letter in phone):
            raise ValidationError("Enter a phone number with figures, such as 0114 496 0001")
        return phone


class DescribeContact(AroundChild):
    confiding = ("address_confidential", "phone_confidential", "private_notes")
    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Enter the name"})
    kind = forms.ChoiceField(
        label="Who are they to the child?",
        choices=[("", "Choose"), *Contact.Kind.choices],
        error_messages={"required": "Choose who they are to the child"},
    )
    has_parental_responsibility = forms.TypedChoiceField(
        label="Do they hold parental responsibility?",
        help_text="Several people may hold it, also a parent who lives elsewhere.",
        choices=YES_NO_UNKNOWN,
        required=False,
        coerce=lambda code: code == "True",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    lives_with_child = forms.BooleanField(label="The child lives with them", required=False)
    contact_restricted = forms.BooleanField(
        label="Do not contact, or contact is restricted",
        required=False,
        help_text="By a court order, or because it could put somebody at risk. Say which below.",
    )
    court_order = _words("Court order or restriction", "What it says, its date, and where the paper is")
    phone = _text("Phone", longest=60)
    email = forms.EmailField(label="E-mail address (optional)", required=False, max_length=254)
    phone_confidential = forms.BooleanField(
        label="The phone number and the e-mail address are confidential",
        required=False,
        help_text="Only the safeguarding team will see them.",
    )
    address = _words("Address")
    address_confidential = forms.BooleanField(
        label="The address is confidential",
        required=False,
        help_text="A refuge, for example. Only the safeguarding team will see it; pastoral staff see the person, and "
        "that the address is withheld.",
    )
    order = forms.IntegerField(
        label="Whom to call first",
        min_value=1,
        max_value=20,
        initial=1,
        help_text="1 is called first",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
        error_messages={"required": "Enter a number, such as 1"},
    )
    notes = _words("Notes", "An interpreter, the best time to call, a safe way to reach them")
    private_notes = _words("Notes for the safeguarding team only", "Pastoral staff see no sign of these")

    @property
    def facts(self) -> ContactFacts:
        return ContactFacts(**_without(self.cleaned_data, "pk", "version"))


class DescribeProfessional(AroundChild):
    confiding = ("audience",)
    role = forms.ChoiceField(
        label="Role",
        choices=[("", "Choose"), *Professional.Role.choices],
        error_messages={"required": "Choose their role"},
    )
    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Enter the name"})
    agency = _text("Agency", help_text="Such as the local authority's children's services")
    phone = _text("Phone", longest=60)
    email = forms.EmailField(label="E-mail address (optional)", required=False, max_length=254)
    audience = forms.ChoiceField(
        label="Who may see this?",
        choices=CONFIDING,
        initial=Audience.SAFEGUARDING.value,
        widget=forms.RadioSelect,
        help_text="That a child has a social worker is itself confidential.",
        error_messages={"required": "Choose who may see this"},
    )

    @property
    def facts(self) -> ProfessionalFacts:
        told = {"audience": Audience.PASTORAL} | _without(self.cleaned_data, "pk", "version")
        return ProfessionalFacts(**told | {"audience": Audience(told["audience"])})


class EndRecord(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why?",
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why, for example that the number was given up"},
    )


def contact_described(contact: ContactRecord) -> dict[str, Any]:
    """What the form starts with: the contact as it is now, with what is confidential as far as this person knows it."""
    apart = ("pk", "phone_confidential", "private_notes")
    told = {name: _plain(getattr(contact, name)) for name in DescribeContact.base_fields if name not in apart}
    known = told["has_parental_responsibility"]
    told["has_parental_responsibility"] = "" if known is None else str(known)
    return told | _confided(cast(Contact, contact), told)


def _confided(contact: Contact, told: dict[str, Any]) -> dict[str, Any]:
    """Of a contact that was confidential as a whole, everything a lead may still want to keep apart."""
    part = contact if contact.is_of_the_earlier_form else contact.confidential
    if part is None:
        return {"phone_confidential": False, "private_notes": ""}
    words = {name: getattr(part, name).text for name in Contact.BOXES if getattr(part, name)}
    return words | {
        "address_confidential": part.address_confidential,
        "phone_confidential": bool(part.phone or part.email),
        "private_notes": part.notes.text,
        "notes": "" if part is contact else told["notes"],
    }


def professional_described(professional: ContactRecord) -> dict[str, Any]:
    told = {name: _plain(getattr(professional, name)) for name in DescribeProfessional.base_fields if name != "pk"}
    agency = getattr(professional, "agency", None)
    return told | {"agency": agency.name if agency else ""}


def _plain(value: Any) -> Any:
    """The words of a sealed value, anything else as it is."""
    return getattr(value, "text", value)


def _without(told: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in names}
