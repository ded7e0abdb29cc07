import pytest

from people.roll.refusals import UnreadableFile
from people.roll.rows import PupilRow
from tests.people.roll.samples import AMY, BEN, HEADINGS, csv_bytes, read, read_rows

ROWS = (
    ("UPN", "Surname", "Forename", "Date of birth", "Year"),
    (AMY, "Okafor", "Zoë", "2015-03-04", "Year  7"),
    (BEN, "O’Neill", "Ben", "2014-05-06", "8"),
)


def names(roll):
    return [(row.number, row.surname, row.forename) for row in roll.rows]


def sentence_of(content, **options):
    with pytest.raises(UnreadableFile) as refused:
        read(content, **options)
    return refused.value.sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_table_is_read_however_it_was_saved(encoding, delimiter, end):
    roll = read(csv_bytes(*ROWS, encoding=encoding, delimiter=delimiter, end=end))

    assert names(roll) == [(2, "Okafor", "Zoë"), (3, "O’Neill", "Ben")]


def test_row_holds_what_the_columns_say():
    roll = read_rows((AMY, "Okafor", "Amy", "04/13/2015", "F", "7", "7B", BEN, "amy@x.uk"), date_order="month-first")

    assert roll.rows[0].born_on.isoformat() == "2015-04-13"
    roll = read_rows((AMY, "Okafor", "Amy", "2015-03-04", "F", "Year  7", "7B", BEN, "amy@x.uk"))
    assert roll.rows == (
        PupilRow(
            number=2,
            upn=AMY,
            former_upns=(BEN,),
            surname="Okafor",
            forename="Amy",
            preferred_forename="",
            preferred_surname="",
            born_on=roll.rows[0].born_on,
            sex="F",
            year=7,
            form="7B",
            email="amy@x.uk",
        ),
    )


def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    content = (f'Surname,Forename,UPN\r\n\r\n"Oka\r\nfor",Amy,{AMY}\r\n,,\r\nNeill,Ben,{BEN}\r\n').encode()

    assert names(read(content)) == [(3, "Oka for", "Amy"), (5, "Neill", "Ben")]


def test_delimiter_inside_quotation_marks_is_part_of_the_cell():
    roll = read(csv_bytes(ROWS[0], (AMY, 'Okafor, the "3rd"', "Amy", "2015-03-04", "")))

    assert names(roll) == [(2, 'Okafor, the "3rd"', "Amy")]


def test_quotation_mark_inside_an_unquoted_cell_is_part_of_it():
    content = f'UPN,Surname,Forename\n{AMY},Okafor,Amy "Mimi"\n'.encode()

    assert names(read(content)) == [(2, "Okafor", 'Amy "Mimi"')]


def test_empty_cells_after_the_last_heading_do_no_harm():
    content = f"UPN,Surname,Forename\n{AMY},Okafor,Amy,,\n".encode()

    assert names(read(content)) == [(2, "Okafor", "Amy")]


@pytest.mark.parametrize(("row", "cells"), [(f"{AMY},Okafor", 2), (f"{AMY},Okafor,the third,Amy", 4), ("Total: 2", 1)])
def test_row_with_too_few_or_too_many_cells_is_refused(row, cells):
    roll = read(f"UPN,Surname,Forename\n{row}\n{BEN},Neill,Ben\n".encode())

    assert roll.rows[0].refused == f"The row has {cells} cells under 3 headings, so they cannot be told apart."
    assert roll.rows[0].surname == ""
    assert names(roll)[1:] == [(3, "Neill", "Ben")]


def test_refused_row_is_still_known_by_a_upn_anywhere_in_it():
    roll = read(f"Surname,Forename,UPN\nOkafor,the third,Amy,{AMY}\n".encode())

    assert roll.rows[0].upn == AMY


def test_file_cut_off_in_a_row_is_refused():
    whole = csv_bytes(*ROWS)

    assert sentence_of(whole[:-20]) == "The file stops in the middle of row 3: it has been cut off."


def test_file_without_a_last_line_end_is_whole():
    assert names(read(csv_bytes(*ROWS).rstrip())) == names(read(csv_bytes(*ROWS)))


@pytest.mark.parametrize("content", [b"", b"  \r\n \t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n\r\n", b",,,\r\n,,,\r\n"])
def test_file_with_nothing_in_it_is_refused(content):
    assert sentence_of(content) == "The file is empty."


def test_file_with_headings_only_has_no_rows():
    assert read(csv_bytes(HEADINGS)).rows == read(csv_bytes(HEADINGS, [""] * 9, [" "] * 9)).rows == ()


def test_quotation_mark_that_is_never_closed_is_refused():
    content = f'UPN,Surname,Forename\n{AMY},Okafor,Amy\n{BEN},"Neill,Ben\n'.encode()

    assert sentence_of(content) == (
        "A quotation mark is opened in or after row 3 (line 3 of the file) and never closed: the file is damaged or cut off."
    )


def test_letters_after_a_closing_quotation_mark_are_refused():
    content = f'UPN,Surname,Forename\n{AMY},"Oka"for,Amy\n'.encode()

    assert sentence_of(content) == (
        "In row 2 (line 2 of the file) letters follow a closing quotation mark, or a cell is longer than 32767 characters."
    )


@pytest.mark.parametrize("size", [33_000, 5_000_000])
@pytest.mark.parametrize("heading", ["Surname", "Notes"])
def test_enormous_cell_is_refused_wherever_it_is(size, heading):
    content = f"UPN,Forename,Surname,Notes\n{BEN},Ben,Neill,\n{AMY},Amy,".encode()
    cell = b"x" * size
    content += cell + b",\n" if heading == "Surname" else b"Okafor," + cell + b"\n"

    sentence = sentence_of(content)

    assert sentence in (
        f"Row 3 under “{heading}” has a cell of more than 32767 characters.",
        "In row 3 (line 3 of the file) a cell is longer than 32767 characters.",
    )


def test_enormous_quoted_cell_is_refused():
    content = f'UPN,Surname,Forename\n{AMY},"{"x" * 5_000_000}",Amy\n'.encode()

    assert "row 2" in sentence_of(content)


def test_enormous_heading_is_refused():
    assert sentence_of(b"x" * 5_000_000 + b"\n1\n")
    assert len(sentence_of(b"x" * 40_000 + b",UPN\n1,2\n")) < 200


def test_enormous_file_is_refused():
    assert sentence_of(b"x" * 40_000_001) == "The file is larger than 40 MB, too large to be a list of pupils."


def test_file_of_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr("people.roll.table.MAX_ROWS", 2)

    assert sentence_of(csv_bytes(ROWS[0], *[(AMY, "a", "b", "", "")] * 3)) == "The file has more than 2 rows, at row 4."


def test_file_of_too_many_columns_is_refused():
    assert sentence_of(b"a," * 501 + b"\n") == "Row 1 has more than 500 columns."


def test_nul_character_is_refused_with_its_line():
    content = csv_bytes(*ROWS).replace(b"Neill", b"Ne\x00ll")

    assert sentence_of(content) == ("Line 3 holds a NUL character: this is not a text file, or it has been damaged.")


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file (.xls) or one with a password"),
        (b"\x1f\x8b\x08", "a compressed file"),
    ],
)
def test_file_of_another_kind_is_named(start, name):
    assert sentence_of(start + b"\x00" * 50) == f"This is {name}, not a list of pupils. Save the list as CSV or .xlsx."


def test_web_page_is_not_a_table():
    page = b"\xef\xbb\xbf<table><tr><td>UPN</td></tr></table>"

    assert sentence_of(page, file_format="arbor") == (
        "This is a web page or an XML file, not a table. Save the list as CSV or .xlsx."
    )


def test_bytes_of_no_encoding_are_refused_with_their_line():
    content = csv_bytes(*ROWS, encoding="cp1252").replace(b"Ben", b"B\x81n")

    assert sentence_of(content) == "Line 3 is neither UTF-8 nor Windows-1252. Save the file as UTF-8."


def test_mixture_of_encodings_is_refused_with_its_line():
    content = csv_bytes(*ROWS).replace(b"Ben", b"B\xe9n")

    assert sentence_of(content) == "Line 3 is damaged or cut off, or in another encoding than the rest."


def test_file_cut_off_inside_a_letter_is_refused():
    content = csv_bytes(*ROWS, encoding="utf-16")

    assert sentence_of(content[:-1]) == (
        "Line 3 is damaged or cut off: the file says that it is UTF-16-LE, and there it is not."
    )


def test_text_that_is_no_table_has_no_known_headings():
    assert sentence_of(b"Dear all,\nplease find the list attached.\n") == (
        "No heading in row 1 is known to hold the surname and the forename: say which one does."
    )
