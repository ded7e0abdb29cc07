"""What of a contact is for the safeguarding team alone, and how is it kept apart from the rest?

The confidential address, phone and notes are sealed in a row of their own, under the safeguarding key; the contact's
own row holds none of them. Nobody decides here who may: people.actions.family does.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import uuid4

from access.roles import Audience
from people.models import Contact

WORDS = ("phone", "email", "address", "notes", "court_order")
SAID = {"phone": "Phone", "email": "E-mail address", "address": "Address"}


@dataclass(frozen=True)
class ContactFacts:
    """What is known of an adult in a child's life. `has_parental_responsibility` None: not known."""

    kind: str
    name: str
    phone: str = ""
    email: str = ""
    address: str = ""
    notes: str = ""
    court_order: str = ""
    has_parental_responsibility: bool | None = None
    lives_with_child: bool = False
    contact_restricted: bool = False
    order: int = 1
    address_confidential: bool = False
    phone_confidential: bool = False
    private_notes: str = ""

    @property
    def confides(self) -> bool:
        return self.address_confidential or self.phone_confidential or bool(self.private_notes)

    @property
    def apart(self) -> dict[str, str]:
        """The words for the safeguarding team alone, by column."""
        told = {name: getattr(self, name) for name, box in Contact.BOXES.items() if getattr(self, box)}
        return told | {"notes": self.private_notes}


def part_of(contact: Contact) -> Contact | None:
    """The row of what is confidential about this contact now."""
    return Contact.objects.filter(part_of=contact, ended_at__isnull=True).first()


def parted(contact: Contact) -> tuple[Contact, Contact | None]:
    """The row for pastoral staff and the part for safeguarding. What was confidential as a whole becomes the part."""
    if not contact.is_of_the_earlier_form:
        return contact, part_of(contact)
    place = {"school_id": contact.school_id, "child": contact.child, "audience": Audience.PASTORAL}
    return Contact(pk=uuid4(), version=contact.version, **place), contact


def write_openly(contact: Contact, facts: ContactFacts) -> None:
    told = asdict(facts) | {name: "" for name, box in Contact.BOXES.items() if getattr(facts, box)}
    for name, value in told.items():
        if name not in ("address_confidential", "phone_confidential", "private_notes"):
            setattr(contact, name, value)


def write_apart(contact: Contact, part: Contact | None, facts: ContactFacts, at: datetime) -> None:
    """A part that is needed no more ends without its words: an old address is where somebody may still be found."""
    if part is None and not facts.confides:
        return
    place = {"school_id": contact.school_id, "child": contact.child, "audience": Audience.SAFEGUARDING}
    part = part or Contact(pk=uuid4(), **place)
    part.part_of, part.kind, part.name = contact, facts.kind, facts.name
    part.has_parental_responsibility, part.lives_with_child, part.contact_restricted = None, False, False
    part.address_confidential = facts.address_confidential
    for name in WORDS:
        setattr(part, name, facts.apart.get(name, ""))
    part.ended_at = None if facts.confides else at
    part.save()


def deposit_apart(contact: Contact, part: Contact | None, facts: ContactFacts, at: datetime) -> None:
    """Written by somebody who may not read what is there: nothing of it is replaced, her words join the notes."""
    if part is None:
        write_apart(contact, None, facts, at)
        return
    notes = [part.notes.text] if part.notes else []
    for name, words in facts.apart.items():
        if name != "notes" and not getattr(part, name):
            setattr(part, name, words)
        elif words:
            notes.append(f"{SAID[name]}: {words}" if name in SAID else words)
    part.notes = "\n\n".join(notes)
    part.address_confidential = part.address_confidential or facts.address_confidential
    part.save()
