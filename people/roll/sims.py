"""What does a report from SIMS, saved as XML, hold? A record for each pupil, an element for each column."""

import re
from collections import Counter
from xml.etree.ElementTree import Element

from people.roll.refusals import UnreadableFile
from people.roll.rows import Record
from people.roll.xml_file import local, records, root_name

ROOT = "SuperStarReport"
RECORD = (ROOT, "Record")
ENCODED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def headings(content: bytes) -> list[str]:
    """The report's column titles in the order in which they first appear: an absent value has no element."""
    if root_name(content) != ROOT:
        raise UnreadableFile(f"This is not a report from SIMS: its outermost element is not {ROOT}.")
    seen: dict[str, None] = {}
    for path, element in records(content, depth=len(RECORD)):
        if path == RECORD:
            seen.update(dict.fromkeys(_title(child) for child in element))
    if not seen:
        raise UnreadableFile("The report holds no pupil: there is no Record element with anything in it.")
    return list(seen)


def read(content: bytes, columns: dict[str, str]) -> list[Record]:
    """The records in order. `columns` says which heading holds which field."""
    found: list[Record] = []
    for path, element in records(content, depth=len(RECORD)):
        if path == RECORD:
            found.append(_record(len(found) + 1, element, columns))
    return found


def _record(number: int, element: Element, columns: dict[str, str]) -> Record:
    fields = {heading: name for name, heading in columns.items()}
    values = {
        fields[title]: text
        for child in element
        if (title := _title(child)) in fields and (text := (child.text or "").strip())
    }
    repeated = Counter(_title(child) for child in element)
    twice = any(repeated[heading] > 1 for heading in fields)
    return Record(number, values, refused="The record gives one of its columns twice." if twice else "")


def _title(element: Element) -> str:
    """SIMS writes "Primary Email" as Primary_x0020_Email."""
    return ENCODED.sub(lambda found: chr(int(found[1], 16)), local(element))
