"""The people around a child: contacts and professionals are noted, put right, and ended; never deleted.

A record for the safeguarding audience lies under another key than one for the pastoral audience, and where a row is
sealed is written once. So what is confidential about a contact is a row of its own (people.actions.confiding), and a
professional who turns confidential becomes a new row, the old one ended with its words blanked (docs/adr).

Whoever writes need not be able to read it afterwards: all is sealed by gate.depositing, which also refuses.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid4

from access import gate, policy
from access.models import User
from access.roles import Audience, Can, Section
from people.actions import confiding
from people.actions.confiding import ContactFacts
from people.actions.versions import ChangedMeanwhile, hold
from people.models import Agency, Child, Contact, ContactRecord, Professional

AROUND = TypeVar("AROUND", Contact, Professional)
KINDS_OF_AGENCY = {
    Professional.Role.SOCIAL_WORKER: Agency.Kind.SOCIAL_CARE,
    Professional.Role.LEAD_PRACTITIONER: Agency.Kind.EARLY_HELP,
    Professional.Role.FAMILY_SUPPORT: Agency.Kind.EARLY_HELP,
    Professional.Role.SCHOOL_NURSE: Agency.Kind.HEALTH,
    Professional.Role.CAMHS: Agency.Kind.HEALTH,
    Professional.Role.POLICE: Agency.Kind.POLICE,
    Professional.Role.VIRTUAL_SCHOOL: Agency.Kind.EDUCATION,
}


@dataclass(frozen=True)
class ProfessionalFacts:
    """Who works with the child. That a child has a social worker is for safeguarding leads, unless they share it."""

    role: str
    name: str
    phone: str = ""
    email: str = ""
    agency: str = ""
    audience: Audience = Audience.SAFEGUARDING


@gate.action(Can.EDIT_CONTACTS, records="contact.added", deposits=True)
def add_contact(*, child: Child, by: User, at: datetime, facts: ContactFacts, pk: UUID) -> Contact:
    """Asked twice with the same pk, there is one contact."""
    if again := Contact.objects.filter(pk=pk, child=child).first():
        return again
    contact = Contact(pk=pk, school_id=child.school_id, child=child, audience=Audience.PASTORAL)
    _write_contact(contact, None, by, facts, at)
    return contact


@gate.action(Can.EDIT_CONTACTS, records="contact.changed")
def change_contact(*, contact: Contact, by: User, at: datetime, version: int, facts: ContactFacts) -> Contact:
    """The contact as it now is. One that was confidential as a whole is parted: the rest is for pastoral staff too."""
    held = _hold_open(contact, version)
    current, part = confiding.parted(held)
    _write_contact(current, part, by, facts, at)
    return current


@gate.action(Can.EDIT_CONTACTS, records="contact.ended", reason="reason")
def end_contact(*, contact: Contact, by: User, at: datetime, version: int, reason: str) -> Contact:
    """No longer in the child's life, or noted by mistake. The row and its part stay, and are shown no more."""
    current = _hold_open(contact, version)
    if part := confiding.part_of(current):
        _ended(part, at)
    return _ended(current, at)


@gate.action(Can.EDIT_CONTACTS, records="professional.added", deposits=True)
def add_professional(*, child: Child, by: User, at: datetime, facts: ProfessionalFacts, pk: UUID) -> Professional:
    if again := Professional.objects.filter(pk=pk, child=child).first():
        return again
    professional = Professional(pk=pk, school_id=child.school_id, child=child, audience=facts.audience)
    _write_professional(professional, by, facts)
    return professional


@gate.action(Can.EDIT_CONTACTS, records="professional.changed")
def change_professional(
    *, professional: Professional, by: User, at: datetime, version: int, facts: ProfessionalFacts
) -> Professional:
    current = _placed(_hold_open(professional, version), facts.audience, at)
    _write_professional(current, by, facts)
    return current


@gate.action(Can.EDIT_CONTACTS, records="professional.ended", reason="reason")
def end_professional(*, professional: Professional, by: User, at: datetime, version: int, reason: str) -> Professional:
    return _ended(_hold_open(professional, version), at)


def _sealing(by: User, record: ContactRecord) -> AbstractContextManager[None]:
    return gate.depositing(by, record.child, Audience(record.audience), Section(record.section))


def _hold_open(record: AROUND, version: int) -> AROUND:
    current = hold(record, version)
    if current.ended_at:
        raise ChangedMeanwhile(current)
    return current


def _placed(record: Professional, audience: Audience, at: datetime) -> Professional:
    """The row to write on: this one, or a new one under the other audience's key, with this one ended and blanked."""
    if record.audience == audience:
        return record
    place = {"school_id": record.school_id, "child": record.child, "audience": audience}
    moved = Professional(pk=uuid4(), version=record.version, **place)
    record.phone = record.email = ""
    _ended(record, at)
    return moved


def _ended(record: AROUND, at: datetime) -> AROUND:
    record.ended_at = at
    record.save()
    return record


def _write_contact(contact: Contact, part: Contact | None, by: User, facts: ContactFacts, at: datetime) -> None:
    """Whoever may not read the confidential part takes nothing of it away; a lead may add to it all the same."""
    with _sealing(by, contact):
        confiding.write_openly(contact, facts)
        contact.save()
    reads = policy.clearance(by, Child, contact.child_id).covers(Audience.SAFEGUARDING, ContactRecord.section)
    if not reads and not facts.confides:
        return
    write = confiding.write_apart if reads else confiding.deposit_apart
    with gate.depositing(by, contact.child, Audience.SAFEGUARDING, Section(ContactRecord.section)):
        write(contact, part or confiding.part_of(contact), facts, at)


def _write_professional(professional: Professional, by: User, facts: ProfessionalFacts) -> None:
    with _sealing(by, professional):
        professional.role, professional.name = facts.role, facts.name
        professional.phone, professional.email = facts.phone, facts.email
        professional.agency = _agency(professional, facts) if facts.agency else None
        professional.save(force_insert=professional._state.adding)


def _agency(professional: Professional, facts: ProfessionalFacts) -> Agency:
    """The school's agency of this name, whatever the capitals; noted if it is new."""
    name = " ".join(facts.agency.split())
    known = Agency.objects.filter(school=professional.school_id, name__iexact=name).first()
    kind = KINDS_OF_AGENCY.get(Professional.Role(facts.role), Agency.Kind.OTHER)
    return known or Agency.objects.create(school_id=professional.school_id, name=name, kind=kind)
