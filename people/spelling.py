"""Could somebody have meant this name? O'Neill typed as ONeill, Zoë as Zoe, Hussain as Hussein.

For finding only: what is kept and shown is what was written.
"""

import re
import unicodedata

from rapidfuzz.distance import OSA

SAME, STARTS, SOUNDS, CLOSE = 100, 90, 75, 70
FEWEST_FOR_SOUND = 3
FEWEST_FOR_SLIP = 4
FEWEST_FOR_TWO_SLIPS = 7

# Letters that Unicode does not take apart.
WHOLE = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "ng"}
)
APOSTROPHES = re.compile("['’‘ʼʻ`´′＇]")
# Spellings of one sound, in the names of English registers; applied in this order.
SOUND = [
    (re.compile(old), new)
    for old, new in (
        ("sch|sh|ce|ci|cy|z", "s"),
        ("ph|v", "f"),
        ("ck|ch|kh|gh|q|c", "k"),
        ("([tdbj])h", r"\1"),
        ("x", "ks"),
        ("h(?=[^aeiouy]|$)", ""),
        ("(?<=.)[aeiouyw]+", ""),
        ("^[eiou]", "a"),
        (r"(.)\1+", r"\1"),
    )
]


def fold(text: str) -> str:
    """Small letters and figures without accents, apostrophes, hyphens or spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in text.casefold().translate(WHOLE) if letter.isalnum())


def pieces(text: str) -> tuple[str, ...]:
    """The folded words of what was typed, apart at spaces and hyphens but not at apostrophes or accents."""
    marked = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text))
    apart = "".join(letter if letter.isalnum() or _is_mark(letter) else " " for letter in marked)
    return tuple(word for word in map(fold, apart.split()) if word)


def words_of(name: str) -> frozenset[str]:
    """Every word by which one part of a name may be asked for: its words, and the whole without gaps."""
    if name.isascii() and name.isalpha():  # most are
        return frozenset({name.lower()})
    return frozenset({*pieces(name), *pieces(APOSTROPHES.sub(" ", name)), fold(name)} - {""})


def sound(word: str) -> str:
    """The consonants in one spelling, with a vowel at the start if there is one; nothing for other scripts."""
    if not (word.isascii() and word.isalpha()):
        return ""
    for old, new in SOUND:
        word = old.sub(new, word)
    return word


def likeness(asked: str, word: str) -> int:
    """How well a folded word fits what was typed, which may be its beginning: 100 the same, 0 not at all."""
    if asked == word:
        return SAME
    if word.startswith(asked):
        return STARTS
    return max(_by_sound(asked, word), _by_slip(asked, word))


def _is_mark(letter: str) -> bool:
    """An accent, a vowel sign, an invisible joiner: part of the word it stands in."""
    return unicodedata.category(letter)[0] == "M" or unicodedata.category(letter) == "Cf"


def _by_sound(asked: str, word: str) -> int:
    if len(asked) < FEWEST_FOR_SOUND:
        return 0
    heard = sound(asked)
    return SOUNDS if len(heard) > 1 and heard == sound(word) else 0


def _by_slip(asked: str, word: str) -> int:
    """One letter wrong, missing, extra or changed about; two in a long word. Also in what is only begun."""
    if len(asked) < FEWEST_FOR_SLIP:
        return 0
    most = 2 if len(asked) >= FEWEST_FOR_TWO_SLIPS else 1
    slips = min(
        OSA.distance(asked, word, score_cutoff=most), OSA.distance(asked, word[: len(asked)], score_cutoff=most)
    )
    return CLOSE - 5 * slips if slips <= most else 0
