"""Is this a unique pupil number? Thirteen characters, the first of which checks the others.

The list of local authorities is not asked: new ones come, and Welsh numbers cross the border.
"""

import re
import unicodedata

from stdnum.gb.upn import calc_check_digit

from people.roll.refusals import BadCell

LENGTH = 13
SHAPE = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")
INVISIBLE = frozenset({"Zs", "Cf", "Cc"})


def plain(text: str) -> str:
    """Upper case, without spaces of any kind: what people paste from letters and spreadsheets."""
    if not text.isascii():
        text = "".join(letter for letter in text if unicodedata.category(letter) not in INVISIBLE)
    return "".join(text.split()).upper()


def read(cell: object) -> str:
    """The number in its plain form, or "" for an empty cell; raises BadCell for anything else."""
    number = plain(str(cell))
    if not number:
        return ""
    if len(number) != LENGTH:
        raise BadCell(f"has {len(number)} characters instead of {LENGTH}")
    if not SHAPE.fullmatch(number):
        raise BadCell("is not a letter, eleven figures and a figure or letter (I, O and S are never used)")
    if calc_check_digit(number[1:]) != number[0]:
        raise BadCell("has the wrong check letter, so at least one character is mistyped")
    return number


def is_valid(cell: object) -> bool:
    try:
        return bool(read(cell))
    except BadCell:
        return False


def is_temporary(number: str) -> bool:
    """A temporary number ends in a letter; the school replaces it when the permanent one is known."""
    return number[-1:].isalpha()
