import re
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from people.roll.refusals import UnreadableFile
from people.roll.workbook import NOT_A_WORKBOOK
from tests.people.roll.samples import AMY, BEN, read, xlsx_bytes

HEADINGS = ("UPN", "Surname", "Forename", "Date of birth", "Year", "Reg")
AMYS = (AMY, "Okafor", "Amy", datetime(2015, 3, 4), 7, 7.0)


def sentence_of(content, **options):
    with pytest.raises(UnreadableFile) as refused:
        read(content, **options)
    return refused.value.sentence


def changed(content, name, change):
    """The workbook with one of its parts changed, or a new part."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, change(old.read(member)) if member == name else old.read(member))
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return out.getvalue()


def test_workbook_is_read_as_the_person_sees_it():
    row = read(xlsx_bytes(HEADINGS, AMYS)).rows[0]

    assert (row.number, row.upn, row.surname, row.born_on) == (2, AMY, "Okafor", date(2015, 3, 4))
    assert (row.year, row.form, row.refused) == (7, "7", "")


def test_rows_are_numbered_as_in_the_sheet_and_may_be_short():
    roll = read(xlsx_bytes(HEADINGS, (), AMYS, (BEN, "Neill", "Ben", "2014-05-06")))

    assert [(row.number, row.surname, row.refused) for row in roll.rows] == [(3, "Okafor", ""), (4, "Neill", "")]


def test_cell_beyond_the_headings_refuses_its_row():
    roll = read(xlsx_bytes(HEADINGS, (*AMYS, "stray")))

    assert roll.rows[0].refused == "The row has 7 cells under 6 headings, so they cannot be told apart."


def test_dates_half_understood_by_excel_are_asked_about():
    content = xlsx_bytes(HEADINGS, AMYS, (BEN, "Neill", "Ben", "13/02/2014"))

    assert "Row 2 has a date that the spreadsheet understood, row 3 one that it left as text" in sentence_of(content)
    assert [row.refused for row in read(content, date_order="day-first").rows] == ["", ""]


def test_first_sheet_that_can_be_seen_is_read():
    book = Workbook()
    book.active.append(["hidden"])
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("Pupils")
    sheet.append(HEADINGS)
    sheet.append(AMYS)
    book.create_sheet("Notes").append(["more"])
    file = BytesIO()
    book.save(file)

    assert [row.surname for row in read(file.getvalue()).rows] == ["Okafor"]


def test_empty_workbook_is_refused():
    assert sentence_of(xlsx_bytes()) == "The first sheet of the workbook is empty."
    assert read(xlsx_bytes(HEADINGS)).rows == ()


def test_workbook_cut_off_anywhere_is_refused():
    content = xlsx_bytes(HEADINGS, AMYS)

    for length in range(2, len(content), 97):
        assert sentence_of(content[:length])
    assert sentence_of(content[: len(content) // 2]) == NOT_A_WORKBOOK


def test_archive_that_is_no_workbook_is_refused():
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "hello")

    assert sentence_of(file.getvalue()) == NOT_A_WORKBOOK


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/styles.xml"]
)
def test_document_type_in_any_part_is_refused(part):
    def declare(xml):
        body = re.sub(rb"^<\?xml[^>]*\?>", b"", xml)
        return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + body

    assert "declares a document type" in sentence_of(changed(xlsx_bytes(HEADINGS, AMYS), part, declare))


def test_document_type_in_utf16_is_refused():
    def declare(xml):
        return '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'.encode("utf-16")

    assert "declares a document type" in sentence_of(changed(xlsx_bytes(HEADINGS, AMYS), "xl/styles.xml", declare))


def test_part_in_a_hidden_encoding_is_refused():
    ebcdic = changed(xlsx_bytes(HEADINGS, AMYS), "xl/styles.xml", lambda xml: xml.decode().encode("cp037"))

    assert sentence_of(ebcdic) == NOT_A_WORKBOOK


def test_bomb_is_refused_before_it_is_unpacked():
    bomb = changed(xlsx_bytes(HEADINGS, AMYS), "xl/media/bomb.bin", lambda _: b"\0" * 50_000_000)

    assert len(bomb) < 100_000
    assert sentence_of(bomb) == "The workbook unpacks to far more than a list of pupils can need."


def test_workbook_of_too_many_parts_is_refused():
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for number in range(1001):
            archive.writestr(f"{number}.xml", "<a/>")

    assert sentence_of(file.getvalue()) == "The workbook has more than 1000 parts."


def test_archive_with_an_endless_list_of_contents_is_refused():
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for number in range(8_000):
            archive.writestr(f"{number:020}", "")

    assert sentence_of(file.getvalue()) == "The workbook has far too many parts to be a list of pupils."


@pytest.mark.parametrize("name", ["/etc/passwd", "../../evil.xml"])
def test_part_that_would_leave_the_archive_is_refused(name):
    assert sentence_of(changed(xlsx_bytes(HEADINGS, AMYS), name, lambda _: b"<a/>")) == NOT_A_WORKBOOK


def test_archive_in_the_archive_is_refused():
    inner = xlsx_bytes(HEADINGS)

    assert sentence_of(changed(inner, "xl/embeddings/inner.xlsx", lambda _: inner)) == (
        "The workbook holds another archive inside itself."
    )


def test_workbook_with_a_password_is_refused():
    content = bytearray(xlsx_bytes(HEADINGS, AMYS))
    first = content.index(b"PK\x01\x02")
    content[first + 8] |= 1

    assert sentence_of(bytes(content)) == "The workbook has a password. Save it without one."


def test_enormous_cell_is_refused():
    def swell(xml):
        return xml.replace(b"Okafor", bytes(ord("a") + (n * 7919) % 26 for n in range(200_000)))

    content = changed(xlsx_bytes(HEADINGS, AMYS), "xl/worksheets/sheet1.xml", swell)

    assert sentence_of(content) == "Row 2 under “Surname” has a cell of more than 32767 characters."


def test_sheet_that_claims_a_million_rows_is_refused():
    content = changed(
        xlsx_bytes(HEADINGS, AMYS),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<row r="2"', b'<row r="1048576"'),
    )

    assert sentence_of(content) == "The sheet has more than 100000 rows."


@pytest.mark.parametrize("breakage", [b"", b"<a/>", b"<worksheet", b"\xff" * 9, b"<?xml version='1.0'?>"])
@pytest.mark.parametrize("part", ["[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_broken_part_is_a_broken_workbook(part, breakage):
    assert sentence_of(changed(xlsx_bytes(HEADINGS, AMYS), part, lambda xml: breakage))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml"])
def test_part_cut_off_is_a_broken_workbook(part):
    content = changed(xlsx_bytes(HEADINGS, AMYS), part, lambda xml: xml[: len(xml) // 2])

    assert sentence_of(content) == NOT_A_WORKBOOK


def test_workbook_with_every_sheet_hidden_is_refused():
    content = changed(
        xlsx_bytes(HEADINGS, AMYS), "xl/workbook.xml", lambda xml: xml.replace(b'state="visible"', b'state="hidden"')
    )

    assert sentence_of(content) == "The workbook has no sheet that can be seen."


def test_sheet_of_too_many_columns_is_refused():
    assert sentence_of(xlsx_bytes(["a"] * 501)) == "Row 1 has more than 500 columns."
