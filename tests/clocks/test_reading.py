"""What a calendar file says, what is guessed from its words, and what a file that was made to hurt does: nothing."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clocks.reading import files
from clocks.reading.found import Found, UnreadableCalendar, guess
from clocks.reading.table import day_of

D = date
TODAY = D(2026, 11, 16)


def ics(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n".encode()


def day(first: str, label: str, end: str = "", more: str = "") -> str:
    lines = [f"UID:{label}", f"DTSTART;VALUE=DATE:{first}", f"SUMMARY:{label}"]
    return "\r\n".join(lines + ([f"DTEND;VALUE=DATE:{end}"] if end else []) + ([more] if more else []))


def rows(content: bytes) -> list[tuple[str, date, date]]:
    return [(row.kind, row.starts_on, row.ends_on) for row in files.read(content, today=TODAY).rows]


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableCalendar) as refusal:
        files.read(content, today=TODAY)
    return refusal.value.sentence


def test_a_school_year_as_spans() -> None:
    content = ics(
        day("20260902", "Autumn Term", "20261219"),
        day("20261026", "Half Term", "20261031"),
        day("20270104", "INSET Day - school closed to pupils", "20270105"),
        day("20270114", "School closed", "20270115"),
    )

    assert rows(content) == [
        ("AUTUMN", D(2026, 9, 2), D(2026, 12, 18)),
        ("HALF_TERM", D(2026, 10, 26), D(2026, 10, 30)),
        ("INSET", D(2027, 1, 4), D(2027, 1, 4)),
        ("CLOSED", D(2027, 1, 14), D(2027, 1, 14)),
    ]


def test_first_and_last_days_are_put_together() -> None:
    content = ics(
        day("20260902", "Autumn term starts"),
        day("20261026", "Half term begins"),
        day("20261030", "Half term ends"),
        day("20261218", "Term ends"),
        day("20270105", "Spring term begins"),
    )

    assert rows(content) == [
        ("AUTUMN", D(2026, 9, 2), D(2026, 12, 18)),
        ("HALF_TERM", D(2026, 10, 26), D(2026, 10, 30)),
        ("", D(2027, 1, 5), D(2027, 1, 5)),  # its last day is not there: a person decides
    ]


def test_six_terms_are_three_with_half_terms_between_their_halves() -> None:
    content = ics(
        day("20260902", "Term 1", "20261024"),
        day("20261102", "Term 2", "20261219"),
        day("20270104", "Term 3", "20270213"),
        day("20270222", "Term 4", "20270326"),
    )

    assert rows(content) == [
        ("AUTUMN", D(2026, 9, 2), D(2026, 12, 18)),
        ("HALF_TERM", D(2026, 10, 26), D(2026, 10, 30)),
        ("SPRING", D(2027, 1, 4), D(2027, 3, 25)),
        ("HALF_TERM", D(2027, 2, 15), D(2027, 2, 19)),
    ]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("INSET", "INSET"),
        ("Staff Training Day", "INSET"),
        ("Non-pupil day", "INSET"),
        ("Polling day: school closed", "CLOSED"),
        ("Snow", "CLOSED"),
        ("October half-term holiday", "HALF_TERM"),
        ("Christmas holiday", ""),
        ("Meeting about a pupil", ""),
        ("Year 9 parents' evening", ""),
        ("", ""),
    ],
)
def test_guess(label: str, kind: str) -> None:
    assert guess(label, D(2026, 10, 26), D(2026, 10, 26)) == kind


def test_what_repeats_is_followed_and_what_it_leaves_out_is_left_out() -> None:
    every = day("20261102", "INSET", more="RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=MO\r\nEXDATE;VALUE=DATE:20261109")
    moved = day("20261124", "INSET", more="RECURRENCE-ID;VALUE=DATE:20261123")

    assert rows(ics(every, moved)) == [
        ("INSET", D(2026, 11, 2), D(2026, 11, 2)),
        ("INSET", D(2026, 11, 16), D(2026, 11, 16)),
        ("INSET", D(2026, 11, 24), D(2026, 11, 24)),
    ]


def test_what_comes_every_other_week_or_every_year() -> None:
    fortnightly = day("20261102", "INSET", more="RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261201;BYDAY=MO,WE")
    yearly = day("20241225", "School closed", more="RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25;COUNT=3")

    assert rows(ics(fortnightly, yearly)) == [
        ("CLOSED", D(2024, 12, 25), D(2024, 12, 25)),
        ("CLOSED", D(2025, 12, 25), D(2025, 12, 25)),
        *[("INSET", D(2026, 11, n), D(2026, 11, n)) for n in (2, 4, 16, 18, 30)],
        ("CLOSED", D(2026, 12, 25), D(2026, 12, 25)),
    ]


def test_days_that_follow_one_another_are_one_stretch() -> None:
    assert rows(ics(day("20270215", "Half term", more="RRULE:FREQ=DAILY;COUNT=5"))) == [
        ("HALF_TERM", D(2027, 2, 15), D(2027, 2, 19))
    ]


@pytest.mark.parametrize("more", ["DURATION:P5D", "DTEND;VALUE=DATE:20270220"])
def test_a_stretch_by_its_length_or_its_end(more: str) -> None:
    assert rows(ics(day("20270215", "Half term", more=more))) == [("HALF_TERM", D(2027, 2, 15), D(2027, 2, 19))]


def test_an_end_before_the_start_is_one_day() -> None:
    assert rows(ics(day("20270215", "INSET", "20270101"))) == [("INSET", D(2027, 2, 15), D(2027, 2, 15))]


def test_what_was_left_out_is_said() -> None:
    content = ics(
        day("20270104", "INSET"),
        day("20150104", "INSET"),
        "DTSTART:20270104T100000Z\r\nSUMMARY:Meeting",
        day("20270104", "INSET", more="RRULE:FREQ=SECONDLY"),
    )

    assert files.read(content, today=TODAY).notes == (
        "1 entry was left out for having a time of day, which no term or closure has.",
        "1 entry was left out because the way it repeats could not be followed.",
        "1 entry was left out for being more than two years ago or five years ahead.",
    )


def test_a_label_from_outside_is_one_short_line() -> None:
    content = ics(day("20270104", "a\\nb\u202ec" + "x" * 500))

    (row,) = files.read(content, today=TODAY).rows
    assert row.label.startswith("a b c")
    assert len(row.label) == 100


# Tables


def test_a_table() -> None:
    content = (
        "\ufeffEvent;Start date;End date\n"
        "Autumn term;Wednesday 2nd September 2026;18/12/2026\n"
        "INSET day;04/01/2027;\n"
        "Half-term;2027-02-15;19 Feb 2027\n"
    )

    assert rows(content.encode()) == [
        ("AUTUMN", D(2026, 9, 2), D(2026, 12, 18)),
        ("INSET", D(2027, 1, 4), D(2027, 1, 4)),
        ("HALF_TERM", D(2027, 2, 15), D(2027, 2, 19)),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_table_in_the_letters_of_another_program(encoding: str) -> None:
    content = "what,start\nInset – café,4 Jan 2027\n".encode(encoding)

    assert files.read(content, today=TODAY).rows == [Found("Inset – café", "INSET", D(2027, 1, 4), D(2027, 1, 4))]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("4 January 2027", D(2027, 1, 4)),
        ("Mon 4th Jan 2027", D(2027, 1, 4)),
        ("04/01/2027", D(2027, 1, 4)),
        ("04.01.27", None),
        ("04/01/27", D(2027, 1, 4)),
        ("2027-01-04", D(2027, 1, 4)),
        ("1/13/2027", None),
        ("31/02/2027", None),
        ("", None),
    ],
)
def test_day_of(words: str, expected: date | None) -> None:
    assert day_of(words) == expected


# Files that are refused, each in a sentence

DAMAGED = "This is not a calendar file, or it is damaged. Export it again as .ics."
NO_DAYS = "There is no whole day in this file: no term, INSET day or closure."
NOT_TEXT = "This is not a calendar file (.ics) or a table (.csv). Export the calendar as one of these."
TOO_MANY = "This file holds more than 2000 entries. Export the school's calendar alone."
IMPOSSIBLE = "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b" \r\n ", "This file is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", NOT_TEXT),
        (b"PK\x03\x04\x00", NOT_TEXT),
        (b"\xff\xfeB", NOT_TEXT),
        (b"x" * (1024 * 1024 + 1), "This file is larger than 1 MB. Export the school's own calendar alone."),
        (b"BEGIN:VCALENDAR\n" + b":" * 500_000, DAMAGED),
        (b"BEGIN:VCALENDAR\nEND:VEVENT\n", NO_DAYS),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", NO_DAYS),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 1900, NO_DAYS),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VTIMEZONE\n" * 60_000, TOO_MANY),
        (b"BEGIN:VCALENDAR\n" + b"A:B\n" * 200_000, TOO_MANY),
        (b"BEGIN:VCALENDAR" + b"\n " * 300_000, NO_DAYS),
        (ics(day("00010101", "x")), "Every day in this file is more than two years ago or five years ahead."),
        (ics(day("99991231", "x")), "Every day in this file is more than two years ago or five years ahead."),
        (ics(day("20270104", "x", more="DURATION:P99999999999D")), NO_DAYS),
        (ics(day("20270104", "x", more="RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")), NO_DAYS),
        (ics(day("20270104", "x", more="RRULE:FREQ=DAILY;BYMONTHDAY=" + ",".join(["1"] * 50_000))), NO_DAYS),
        (ics(day("20120101", "x", more="RRULE:FREQ=DAILY;COUNT=9;BYMONTH=2")), NO_DAYS),
        (ics(*[day("20120101", "x", more=IMPOSSIBLE)] * 300), NO_DAYS),
        (ics(*[day("20120101", "x", more="RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=MO")] * 20), NO_DAYS),
        (ics(day("20120101", "x", more="RRULE:FREQ=DAILY;INTERVAL=0")), NO_DAYS),
        (
            ics(day("20261221", "x", more="RRULE:FREQ=DAILY;INTERVAL=2")),
            "This file holds more than 200 days. Export the school's own calendar alone.",
        ),
        (b"name,colour\nx,red\n", "The first row must name the columns: what it is, first day, last day."),
        (b"what,start\n", "There are no rows below the headings."),
        (
            b"what,start\nInset,1/13/2027\n",
            "There is a date in row 2 that cannot be read. "
            "Write dates as 4 January 2027, 04/01/2027 (the day first) or 2027-01-04.",
        ),
        (b'what,start\n"Inset,4/1/2027\n', "This table is damaged. Save it again as CSV."),
        (
            b"what,start\n" + b"Inset,4/1/2027\n" * 201,
            "This table has more than 200 rows. Leave only terms, INSET days and closures.",
        ),
    ],
)
def test_refused(content: bytes, sentence: str) -> None:
    assert refused(content) == sentence


def test_a_time_zone_that_was_made_to_hurt_is_never_followed() -> None:
    zone = (
        b"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Odd\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0100\n"
        b"TZOFFSETTO:+0000\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\nEND:STANDARD\nEND:VTIMEZONE\n"
        b"BEGIN:VEVENT\nDTSTART;TZID=Odd:20261221T100000\nEND:VEVENT\n"
        b"BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261221\nSUMMARY:Inset\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    hidden = zone.replace(b"BEGIN:VTIMEZONE", b"BEGIN:VTIME\n ZONE")

    assert rows(zone) == rows(hidden) == [("INSET", D(2026, 12, 21), D(2026, 12, 21))]


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail_otherwise(content: bytes) -> None:
    with suppress(UnreadableCalendar):
        files.read(content, today=TODAY)


@given(st.text(alphabet="BEGINVDVT:;=,DATE2026RULFQ\n 0", max_size=200))
def test_no_broken_calendar_makes_it_fail_otherwise(middle: str) -> None:
    with suppress(UnreadableCalendar):
        files.read(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{middle}\nEND:VEVENT\nEND:VCALENDAR\n".encode(), today=TODAY)
