"""How well is the date of an event known? To the day, about, to the month, to the year, or not at all."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone

from chronologies.models import Precision

EARLIEST, LATEST = 1900, 2199
SHORTEST_MONTH = 3  # letters
LATE = timedelta(hours=24)
UNKNOWN_WORDS = "date not known"
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


class NoSuchDate(ValueError):  # noqa: N818 - says what went wrong
    """What was typed is no date; its words tell how to put it right."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as exactly as it is known: the first day of what is known, and how much that is."""

    on: date | None
    precision: Precision = Precision.EXACT

    @classmethod
    def of(cls, day: str, month: str, year: str, *, about: bool = False) -> "PartialDate":
        """From three boxes: no day means the month, no day and month mean the year. A month may be named."""
        typed = [day.strip(), _month_number(month.strip()), year.strip()]
        if not all(not part or (part.isascii() and part.isdigit()) for part in typed):
            raise NoSuchDate("Enter the date in numbers, for example 27 3 2026")
        if not typed[2]:
            raise NoSuchDate("Enter the year, or tick that the date is not known")
        if typed[0] and not typed[1]:
            raise NoSuchDate("Enter the month as well as the day")
        precision = _precision(typed[0], typed[1], about)
        try:
            return cls(date(int(typed[2]), int(typed[1] or 1), int(typed[0] or 1)), precision)
        except (ValueError, OverflowError):
            raise NoSuchDate("Enter a real date, for example 27 3 2026") from None

    @property
    def has_day(self) -> bool:
        return self.precision in (Precision.EXACT, Precision.ABOUT)

    def boxes(self) -> tuple[str, str, str]:
        """What stands in day, month and year when the date is shown in a form again."""
        if self.on is None:
            return "", "", ""
        month = str(self.on.month) if self.precision != Precision.YEAR else ""
        return str(self.on.day) if self.has_day else "", month, str(self.on.year)

    def words(self) -> str:
        if self.on is None:
            return UNKNOWN_WORDS
        if self.precision == Precision.YEAR:
            return str(self.on.year)
        month = f"{MONTHS[self.on.month - 1]} {self.on.year}"
        if self.precision == Precision.MONTH:
            return month
        return f"{'about ' if self.precision == Precision.ABOUT else ''}{self.on.day} {month}"

    def iso(self) -> str:
        """The machine form: 2026, 2026-11 or 2026-11-14; nothing for about and unknown, which have none."""
        if self.on is None or self.precision == Precision.ABOUT:
            return ""
        return self.on.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(self.precision, 10)]

    def sorts_at(self, at: time | None, *, recorded_at: datetime) -> datetime:
        """Where it stands in the stream: its first moment; when nobody knows, the moment it was recorded."""
        return recorded_at if self.on is None else local(self.on, at)

    def over_by(self, at: time | None) -> datetime | None:
        """The last moment at which it can have happened; None when nobody knows."""
        if self.on is None:
            return None
        if self.has_day:
            return local(self.on, at or time.max)
        last_month = 12 if self.precision == Precision.YEAR else self.on.month
        last = date(self.on.year, last_month, monthrange(self.on.year, last_month)[1])
        return local(last, time.max)


UNKNOWN = PartialDate(None, Precision.UNKNOWN)


@lru_cache(maxsize=4096)
def local(day: date, at: time | None = None) -> datetime:
    """That moment on the school's clock."""
    return timezone.make_aware(datetime.combine(day, at or time.min))


def recorded_later(over_by: datetime | None, recorded_at: datetime) -> str:
    """How long after the event it was recorded, by the calendar, when that is more than a day: "9 days after"."""
    if over_by is None or recorded_at - over_by <= LATE:
        return ""
    days = (timezone.localdate(recorded_at) - timezone.localdate(over_by)).days
    if days < 60:
        return f"{days} day{'s' if days > 1 else ''} after"
    return f"{days // 30} months after" if days < 730 else f"{days // 365} years after"


def day_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def moment_words(moment: datetime) -> str:
    """14 November 2026 at 10:42, on the school's clock."""
    here = moment.astimezone(timezone.get_current_timezone())
    return f"{here.day} {MONTHS[here.month - 1]} {here.year} at {here.hour:02}:{here.minute:02}"


def _month_number(typed: str) -> str:
    """Mar, March and 3 are the same; the first three letters are enough to tell the months apart."""
    if not typed or typed.isdigit():
        return typed
    letters = typed.removesuffix(".").casefold()
    named = [number for number, name in enumerate(MONTHS, start=1) if name.casefold().startswith(letters)]
    if len(letters) < SHORTEST_MONTH or not named:
        raise NoSuchDate("Enter the month as a number or a name, for example 3 or March")
    return str(named[0])


def _precision(day: str, month: str, about: bool) -> Precision:
    if not month:
        return Precision.YEAR
    if not day:
        return Precision.MONTH
    return Precision.ABOUT if about else Precision.EXACT
