"""What in this text speaks of somebody else? Every place, once, with whom it may mean.

Read twice: as it stands, and with words that were broken at the end of a line put together again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from meetings.release import names, shapes
from meetings.release.folding import Reading
from meetings.release.index import Known
from meetings.release.known import CHILDREN, DETAILS, Kind, Mention
from meetings.release.words import CHILD_WORDS, FRIENDS, OTHERS, RELATIONS

LONG_ENOUGH = 9
"""So many letters in a row are that address even within other words."""


def mentions(text: str, known: Known) -> list[Mention]:
    """In order, none overlapping another."""
    whole, broken = Reading(text), Reading(text, join_broken=True)
    found = list(_read(whole, known))
    if broken.plain != whole.plain:
        found += _read(broken, known)
    return _apart(text, found)


def _read(reading: Reading, known: Known) -> Iterator[Mention]:
    yield from _details(reading, known)
    yield from _run_together(reading, known)
    yield from _dates(reading, known)
    line = names.Line(reading)
    covered: set[int] = set()
    for first, last, patterns in names.named(line, known):
        covered.update(range(first, last + 1))
        mention = names.mention(line, first, last, patterns)
        if mention:
            yield mention
    for first, last, kind in names.unknown(line, covered):
        yield _nobody(line, first, last, kind)
    yield from _relations(line)


def _details(reading: Reading, known: Known) -> Iterator[Mention]:
    for first, last, kind, key in shapes.found(reading):
        people = known.reached_by(kind, key)
        if people and all(person.kind is Kind.SUBJECT for person in people):
            continue
        start, end = reading.span(first, last)
        yield Mention(
            start,
            end,
            _kind(kind, [person.kind for person in people]),
            tuple(sorted({person.who for person in people})),
            reading.text[start:end],
            certain=bool(people),
            confidential=any(person.confidential for person in people),
        )


def _run_together(reading: Reading, known: Known) -> Iterator[Mention]:
    """A confidential address or postcode, whatever spaces and signs stand in it or are missing."""
    if not known.secrets:
        return
    places = [at for at, letter in enumerate(reading.plain) if letter.isalnum()]
    folded = "".join(reading.plain[at].lower()[:1] for at in places)
    for key, (kind, person) in known.secrets.items():
        at = folded.find(key)
        while at >= 0:
            first, last = places[at], places[at + len(key) - 1] + 1
            if len(key) >= LONG_ENOUGH or _stands_apart(reading.plain, first, last):
                start, end = reading.span(first, last)
                yield Mention(start, end, kind, (person.who,), reading.text[start:end], confidential=True)
            at = folded.find(key, at + 1)


def _stands_apart(plain: str, first: int, last: int) -> bool:
    return not (plain[first - 1 : first].isalnum() or plain[last : last + 1].isalnum())


def _dates(reading: Reading, known: Known) -> Iterator[Mention]:
    """The day on which somebody whom the school knows was born, and any other that is said to be one."""
    for first, last, day, said in shapes.dates(reading):
        people = known.details.get((Kind.BORN, day), [])
        subject = any(person.kind is Kind.SUBJECT for person in people)
        if subject or not (people or said):
            continue
        start, end = reading.span(first, last)
        who = tuple(sorted({person.who for person in people}))
        yield Mention(start, end, Kind.BORN, who, reading.text[start:end], certain=False)


def _relations(line: names.Line) -> Iterator[Mention]:
    """Another child who is spoken of without a name: "her brother", "another boy"."""
    for at, token in enumerate(line.tokens):
        if token.bare in RELATIONS or token.key in RELATIONS or token.bare in FRIENDS:
            yield _nobody(line, at, at, Kind.RELATION)
        elif token.bare in CHILD_WORDS and at and line.tokens[at - 1].key in OTHERS:
            yield _nobody(line, at - 1, at, Kind.RELATION)


def _nobody(line: names.Line, first: int, last: int, kind: Kind) -> Mention:
    start, end = line.reading.span(line.tokens[first].start, line.tokens[last].end)
    return Mention(start, end, kind, (), line.reading.text[start:end], certain=False)


def _kind(detail: Kind, people: list[Kind]) -> Kind:
    """A detail that is only another child's is that child's data."""
    return people[0] if people and all(kind in CHILDREN for kind in people) else detail


def _apart(text: str, found: Iterable[Mention]) -> list[Mention]:
    """One mention for each place: what overlaps is one, of the graver kind."""
    merged: list[Mention] = []
    for one in sorted(found, key=lambda mention: (mention.start, -mention.end)):
        if merged and one.start < merged[-1].end:
            merged[-1] = _both(text, merged[-1], one)
        else:
            merged.append(one)
    return merged


def _both(text: str, one: Mention, other: Mention) -> Mention:
    graver, lesser = sorted((one, other), key=_gravity, reverse=True)
    start, end = min(one.start, other.start), max(one.end, other.end)
    who = tuple(dict.fromkeys((*graver.who, *lesser.who)))
    confidential = graver.confidential or lesser.confidential
    return replace(graver, start=start, end=end, who=who, words=text[start:end], confidential=confidential)


def _gravity(mention: Mention) -> tuple[bool, bool, int, bool]:
    return (not mention.may_be_kept, mention.certain, mention.end - mention.start, mention.kind in DETAILS)
