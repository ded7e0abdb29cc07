import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.roll.dates import AmbiguousDates
from people.roll.mapping import UnmappedHeadings
from people.roll.reading import look
from people.roll.refusals import UnreadableFile
from people.roll.rows import Format, Problem, ProblemKind
from tests.people.roll.samples import (
    AMY,
    BEN,
    HEADINGS,
    csv_bytes,
    ctf,
    ctf_pupil,
    read,
    read_rows,
    sims,
    upn,
    xlsx_bytes,
)

AMYS = (AMY, "Okafor", "Amy", "2015-03-04")


def refusals(roll):
    return [row.refused for row in roll.rows]


@pytest.mark.parametrize(
    ("content", "file_format"),
    [
        (ctf(ctf_pupil()), Format.CTF),
        (b"\xef\xbb\xbf" + ctf(ctf_pupil()), Format.CTF),
        (sims({"UPN": AMY, "Surname": "Okafor", "Forename": "Amy"}), Format.SIMS),
        (csv_bytes(HEADINGS[:4], AMYS), Format.CSV),
        (xlsx_bytes(HEADINGS[:4], AMYS), Format.CSV),
    ],
)
def test_format_is_told_from_the_content(content, file_format):
    roll = read(content)

    assert (roll.file_format, [row.surname for row in roll.rows]) == (file_format, ["Okafor"])


@pytest.mark.parametrize(
    ("file_format", "headings"),
    [
        ("arbor", ("UPN", "Last name", "First name", "Year group", "Registration form")),
        ("bromcom", ("UPN", "LastName", "FirstName", "YearGroup", "Form")),
    ],
)
@pytest.mark.parametrize("written", [csv_bytes, xlsx_bytes])
def test_presets_read_tables_of_either_kind(file_format, headings, written):
    roll = read(written(headings, (AMY, "Okafor", "Amy", "Year 7", "7B")), file_format=file_format)

    row = roll.rows[0]
    assert (roll.file_format, roll.has_birth_dates, roll.is_full_possible) == (file_format, False, True)
    assert (row.upn, row.surname, row.forename, row.year, row.form, row.born_on) == (
        AMY,
        "Okafor",
        "Amy",
        7,
        "7B",
        None,
    )


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("A801200005001", "Okafor", "Amy", "2015-03-04"), "The UPN has the wrong check letter, so at least one character is mistyped."),
        (("B8012", "Okafor", "Amy", "2015-03-04"), "The UPN has 5 characters instead of 13."),
        ((AMY, "", "Amy", "2015-03-04"), "The surname is empty."),
        ((AMY, "Okafor", " ", "2015-03-04"), "The forename is empty."),
        ((AMY, "Okafor", "Amy", ""), "The date of birth is empty."),
        ((AMY, "Okafor", "Amy", "29/02/2013"), "The date of birth is not a day in the calendar."),
        ((AMY, "Okafor", "Amy", "41333"), "The date of birth is not a date."),
        ((AMY, "Okafor", "Amy", "2026-12-01"), "The date of birth is in the future."),
        ((AMY, "Okafor", "Amy", "1999-12-01"), "The date of birth makes the pupil older than 25."),
        ((AMY, "Oka\x07for", "Amy", "2015-03-04"), "The surname holds a control character or a letter that was lost on the way."),
        ((AMY, "O" * 121, "Amy", "2015-03-04"), "The surname is longer than 120 characters."),
        ((AMY, "#REF!", "Amy", "2015-03-04"), "The surname is an error message of a spreadsheet."),
        (("", "", "", "31/02/2015"), "The surname is empty. The forename is empty. The date of birth is not a day in the calendar."),
    ],
)  # fmt: skip
def test_row_that_cannot_be_used_is_refused_with_the_reason(cells, reason):
    roll = read_rows(cells, (BEN, "Neill", "Ben", "2014-05-06"))

    assert refusals(roll) == [reason, ""]
    assert roll.problems == (Problem(2, ProblemKind.REFUSED, reason),)


def test_cell_of_less_weight_is_left_out_with_a_warning():
    roll = read_rows((*AMYS, "9", "7B", "7B", "X12", "amy"))

    row = roll.rows[0]
    assert (row.sex, row.year, row.former_upns, row.email, row.form, row.refused) == ("", None, (), "", "7B", "")
    assert row.warnings == (
        "A former UPN is not a valid UPN, and was left out.",
        "The sex is neither male nor female, and was left out.",
        "The year is not a year of the national curriculum, and was left out.",
        "The e-mail address is not an e-mail address, and was left out.",
    )


@pytest.mark.parametrize(
    "cell", [BEN, BEN.lower(), f"{BEN};{upn(1)}", f"{BEN}, {upn(1)}", f"{BEN} {upn(1)}", f"{BEN}|{upn(1)}|{BEN}"]
)
def test_several_former_upns_may_stand_in_one_cell(cell):
    row = read_rows((*AMYS, "", "", "", cell)).rows[0]

    assert (row.former_upns, row.warnings) in (((BEN,), ()), ((BEN, upn(1)), ()))


def test_own_upn_is_not_a_former_one():
    assert read_rows((*AMYS, "", "", "", AMY)).rows[0].former_upns == ()


def test_ambiguous_dates_are_asked_and_the_answer_is_used():
    content = csv_bytes(HEADINGS[:4], (AMY, "Okafor", "Amy", "04/03/2015"))

    with pytest.raises(AmbiguousDates):
        read(content)

    assert read(content, date_order="day-first").rows[0].born_on == date(2015, 3, 4)
    assert read(content, date_order="month-first").rows[0].born_on == date(2015, 4, 3)


def test_row_that_contradicts_the_order_is_refused_alone():
    roll = read_rows((AMY, "Okafor", "Amy", "13/02/2015"), (BEN, "Neill", "Ben", "02/13/2015"), date_order="day-first")

    assert refusals(roll) == ["", "The date of birth is not a day in the calendar."]


def test_file_without_a_birth_date_column_is_read():
    roll = read_rows((AMY, "Okafor", "Amy"), headings=HEADINGS[:3])

    assert (roll.has_birth_dates, roll.rows[0].born_on, refusals(roll)) == (False, None, [""])


def test_column_of_birth_dates_that_are_all_empty_refuses_every_row():
    assert refusals(read_rows((AMY, "Okafor", "Amy"))) == ["The date of birth is empty."]


def test_repeated_row_is_refused_and_names_the_first():
    assert refusals(read_rows(AMYS, (BEN, "Neill", "Ben", "2014-05-06"), AMYS)) == ["", "", "Row 4 repeats row 2."]


def test_rows_that_give_one_upn_to_two_are_all_refused():
    roll = read_rows(AMYS, (AMY.lower(), "Neill", "Ben", "2014-05-06"), (AMY, "Third", "Cat", ""))

    assert refusals(roll) == [
        "Rows 2 and 3 give the same UPN and differ.",
        "Rows 2 and 3 give the same UPN and differ.",
        "The date of birth is empty.",
    ]


def test_rows_without_a_upn_that_cannot_be_told_apart_are_refused():
    one, same = ("", "Okafor", "Amy", "2015-03-04", "", "3"), ("", "OKAFOR", "Amy", "2015-03-04", "", "4")

    assert refusals(read_rows(one, same)) == ["Rows 2 and 3 give the same name without a UPN and differ."] * 2
    assert refusals(read_rows(one, one)) == ["", "Row 3 repeats row 2."]
    assert refusals(read_rows(one, ("", "Okafor", "Amy", "2015-03-05"))) == ["", ""]


def test_password_is_nowhere_in_what_was_read():
    headings = ("UPN", "Password", "Surname", "Forename", "password2")
    roll = read(csv_bytes(headings, (AMY, "hunter2", "Okafor", "Amy", "hunter3")))

    assert "hunter" not in repr(roll)
    with pytest.raises(UnreadableFile) as refused:
        read(csv_bytes(("UPN", "Password", "A", "B"), (AMY, "hunter2", "Okafor", "Amy")))
    assert "hunter" not in repr(refused.value)


def test_sentences_never_quote_a_cell():
    cells = ("SECRET", "SECRET\x07", "SECRET\x07", "SECRET", "SECRET", "SECRET", "SECRET\x07", "SECRET", "SECRET")

    roll = read_rows(cells)

    assert len(roll.problems) == 5
    assert "SECRET" not in repr(roll.problems)


def test_look_shows_the_headings_and_a_first_guess():
    content = csv_bytes(("UPN", "Last name", "Given", "Password"), (AMY, "Okafor", "Amy", "x"))

    seen = look(content)

    assert (seen.file_format, seen.headings, seen.needs_mapping) == (
        Format.CSV,
        ("UPN", "Last name", "Given", "Password"),
        True,
    )
    assert seen.guess == {"upn": "UPN", "surname": "Last name"}


def test_look_at_a_file_that_is_understood_asks_for_nothing():
    assert look(ctf(ctf_pupil())).needs_mapping is False
    assert look(csv_bytes(HEADINGS, (*AMYS, "", "", "", "", ""))).needs_mapping is False
    assert look(sims({"UPN": AMY, "Surname": "Okafor", "Forename": "Amy"})).guess == {
        "upn": "UPN",
        "surname": "Surname",
        "forename": "Forename",
    }


def test_look_guesses_for_a_preset_that_does_not_fit():
    seen = look(csv_bytes(("UPN", "Surname", "Forename", "YearGroup"), (AMY, "a", "b", "7")), "arbor")

    assert seen.guess == {"upn": "UPN", "surname": "Surname", "forename": "Forename", "year": "YearGroup"}


def test_mapping_is_asked_for_before_dates_are():
    with pytest.raises(UnmappedHeadings):
        read(csv_bytes(("Born", "Family"), ("01/02/2013", "x")))


def test_ten_thousand_pupils_are_read_quickly():
    rows = [
        (upn(n), f"Surname {n}", "Zoë", f"{n % 28 + 1}/{n % 12 + 1}/2014", "F", "Year  7", "7B", "", "")
        for n in range(10_000)
    ]
    content = csv_bytes(HEADINGS, *rows)

    start = time.process_time()
    roll = read(content)

    assert (len(roll.rows), roll.problems) == (10_000, ())
    assert time.process_time() - start < 3  # about half a second; the rest is for a busy computer


@given(st.binary(max_size=300), st.sampled_from([None, *Format]))
def test_any_bytes_are_read_or_refused_with_a_sentence(content, file_format):
    try:
        read(content, file_format=file_format)
    except UnreadableFile as refused:
        sentence = refused.sentence
    else:
        sentence = "Read."

    assert sentence.endswith(".")


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


@given(
    st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=5),
    st.sampled_from(",;\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_name_is_kept_or_its_row_refused(pupils, delimiter, encoding):
    rows = [(upn(n), *(name.replace("\x00", "") for name in pupil), "2015-03-04") for n, pupil in enumerate(pupils)]

    roll = read(csv_bytes(HEADINGS[:4], *rows, delimiter=delimiter, encoding=encoding))

    assert [row.number for row in roll.rows] == list(range(2, len(rows) + 2))
    for row, (_, surname, forename, _) in zip(roll.rows, rows, strict=True):
        assert row.refused or (row.surname.split(), row.forename.split()) == (surname.split(), forename.split())
