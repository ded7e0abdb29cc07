"""What letters are in this text file? UTF-8, UTF-16 and UTF-32 by their marks, or Windows-1252 from an older Excel."""

import codecs
import re

from people.roll.refusals import UnreadableFile

MARKS = (  # the longer first: the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SIGNATURES = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls) or one with a password"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"{\\rtf", "a word-processor document"),
    (b"SQLite format", "a database"),
)
UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def signed(content: bytes) -> str:
    """What a file says that it is by its first bytes, if it is of a kind that holds no list."""
    return next((name for signature, name in SIGNATURES if content.startswith(signature)), "")


def text_of(content: bytes) -> str:
    if name := signed(content):
        raise UnreadableFile(f"This is {name}, not a list of pupils. Save the list as CSV or .xlsx.")
    text = _decoded(content)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise UnreadableFile(f"Line {line} holds a NUL character: this is not a text file, or it has been damaged.")
    return text


def _decoded(content: bytes) -> str:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding)
    if unmarked := _utf16_without_mark(content):
        return _strictly(content, unmarked)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _windows(content, error.start)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(encoding, "replace").count("\n") + 1
        raise UnreadableFile(
            f"Line {line} is damaged or cut off: the file says that it is {encoding.upper()}, and there it is not."
        ) from None


def _windows(content: bytes, first_bad: int) -> str:
    """Windows-1252, but never for a file that is partly UTF-8: half of its names would come out wrong."""
    line = content.count(b"\n", 0, first_bad) + 1
    if UTF8_LETTER.search(content):
        raise UnreadableFile(f"Line {line} is damaged or cut off, or in another encoding than the rest.")
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(f"Line {line} is neither UTF-8 nor Windows-1252. Save the file as UTF-8.") from None


def _utf16_without_mark(content: bytes) -> str:
    """European letters in UTF-16 have a zero in every other byte; other text files have none."""
    sample = content[:400]
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if max(first, second) * 3 < len(sample) or min(first, second):
        return ""
    return "utf-16-be" if first else "utf-16-le"
