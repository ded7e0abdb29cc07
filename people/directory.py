"""Which children does the school have, and which of them does somebody mean?

Names are opened in memory under the directory key, all that are on roll or a filtered part; nothing of them is indexed.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import QuerySet

from access import gate, policy
from access.models import School, User
from access.roles import Can
from people import spelling
from people.identity import Identity, year_label
from people.models import Child
from people.roll import cells
from people.roll.refusals import BadCell
from vault.fields import open_many
from vault.sealing import Binding
from vault.values import Stored

LONGEST = 100  # letters of a search that are read
FEWEST_OF_UPN = 3  # what a file's header shows
YEAR_SPELT = re.compile(r"\b(?:year|yr|y) *([0-9]{1,2})\b", re.IGNORECASE)

Likeness = Callable[[str, str], int]


@dataclass(frozen=True, slots=True)
class FoundChild:
    """A child as lists and searches show one: enough to tell this child from the next."""

    id: UUID
    who: Identity
    year: int | None
    form: str
    status: str

    @property
    def name(self) -> str:
        return self.who.name

    @property
    def born_on(self) -> date | None:
        return self.who.born_on

    @property
    def label(self) -> str:
        """ "Maya Hussain · 9B · born 4 March 2013"."""
        born = f"born {self.who.born}" if self.who.born_on else ""
        return " · ".join(part for part in (self.name, self.form or year_label(self.year), born) if part)

    @property
    def sorting(self) -> tuple[int, str, tuple[str, str]]:
        """By year, form and name; children without a year come last."""
        return 99 if self.year is None else self.year, self.form.casefold(), self.who.sorting


def identities(school: School, children: QuerySet[Child] | None = None) -> list[FoundChild]:
    """Every child on roll (or of `children`) with names open. Raises Locked unless the gate opened the directory."""
    chosen = Child.objects.filter(status=Child.Status.ON_ROLL) if children is None else children
    rows = list(chosen.filter(school=school).values_list("pk", "identity", "year", "form", "status"))
    place = Binding(school.pk, school.pk, Child.audience, Child.section)
    stored = ((place, pk.bytes, cast(Stored, sealed).raw) for pk, sealed, *_ in rows)
    opened = open_many(Child._meta.get_field("identity"), stored)
    return [
        FoundChild(pk, Identity.read(json.loads(text)), year, form, status)
        for (pk, _, year, form, status), text in zip(rows, opened, strict=True)
    ]


def read_child(user: User, pk: UUID, *, to: Can = Can.FIND_CHILD, verb: str = "child.read") -> Child:
    """The child of this uuid in the user's school, whatever file, restriction or wall there is, with the name open.

    A look. A uuid of nobody, or of another school's child, writes its entry too and is NotHere.
    """
    child = Child.objects.filter(pk=pk, school=policy.standing(user).school_id).first()
    gate.look(user, to=to, verb=verb, query=str(pk), shown=[child] if child else [])
    if child is None:
        raise gate.NotHere("No such record.")
    return child


def list_children(user: User, children: QuerySet[Child], *, query: str = "") -> list[FoundChild]:
    """All of `children` of the user's school by form and name. A look: one entry before a name is opened."""
    gate.look(user, to=Can.FIND_CHILD, verb="children.listed", query=query)
    return sorted(identities(_school(user), children), key=lambda child: child.sorting)


def find_children(
    user: User, words: str, *, limit: int = 20, children: QuerySet[Child] | None = None
) -> list[FoundChild]:
    """Those on roll (or of `children`) whom the words could mean, best first: names, form, year, the end of a UPN.

    Two letters are enough. A look: one entry with the words before a name is opened, one with whom it found.
    """
    gate.look(user, to=Can.FIND_CHILD, verb="children.searched", query=words[:LONGEST])
    asked = _Asked(words)
    if not asked.enough:
        return []
    scored = [(asked.score(child), child) for child in identities(_school(user), children)]
    best = sorted((-score, child.who.sorting, child.id.int, child) for score, child in scored if score)
    hits = [child for *_, child in best[:limit]]
    tell_found(user, hits)
    return hits


def tell_found(user: User, shown: Iterable[FoundChild], *, to: Can = Can.FIND_CHILD) -> None:
    """The second entry of a list or search that opens names to sort them: which children are shown."""
    gate.look(user, to=to, verb="children.found", shown=[Child(pk=child.id) for child in shown])


def is_enough(words: str) -> bool:
    """Whether a search for this is worth making."""
    return _Asked(words).enough


class _Asked:
    """What was typed, taken apart once for a whole school."""

    def __init__(self, words: str) -> None:
        self.text = " ".join(words[:LONGEST].split())
        self.tokens = spelling.pieces(YEAR_SPELT.sub(r" y\1 ", self.text))
        self.whole = "".join(self.tokens)
        self.years = {token: _year(token) for token in self.tokens}
        self.known: dict[tuple[str, str], int] = {}

    @property
    def enough(self) -> bool:
        """Two letters, a year's number, or one character of a script that needs no more."""
        return len(self.text) > 1 or self.text.isdigit() or not self.text.isascii()

    def score(self, child: FoundChild) -> int:
        """0: not meant. Every word must fit something, or all of them together one name. The very name comes first."""
        if self.text.casefold() in (name.casefold() for name in _names(child.who)):
            return spelling.SAME + 1
        if not self.tokens:  # nothing but punctuation: as it stands, or not at all
            return spelling.STARTS if self.text.casefold() in f"{child.name} {child.who.other_name}".casefold() else 0
        words = _words(child.who)
        fits = [self._fit(token, words, child) for token in self.tokens]
        apart = sum(fits) // len(fits) if all(fits) else 0
        return max(apart, self._together(words, child)) if len(fits) > 1 else apart

    def _together(self, words: Iterable[str], child: FoundChild) -> int:
        """All that was typed as one word: the very word or its beginning, or a second name would count as a slip."""
        fit = self._fit(self.whole, words, child)
        return fit if fit >= spelling.STARTS else 0

    def _fit(self, token: str, words: Iterable[str], child: FoundChild) -> int:
        if token == spelling.fold(child.form) or (child.year is not None and self.years.get(token) == child.year):
            return spelling.SAME
        return max(self._likest(token, words), _upn_fit(token, child.who))

    def _likest(self, asked: str, words: Iterable[str]) -> int:
        return max((self._likeness(asked, word) for word in words), default=0)

    def _likeness(self, asked: str, word: str) -> int:
        """Names repeat in a school: each is compared once."""
        pair = asked, word
        if pair not in self.known:
            self.known[pair] = spelling.likeness(asked, word)
        return self.known[pair]


def _names(who: Identity) -> set[str]:
    parts = {who.surname, who.forename, who.preferred_surname, who.preferred_forename, who.name, who.legal_name}
    return {" ".join(part.split()) for part in parts if part}


def _words(who: Identity) -> set[str]:
    names = {who.surname, who.forename, who.preferred_surname, who.preferred_forename}
    return {word for name in names if name for word in spelling.words_of(name)}


def _upn_fit(token: str, who: Identity) -> int:
    number = token.upper()
    if len(number) < FEWEST_OF_UPN or not any(figure.isdigit() for figure in number):
        return 0
    return spelling.SAME if any(upn.endswith(number) for upn in (who.upn, *who.former_upns)) else 0


def _year(token: str) -> int | None:
    """The year that a word names: 9, y9, reception. A single letter names none."""
    if len(token) < 2 and not token.isdigit():
        return None
    try:
        return cells.year(token)
    except BadCell:
        return None


def _school(user: User) -> School:
    """The gate has let this user look, so there is one."""
    school = policy.standing(user).school
    if school is None:
        raise gate.NotHere("No such page.")
    return school
