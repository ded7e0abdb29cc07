"""What becomes of each place that speaks of somebody else, and what does the text say then?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from meetings.release.folding import Reading, Token
from meetings.release.known import Mention
from meetings.release.ordinary import ORDINARY
from meetings.release.words import ALSO_NAMES

WITHHELD = "[withheld]"


class Choice(StrEnum):
    KEEP = "KEEP"
    REDACT = "REDACT"
    SUMMARISE = "SUMMARISE"


CHOICES = {
    Choice.KEEP: "Keep: the reader may know this",
    Choice.REDACT: "Take it out",
    Choice.SUMMARISE: "Say it in other words",
}


@dataclass(frozen=True)
class Decision:
    """What becomes of one place, and why. `instead` are the words that stand there, for SUMMARISE alone."""

    start: int
    end: int
    choice: Choice
    reason: str
    instead: str = ""


class Undecided(Exception):
    """A place that speaks of somebody else has no decision, or one that is not open to it."""

    def __init__(self, mention: Mention) -> None:
        super().__init__("A place is not decided.")
        self.mention = mention


class StillThere(Exception):
    """Words that are taken out in one place stand in another: they would get out all the same."""

    def __init__(self, words: str) -> None:
        super().__init__("Words that were taken out are still there.")
        self.words = words


class Overlapping(Exception):
    """Two decisions about one place, or a place that is not in the text."""


def undecided(mentions: Iterable[Mention], decisions: Iterable[Decision]) -> list[Mention]:
    """The places that no decision covers, or that one would keep although they may not be kept."""
    made = list(decisions)
    return [one for one in mentions if not any(_settles(decision, one) for decision in made)]


def released(text: str, decisions: Sequence[Decision], *, mentions: Iterable[Mention] = ()) -> str:
    """The text with each decision carried out. What was taken out stands nowhere in it, or it is refused.

    With `mentions`, every one of them has to be settled.
    """
    for mention in undecided(mentions, decisions):
        raise Undecided(mention)
    parts, at = [], 0
    for one in sorted(decisions, key=lambda decision: decision.start):
        if not at <= one.start < one.end <= len(text):
            raise Overlapping
        parts += [text[at : one.start], _instead(text, one)]
        at = one.end
    told = "".join([*parts, text[at:]])
    refuse_leftovers(told, taken_out(text, decisions))
    return told


def taken_out(text: str, decisions: Iterable[Decision]) -> list[str]:
    """The words that may stand nowhere any more."""
    return [text[one.start : one.end] for one in decisions if one.choice is not Choice.KEEP]


def refuse_leftovers(told: str, gone: Iterable[str]) -> None:
    """Raises StillThere for the first words of `gone` that `told` holds, however they are written there."""
    lines = Leftovers(told)
    for words in dict.fromkeys(gone):
        if lines.hold(words):
            raise StillThere(words)


class Leftovers:
    """A text in which words are looked for that should be gone: in order, whatever the accents and the punctuation."""

    def __init__(self, told: str) -> None:
        tokens = [token for broken in (False, True) for token in Reading(told, join_broken=broken).tokens()]
        self.in_order = f" {' '.join(token.bare for token in tokens)} "
        self.capitals = frozenset(token.bare for token in tokens if token.capital)

    def hold(self, words: str) -> bool:
        wanted = [token for broken in (False, True) for token in [Reading(words, join_broken=broken).tokens()]]
        return any(self._holds(tokens) for tokens in wanted)

    def _holds(self, tokens: Sequence[Token]) -> bool:
        keys = [token.bare for token in tokens]
        if not keys or f" {' '.join(keys)} " not in self.in_order:
            return False
        is_word = len(keys) == 1 and keys[0] in ORDINARY | ALSO_NAMES  # "Mark" is gone, and there is a mark on the arm
        return not is_word or keys[0] in self.capitals


def _settles(decision: Decision, mention: Mention) -> bool:
    if not (decision.start <= mention.start and mention.end <= decision.end):
        return False
    return mention.may_be_kept or decision.choice is not Choice.KEEP


def _instead(text: str, decision: Decision) -> str:
    if decision.choice is Choice.KEEP:
        return text[decision.start : decision.end]
    return decision.instead if decision.choice is Choice.SUMMARISE else WITHHELD
