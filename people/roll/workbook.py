"""What are the rows of an Excel workbook (.xlsx)? The archive is measured before anything in it is unpacked."""

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from io import BytesIO
from itertools import count
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from people.roll.refusals import UnreadableFile
from people.roll.rows import Cell
from people.roll.table import MAX_COLUMNS, MAX_ROWS, Grid, Line
from people.roll.xml_file import looks_like_xml, root_name

MAX_MEMBERS = 1_000
MAX_RATIO = 100
MAX_UNPACKED = 100_000_000
WORTH_MEASURING = 1_000_000
MAX_DIRECTORY = 512_000
PROLOGUE = 65_536

END_OF_DIRECTORY = b"PK\x05\x06"
END_OF_LONG_DIRECTORY = b"PK\x06\x07"
ARCHIVE = b"PK\x03\x04"
NOT_A_WORKBOOK = "The file looks like an Excel workbook, but it is damaged, cut off or of another kind."
# What a broken or doctored workbook makes the libraries raise; every XML parser's error is a SyntaxError.
BROKEN = (
    ArithmeticError, AssertionError, AttributeError, BadZipFile, EOFError, InvalidFileException, LargeZipFile,
    LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError, ZlibError,
)  # fmt: skip


def looks_like_workbook(content: bytes) -> bool:
    return content.startswith(b"PK")


def open_workbook(content: bytes) -> Grid:
    """The first sheet that is not hidden."""
    _check_archive(content)
    lines = _lines(content)
    for _, cells in lines:
        if any(cells):
            headings = [str(cell).strip() for cell in cells]
            return Grid(headings, _padded(lines, len(headings)))
    raise UnreadableFile("The first sheet of the workbook is empty.")


def _check_archive(content: bytes) -> None:
    _check_directory(content)
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_sizes(archive.infolist())
            for member in archive.infolist():
                _check_member(archive, member)
    except BROKEN:
        raise UnreadableFile(NOT_A_WORKBOOK) from None


def _check_directory(content: bytes) -> None:
    """Python reads a zip's whole list of contents on opening, so its length is looked at first."""
    end = content.rfind(END_OF_DIRECTORY, max(0, len(content) - 70_000))
    if end < 0:
        raise UnreadableFile(NOT_A_WORKBOOK)
    length = int.from_bytes(content[end + 12 : end + 16], "little")
    if length > MAX_DIRECTORY or content[max(0, end - 20) : end].startswith(END_OF_LONG_DIRECTORY):
        raise UnreadableFile("The workbook has far too many parts to be a list of pupils.")


def _check_sizes(members: list[ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise UnreadableFile(f"The workbook has more than {MAX_MEMBERS} parts.")
    packed = sum(member.compress_size for member in members)
    unpacked = sum(member.file_size for member in members)
    bombs = (member for member in members if member.file_size > max(WORTH_MEASURING, MAX_RATIO * member.compress_size))
    if unpacked > min(MAX_UNPACKED, max(WORTH_MEASURING, MAX_RATIO * packed)) or any(bombs):
        raise UnreadableFile("The workbook unpacks to far more than a list of pupils can need.")


def _check_member(archive: ZipFile, member: ZipInfo) -> None:
    if member.filename.startswith("/") or ".." in member.filename.split("/"):
        raise UnreadableFile(NOT_A_WORKBOOK)
    if member.flag_bits & 1:
        raise UnreadableFile("The workbook has a password. Save it without one.")
    with archive.open(member) as part:
        start = part.read(200)
        if start.startswith(ARCHIVE):
            raise UnreadableFile("The workbook holds another archive inside itself.")
        if looks_like_xml(start):
            root_name(start + part.read(PROLOGUE))
        elif member.filename.endswith((".xml", ".rels")):
            raise UnreadableFile(NOT_A_WORKBOOK)


def _lines(content: bytes) -> Iterator[Line]:
    try:
        rows = _rows(content)
        for number in count(1):
            with _quietly():
                values = next(rows, None)
            if values is None:
                return
            yield number, _cells(number, values)
    except BROKEN:
        raise UnreadableFile(NOT_A_WORKBOOK) from None


def _rows(content: bytes) -> Iterator[tuple[object, ...]]:
    with _quietly():
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
    if sheet is None:
        raise UnreadableFile("The workbook has no sheet that can be seen.")
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True)


@contextmanager
def _quietly() -> Iterator[None]:
    """Without openpyxl's remarks about styles and dates that it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _cells(number: int, values: Iterable[object]) -> list[Cell]:
    cells = [_cell(value) for value in values]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise UnreadableFile(f"Row {number} has more than {MAX_COLUMNS} columns.")
    if number > 2 * MAX_ROWS:
        raise UnreadableFile(f"The sheet has more than {2 * MAX_ROWS} rows.")
    return cells


def _cell(value: object) -> Cell:
    """As the person sees it: 7 rather than 7.0, a day rather than a moment."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, time) else str(value)


def _padded(lines: Iterator[Line], width: int) -> Iterator[Line]:
    """Excel leaves out empty cells at the end of a row, so a short row is whole."""
    for number, cells in lines:
        yield number, [*cells, *[""] * (width - len(cells))]
