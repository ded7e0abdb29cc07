"""Whom do the school and this file know, so that a text about the child can be searched for them?

The gate must have opened the directory and the child's own scope; what this person may not open, she cannot search for.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from access.models import Membership, School, User
from access.policy import clearance, visible
from access.roles import Audience
from casework.models import CaseFile, Concern, Involvement
from meetings.release.index import Known
from meetings.release.known import Kind, Person, split_name
from people.directory import FoundChild, identities
from people.identity import Identity
from people.models import Agency, Child, Contact, Professional


def known_people(user: User, file: CaseFile, reader: Contact | None = None) -> Known:
    """`reader`: the parent for whom it is searched. Nothing leads that person to anybody who is in hiding.

    Nor to the professionals, and their agencies, of whom the safeguarding team alone knows: they may be the refuge.
    """
    contacts, professionals = _noted(user, file)
    hidden = _for_the_team_alone(professionals) if reader else frozenset()
    around = [*_family(contacts, reader), *_professionals(professionals, hidden)]
    with_them = {one.agency_id for one in professionals if one.name.text in hidden and one.agency_id}
    return Known([*_children(user, file), *around, *_staff(file.school), *_agencies(file.school, with_them)])


def _children(user: User, file: CaseFile) -> Iterator[Person]:
    """The child, and every other child whom the school has or had. Those in the same concerns are close."""
    concerns = visible(user, Concern.objects.filter(file=file), audience=Audience.SAFEGUARDING)
    close = set(Involvement.objects.filter(concern__in=concerns).values_list("child_id", flat=True))
    for one in identities(file.school, Child.objects.all()):
        yield _child(one, Kind.SUBJECT if one.id == file.child_id else Kind.OTHER_CHILD, close=one.id in close)


def _child(one: FoundChild, kind: Kind, *, close: bool) -> Person:
    who = one.who
    return Person(
        who=one.label,
        kind=kind,
        names=_names(who),
        born_on=who.born_on,
        numbers=tuple(filter(None, (who.upn, *who.former_upns))),
        emails=tuple(filter(None, (who.email,))),
        close=close,
    )


def _names(who: Identity) -> tuple[tuple[str, str], ...]:
    """Every forename with every surname, preferred and legal."""
    firsts = [name for name in (who.forename, who.preferred_forename) if name]
    lasts = [name for name in (who.surname, who.preferred_surname) if name]
    return tuple((first, last) for first in firsts or [""] for last in lasts or [""])


def _noted(user: User, file: CaseFile) -> tuple[list[Contact], list[Professional]]:
    """Family and professionals, those of earlier times too: an address that was confidential once stays so."""
    opened = clearance(user, Child, file.child_id)
    audiences = [audience for audience in opened if opened.covers(audience, Contact.section)]
    around = {"child": file.child_id, "audience__in": audiences}
    return list(Contact.objects.filter(**around)), list(Professional.objects.filter(**around))


def _for_the_team_alone(professionals: Iterable[Professional]) -> frozenset[str]:
    """The names of those who are not shared with pastoral staff now."""
    shared = {one.name.text for one in professionals if one.audience != Audience.SAFEGUARDING and not one.ended_at}
    alone = {one.name.text for one in professionals if one.audience == Audience.SAFEGUARDING}
    return frozenset(alone - shared)


def _family(contacts: Iterable[Contact], reader: Contact | None) -> Iterator[Person]:
    """Of whoever keeps something confidential, every number and address is confidential to another parent."""
    contacts = list(contacts)
    hiding = {one.part_of_id or one.pk for one in contacts if one.part_of_id or one.address_confidential}
    for contact in contacts:
        whose = contact.part_of_id or contact.pk
        kind = Kind.SIBLING if contact.kind == Contact.Kind.SIBLING else Kind.FAMILY
        apart = contact.part_of_id is not None or contact.address_confidential
        from_reader = reader is not None and whose in hiding and whose != reader.pk
        yield _adult(
            contact,
            kind,
            addresses=_some(contact.address.text),
            secret=apart or from_reader,
            hidden=reader is not None and whose != reader.pk and contact.is_of_the_earlier_form,
        )


def _professionals(professionals: Iterable[Professional], hidden: frozenset[str]) -> Iterator[Person]:
    for one in professionals:
        alone = one.name.text in hidden
        yield _adult(one, Kind.PROFESSIONAL, secret=alone, hidden=alone)


def _adult(
    one: Contact | Professional,
    kind: Kind,
    *,
    addresses: tuple[str, ...] = (),
    secret: bool = False,
    hidden: bool = False,
) -> Person:
    return Person(
        who=one.name.text,
        kind=kind,
        names=(split_name(one.name.text),),
        phones=_some(one.phone.text),
        emails=_some(one.email.text),
        addresses=addresses,
        confidential=secret,
        hidden=hidden,
        close=True,
    )


def _staff(school: School) -> Iterator[Person]:
    people = User.objects.filter(pk__in=Membership.objects.filter(school=school).values("user"), kind=User.Kind.PERSON)
    for user in people:
        names = tuple(split_name(name) for name in user.names)
        yield Person(user.name, Kind.STAFF, names, emails=(user.email,))


def _agencies(school: School, hidden: Iterable[UUID]) -> Iterator[Person]:
    yield Person(school.name, Kind.AGENCY, (("", school.name),))
    for agency in Agency.objects.filter(school=school):
        phones = tuple(filter(None, (agency.phone, agency.out_of_hours_phone)))
        alone = agency.pk in hidden
        names = (("", agency.name),)
        yield Person(agency.name, Kind.AGENCY, names, phones=phones, confidential=alone, hidden=alone)


def _some(words: str) -> tuple[str, ...]:
    return (words,) if words else ()
