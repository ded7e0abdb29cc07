"""What is this file, a calendar or a table, and in which letters is it written?"""

import codecs
from datetime import date

from clocks.reading import ics, table
from clocks.reading.found import MOST_BYTES, Read, UnreadableCalendar

NOT_TEXT = "This is not a calendar file (.ics) or a table (.csv). Export the calendar as one of these."


def read(content: bytes, *, today: date) -> Read:
    """Raises UnreadableCalendar with a sentence for whatever cannot be read."""
    if len(content) > MOST_BYTES:
        raise UnreadableCalendar("This file is larger than 1 MB. Export the school's own calendar alone.")
    text = _text(content)
    if not text.strip():
        raise UnreadableCalendar("This file is empty.")
    looks = text.lstrip()[:500].upper()
    return ics.read(text, today=today) if looks.startswith("BEGIN:") else table.read(text)


def _text(content: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    try:
        return _decoded(content, "utf-8")
    except UnreadableCalendar:
        return _decoded(content, "cp1252")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableCalendar(NOT_TEXT) from None
    if "\x00" in text:
        raise UnreadableCalendar(NOT_TEXT)
    return text
