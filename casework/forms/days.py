"""Can a day that was typed be meant? A slip in the year is asked about: nobody writes here of a century ago."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

MOST_YEARS_AGO = 100
TOO_LONG_AGO = f"Check the year: this is more than {MOST_YEARS_AGO} years ago"


def is_long_ago(day: date) -> bool:
    """By years alone, so that a date of which only the year is known is judged alike."""
    return day.year < timezone.localdate().year - MOST_YEARS_AGO


def refuse_long_ago(day: date) -> None:
    """A validator."""
    if is_long_ago(day):
        raise ValidationError(TOO_LONG_AGO)
