"""What does one cell say? Names are kept as written; a year, a sex or an address is understood or left out."""

import re

from people.roll.refusals import BadCell

NAME_LENGTH = 120
FORM_LENGTH = 40
EMAIL_LENGTH = 254

LINE_ENDS = re.compile(r"[ ]*[\t\r\n]+[ ]*")
# Control characters, halves of characters, the mark of a lost letter, and code points that are no characters.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffd\ufffe\uffff]")
SPREADSHEET_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
YEAR = re.compile(r"(?:national curriculum |nc ?)?(?:year|yr|y)?(?: group)? *(1[0-4]|0?[0-9])", re.IGNORECASE)
# The year before Reception is -1, the one before it -2: years stay in order as plain numbers.
NAMED_YEARS = {
    "r": 0, "yr": 0, "year r": 0, "yearr": 0, "rec": 0, "reception": 0, "year reception": 0,
    "n": -1, "n2": -1, "nursery": -1, "nursery 2": -1, "year n2": -1, "year n": -1,
    "n1": -2, "nursery 1": -2, "year n1": -2,
}  # fmt: skip
SEXES = {"m": "M", "male": "M", "f": "F", "female": "F"}
TRUTHS = {"true": True, "1": True, "y": True, "yes": True, "false": False, "0": False, "n": False, "no": False}
EMAIL = re.compile(r"[^@\s<>\"(),;:]+@[^@\s<>\"(),;:]+\.[^@\s<>\"(),;:]+")


def text(cell: object, longest: int = NAME_LENGTH) -> str:
    """The cell's words without outer space; line breaks and tabs become one space. Nothing else is changed."""
    words = str(cell).strip()
    if not (words.isascii() and words.isprintable()):  # most are, and then there is nothing to look for
        words = LINE_ENDS.sub(" ", words)
        if UNPRINTABLE.search(words):
            raise BadCell("holds a control character or a letter that was lost on the way")
    if len(words) > longest:
        raise BadCell(f"is longer than {longest} characters")
    if words in SPREADSHEET_ERRORS:
        raise BadCell("is an error message of a spreadsheet")
    return words


def required(cell: object) -> str:
    words = text(cell)
    if not any(letter.isprintable() and not letter.isspace() for letter in words):
        raise BadCell("is empty")
    return words


def year(cell: object) -> int | None:
    """National curriculum year: 0 for Reception, -1 and -2 for nursery. BadCell if it cannot be told."""
    words = " ".join(text(cell).split())
    if not words:
        return None
    if words.lower() in NAMED_YEARS:
        return NAMED_YEARS[words.lower()]
    if found := YEAR.fullmatch(words):
        return int(found[1])
    raise BadCell("is not a year of the national curriculum")


def sex(cell: object) -> str:
    words = text(cell)
    if words and words.lower() not in SEXES:
        raise BadCell("is neither male nor female")
    return SEXES.get(words.lower(), "")


def email(cell: object) -> str:
    words = text(cell, EMAIL_LENGTH)
    if words and not EMAIL.fullmatch(words):
        raise BadCell("is not an e-mail address")
    return words


def form(cell: object) -> str:
    return text(cell, FORM_LENGTH)


def truth(cell: str) -> bool | None:
    """CTF flags come as true/false, 1/0 and Y/N."""
    return TRUTHS.get(cell.strip().lower())
