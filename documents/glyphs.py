"""Which characters can our fonts print, and what stands on paper for one that they cannot?

The compiler refuses a document in which a glyph is missing, and a record must print whatever was typed
into it. So nothing is dropped: what no shipped font can show is printed as its number, `[U+1F47E]`.

- A letter and the marks on it must come from one font; a mark that cannot is printed as its number. So are all the
  marks of a letter that carries more of them than any language needs: a heap would cover the lines around it.
- What is invisible and could change how a line reads (controls, bidi overrides and isolates, zero-width
  space, tags, private use, lone surrogates, line separators) is printed as its number, and does nothing.
- Joiners, direction marks and emoji variation stay: names in Persian, Hindi and Arabic are written with them.
- A new line, however it was typed, is a new line; a tab is four spaces.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
MAIN = "AtkinsonHyperlegibleNext-Regular"
TAB = "    "
MOST_MARKS = 4
JOINERS = frozenset("\u200c\u200d")
UNSEEN_BUT_NEEDED = JOINERS | frozenset("\u200e\u200f\u061c\ufe0e\ufe0f")
# Format characters that have ink of their own: signs that stand before or around Arabic numbers.
INKED_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
_NEW_LINES = re.compile("\r\n?")


def printable(text: str) -> str:
    """The text as it will stand on paper; the same text, if the fonts can show all of it."""
    if _plain().fullmatch(text):
        return text
    text = _NEW_LINES.sub("\n", text).replace("\t", TAB)
    return "".join(_shown(cluster) for cluster in _clusters(text))


@lru_cache(maxsize=1)
def fonts() -> dict[str, frozenset[str]]:
    """Every shipped font by the name of its file, with the characters it covers."""
    files = sorted([*FONTS.glob("*.ttf"), *FONTS.glob("*.otf")])
    return {file.stem: _covered(file) for file in files}


def number(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def _covered(file: Path) -> frozenset[str]:
    with TTFont(file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@lru_cache(maxsize=1)
def _plain() -> re.Pattern[str]:
    """Most records are wholly in the main font; one pattern tells, without looking at each character."""
    simple = (char for char in fonts()[MAIN] if not _is_hidden(char) and not _clings(char))
    return re.compile("[\n" + "".join(map(re.escape, sorted(simple))) + "]*")


def _clusters(text: str) -> Iterator[str]:
    """The text letter by letter, each with the marks, joiners and joined letters that belong to it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not (text[at - 1] in JOINERS or _is_mark(text[at])):
            yield text[start:at]
            start = at


@lru_cache(maxsize=4096)
def _shown(cluster: str) -> str:
    if cluster == "\n":
        return cluster
    if cluster[0] == "\n" or sum(map(_is_mark, cluster)) > MOST_MARKS:  # no letter to stand on, or too many for it
        return "".join(number(char) if _is_mark(char) else _shown(char) for char in cluster)
    # A font may lack a mark and still have the letter that carries it, so the composed form counts as well.
    composed = unicodedata.normalize("NFC", cluster)
    if all(_stands(char, _best_font(composed)) for char in composed):
        return cluster
    font = _best_font(cluster)
    return "".join(char if _stands(char, font) else number(char) for char in cluster)


def _best_font(cluster: str) -> frozenset[str]:
    """The font that shows most of this cluster, and above all its letter."""
    return max(fonts().values(), key=lambda font: (cluster[0] in font, sum(char in font for char in cluster)))


def _stands(char: str, font: frozenset[str]) -> bool:
    return char in UNSEEN_BUT_NEEDED or (char in font and not _is_hidden(char))


def _clings(char: str) -> bool:
    return _is_mark(char) or char in UNSEEN_BUT_NEEDED


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M" and char not in UNSEEN_BUT_NEEDED


def _is_hidden(char: str) -> bool:
    """Controls, formats, surrogates, private use, line and paragraph separators: nothing to see."""
    return char not in INKED_FORMATS and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
