"""How is a text read so that a name is found however it was typed, and where does each letter of the reading stand?

Accents, full-width letters, look-alikes of other scripts, odd apostrophes, dashes and spaces read alike; what is not
seen (soft hyphens, zero-width characters) is passed over. Capitals stay, since they tell a name from a word.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_WHOLE = {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
_WHOLE |= {"ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ß": "ss", "ı": "i", "ħ": "h", "ŋ": "ng"}
# Letters of Cyrillic and Greek that look like ours are read as ours, in known names as well: so nothing is lost.
_LOOK_ALIKE = dict(zip("аАеЕоОрРсСхХуУкКмМТВНіІјЈѕЅ", "aAeEoOpPcCxXyYkKmMTBHiIjJsS", strict=True))
_LOOK_ALIKE |= dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονρ", "ABEZHIKMNOPTYXaovp", strict=True))
_SIGNS = dict.fromkeys("'’‘ʼʻ`´′＇‛", "'") | dict.fromkeys("-‐‑‒–—−﹣－", "-")
_UNSEEN = {code: " " for code in (*range(32), 127) if code != ord("\n")}
_BROKEN = re.compile(r"(?<=[^\W\d_])- ?\n ?(?=[^\W\d_])")
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
_POSSESSIVE = re.compile(r"'s$|'$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a number of a reading. `key` is how it is looked up; `bare` is the same without a possessive."""

    text: str
    key: str
    bare: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_word(self) -> bool:
        return not self.text[0].isdigit()


class Reading:
    """A text as it is searched: `plain`, letter by letter, each with its place in the text."""

    def __init__(self, text: str, *, join_broken: bool = False) -> None:
        self.text = text
        self.plain, self.places = _read(text)
        if join_broken:
            self._join()

    def _join(self) -> None:
        if not _BROKEN.search(self.plain):
            return
        kept, start = [], 0
        for found in _BROKEN.finditer(self.plain):
            kept.append((start, found.start()))
            start = found.end()
        kept.append((start, len(self.plain)))
        plain, places = self.plain, self.places
        self.plain = "".join(plain[first:last] for first, last in kept)
        self.places = [place for first, last in kept for place in places[first:last]]

    def tokens(self) -> list[Token]:
        return [_token(found) for found in _TOKEN.finditer(self.plain)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the reading stands in the text, with the marks and unseen characters that belong to it."""
        first, last = self.places[start], self.places[end - 1] + 1
        while last < len(self.text) and not folded_letter(self.text[last]):
            last += 1
        return first, last


def _read(text: str) -> tuple[str, Sequence[int]]:
    """The reading, and where each letter of it stands. Most texts are nothing but plain letters."""
    if text.isascii():
        return text.translate(_UNSEEN), range(len(text))
    pairs = [(sign, at) for at, letter in enumerate(text) for sign in _folded(letter)]
    return "".join(sign for sign, _ in pairs), [at for _, at in pairs]


def folded_letter(letter: str) -> str:
    """How one character is read: nothing for what is not seen."""
    if letter.isascii():
        return letter if letter.isprintable() or letter == "\n" else " "
    if letter in _SIGNS:
        return _SIGNS[letter]
    return "".join(
        _WHOLE.get(part) or _LOOK_ALIKE.get(part) or _seen(part) for part in unicodedata.normalize("NFKD", letter)
    )


_folded = lru_cache(maxsize=4096)(folded_letter)


def keys(name: str) -> tuple[str, ...]:
    """The words of a name as they are looked up."""
    return tuple(token.key for token in Reading(name).tokens())


def key(word: str) -> str:
    return word.replace("'", "").casefold()


def _token(found: re.Match[str]) -> Token:
    text = found[0]
    bare = key(_POSSESSIVE.sub("", text))
    return Token(text, key(text), bare, found.start(), found.end())


def _seen(part: str) -> str:
    if part.isascii():
        return part
    figure = unicodedata.digit(part, None)
    if figure is not None:
        return str(figure)
    kind = unicodedata.category(part)
    if kind[0] == "Z":
        return "\n" if kind in {"Zl", "Zp"} else " "
    return "" if kind[0] in "MC" else _SIGNS.get(part, part)
