from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.roll.dates import AmbiguousDates, DateOrder, check_age, read, settle_order
from people.roll.refusals import BadCell, UnreadableFile

DAY_FIRST, MONTH_FIRST = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST


def column(*cells):
    return list(enumerate(cells, start=2))


@pytest.mark.parametrize(
    "written",
    [
        "2013-02-03", "2013/02/03", "2013-2-3", "2013-02-03T00:00:00", "2013-02-03 00:00:00", "2013-02-03T00:00:00.000Z",
        "03/02/2013", "3/2/2013", "03-02-2013", "03.02.2013", "03/02/2013 00:00", "03/02/2013 0:00:00",
        "3 Feb 2013", "03-Feb-2013", "3 February 2013", "3rd feb 2013", "3 FEB 2013", " 3  Feb  2013 ", "3 Feb, 2013",
    ],
)  # fmt: skip
def test_date_is_read_with_the_day_first(written):
    assert read(written, DAY_FIRST) == date(2013, 2, 3)


def test_date_is_read_with_the_month_first_when_a_person_said_so():
    assert read("02/03/2013", MONTH_FIRST) == date(2013, 2, 3)
    assert read("2013-02-03", MONTH_FIRST) == date(2013, 2, 3)


def test_date_cell_of_a_spreadsheet_needs_no_order():
    assert read(date(2013, 2, 3), MONTH_FIRST) == date(2013, 2, 3)


@pytest.mark.parametrize(
    "written", ["29/02/2013", "31/02/2013", "2013-13-45", "00/00/2013", "01/13/2013", "31/04/2013", "01/01/0000"]
)
def test_impossible_day_is_refused(written):
    with pytest.raises(BadCell, match="is not a day in the calendar"):
        read(written, DAY_FIRST)


@pytest.mark.parametrize(
    "written",
    [
        "41333",
        "yesterday",
        "2013",
        "20130203",
        "3/2",
        "3 Foo 2013",
        "2013-02-03T23:00:00Z",
        "03/02-2013",
        "٠٣/٠٢/٢٠١٣",
        "-",
    ],
)
def test_what_is_no_date_is_refused(written):
    with pytest.raises(BadCell, match="is not a date"):
        read(written, DAY_FIRST)


@pytest.mark.parametrize("written", ["03/02/13", "3-2-13", "3 Feb 13", "03-Feb-13"])
def test_year_of_two_figures_is_refused(written):
    with pytest.raises(BadCell, match="year of two figures"):
        read(written, DAY_FIRST)


def test_one_day_after_the_twelfth_settles_a_column():
    assert settle_order(column("01/02/2013", "13/02/2013"), None) is DAY_FIRST


@pytest.mark.parametrize(
    "cells", [[], ["2013-02-03"], ["3 Feb 2013"], ["02/02/2013"], ["nonsense"], ["31/02/2013"], [date(2013, 2, 3)]]
)
def test_column_with_nothing_to_mistake_is_not_asked_about(cells):
    assert settle_order(column(*cells), None) is DAY_FIRST


def test_column_that_can_be_read_both_ways_is_asked_about():
    with pytest.raises(AmbiguousDates) as asked:
        settle_order(column("02/02/2013", "01/02/2013", "2013-02-03"), None)

    assert asked.value.sentence == (
        "Every date of birth can be read with the day or the month first (row 3, for one). Say which it is."
    )


def test_column_with_months_first_is_asked_about():
    with pytest.raises(AmbiguousDates) as asked:
        settle_order(column("4/2/2000", "12/19/1997"), None)

    assert asked.value.sentence == (
        "The date in row 3 has the month first, as in America. Say whether all the dates of birth have."
    )


def test_column_that_mixes_both_orders_is_asked_about():
    with pytest.raises(AmbiguousDates) as asked:
        settle_order(column("13/02/2013", "02/13/2013"), None)

    assert asked.value.sentence == (
        "The date in row 2 has the day first, the one in row 3 the month. Say which order holds."
    )


def test_column_half_understood_by_a_spreadsheet_is_asked_about():
    with pytest.raises(
        AmbiguousDates, match="Row 2 has a date that the spreadsheet understood, row 3 one that it left"
    ):
        settle_order(column(date(2013, 3, 2), "13/02/2013"), None)


@pytest.mark.parametrize("stated", [DAY_FIRST, MONTH_FIRST])
def test_answer_settles_a_column_that_can_be_read_both_ways(stated):
    assert settle_order(column("01/02/2013", "03/04/2013"), stated) is stated
    assert settle_order(column("13/02/2013", "02/13/2013"), stated) is stated


@pytest.mark.parametrize(
    ("stated", "cell", "words"), [(DAY_FIRST, "12/19/1997", "day first"), (MONTH_FIRST, "19/12/1997", "month first")]
)
def test_answer_that_no_date_bears_out_is_refused(stated, cell, words):
    with pytest.raises(UnreadableFile) as refused:
        settle_order(column("01/02/1997", cell), stated)

    assert refused.value.sentence == f"The dates were said to be {words}, but the date in row 3 cannot be."


@pytest.mark.parametrize(
    ("born_on", "reason"),
    [(date(2026, 11, 22), "is in the future"), (date(2000, 11, 21), "makes the pupil older than 25")],
)
def test_day_on_which_no_pupil_was_born_is_refused(born_on, reason):
    with pytest.raises(BadCell, match=reason):
        check_age(born_on, date(2026, 11, 21))


@pytest.mark.parametrize("born_on", [date(2026, 11, 21), date(2000, 11, 22), date(2012, 2, 29)])
def test_day_on_which_a_pupil_may_be_born_is_allowed(born_on):
    check_age(born_on, date(2026, 11, 21))


@given(st.lists(st.dates(date(2002, 1, 1), date(2023, 1, 1)), min_size=1), st.sampled_from(DateOrder))
def test_dates_are_read_as_meant_or_asked_about(days, order):
    pattern = "{0.day}/{0.month}/{0.year}" if order is DAY_FIRST else "{0.month}/{0.day}/{0.year}"
    cells = column(*(pattern.format(day) for day in days))

    try:
        settled = settle_order(cells, None)
    except AmbiguousDates:
        settled = settle_order(cells, order)

    assert [read(cell, settled) for _, cell in cells] == days
