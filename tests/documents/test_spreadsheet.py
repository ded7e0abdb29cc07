import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import spreadsheet

STORABLE = st.text(st.characters(exclude_categories=["Cs"]))


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_file_starts_with_a_mark_and_ends_lines_as_the_standard_says():
    content = spreadsheet.write(["Date", "Fact"], [["4 May 2020", 'She said "no", twice']])

    assert content == b'\xef\xbb\xbfDate,Fact\r\n4 May 2020,"She said ""no"", twice"\r\n'


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "'"])
def test_cell_that_could_be_a_formula_is_guarded(first):
    cell = f"{first}1+1"

    assert spreadsheet.guard(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Amara", "1+1", " =1+1", "£20"])
def test_other_cells_are_left_alone(cell):
    assert spreadsheet.guard(cell) == cell


@given(st.lists(STORABLE, min_size=1, max_size=5))
def test_no_cell_starts_a_formula_and_none_is_changed(cells):
    header, row = read(spreadsheet.write(["x"] * len(cells), [cells]))

    assert header == ["x"] * len(cells)
    assert [cell for cell in row if cell[:1] in spreadsheet.STARTS_FORMULA] == []
    assert [spreadsheet.unguard(cell) for cell in row] == cells


def test_lone_surrogate_is_written_as_its_number():
    assert read(spreadsheet.write(["a\ud800"], [])) == [["a\\ud800"]]
