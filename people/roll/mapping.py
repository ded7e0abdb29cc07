"""Which column holds what? The headings of SIMS, Arbor and Bromcom are known; any others are mapped by a person."""

import json
import unicodedata
from collections.abc import Mapping, Sequence

from people.roll.refusals import UnreadableFile, shown
from people.roll.rows import Format

FIELDS = (
    "upn", "surname", "forename", "preferred_forename", "preferred_surname", "date_of_birth",
    "sex", "year", "form", "former_upn", "email",
)  # fmt: skip
NEEDED = ("surname", "forename")
SECRETS = ("password", "passwd", "passcode", "pwd", "secret")

# For each field the headings that may hold it, the best first. One column serves one field: where a report has both
# "Legal surname" and "Surname", the first is the surname and the second the preferred one.
Preset = Mapping[str, tuple[str, ...]]
_COMMON: Preset = {
    "upn": ("UPN", "Unique pupil number"),
    "date_of_birth": ("Date of birth", "DOB", "Birth date"),
    "sex": ("Sex", "Legal sex", "Gender"),
    "former_upn": ("Former UPN", "Previous UPN"),
}
ARBOR: Preset = {
    **_COMMON,
    "surname": ("Legal last name", "Last name", "Legal surname", "Surname"),
    "forename": ("Legal first name", "First name", "Legal forename", "Forename"),
    "preferred_forename": ("Preferred first name", "Preferred forename", "First name"),
    "preferred_surname": ("Preferred last name", "Preferred surname", "Last name"),
    "year": ("Year group",),
    "form": ("Registration form", "Form"),
    "email": ("Email", "Email address"),
}
BROMCOM: Preset = {
    **_COMMON,
    "surname": ("LegalLastName", "LegalSurname", "LastName", "Surname"),
    "forename": ("LegalFirstName", "LegalForename", "FirstName", "Forename"),
    "preferred_forename": ("PreferredFirstName", "PreferredForename", "FirstName"),
    "preferred_surname": ("PreferredLastName", "PreferredSurname", "LastName"),
    "year": ("YearGroup",),
    "form": ("Form", "TutorGroup"),
    "email": ("StudentEmail", "Email"),
}
SIMS: Preset = {
    **_COMMON,
    "surname": ("Legal surname", "Surname"),
    "forename": ("Legal forename", "Forename"),
    "preferred_forename": ("Preferred forename", "ChosenName", "Forename"),
    "preferred_surname": ("Preferred surname", "Surname"),
    "year": ("Year", "Year group"),
    "form": ("Reg", "Reg group", "Registration group"),
    "email": ("Email", "Primary email"),
}
ANY: Preset = {
    field: tuple(dict.fromkeys((field, *(heading for preset in (SIMS, ARBOR, BROMCOM) for heading in preset[field]))))
    for field in FIELDS
}
PRESETS: Mapping[Format, Preset] = {
    Format.SIMS: SIMS,
    Format.ARBOR: ARBOR,
    Format.BROMCOM: BROMCOM,
    Format.CSV: ANY,
}


class UnmappedHeadings(UnreadableFile):
    """A person has to say which column holds what. `headings` are for the mapping page, not for a log."""

    def __init__(self, sentence: str, headings: Sequence[str]) -> None:
        super().__init__(sentence)
        self.headings = tuple(headings)


class BadMapping(UnreadableFile):
    """The mapping does not fit this file, or names a field that there is not."""


def load(text: str | bytes) -> dict[str, str]:
    """A saved mapping, {"surname": "Family name", ...}; what it says is checked when a file is read with it."""
    try:
        saved = json.loads(text)
    except (UnicodeDecodeError, RecursionError):
        raise BadMapping("The mapping is not a JSON text in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise BadMapping(f"The mapping is not JSON: line {error.lineno} is broken.") from None
    if not isinstance(saved, dict) or not all(isinstance(heading, str) for heading in saved.values()):
        raise BadMapping("The mapping is not a list of fields, each with the heading of one column.")
    return saved


def columns(headings: Sequence[str], file_format: Format, mapping: Mapping[str, str] | None) -> dict[str, int]:
    """Which column (from 0) holds which field: by the mapping if there is one, or else by the format's headings."""
    if mapping:
        return _mapped(headings, mapping)
    found = recognised(headings, PRESETS[file_format])
    missing = [field for field in NEEDED if field not in found]
    if missing:
        names = " and the ".join(missing)
        raise UnmappedHeadings(f"No heading in row 1 is known to hold the {names}: say which one does.", headings)
    if "upn" not in found and "date_of_birth" not in found:
        raise UnmappedHeadings(
            "Row 1 has no heading known to hold the UPN or the date of birth, so pupils cannot be told apart: "
            "say which column holds what.",
            headings,
        )
    _refuse_twins(headings, found)
    return found


def recognised(headings: Sequence[str], preset: Preset = ANY) -> dict[str, int]:
    """The columns that a preset knows, without complaint about those it does not: a first guess to correct."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        if not is_secret(heading):
            places.setdefault(_letters(heading), place)
    found: dict[str, int] = {}
    for field in FIELDS:
        known = [places[_letters(heading)] for heading in preset[field] if _letters(heading) in places]
        if free := [place for place in known if place not in found.values()]:
            found[field] = free[0]
    return found


def is_secret(heading: str) -> bool:
    """Columns of passwords are passed over unread, whatever a mapping says."""
    return any(secret in _letters(heading) for secret in SECRETS)


def _mapped(headings: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    wanted = {field: heading for field, heading in mapping.items() if heading}
    _check_fields(wanted)
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        places.setdefault(_plain(heading), place)
    found: dict[str, int] = {}
    for field, heading in wanted.items():
        if _plain(heading) not in places:
            raise BadMapping(
                f"The mapping says that {field} is in the column {shown(heading)}, and row 1 has no such heading."
            )
        if is_secret(heading):
            raise BadMapping(f"The column {shown(heading)} is never read, so {field} cannot be taken from it.")
        found[field] = places[_plain(heading)]
    _refuse_twins(headings, found)
    return found


def _check_fields(mapping: Mapping[str, str]) -> None:
    if unknown := [field for field in mapping if field not in FIELDS]:
        raise BadMapping(f"The mapping names {shown(unknown[0])}, which is no field of a pupil: {', '.join(FIELDS)}.")
    if missing := [field for field in NEEDED if field not in mapping]:
        raise BadMapping(f"The mapping does not say which column holds the {missing[0]}.")
    taken: dict[str, str] = {}
    for field, heading in mapping.items():
        if (other := taken.setdefault(_plain(heading), field)) != field:
            raise BadMapping(f"The mapping takes both {other} and {field} from the column {shown(heading)}.")


def _refuse_twins(headings: Sequence[str], found: Mapping[str, int]) -> None:
    read = {_plain(headings[place]) for place in found.values()}
    seen: set[str] = set()
    for heading in headings:
        if _plain(heading) in read and _plain(heading) in seen:
            raise UnreadableFile(f"Two columns have the heading {shown(heading)}, so it cannot be told which to read.")
        seen.add(_plain(heading))


def _plain(heading: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", heading).casefold().split())


def _letters(heading: str) -> str:
    return "".join(letter for letter in _plain(heading) if letter.isalnum())
