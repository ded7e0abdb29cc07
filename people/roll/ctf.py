"""What does a Common Transfer File (DfE, versions 17 to 25) say about its pupils?

Only names, numbers, year, care and contacts are read; elements not known here are passed over. The file has no form.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from people.roll import cells
from people.roll.refusals import BadCell, UnreadableFile
from people.roll.rows import Contact, Record
from people.roll.xml_file import local, records, root_name, word, words

ROOT = "CTfile"
PUPIL = (ROOT, "CTFpupilData", "Pupil")
VERSION = (ROOT, "Header", "CTFversion")
VERSIONS = range(17, 26)

# `Gender` until CTF 24 or so, `Sex` in the DfE's own writer for CTF 25.
ELEMENTS = {
    "upn": ("UPN",),
    "surname": ("Surname",),
    "forename": ("Forename",),
    "date_of_birth": ("DOB",),
    "sex": ("Sex", "Gender"),
    "preferred_surname": ("BasicDetails/PreferredSurname",),
    "preferred_forename": ("BasicDetails/PreferredForename",),
    "year": ("BasicDetails/NCyearActual",),
    "email": ("Email",),
}
# NCyearActual codes that name no year of the national curriculum, and so say nothing to us.
YEARS_OUTSIDE = frozenset({"E1", "E2", "M", "X"})


def read(content: bytes) -> tuple[list[Record], list[str]]:
    """The pupils in the file's order, and notes about the file."""
    if root_name(content) != ROOT:
        raise UnreadableFile(f"This is not a CTF: its outermost element is not {ROOT}.")
    found: list[Record] = []
    version = ""
    for path, element in records(content, depth=len(PUPIL)):
        if path == VERSION:
            version = (element.text or "").strip()
        elif path == PUPIL:
            found.append(_pupil(len(found) + 1, element))
    if not found:
        raise UnreadableFile("The CTF holds no pupil: there is no Pupil element inside CTFpupilData.")
    return found, list(_version_notes(version))


def _pupil(number: int, element: Element) -> Record:
    values = {name: text for name, paths in ELEMENTS.items() if (text := _first(element, paths))}
    basic = next((child for child in element if local(child) == "BasicDetails"), None)
    if basic is not None and (former := words(basic, "FormerUPN")):
        values["former_upn"] = ";".join(former)
    if values.get("year", "").upper() in YEARS_OUTSIDE:
        del values["year"]
    contacts, warnings = _contacts(element)
    looked_after = cells.truth(word(element, "LookedAfter/InCare"))
    return Record(number, values, looked_after=looked_after, contacts=contacts, warnings=warnings)


def _first(element: Element, paths: tuple[str, ...]) -> str:
    return next((text for path in paths if (text := word(element, path))), "")


def _contacts(pupil: Element) -> tuple[tuple[Contact, ...], tuple[str, ...]]:
    found, warnings = [], []
    groups = (group for group in pupil if local(group) == "Contacts")
    for place, element in enumerate((child for group in groups for child in group), start=1):
        try:
            found.append(_contact(element))
        except BadCell as bad:
            warnings.append(f"Contact {place} was left out: something in it {bad.reason}.")
    return tuple(found), tuple(warnings)


def _contact(element: Element) -> Contact:
    def say(name: str) -> str:
        return cells.text(word(element, name))

    order = say("Order")
    phones = (phone for group in element if local(group) == "Phones" for phone in group)
    return Contact(
        order=int(order) if order.isdecimal() and len(order) < 4 else None,
        title=say("Title"),
        surname=say("Surname"),
        forename=say("Forename"),
        relationship=say("Relationship"),
        has_responsibility=cells.truth(say("Responsibility")),
        phones=tuple(number for phone in phones if (number := cells.text(word(phone, "PhoneNo")))),
        email=say("Email"),
    )


def _version_notes(version: str) -> Iterator[str]:
    whole = version.partition(".")[0]
    if not whole:
        yield "The file does not say which version of the CTF it is."
    elif not (whole.isascii() and whole.isdecimal() and int(whole) in VERSIONS):
        yield f"The file is not a CTF of version {VERSIONS[0]} to {VERSIONS[-1]}; check what was read."
