"""Pupil lists that other people made: Microsoft's School Data Sync samples, under British headings and not British."""

import csv
from datetime import date
from pathlib import Path

import pytest

from people.roll import reading
from people.roll.dates import AmbiguousDates
from people.roll.mapping import BadMapping, UnmappedHeadings
from people.roll.matching import NO_UPN, Kind, match

FILES = Path(__file__).parent / "school_data_sync"
STUDENTS = FILES / "sds_uk_25" / "Student.csv"
MAPPING = {"surname": "Last Name", "forename": "First Name", "date_of_birth": "Birthdate"}
TODAY = date(2019, 9, 1)


def read(path, **options):
    return reading.read(path.read_bytes(), today=TODAY, **options)


@pytest.mark.parametrize("options", [{}, {"file_format": "csv"}, {"columns": MAPPING}])
def test_american_dates_are_asked_about(options):
    with pytest.raises(AmbiguousDates) as asked:
        read(STUDENTS, **options)

    assert asked.value.sentence == (
        "The date in row 4 has the month first, as in America. Say whether all the dates of birth have."
    )


def test_answer_is_followed_for_the_whole_column():
    roll = read(STUDENTS, columns=MAPPING, date_order="month-first")

    assert [row.refused for row in roll.rows] == [""] * 22
    assert [(row.surname, row.born_on) for row in roll.rows[:3]] == [
        ("Klein", date(2000, 4, 2)),
        ("McMillan", date(1999, 11, 12)),
        ("Stark", date(1997, 12, 19)),
    ]


def test_pupils_without_a_upn_would_be_created_with_a_warning():
    outcomes = match([], read(STUDENTS, columns=MAPPING, date_order="month-first"))

    assert {(outcome.kind, outcome.warnings) for outcome in outcomes} == {(Kind.NEW, (NO_UPN,))}


@pytest.mark.parametrize("name", ["sds_uk_25/Teacher.csv", "sds_v2_1/users.csv", "sds_v2_1/demographics.csv"])
def test_lists_of_other_people_are_refused(name):
    with pytest.raises(UnmappedHeadings):
        read(FILES / name)


@pytest.mark.parametrize("name", ["sds_uk_25/Student.csv", "sds_v2_1/users.csv"])
@pytest.mark.parametrize("file_format", ["arbor", "bromcom", "sims", "csv"])
def test_passwords_are_kept_nowhere(name, file_format):
    with (FILES / name).open(encoding="utf-8-sig") as lines:
        passwords = {row.get("Password", row.get("password")) for row in csv.DictReader(lines)}
    names = {"surname": "Last Name", "forename": "First Name"}
    if "v2_1" in name:
        names = {"surname": "familyName", "forename": "givenName"}

    roll = read(FILES / name, columns=names, file_format=file_format)

    assert passwords
    assert len(roll.rows) > 7
    assert not any(password in repr(roll) for password in passwords)


def test_password_column_cannot_be_mapped():
    with pytest.raises(BadMapping, match="The column “Password” is never read"):
        read(STUDENTS, columns={**MAPPING, "email": "Password"})
