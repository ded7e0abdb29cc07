"""What else is this person asked to do, beside concerns and actions? Apps above register what they know of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from access.models import User


@dataclass(frozen=True)
class Errand:
    """One line on the page of one's work: about whom, what, until when, and where it is read."""

    who: str
    form: str
    what: str
    due_on: date
    href: str


@dataclass(frozen=True)
class Errands:
    title: str
    lines: list[Errand]


Source = Callable[[User], Errands]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Add a list to everybody's page of work. It asks the policy and the gate itself."""
    _sources.append(source)
    return source


def errands_of(user: User) -> list[Errands]:
    """The lists that have something in them."""
    return [found for source in _sources if (found := source(user)).lines]
