"""Whom do the school and this file know, so that a text about the child can be searched for them?

The gate must have opened the directory and the child's own scope; what this person may not open, she cannot search for.
"""

from collections.abc import Iterator

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
    """`reader`: the parent for whom it is searched. Nothing leads that person to anybody who is in hiding."""
    around = _around(user, file, reader)
    return Known([*_children(user, file), *around, *_staff(file.school), *_agencies(file.school)])


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


def _around(user: User, file: CaseFile, reader: Contact | None) -> Iterator[Person]:
    """Family and professionals, those of earlier times too: an address that was confidential once stays so.

    Of whoever keeps something confidential, every number and address is confidential to another parent.
    """
    opened = clearance(user, Child, file.child_id)
    audiences = [audience for audience in opened if opened.covers(audience, Contact.section)]
    contacts = list(Contact.objects.filter(child=file.child_id, audience__in=audiences))
    hiding = {one.part_of_id or one.pk for one in contacts if one.part_of_id or one.address_confidential}
    for contact in contacts:
        whose = contact.part_of_id or contact.pk
        kind = Kind.SIBLING if contact.kind == Contact.Kind.SIBLING else Kind.FAMILY
        apart = contact.part_of_id is not None or contact.address_confidential
        from_reader = reader is not None and whose in hiding and whose != reader.pk
        yield _adult(contact, kind, addresses=_some(contact.address.text), secret=apart or from_reader)
    for one in Professional.objects.filter(child=file.child_id, audience__in=audiences):
        yield _adult(one, Kind.PROFESSIONAL)


def _adult(one: Contact | Professional, kind: Kind, *, addresses: tuple[str, ...] = (), secret: bool = False) -> Person:
    return Person(
        who=one.name.text,
        kind=kind,
        names=(split_name(one.name.text),),
        phones=_some(one.phone.text),
        emails=_some(one.email.text),
        addresses=addresses,
        confidential=secret,
        close=True,
    )


def _staff(school: School) -> Iterator[Person]:
    people = User.objects.filter(pk__in=Membership.objects.filter(school=school).values("user"), kind=User.Kind.PERSON)
    for user in people:
        names = tuple(split_name(name) for name in user.names)
        yield Person(user.name, Kind.STAFF, names, emails=(user.email,))


def _agencies(school: School) -> Iterator[Person]:
    yield Person(school.name, Kind.AGENCY, (("", school.name),))
    for agency in Agency.objects.filter(school=school):
        phones = tuple(filter(None, (agency.phone, agency.out_of_hours_phone)))
        yield Person(agency.name, Kind.AGENCY, (("", agency.name),), phones=phones)


def _some(words: str) -> tuple[str, ...]:
    return (words,) if words else ()
