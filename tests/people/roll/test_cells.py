import pytest

from people.roll import cells
from people.roll.refusals import BadCell


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("7", 7), ("07", 7), ("Year  7", 7), ("year 7", 7), ("Y7", 7), ("Yr 7", 7), ("Year Group 7", 7), ("NC Year 10", 10),
        ("14", 14), ("0", 0), ("R", 0), ("r", 0), ("Reception", 0), ("Year R", 0), ("YR", 0),
        ("Nursery", -1), ("N2", -1), ("Nursery 2", -1), ("N1", -2), ("Nursery 1", -2), ("", None), (" ", None),
        ("National Curriculum Year 7", 7),
    ],
)  # fmt: skip
def test_year_is_understood(written, year):
    assert cells.year(written) == year


@pytest.mark.parametrize("written", ["15", "7B", "2026", "Year", "seven", "-1", "7.5", "٧", "Grade 9"])
def test_year_that_is_none_is_refused(written):
    with pytest.raises(BadCell, match="is not a year of the national curriculum"):
        cells.year(written)


@pytest.mark.parametrize(
    ("written", "sex"), [("M", "M"), ("male", "M"), ("F", "F"), ("Female", "F"), ("f", "F"), ("", "")]
)
def test_sex_is_understood(written, sex):
    assert cells.sex(written) == sex


def test_sex_that_is_neither_is_refused():
    with pytest.raises(BadCell, match="neither male nor female"):
        cells.sex("9")


@pytest.mark.parametrize(
    "name",
    [
        "O'Neill",
        "Zoë",
        "D’Árcy-Smith",
        "李",
        "Nguyễn",
        "=1+1",
        "null",
        "<script>",
        "a\u200bb",
        "Łukasz",
        "👾",
        "\u202eabc",
    ],
)
def test_name_is_kept_as_written(name):
    assert cells.required(name) == name


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Amy ", "Amy"),
        ("\u00a0Amy\u00a0", "Amy"),
        ("Anne\r\nMarie", "Anne Marie"),
        ("Anne\tMarie", "Anne Marie"),
        ("Anne  M", "Anne  M"),
    ],
)
def test_name_loses_outer_space_and_line_breaks_only(written, kept):
    assert cells.required(written) == kept


@pytest.mark.parametrize(
    "written", ["A\x00my", "A\x07my", "A\x9fmy", "A\x7fmy", "Zo\ufffd", "A\ud800my", "A\uffffmy", "Z\x01oë"]
)
def test_name_with_a_control_character_or_a_lost_letter_is_refused(written):
    with pytest.raises(BadCell, match="control character or a letter that was lost"):
        cells.required(written)


@pytest.mark.parametrize("written", ["", " ", "\u00a0", "\u200b", "\u200b \ufeff"])
def test_name_that_shows_nothing_is_empty(written):
    with pytest.raises(BadCell, match="is empty"):
        cells.required(written)


def test_name_may_have_120_characters_and_no_more():
    assert cells.required("a" * 120) == "a" * 120
    with pytest.raises(BadCell, match="is longer than 120 characters"):
        cells.required("a" * 121)


def test_error_of_a_spreadsheet_is_not_a_name():
    with pytest.raises(BadCell, match="error message of a spreadsheet"):
        cells.required("#N/A")


@pytest.mark.parametrize("address", ["amy@school.example", "a.b+c@x.sch.uk", ""])
def test_email_address_is_read(address):
    assert cells.email(address) == address


@pytest.mark.parametrize("written", ["amy", "amy@school", "a b@x.uk", "a@b@c.uk", "<a@x.uk>"])
def test_what_is_no_email_address_is_refused(written):
    with pytest.raises(BadCell, match="is not an e-mail address"):
        cells.email(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("true", True), ("1", True), ("Y", True), ("false", False), ("0", False), ("N", False), ("", None), ("?", None)],
)
def test_flags_are_understood(written, meant):
    assert cells.truth(written) is meant
