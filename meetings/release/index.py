"""By which words is each known person found? Every way to write a name, looked up by its first word."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from meetings.release.folding import keys
from meetings.release.known import POSTCODE, Kind, Person, digits_of
from meetings.release.shapes import email_key, postcode_key, way
from meetings.release.words import SHORT_FORMS

FEWEST_LETTERS = 2
SHORTEST_GLUED = 6


class Strength(IntEnum):
    """How surely a way to write a name leads to one person."""

    PART = 1  # a forename, a surname, a short form
    INITIALS = 2  # "JS"
    SHORTENED = 3  # "J Smith", "Jordan S"
    WHOLE = 4


@dataclass(frozen=True, slots=True)
class Pattern:
    rest: tuple[str, ...]
    person: Person
    strength: Strength
    surname: bool = False
    lone_initial: bool = False
    kind: Kind | None = None  # of a detail, where that differs from the person's


class Known:
    """The people of a file and its school, ready for many texts."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = list(people)
        self.keeps_secrets = any(person.confidential for person in self.people)
        self.patterns: dict[str, list[Pattern]] = defaultdict(list)
        self.details: dict[tuple[Kind, object], list[Person]] = defaultdict(list)
        self.emails: dict[str, list[Person]] = {}
        for person in self.people:
            self._add_names(person)
            self._add_details(person)
        self.secrets = {key: (kind, person) for person in self.people for kind, key in _run_together(person)}
        self.emails = {str(key): people for (kind, key), people in self.details.items() if kind is Kind.EMAIL}

    def reached_by(self, kind: Kind, key: str) -> list[Person]:
        """Whose number or address it is. One glued to other words ("me.sam@example.org.Then") is found within them."""
        people = self.details.get((kind, key), [])
        if people or kind is not Kind.EMAIL:
            return people
        return [person for email, some in self.emails.items() if email in key for person in some]

    def _add_names(self, person: Person) -> None:
        seen: set[tuple[tuple[str, ...], Strength]] = set()
        for forenames, surname in dict.fromkeys(pair for names in person.names for pair in _spellings(*names)):
            for words, strength, is_surname in _ways(person, keys(forenames), keys(surname)):
                if words and (words, strength) not in seen:
                    seen.add((words, strength))
                    lone = len(words) == 1 and len(words[0]) == 1
                    self.patterns[words[0]].append(Pattern(words[1:], person, strength, is_surname, lone))

    def _add_details(self, person: Person) -> None:
        if person.born_on:
            self.details[Kind.BORN, person.born_on].append(person)
        for kind, values in (
            (Kind.PHONE, map(digits_of, person.phones)),
            (Kind.EMAIL, map(email_key, person.emails)),
            (Kind.NUMBER, map(str.upper, person.numbers)),
            (Kind.POSTCODE, (postcode_key(one[0]) for text in person.addresses for one in POSTCODE.finditer(text))),
        ):
            for value in filter(None, values):
                self.details[kind, value].append(person)
        for words in _address_lines(person):
            self.patterns[words[0]].append(Pattern(words[1:], person, Strength.WHOLE, kind=Kind.ADDRESS))


def hides(patterns: Iterable[Pattern]) -> bool:
    """Whether this may name somebody hidden, and not as well somebody of the family who has the same forename."""
    among = list(patterns)
    if any(pattern.person.hidden and pattern.strength >= Strength.SHORTENED for pattern in among):
        return True
    hidden = any(pattern.person.hidden for pattern in among)
    return hidden and not any(pattern.person.close and not pattern.person.hidden for pattern in among)


def _ways(
    person: Person, first: tuple[str, ...], last: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Strength, bool]]:
    if person.kind is Kind.AGENCY:
        yield first + last, Strength.WHOLE, False
        return
    for forename in _forenames(first):
        yield from _whole(forename, last)
        if len(forename[0]) >= FEWEST_LETTERS:
            yield forename, Strength.PART, False
    for surname in {last, *((part,) for part in last if len(part) > FEWEST_LETTERS)}:
        yield surname, Strength.PART, True
    if first and last:
        yield from _initials(person, first, last)


def _spellings(forenames: str, surname: str) -> tuple[tuple[str, str], ...]:
    """O'Neill is one word to some and two to others."""
    apart = forenames.replace("'", " ").replace("’", " "), surname.replace("'", " ").replace("’", " ")
    return ((forenames, surname), apart)


def _forenames(first: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """As it is, its first word alone, and what a child of that name is called for short."""
    if first:
        yield first
        yield first[:1]
        for short in SHORT_FORMS.get(first[0], ()):
            yield (short,)


def _whole(first: tuple[str, ...], last: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Strength, bool]]:
    if not last:
        return
    yield first + last, Strength.WHOLE, False
    yield last + first, Strength.WHOLE, False
    for glued in ("".join(first + last), "".join(last + first)):
        if len(glued) >= SHORTEST_GLUED:
            yield (glued,), Strength.WHOLE, False
    if len(last) > 1:
        yield (*first, "".join(last)), Strength.WHOLE, False
        for part in last:
            yield (*first, part), Strength.SHORTENED, False


def _initials(
    person: Person, first: tuple[str, ...], last: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Strength, bool]]:
    yield (first[0][0], *last), Strength.SHORTENED, False
    for forename in {first[0], *SHORT_FORMS.get(first[0], ())}:
        yield (forename, last[0][0]), Strength.SHORTENED, False
    letters = [word[0] for word in (*first, *last)]
    for few in {(first[0][0], last[0][0]), tuple(letters)}:
        yield ("".join(few),), Strength.INITIALS, False
        yield tuple(few), Strength.INITIALS, False
    if person.close:
        yield (first[0][0],), Strength.INITIALS, False


def _run_together(person: Person) -> Iterator[tuple[Kind, str]]:
    """Where nobody may find this person, without spaces and signs: "alderrise", "ls987zz"."""
    if not person.confidential:
        return
    for address in person.addresses:
        for one in POSTCODE.finditer(address):
            yield Kind.POSTCODE, postcode_key(one[0]).casefold()
        for words in map(keys, _lines(address)):
            ways = (words, words[1:] if words[:1] and words[0].isdigit() else ())
            glued = ("".join(some) for some in ways if len(some) > 1)
            yield from ((Kind.ADDRESS, one) for one in glued if len(one) >= SHORTEST_GLUED)


def _lines(address: str) -> list[str]:
    return POSTCODE.sub("\n", address).replace(",", "\n").split("\n")


def _address_lines(person: Person) -> set[tuple[str, ...]]:
    """Each line of an address, and the way without its number where nobody may know it."""
    found = set()
    for address in person.addresses:
        for line in _lines(address):
            words = tuple(way(word) for word in keys(line))
            if len(words) > 1:
                found.add(words)
            if person.confidential and len(words) > 2 and words[0].isdigit():
                found.add(words[1:])
    return found
