"""Where does a text name somebody, in any of the ways in which a name is written, and which names does nobody know?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from meetings.release.folding import Reading, Token
from meetings.release.index import Known, Pattern, Strength, hides
from meetings.release.known import CHILDREN, TITLES, Kind, Mention, Person
from meetings.release.ordinary import ORDINARY
from meetings.release.shapes import way
from meetings.release.words import (
    AFTER_NAMES,
    AFTER_WORDS,
    ALSO_NAMES,
    BEFORE_MONTHS,
    CAPITAL,
    LETTERED,
    MONTH_NAMES,
    SHORT,
)

WIDEST_GAP = 4
GAPS = frozenset(" \n,.-'/")
# Whose name it is taken for, where several people have it.
NEAREST = (Kind.FAMILY, Kind.PROFESSIONAL, Kind.STAFF, Kind.AGENCY, Kind.SIBLING, Kind.OTHER_CHILD, Kind.ADDRESS)
STARTS = frozenset('.!?:;\n"“”‘(*•|[]')


@dataclass(frozen=True, slots=True)
class Hit:
    """A run of tokens that is a way to write somebody's name."""

    first: int
    last: int
    pattern: Pattern


class Line:
    """The tokens of a reading, and what stands between them."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.tokens = reading.tokens()
        self.keys = [_keys(token.key, token.bare) for token in self.tokens]

    def gap(self, at: int) -> str:
        """What stands before the token at this place."""
        before = self.tokens[at - 1].end if at else 0
        return self.reading.plain[before : self.tokens[at].start]

    def joins(self, at: int) -> bool:
        """Whether this token may carry on the name that the one before it began."""
        gap = self.gap(at)
        return len(gap) <= WIDEST_GAP and GAPS.issuperset(gap)

    def starts(self, at: int) -> bool:
        return at == 0 or not STARTS.isdisjoint(self.gap(at)) or "- " in self.gap(at)

    def titled(self, at: int) -> bool:
        return at > 0 and self.tokens[at - 1].key in TITLES

    def in_title(self, at: int) -> bool:
        """Whether the word before has a capital that no sentence gave it, and is a word of every day."""
        before = self.tokens[at - 1] if at else None
        if before is None or not before.capital or self.starts(at - 1):
            return False
        return before.bare in ORDINARY or before.bare in CAPITAL

    def is_date(self, at: int) -> bool:
        """Whether a month stands here as a month: beside a number, or after a word like "in"."""
        token = self.tokens[at]
        near = [self.tokens[other] for other in (at - 1, at + 1) if 0 <= other < len(self.tokens)]
        after_word = at > 0 and self.tokens[at - 1].key in BEFORE_MONTHS
        return token.key in MONTH_NAMES and (after_word or any(not other.is_word for other in near))


def named(line: Line, known: Known) -> Iterator[tuple[int, int, list[Pattern]]]:
    """Each run of tokens that names somebody, with all whom it may mean. The child's own name is among them."""
    spans: dict[tuple[int, int], list[Pattern]] = defaultdict(list)
    for hit in _hits(line, known):
        if _counts(line, hit):
            spans[hit.first, hit.last].append(hit.pattern)
    covered: set[int] = set()
    for first, last in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if covered.isdisjoint(range(first, last + 1)):
            covered.update(range(first, last + 1))
            yield first, last, spans[first, last]


def mention(line: Line, first: int, last: int, patterns: Sequence[Pattern]) -> Mention | None:
    """Of whom a run speaks; None where it is the child whom the text is about."""
    patterns = _not_the_child(line, first, patterns)
    people = list(dict.fromkeys(pattern.person for pattern in patterns))
    if not people or any(person.kind is Kind.SUBJECT for person in people):
        return None if people else _unknown(line, first, last)
    details = [pattern.person for pattern in patterns if pattern.kind]
    if details:
        return _made(line, first, last, Kind.ADDRESS, details, certain=True)
    kind = min((person.kind for person in people), key=NEAREST.index)
    if all(pattern.strength is Strength.INITIALS for pattern in patterns):
        made = _made(line, first, last, Kind.INITIALS, people, certain=False)
    else:
        made = _made(line, first, last, kind, people, certain=_certain(line, first, last, patterns, people))
    return replace(made, hidden=True) if hides(patterns) else made


def unknown(line: Line, covered: set[int]) -> Iterator[tuple[int, int, Kind]]:
    """Runs of capitalised words that name nobody whom the school knows, and initials."""
    at = 0
    while at < len(line.tokens):
        kind = None if at in covered else _looks_like(line, at)
        if kind is None:
            at += 1
            continue
        last = at
        while last + 1 < len(line.tokens) and _carries_on(line, last + 1, covered):
            last += 1
        yield at, last, kind
        at = last + 1


def _hits(line: Line, known: Known) -> Iterator[Hit]:
    for at, keys in enumerate(line.keys):
        for key in keys:
            for pattern in known.patterns.get(key, ()):
                last = _end(line, at, pattern)
                if last is not None:
                    yield Hit(at, last, pattern)


def _keys(key: str, bare: str) -> frozenset[str]:
    """A word as it is, without its possessive, with it forgotten ("Jordans coat"), and as a way of an address."""
    forgotten = key[:-1] if len(key) > 3 and key.endswith("s") else key
    return frozenset((key, bare, way(key), forgotten))


def _end(line: Line, at: int, pattern: Pattern) -> int | None:
    for step, key in enumerate(pattern.rest, start=1):
        here = at + step
        if here >= len(line.tokens) or not line.joins(here) or key not in line.keys[here]:
            return None
    return at + len(pattern.rest)


def _counts(line: Line, hit: Hit) -> bool:
    """Whether these words are a name here, and not words of every day that are spelt alike."""
    run = line.tokens[hit.first : hit.last + 1]
    pattern = hit.pattern
    if pattern.kind or pattern.strength is Strength.WHOLE:
        return True
    if pattern.strength is Strength.INITIALS:
        return _are_initials(line, hit, run)
    if pattern.strength is Strength.SHORTENED:
        return all(token.capital for token in run)
    return _is_part(line, hit, run[0]) if len(run) == 1 else True


def _are_initials(line: Line, hit: Hit, run: Sequence[Token]) -> bool:
    if not all(_in_capitals(token.text) for token in run):
        return False
    if hit.pattern.lone_initial:
        return _lone_letter(line, hit.first)
    return hit.pattern.person.close or run[0].key not in SHORT


def _in_capitals(text: str) -> bool:
    """ "JS", "JS's" and "JSs" are; "Is" is a word."""
    whose = text.removesuffix("'s").removesuffix("'")
    return whose.isupper() or (len(whose) > 2 and whose.endswith("s") and whose[:-1].isupper())


def _is_part(line: Line, hit: Hit, token: Token) -> bool:
    is_word = token.bare in ORDINARY or token.bare in ALSO_NAMES
    if not token.capital:
        return not is_word and token.bare not in CAPITAL and len(token.bare) > 2
    if line.titled(hit.first) or hit.pattern.person.close:
        return not line.is_date(hit.first)
    return not _is_word_here(line, hit)


def _is_word_here(line: Line, hit: Hit) -> bool:
    """Whether a word with a capital is rather what it says than somebody of the school who is called so."""
    at, word = hit.first, line.tokens[hit.first].bare
    if line.is_date(at) or (word in CAPITAL and word not in ALSO_NAMES):
        return True
    if word not in ORDINARY and word not in ALSO_NAMES:
        return False
    after = line.tokens[at + 1].key if at + 1 < len(line.tokens) else ""
    if line.starts(at):
        return after in AFTER_WORDS or (hit.pattern.surname and word in ORDINARY)
    return hit.pattern.surname and line.in_title(at)  # "the Town Hall"


def _not_the_child(line: Line, first: int, patterns: Sequence[Pattern]) -> list[Pattern]:
    """ "Mr Hussain" is not the child whose name is Hussain."""
    if not line.titled(first):
        return list(patterns)
    adults = [pattern for pattern in patterns if pattern.person.kind not in {Kind.SUBJECT, *CHILDREN}]
    return adults or [pattern for pattern in patterns if pattern.person.kind is not Kind.SUBJECT]


def _certain(line: Line, first: int, last: int, patterns: Sequence[Pattern], people: Sequence[Person]) -> bool:
    """Whether it can only be one of these. Children's names are in doubt where an adult has the same."""
    if any(person.kind not in CHILDREN for person in people):
        return all(person.kind not in CHILDREN for person in people)
    run = line.tokens[first : last + 1]
    if all(token.bare in ORDINARY | ALSO_NAMES and not token.capital for token in run):
        return False
    best = max(pattern.strength for pattern in patterns)
    close = any(person.close for person in people)
    return best >= Strength.SHORTENED or (close and best is Strength.PART)


def _made(line: Line, first: int, last: int, kind: Kind, people: Sequence[Person], *, certain: bool) -> Mention:
    start, end = line.reading.span(line.tokens[first].start, line.tokens[last].end)
    return Mention(
        start=start,
        end=end,
        kind=kind,
        who=tuple(sorted({person.who for person in people})),
        words=line.reading.text[start:end],
        certain=certain,
        confidential=kind is Kind.ADDRESS and any(person.confidential for person in people),
    )


def _unknown(line: Line, first: int, last: int) -> Mention:
    return _made(line, first, last, Kind.UNKNOWN, (), certain=False)


def _carries_on(line: Line, at: int, covered: set[int]) -> bool:
    token = line.tokens[at]
    if len(token.text) == len(line.tokens[at - 1].text) == 1 and line.gap(at) in {".", ". "}:
        return at not in covered and token.capital  # "B.K."
    capital = token.capital and not (token.bare in CAPITAL or token.bare in SHORT)
    return at not in covered and line.joins(at) and capital and not line.starts(at) and token.is_word


def _looks_like(line: Line, at: int) -> Kind | None:
    token = line.tokens[at]
    if not token.is_word or not token.capital:
        return None
    letters = token.text.removesuffix("'s").removesuffix("s'")
    if len(letters) == 1:
        return Kind.INITIALS if _lone_letter(line, at) else None
    if letters.isupper() and len(letters) <= 3:
        return None if token.bare in SHORT | CAPITAL | ORDINARY or _touches_digit(line, at) else Kind.INITIALS
    return Kind.UNKNOWN if _is_unknown_name(line, at, letters.isupper()) else None


def _is_unknown_name(line: Line, at: int, capitals: bool) -> bool:
    token = line.tokens[at]
    if line.titled(at):
        return True
    if token.bare in MONTH_NAMES:
        return not line.is_date(at) and (not line.starts(at) or _acts(line, at))
    if token.bare in CAPITAL or token.bare in SHORT or token.bare in LETTERED:
        return False
    if token.bare in ALSO_NAMES and line.in_title(at):
        return False
    if token.bare in ORDINARY and (capitals or line.starts(at) or token.bare not in ALSO_NAMES):
        return _acts(line, at)
    return True


def _acts(line: Line, at: int) -> bool:
    """ "Will hit her" at the start of a sentence: a word that is a name as well, and then what somebody did."""
    after = line.tokens[at + 1] if at + 1 < len(line.tokens) else None
    return line.tokens[at].bare in ALSO_NAMES and after is not None and after.key in AFTER_NAMES


def _lone_letter(line: Line, at: int) -> bool:
    """A capital by itself that is neither a word, nor a form, nor a part of one: "child T", "L’s coat", "J.S."."""
    token, before = line.tokens[at], line.tokens[at - 1] if at else None
    after = line.reading.plain[token.end : token.end + 2]
    if token.bare == "i" or (token.bare == "a" and not after.startswith((".", ",")) and line.starts(at)):
        return False
    if before is not None and before.key in LETTERED and line.gap(at) == " ":
        return False
    return not (_touches_digit(line, at) or after[:1] in "&" or (after[:1] == "-" and after[1:].islower()))


def _touches_digit(line: Line, at: int) -> bool:
    token, plain = line.tokens[at], line.reading.plain
    return plain[token.start - 1 : token.start].isdigit() or plain[token.end : token.end + 1].isdigit()


def covered_by(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {at for first, last in spans for at in range(first, last + 1)}
