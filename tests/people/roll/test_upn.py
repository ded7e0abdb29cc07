import pytest

from people.roll import upn
from people.roll.refusals import BadCell


@pytest.mark.parametrize(
    "number",
    ["B801200005001", "M80120000500A", "A950000178301", "H243278544154", "R674123101121"],
)
def test_upn_with_its_check_letter_is_read(number):
    assert upn.read(number) == number


@pytest.mark.parametrize("number", ["A801200005001", "R247962919251", "X428558133462"])
def test_upn_with_the_wrong_check_letter_is_refused(number):
    with pytest.raises(BadCell, match="wrong check letter"):
        upn.read(number)


@pytest.mark.parametrize("authority", ["838", "839", "940", "943", "001", "660", "708"])
def test_upn_of_an_authority_newer_than_the_library_is_read(authority):
    from stdnum.gb.upn import calc_check_digit

    number = calc_check_digit(f"{authority}123426001") + f"{authority}123426001"

    assert upn.read(number) == number


@pytest.mark.parametrize(
    "written",
    ["b801200005001", " B801200005001 ", "B801 2000 05001", "\u00a0B801200005001\u200b", "B801200005001\ufeff"],
)
def test_upn_is_read_as_people_write_it(written):
    assert upn.read(written) == "B801200005001"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("B80120000500", "has 12 characters instead of 13"),
        ("B8012000050011", "has 14 characters instead of 13"),
        ("I801200005001", "is not a letter, eleven figures"),
        ("B80120000500O", "is not a letter, eleven figures"),
        ("B8012000A5001", "is not a letter, eleven figures"),
        ("B80120000500\u0661", "is not a letter, eleven figures"),
        ("UN1", "has 3 characters instead of 13"),
    ],
)
def test_upn_of_the_wrong_shape_is_refused_with_the_reason(written, reason):
    with pytest.raises(BadCell, match=reason):
        upn.read(written)


@pytest.mark.parametrize("cell", ["", "   ", "\u00a0", "\u200b"])
def test_empty_cell_is_no_upn(cell):
    assert upn.read(cell) == ""
    assert not upn.is_valid(cell)


def test_temporary_upn_ends_in_a_letter():
    assert upn.is_temporary("M80120000500A")
    assert not upn.is_temporary("B801200005001")
    assert not upn.is_temporary("")
