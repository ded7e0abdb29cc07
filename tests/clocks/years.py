"""The school years that the tests of the clocks are reckoned in, written out."""

from datetime import date

from clocks.calendar import Calendar, Term, days


def year_2026(*, closed: frozenset[date] = frozenset()) -> Calendar:
    """Term ends Fri 18 Dec 2026, INSET Mon 4 Jan, pupils Tue 5 Jan 2027, half-term 15-19 Feb."""
    terms = (
        Term("AUTUMN", date(2026, 9, 2), date(2026, 12, 18)),
        Term("SPRING", date(2027, 1, 4), date(2027, 3, 25)),
        Term("SUMMER", date(2027, 4, 12), date(2027, 7, 21)),
        Term("AUTUMN", date(2027, 9, 2), date(2027, 12, 17)),
    )
    half_terms = [(date(2026, 10, 26), date(2026, 10, 30)), (date(2027, 2, 15), date(2027, 2, 19))]
    half_terms += [(date(2027, 5, 31), date(2027, 6, 4))]
    shut = frozenset(day for first, last in half_terms for day in days(first, last)) | {date(2027, 1, 4)}
    return Calendar(terms, shut | closed)
