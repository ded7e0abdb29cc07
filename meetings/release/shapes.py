"""Which numbers, addresses and dates in a text lead to a person, by their shape alone?

Every pattern is bounded: no part of it can be read in more than one way, and no run is longer than a line.
"""

import re
from collections.abc import Iterator
from datetime import date

from meetings.release.folding import Reading
from meetings.release.known import POSTCODE, Kind, digits_of
from meetings.release.words import WAY_WORDS, WAYS

Shape = tuple[int, int, Kind, str]  # where, what, and how it is looked up
FEWEST_DIGITS, MOST_DIGITS = 9, 15

_PHONE = re.compile(r"(?<![\w.])(?:\+ ?)?\(?\d(?:[ \n().\-/]{0,3}\d){8,16}(?!\w)")
_EMAIL = re.compile(
    r"[\w.+'-]{1,64} ?(?:@|\(at\)|\[at\]) ?[\w-]{1,63}"
    r"(?: ?(?:\.(?: (?![A-Z]))?|\(dot\) ?|\[dot\] ?)[A-Za-z][\w-]{1,62}){1,5}"  # after ". " a capital begins a sentence
)
_HANDLE = re.compile(r"(?<![\w.@])@[A-Za-z0-9_.]{2,40}")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]{3,300}", re.IGNORECASE)
_UPN = re.compile(r"(?<!\w)[A-Za-z](?: ?\d){11} ?[\dA-Za-z](?!\w)")
_NATIONAL_INSURANCE = re.compile(r"(?<!\w)[A-Za-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d](?!\w)")
_PLATE = re.compile(r"(?<!\w)[A-Z]{2}\d{2} ?[A-Z]{3}(?!\w)")
_FIGURES = re.compile(r"(?<!\w)(\d{1,4})[ \n]?[./-][ \n]?(\d{1,2})[ \n]?[./-][ \n]?(\d{2,4})(?!\w)")
_MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" if len(month) > 3 else month for month in _MONTHS)
_DAY_FIRST = re.compile(
    rf"(?<!\w)(\d{{1,2}})(?:st|nd|rd|th)?[ \n-]{{0,2}}(?:of )?({_MONTH}),?[ \n-]{{1,2}}(\d{{4}}|\d{{2}})(?!\w)", re.I
)
_MONTH_FIRST = re.compile(rf"(?<!\w)({_MONTH})[ \n](\d{{1,2}})(?:st|nd|rd|th)?,?[ \n]{{1,2}}(\d{{4}})(?!\w)", re.I)
_BORN = re.compile(r"(?:\bborn|\bd\.?o\.?b\.?|date of birth|birthday)[ \n:,.(-]{0,4}(?:on |is )?$", re.I)
_STREET = re.compile(
    r"(?<![\w/.:-])(\d{1,4}[A-Za-z]?)[ \n,]{1,2}((?:[A-Z][A-Za-z']{1,20}[ \n]{1,2}){1,3})([A-Za-z]{2,10})\b"
)


def found(reading: Reading) -> Iterator[Shape]:
    plain = reading.plain
    yield from _phones(plain)
    for match in POSTCODE.finditer(plain):
        yield match.start(), match.end(), Kind.POSTCODE, postcode_key(match[0])
    for pattern in (_EMAIL, _HANDLE, _LINK):
        for match in pattern.finditer(plain):
            yield match.start(), match.end(), Kind.EMAIL, email_key(match[0])
    for pattern in (_UPN, _NATIONAL_INSURANCE, _PLATE):
        for match in pattern.finditer(plain):
            yield match.start(), match.end(), Kind.NUMBER, match[0].replace(" ", "").upper()
    yield from _streets(plain)


def dates(reading: Reading) -> Iterator[tuple[int, int, date, bool]]:
    """Every date with a day, month and year, and whether the words before it say that somebody was born then."""
    plain = reading.plain
    for pattern, order in ((_FIGURES, _of_figures), (_DAY_FIRST, _of_day), (_MONTH_FIRST, _of_month)):
        for match in pattern.finditer(plain):
            day = order(match)
            if day:
                before = plain[max(0, match.start() - 24) : match.start()]
                yield match.start(), match.end(), day, _BORN.search(before) is not None


def postcode_key(postcode: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", postcode.upper())


def email_key(email: str) -> str:
    plain = email.casefold().replace(" ", "").replace("(at)", "@").replace("[at]", "@")
    return plain.replace("(dot)", ".").replace("[dot]", ".").strip("@.")


def way(word: str) -> str:
    """A word of an address as it is compared."""
    return WAYS.get(word, word)


def _phones(plain: str) -> Iterator[Shape]:
    for match in _PHONE.finditer(plain):
        digits = digits_of(match[0])
        if FEWEST_DIGITS <= len(digits) <= MOST_DIGITS and not _is_dates(match[0]):
            yield match.start(), match.end(), Kind.PHONE, digits


def _is_dates(words: str) -> bool:
    """Two dates or times side by side have as many figures as a number that is dialled."""
    return bool(re.match(r"\s*\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\s*\d{4}-\d{2}-\d{2}", words))


def _streets(plain: str) -> Iterator[Shape]:
    for match in _STREET.finditer(plain):
        words = [*match[2].split(), match[3]]
        ways = [at for at, word in enumerate(words) if at and way(word.casefold()) in WAY_WORDS]
        if ways:
            last = words[ways[-1]]
            end = plain.index(last, match.start(2) + sum(len(word) for word in words[: ways[-1]])) + len(last)
            yield match.start(), end, Kind.ADDRESS, ""


def _of_figures(match: re.Match[str]) -> date | None:
    first, second, third = match[1], match[2], match[3]
    if len(first) == 4:
        return _date(int(first), int(second), int(third)) if len(third) <= 2 else None
    return _date(_year(third), int(second), int(first)) if len(first) <= 2 else None


def _of_day(match: re.Match[str]) -> date | None:
    return _date(_year(match[3]), _month(match[2]), int(match[1]))


def _of_month(match: re.Match[str]) -> date | None:
    return _date(int(match[3]), _month(match[1]), int(match[2]))


def _month(word: str) -> int:
    return next(at for at, month in enumerate(_MONTHS, start=1) if month.startswith(word.casefold()))


def _year(figures: str) -> int:
    year = int(figures)
    return year if year > 99 else year + 2000 - (100 if year > 40 else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
