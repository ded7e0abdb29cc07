"""A date is kept exactly as well as it is known, and shown as no more than that."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from chronologies.dates import UNKNOWN, NoSuchDate, PartialDate, recorded_later
from chronologies.models import Precision


@pytest.mark.parametrize(
    ("boxes", "about", "on", "precision", "words", "iso"),
    [
        (("14", "11", "2026"), False, date(2026, 11, 14), Precision.EXACT, "14 November 2026", "2026-11-14"),
        (("4", "5", "2020"), True, date(2020, 5, 4), Precision.ABOUT, "about 4 May 2020", ""),
        (("", "3", "2019"), False, date(2019, 3, 1), Precision.MONTH, "March 2019", "2019-03"),
        (("", "", "2013"), True, date(2013, 1, 1), Precision.YEAR, "2013", "2013"),
        ((" 1 ", "01", "2024"), False, date(2024, 1, 1), Precision.EXACT, "1 January 2024", "2024-01-01"),
        (("", "Mar", "2019"), False, date(2019, 3, 1), Precision.MONTH, "March 2019", "2019-03"),
        (("9", "september", "2025"), False, date(2025, 9, 9), Precision.EXACT, "9 September 2025", "2025-09-09"),
        (("9", "SEPT.", "2025"), False, date(2025, 9, 9), Precision.EXACT, "9 September 2025", "2025-09-09"),
    ],
)
def test_date_is_as_exact_as_it_was_typed(boxes, about, on, precision, words, iso) -> None:
    made = PartialDate.of(*boxes, about=about)

    assert (made.on, made.precision, made.words(), made.iso()) == (on, precision, words, iso)


@pytest.mark.parametrize(
    ("boxes", "says"),
    [
        (("31", "2", "2026"), "real date"),
        (("1", "", "2026"), "month"),
        (("", "", ""), "year"),
        (("first", "2", "2026"), "numbers"),
        (("1", "Ma", "2026"), "month"),
        (("1", "Smarch", "2026"), "month"),
        (("١", "2", "2026"), "numbers"),
        (("1", "2", "0"), "real date"),
    ],
)
def test_date_that_is_none_says_how_to_put_it_right(boxes, says) -> None:
    with pytest.raises(NoSuchDate, match=says):
        PartialDate.of(*boxes)


def test_date_stands_in_its_boxes_again() -> None:
    assert PartialDate.of("", "3", "2019").boxes() == ("", "3", "2019")
    assert PartialDate.of("", "", "2019").boxes() == ("", "", "2019")
    assert UNKNOWN.boxes() == ("", "", "")


def test_unknown_date_stands_where_it_was_recorded() -> None:
    recorded = datetime(2026, 11, 16, 8, 50, tzinfo=UTC)

    assert UNKNOWN.sorts_at(None, recorded_at=recorded) == recorded
    assert UNKNOWN.words() == "date not known"


def test_month_stands_at_its_first_day_on_the_schools_clock() -> None:
    month = PartialDate.of("", "7", "2026")

    assert month.sorts_at(None, recorded_at=datetime(2026, 11, 16, tzinfo=UTC)) == datetime(2026, 6, 30, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(hours=24), ""),
        (timedelta(hours=25), "1 day after"),
        (timedelta(days=9), "9 days after"),
        (timedelta(days=100), "3 months after"),
        (timedelta(days=1200), "3 years after"),
    ],
)
def test_late_recording_is_said_after_a_day(after, words) -> None:
    over_by = PartialDate.of("14", "11", "2026").over_by(time(10, 42))

    assert recorded_later(over_by, over_by + after) == words
    assert recorded_later(None, over_by + after) == ""


@pytest.mark.parametrize(
    ("boxes", "at", "recorded", "words"),
    [
        (("10", "11", "2026"), None, datetime(2026, 11, 13, 14, 15, tzinfo=UTC), "3 days after"),
        (("10", "11", "2026"), None, datetime(2026, 11, 11, 23, 59, tzinfo=UTC), ""),
        (("10", "11", "2026"), time(0, 0), datetime(2026, 11, 13, 14, 15, tzinfo=UTC), "3 days after"),
        (("10", "11", "2026"), time(23, 50), datetime(2026, 11, 12, 0, 10, tzinfo=UTC), "2 days after"),
        (("", "10", "2026"), None, datetime(2026, 11, 3, 9, 0, tzinfo=UTC), "3 days after"),
        (("24", "10", "2026"), None, datetime(2026, 10, 26, 9, 0, tzinfo=UTC), "2 days after"),
    ],
)
def test_late_recording_counts_the_days_of_the_calendar(boxes, at, recorded, words) -> None:
    assert recorded_later(PartialDate.of(*boxes).over_by(at), recorded) == words
