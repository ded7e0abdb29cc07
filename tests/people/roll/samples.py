"""Pupil lists made up for the tests: real UPN check letters, no real pupil."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

from openpyxl import Workbook
from stdnum.gb.upn import calc_check_digit

from people.roll import reading
from people.roll.rows import Roll

TODAY = date(2026, 11, 21)

AMY, BEN, CAT = "B801200005001", "A950000178301", "H243278544154"
TEMPORARY = "M80120000500A"
HEADINGS = ("UPN", "Surname", "Forename", "Date of birth", "Sex", "Year", "Reg", "Former UPN", "Email")


def upn(serial: int) -> str:
    number = f"8384{serial // 1000:03d}26{serial % 1000:03d}"
    return calc_check_digit(number) + number


def csv_bytes(*rows: Sequence[str], encoding: str = "utf-8", delimiter: str = ",", end: str = "\r\n") -> bytes:
    lines = [delimiter.join(_quoted(cell, delimiter) for cell in row) + end for row in rows]
    return "".join(lines).encode(encoding)


def xlsx_bytes(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def ctf(*pupils: str, version: str = "25.0", opening: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    header = f"<Header><DocumentName>Common Transfer File</DocumentName><CTFversion>{version}</CTFversion></Header>"
    return f"{opening}<CTfile>{header}<CTFpupilData>{''.join(pupils)}</CTFpupilData></CTfile>".encode()


def ctf_pupil(upn: str = AMY, basic: str = "", more: str = "", sex: str = "<Sex>F</Sex>", **names: str) -> str:
    said = {"Surname": "Okafor", "Forename": "Amy", "DOB": "2015-03-04", **names}
    number = f"<UPN>{upn}</UPN>" if upn else ""
    plain = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in said.items() if text)
    return f"<Pupil>{number}{plain}{sex}<BasicDetails>{basic}</BasicDetails>{more}</Pupil>"


def sims(*pupils: Mapping[str, str]) -> bytes:
    records = "".join(
        "<Record>" + "".join(f"<{name}>{escape(text)}</{name}>" for name, text in pupil.items()) + "</Record>"
        for pupil in pupils
    )
    return f'<?xml version="1.0" encoding="utf-8"?><SuperStarReport>{records}</SuperStarReport>'.encode()


def read(content: bytes, **options: object) -> Roll:
    return reading.read(content, today=TODAY, **options)


def read_rows(*rows: Sequence[str], headings: Sequence[str] = HEADINGS, **options: object) -> Roll:
    """Rows of a CSV file under the usual headings; missing cells at the end are empty ones."""
    filled = [(*row, *[""] * (len(headings) - len(row))) for row in rows]
    return read(csv_bytes(headings, *filled), **options)


def _quoted(cell: str, delimiter: str) -> str:
    if any(letter in cell for letter in (delimiter, '"', "\r", "\n")):
        return '"' + cell.replace('"', '""') + '"'
    return cell
