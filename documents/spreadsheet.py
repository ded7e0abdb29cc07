"""How does a list become a spreadsheet that opens anywhere and starts no formula? RFC 4180, with a mark for Excel.

A cell that a spreadsheet would read as a formula gets a leading apostrophe. A cell that begins with an apostrophe
gets one as well, so that taking one away always gives back exactly what was written.
"""

import csv
import io
from collections.abc import Iterable, Sequence

# OWASP ASVS 1.2.10, and the full-width forms that some editions of Excel read alike.
STARTS_FORMULA = frozenset("=+-@\t\r\n\0＝＋－＠")
GUARD = "'"
_GUARDED = STARTS_FORMULA | {GUARD}
BYTE_ORDER_MARK = "\ufeff"


def write(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The file as bytes. A lone surrogate, which UTF-8 cannot hold, is written as its number."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([guard(cell) for cell in row])
    return (BYTE_ORDER_MARK + page.getvalue()).encode("utf-8", "backslashreplace")


def guard(cell: str) -> str:
    return GUARD + cell if cell[:1] in _GUARDED else cell


def unguard(cell: str) -> str:
    return cell.removeprefix(GUARD)
