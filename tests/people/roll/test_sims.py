import pytest

from people.roll.refusals import UnreadableFile
from people.roll.rows import Format
from tests.people.roll.samples import AMY, BEN, csv_bytes, read, sims

AMYS = {
    "primary_id": "17",
    "UPN": AMY,
    "Adno": "000123",
    "Forename": "Amy",
    "Legal_x0020_Surname": "Okafor",
    "Surname": "Obi",
    "ChosenName": "Mimi",
    "Reg": "7B",
    "Year": "Year  7",
    "DOB": "2015-03-04T00:00:00",
    "Gender": "Female",
    "Primary_x0020_Email": "amy@x.sch.uk",
}


def sentence_of(content, **options):
    with pytest.raises(UnreadableFile) as refused:
        read(content, **options)
    return refused.value.sentence


def test_record_is_read_by_its_column_titles():
    roll = read(sims(AMYS))

    row = roll.rows[0]
    assert (roll.file_format, roll.is_full_possible, roll.has_birth_dates) == (Format.SIMS, True, True)
    assert (row.number, row.upn, row.surname, row.forename) == (1, AMY, "Okafor", "Amy")
    assert (row.preferred_surname, row.preferred_forename) == ("Obi", "Mimi")
    assert (row.year, row.form, row.sex, row.email) == (7, "7B", "F", "amy@x.sch.uk")
    assert row.born_on.isoformat() == "2015-03-04"


def test_absent_element_is_an_absent_value():
    bens = {"UPN": BEN, "Forename": "Ben", "Legal_x0020_Surname": "Neill", "DOB": "2014-01-31"}

    row = read(sims(AMYS, bens)).rows[1]

    assert (row.number, row.surname, row.refused) == (2, "Neill", "")
    assert (row.preferred_surname, row.year, row.form, row.sex, row.email) == ("", None, "", "", "")


def test_record_without_a_date_that_others_have_is_refused():
    bens = {"UPN": BEN, "Forename": "Ben", "Legal_x0020_Surname": "Neill"}

    assert [row.refused for row in read(sims(AMYS, bens)).rows] == ["", "The date of birth is empty."]


def test_report_without_birth_dates_is_read():
    roll = read(sims({name: text for name, text in AMYS.items() if name != "DOB"}))

    assert (roll.has_birth_dates, roll.rows[0].born_on, roll.rows[0].refused) == (False, None, "")


def test_record_that_gives_a_column_twice_is_refused():
    content = sims(AMYS).replace(b"<Reg>", f"<UPN>{BEN}</UPN><Reg>".encode())

    assert read(content).rows[0].refused == "The record gives one of its columns twice."


def test_saved_mapping_serves_reports_with_other_titles():
    content = sims({"Family_x0020_name": "Okafor", "Given": "Amy", "Number": AMY})
    columns = {"surname": "Family name", "forename": "Given", "upn": "Number"}

    assert [(row.upn, row.surname) for row in read(content, columns=columns).rows] == [(AMY, "Okafor")]
    assert "surname and the forename" in sentence_of(content)


def test_report_from_sims_may_be_csv():
    content = csv_bytes(
        ("Forename", "Surname", "Email", "UPN", "Year", "Reg"), ("Amy", "Okafor", "", AMY, "Year  7", "7B")
    )

    roll = read(content, file_format="sims")

    assert [(row.number, row.surname, row.year, row.form) for row in roll.rows] == [(2, "Okafor", 7, "7B")]


@pytest.mark.parametrize("content", [sims(), sims({})])
def test_report_without_pupils_is_refused(content):
    assert sentence_of(content) == "The report holds no pupil: there is no Record element with anything in it."


def test_other_xml_is_no_report():
    assert sentence_of(b"<CTfile/>", file_format="sims") == (
        "This is not a report from SIMS: its outermost element is not SuperStarReport."
    )


def test_report_cut_off_is_refused():
    assert sentence_of(sims(AMYS)[:-30]) == "The file stops too early, at line 1: it has been cut off."
