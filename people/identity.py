"""Who is this child, by name, date of birth and number? What a child's one sealed value says, once it is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.utils.formats import date_format

NAMED_YEARS = {0: "Reception", -1: "Nursery", -2: "Nursery 1"}


@dataclass(frozen=True, slots=True)
class Identity:
    """Names as written. A preferred name is what the child is called; the legal name stands beside it."""

    surname: str
    forename: str
    preferred_surname: str = ""
    preferred_forename: str = ""
    born_on: date | None = None
    sex: str = ""
    upn: str = ""
    former_upns: tuple[str, ...] = ()
    email: str = ""

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> Self:
        """From the sealed value, in which what is not known may be missing."""
        told: dict[str, Any] = {name: str(value.get(name) or "") for name in TEXTS}
        born_on = value.get("born_on")
        return cls(
            **told,
            born_on=date.fromisoformat(born_on) if born_on else None,
            former_upns=tuple(value.get("former_upns") or ()),
        )

    def as_value(self) -> dict[str, Any]:
        """What is sealed: plain JSON."""
        return {name: getattr(self, name) for name in TEXTS} | {
            "born_on": self.born_on.isoformat() if self.born_on else "",
            "former_upns": list(self.former_upns),
        }

    @property
    def name(self) -> str:
        """What the child is called, such as "Maya Hussain"."""
        return f"{self.preferred_forename or self.forename} {self.preferred_surname or self.surname}".strip()

    @property
    def legal_name(self) -> str:
        return f"{self.forename} {self.surname}".strip()

    @property
    def other_name(self) -> str:
        """The legal name where the child is called something else; otherwise nothing."""
        return self.legal_name if self.legal_name != self.name else ""

    @property
    def sorting(self) -> tuple[str, str]:
        """By surname, then forename, whatever the capitals."""
        surname = self.preferred_surname or self.surname
        return surname.casefold(), (self.preferred_forename or self.forename).casefold()

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()).upper()

    @property
    def upn_ends(self) -> str:
        return self.upn[-3:]

    @property
    def born(self) -> str:
        """ "4 March 2013", or nothing."""
        return date_format(self.born_on, "j F Y") if self.born_on else ""


TEXTS = ("surname", "forename", "preferred_surname", "preferred_forename", "sex", "upn", "email")


def age_on(born_on: date | None, on: date) -> int | None:
    """Whole years. A child born on 29 February is a year older on 1 March."""
    if born_on is None or born_on > on:
        return None
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def year_label(year: int | None) -> str:
    """ "Year 9", "Reception"; nothing when it is not known."""
    return "" if year is None else NAMED_YEARS.get(year, f"Year {year}")
