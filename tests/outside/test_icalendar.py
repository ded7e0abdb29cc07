"""Calendar files that other people's programs made: each is read, or refused in a sentence."""

from datetime import date
from pathlib import Path

import pytest

from clocks.reading import files
from clocks.reading.found import Found, UnreadableCalendar

FILES = Path(__file__).parent / "icalendar"
NO_DAYS = "There is no whole day in this file: no term, INSET day or closure."
ONLY_TIMES = [
    "alarm_thunderbird_future.ics",
    "issue_165_missing_event.ics",
    "issue_27_multiple_periods_in_freebusy_one_freebusy.ics",
    "issue_350.ics",
    "issue_836_do_not_quote_tzid.ics",
    "rfc_7265_appendix_example_2_ical.ics",
    "timezone_same_start.ics",
    "x_location.ics",
]
D = date


def test_every_file_is_here() -> None:
    known = {*ONLY_TIMES, "multiple_calendar_components.ics", "parsing_error.ics"}

    assert {path.name for path in FILES.glob("*.ics")} == known


@pytest.mark.parametrize("name", ONLY_TIMES)
def test_meetings_with_a_time_of_day_close_no_school(name: str) -> None:
    with pytest.raises(UnreadableCalendar) as refused:
        files.read((FILES / name).read_bytes(), today=D(2024, 10, 1))

    assert refused.value.sentence == NO_DAYS


def test_two_calendars_in_one_file_with_odd_folds() -> None:
    read = files.read((FILES / "multiple_calendar_components.ics").read_bytes(), today=D(2003, 12, 1))

    assert list(read.rows) == [
        Found("Boxing Day", "", D(2003, 5, 1), D(2003, 5, 1)),
        Found("Christmas Day", "", D(2003, 12, 25), D(2003, 12, 25)),
        Found("Christmas again!", "", D(2003, 12, 25), D(2003, 12, 25)),
    ]
    assert read.notes == ()


def test_a_rule_with_a_day_left_out_and_one_that_is_broken() -> None:
    read = files.read((FILES / "parsing_error.ics").read_bytes(), today=D(2008, 3, 1))

    assert list(read.rows) == [
        Found("", "", D(2008, 3, 3), D(2008, 3, 10)),
        Found("", "", D(2008, 3, 12), D(2008, 3, 23)),
    ]
    assert read.notes == ("1 entry was left out because the way it repeats could not be followed.",)
