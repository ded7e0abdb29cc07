"""Whom does a school know, by which names and numbers, and how near is each to the child that a text is about?"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """Of whom or what a place in a text speaks."""

    OTHER_CHILD = "OTHER_CHILD"
    SIBLING = "SIBLING"
    FAMILY = "FAMILY"
    STAFF = "STAFF"
    PROFESSIONAL = "PROFESSIONAL"
    AGENCY = "AGENCY"
    UNKNOWN = "UNKNOWN"
    INITIALS = "INITIALS"
    RELATION = "RELATION"
    ADDRESS = "ADDRESS"
    POSTCODE = "POSTCODE"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    BORN = "BORN"
    NUMBER = "NUMBER"
    SUBJECT = "SUBJECT"


LABELS = {
    Kind.OTHER_CHILD: "Another child of the school",
    Kind.SIBLING: "Brother or sister",
    Kind.FAMILY: "Family",
    Kind.STAFF: "Staff",
    Kind.PROFESSIONAL: "Professional",
    Kind.AGENCY: "Agency",
    Kind.UNKNOWN: "A name that is not known here",
    Kind.INITIALS: "Initials",
    Kind.RELATION: "Another child, not named",
    Kind.ADDRESS: "Address",
    Kind.POSTCODE: "Postcode",
    Kind.PHONE: "Phone number",
    Kind.EMAIL: "E-mail address or account",
    Kind.BORN: "Date of birth",
    Kind.NUMBER: "A person’s number",
    Kind.SUBJECT: "The child",
}
CHILDREN = frozenset({Kind.OTHER_CHILD, Kind.SIBLING})
DETAILS = frozenset({Kind.ADDRESS, Kind.POSTCODE, Kind.PHONE, Kind.EMAIL, Kind.BORN, Kind.NUMBER})


@dataclass(frozen=True)
class Person:
    """Somebody, with every name and number that would lead to them.

    `names` are whole names as they are written, each as (forenames, surname). `confidential`: nobody outside the
    safeguarding team may learn where they live or how to reach them. `hidden`: nor who they are, whoever reads this.
    `close`: a part of the name is enough.
    """

    who: str
    kind: Kind
    names: tuple[tuple[str, str], ...] = ()
    born_on: date | None = None
    numbers: tuple[str, ...] = ()  # UPNs
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    confidential: bool = False
    hidden: bool = False
    close: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text that speaks of somebody else. `certain` is False where it may as well be somebody new."""

    start: int
    end: int
    kind: Kind
    who: tuple[str, ...]
    words: str
    certain: bool = True
    confidential: bool = False
    hidden: bool = False

    @property
    def may_be_kept(self) -> bool:
        """Another child's data, a confidential address and who may not be named never leave with a pack."""
        return not (self.confidential or self.hidden or (self.certain and self.kind in CHILDREN))


# The last two letters of a postcode are never C, I, K, M, O or V: so "Y9 3pm" is none.
POSTCODE = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{1,2}[0-9][A-Za-z0-9]?[ \n-]{0,3}[0-9][ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}(?![A-Za-z0-9])"
)


def split_name(name: str) -> tuple[str, str]:
    """A name of one line as (forenames, surname); a title is no name."""
    words = [word for word in name.replace(",", " ").split() if word.casefold().strip(".") not in TITLES]
    return " ".join(words[:-1]), words[-1] if words else ""


TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "sir",
        "madam",
        "rev",
        "revd",
        "pc",
        "dc",
        "ds",
        "di",
        "dci",
        "sgt",
        "cllr",
        "lady",
        "lord",
    ]
)


def digits_of(phone: str) -> str:
    """A phone number as it is dialled here: +44 7700 900123 is 07700900123."""
    figures = re.sub(r"\D", "", phone.replace("(0)", ""))
    for country in ("0044", "44"):
        if figures.startswith(country) and len(figures) > len(country) + 8:
            return "0" + figures.removeprefix(country).removeprefix("0")
    return figures
