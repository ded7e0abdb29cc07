"""Whom else does an export name, and which address in it may nobody know? Asked before it leaves, every time."""

import re
from collections.abc import Iterable, Sequence

from access.models import User
from access.policy import clearance, visible
from access.roles import Audience
from casework.models import CaseFile, Concern, Involvement
from people.directory import identities
from people.identity import Identity
from people.models import Child, Contact

_WORD = re.compile(r"\w+")
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b")
SHORTEST_ADDRESS = 6  # letters: a first line shorter than this would be found in anything
SHORTEST_PHONE = 9


class Text:
    """All the words of an export, made ready for many questions."""

    def __init__(self, texts: Iterable[str]) -> None:
        plain = "\n".join(texts).casefold()
        words = _WORD.findall(plain)
        self.words = frozenset(words)
        self.in_order = f" {' '.join(words)} "
        self.letters = "".join(words)

    def holds(self, name: str) -> bool:
        """Whether these words stand together somewhere, whatever the capitals and the punctuation."""
        wanted = _WORD.findall(name.casefold())
        return bool(wanted) and self.words.issuperset(wanted) and f" {' '.join(wanted)} " in self.in_order


def others_named(user: User, file: CaseFile, text: Text, *, siblings: Sequence[str]) -> list[str]:
    """Other children of the school by name; by forename alone only those whom this person knows to be close."""
    everyone = identities(file.school, Child.objects.exclude(pk=file.child_id))
    concerns = visible(user, Concern.objects.filter(file=file), audience=Audience.SAFEGUARDING)
    involved = Involvement.objects.filter(concern__in=concerns)
    close = set(involved.values_list("child_id", flat=True))
    named = [one.name for one in everyone if _is_named(one.who, text, close=one.id in close)]
    return sorted({*named, *(name for name in siblings if text.holds(_first(name)))}, key=str.casefold)


def confidential_contacts(user: User, file: CaseFile) -> tuple[list[Contact], list[str]]:
    """Whose address or phone is confidential, and what the child's brothers and sisters are called."""
    opened = clearance(user, Child, file.child_id)
    audiences = [audience for audience in opened if opened.covers(audience, Contact.section)]
    contacts = list(Contact.objects.filter(child=file.child_id, audience__in=audiences))
    secret = [one for one in contacts if one.address_confidential or one.part_of_id]
    return secret, [one.name.text for one in contacts if one.kind == Contact.Kind.SIBLING]


def addresses_named(contacts: Iterable[Contact], text: Text) -> list[str]:
    """The people whose confidential address or phone stands in the text, by name and never by address."""
    return [one.name.text for one in contacts if _gives_away(one, text)]


def _is_named(who: Identity, text: Text, *, close: bool) -> bool:
    if close and any(text.holds(name) for name in (who.forename, who.preferred_forename)):
        return True
    surnames = {name for name in (who.surname, who.preferred_surname) if name and text.holds(name)}
    forenames = {name for name in (who.forename, who.preferred_forename) if name and text.holds(name)}
    pairs = ((first, last) for first in forenames for last in surnames)
    return any(text.holds(f"{first} {last}") or text.holds(f"{last} {first}") for first, last in pairs)


def _gives_away(contact: Contact, text: Text) -> bool:
    address = contact.address.text
    first_line = re.split(r"[\n,]", address, maxsplit=1)[0]
    phone = re.sub(r"\D", "", contact.phone.text)
    return (
        (len(first_line) >= SHORTEST_ADDRESS and text.holds(first_line))
        or any(code.replace(" ", "") in text.letters for code in _POSTCODE.findall(address.casefold()))
        or (len(phone) >= SHORTEST_PHONE and phone in text.letters)
    )


def _first(name: str) -> str:
    return (name.split() or [""])[0]
