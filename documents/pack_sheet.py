"""What must be known to print a pack? The contract between whoever put it together and what sets it: PDF, Word, text.

Every value is a string as it shall be read, what was to be taken out already gone. "" means that nothing is printed.
`documents/typst/pack.typ` and `documents/word_press.py` are its readers, and `plain` below.
"""

from collections.abc import Iterator
from typing import TypedDict

from documents.chronology_sheet import ChildDetails, Frame

LINE = "-" * 60


class PackLine(TypedDict):
    label: str  # "What happened", "Professional opinion", "The child’s words"; "" for a plain paragraph
    words: str


class PackItem(TypedDict):
    heading: str  # "14 November 2026: Neglect"; "" where paragraphs need none
    marks: list[str]  # "From another agency"
    lines: list[PackLine]


class PackChapter(TypedDict):
    title: str
    items: list[PackItem]


class PackSheet(TypedDict):
    frame: Frame
    child: ChildDetails
    purpose: str
    recipient: str
    period: str
    included: str
    shared: str  # with which parent it was shared and when, or why not
    as_at: str
    prepared_by: str
    watermark: str  # for whom, and when it was made: on every page
    chapters: list[PackChapter]


def plain(sheet: PackSheet) -> str:
    """The pack as plain text, in the order in which the other forms are read."""
    return "\n".join(_plain(sheet)) + "\n"


def cover(sheet: PackSheet) -> list[tuple[str, str]]:
    """The rows of the first page, those that say something."""
    child = sheet["child"]
    rows = (
        ("Full name", child["name"]),
        ("Also known as", child["also_known_as"]),
        ("Date of birth", child["born_on"]),
        ("Year and form", child["year_and_form"]),
        ("UPN", child["upn"]),
        ("Purpose", sheet["purpose"]),
        ("Prepared for", sheet["recipient"]),
        ("Period covered", sheet["period"]),
        ("What is included", sheet["included"]),
        ("Shared with the family", sheet["shared"]),
        ("As at", sheet["as_at"]),
        ("Prepared by", sheet["prepared_by"]),
        ("Reference", sheet["frame"]["reference"]),
    )
    return [row for row in rows if row[1]]


def _plain(sheet: PackSheet) -> Iterator[str]:
    yield from (sheet["frame"]["marking"], sheet["watermark"], "", sheet["frame"]["title"].upper(), "")
    for label, words in cover(sheet):
        yield f"{label}: {words}"
    for chapter in sheet["chapters"]:
        yield from ("", LINE, chapter["title"].upper(), "")
        for item in chapter["items"]:
            yield from _plain_item(item)
    yield from (LINE, sheet["watermark"])


def _plain_item(item: PackItem) -> Iterator[str]:
    heading = " ".join([item["heading"], *(f"[{mark}]" for mark in item["marks"])]).strip()
    if heading:
        yield heading
    for line in item["lines"]:
        yield f"{line['label']}: {line['words']}" if line["label"] else line["words"]
    yield ""
