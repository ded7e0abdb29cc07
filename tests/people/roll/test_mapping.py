import pytest

from people.roll.mapping import FIELDS, BadMapping, UnmappedHeadings, columns, load, recognised
from people.roll.refusals import UnreadableFile
from people.roll.rows import Format

ARBOR = ["First name", "Last name", "Email", "UPN", "Year group", "Registration form"]
BROMCOM = ["FirstName", "LastName", "StudentEmail", "UPN", "YearGroup", "Form"]
SIMS = ["Forename", "Surname", "Email", "UPN", "Year", "Reg"]
PLACES = {"forename": 0, "surname": 1, "email": 2, "upn": 3, "year": 4, "form": 5}


@pytest.mark.parametrize(
    ("file_format", "headings"),
    [
        (Format.ARBOR, ARBOR), (Format.BROMCOM, BROMCOM), (Format.SIMS, SIMS),
        (Format.CSV, ARBOR), (Format.CSV, BROMCOM), (Format.CSV, SIMS),
    ],
)  # fmt: skip
@pytest.mark.parametrize("written", [str, str.lower, str.upper, lambda heading: f" {heading} "])
def test_headings_of_the_systems_are_known(file_format, headings, written):
    assert columns([written(heading) for heading in headings], file_format, None) == PLACES


def test_fields_own_names_are_known():
    assert recognised(list(FIELDS)) == {field: place for place, field in enumerate(FIELDS)}


def test_legal_name_comes_before_the_one_in_use():
    headings = ["Surname", "Legal Surname", "Forename", "DOB", "Former UPN", "Preferred Forename", "Gender"]

    assert columns(headings, Format.SIMS, None) == {
        "surname": 1, "preferred_surname": 0, "forename": 2, "date_of_birth": 3, "former_upn": 4,
        "preferred_forename": 5, "sex": 6,
    }  # fmt: skip


def test_headings_that_nobody_knows_ask_for_a_mapping():
    with pytest.raises(UnmappedHeadings) as asked:
        columns(["Family", "Given", "Born"], Format.CSV, None)

    assert asked.value.headings == ("Family", "Given", "Born")
    assert asked.value.sentence == (
        "No heading in row 1 is known to hold the surname and the forename: say which one does."
    )


def test_names_alone_do_not_make_a_list_of_pupils():
    with pytest.raises(UnmappedHeadings, match="the UPN or the date of birth, so pupils cannot be told apart"):
        columns(["First Name", "Last Name", "Title"], Format.ARBOR, None)


def test_mapping_finds_its_headings_whatever_their_case_and_spaces():
    mapping = {"surname": "family  NAME", "forename": "Given", "upn": "\u00a0No.", "email": ""}

    assert columns(["No.", "Given", "Family Name", "UPN"], Format.CSV, mapping) == {
        "surname": 2,
        "forename": 1,
        "upn": 0,
    }


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        (
            {"surname": "Family", "forename": "Given", "upn": "Nowhere"},
            "The mapping says that upn is in the column “Nowhere”, and row 1 has no such heading.",
        ),
        ({"surname": "Family"}, "The mapping does not say which column holds the forename."),
        (
            {"surname": "Family", "forename": "Family"},
            "The mapping takes both surname and forename from the column “Family”.",
        ),
        (
            {"surname": "Family", "forename": "Given", "email": "Password"},
            "The column “Password” is never read, so email cannot be taken from it.",
        ),
    ],
)
def test_mapping_that_does_not_fit_is_refused_by_name(mapping, sentence):
    with pytest.raises(BadMapping) as refused:
        columns(["Family", "Given", "Password"], Format.CSV, mapping)

    assert refused.value.sentence == sentence


def test_mapping_of_an_unknown_field_is_refused_by_name():
    with pytest.raises(BadMapping, match="The mapping names “shoe_size”, which is no field of a pupil"):
        columns(["Family", "Given"], Format.CSV, {"surname": "Family", "forename": "Given", "shoe_size": "Family"})


def test_two_columns_with_a_heading_that_is_read_are_refused():
    with pytest.raises(UnreadableFile, match="Two columns have the heading “upn”"):
        columns(["UPN", "Surname", "Forename", "upn"], Format.CSV, None)
    with pytest.raises(UnreadableFile, match="Two columns have the heading “Born”"):
        columns(["Born", "S", "F", "Born"], Format.CSV, {"surname": "S", "forename": "F", "date_of_birth": "Born"})


def test_two_columns_with_a_heading_that_is_not_read_do_no_harm():
    assert columns(["Note", "Surname", "Forename", "UPN", "Note", "", ""], Format.CSV, None) == {
        "surname": 1, "forename": 2, "upn": 3,
    }  # fmt: skip


def test_heading_is_shown_short_and_on_one_line():
    with pytest.raises(BadMapping) as refused:
        columns(["a"], Format.CSV, {"surname": "x\n" * 90, "forename": "a"})

    assert len(refused.value.sentence) < 150
    assert "\n" not in refused.value.sentence


def test_saved_mapping_is_loaded():
    assert load(b'{"surname": "Familienname", "upn": ""}') == {"surname": "Familienname", "upn": ""}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{\n", "The mapping is not JSON: line 2 is broken."),
        ("", "The mapping is not JSON: line 1 is broken."),
        (b"\xff\xfe\xff", "The mapping is not a JSON text in UTF-8."),
        ("[" * 100_000, "The mapping is not a JSON text in UTF-8."),
        ("[]", "The mapping is not a list of fields, each with the heading of one column."),
        ('{"surname": 3}', "The mapping is not a list of fields, each with the heading of one column."),
    ],
)
def test_saved_mapping_that_is_none_is_refused(text, sentence):
    with pytest.raises(BadMapping) as refused:
        load(text)

    assert refused.value.sentence == sentence
