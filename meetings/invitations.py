"""How is a meeting written for a calendar, so that whoever sees the calendar learns nothing?

It says that there is a meeting, when, and to sign in. No name, no kind, no place: those are read by signing in.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

LONDON = ZoneInfo("Europe/London")
SUMMARY = "Meeting – sign in for details"
MAKER = "-//Safehold//Meetings//EN"


def invitation(
    *, uid: UUID, sequence: int, starts: datetime, minutes: int, made_at: datetime, organiser: str, cancelled: bool
) -> bytes:
    """One event with its time zone. The same uid with a higher sequence takes the place of what was there."""
    event = Event()
    event.add("uid", f"{uid}@safehold")
    event.add("sequence", sequence)
    event.add("dtstamp", made_at)
    event.add("dtstart", starts.astimezone(LONDON))
    event.add("dtend", (starts.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(LONDON))
    event.add("summary", SUMMARY)
    event.add("organizer", f"mailto:{organiser}")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(_london())
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _london() -> Timezone:
    """The rule of the zone, as every calendar program knows it: a list of days is read wrongly by some."""
    zone = Timezone()
    zone.add("tzid", "Europe/London")
    for part, name, month, hour, before, after in (
        (TimezoneDaylight(), "BST", 3, 1, timedelta(0), timedelta(hours=1)),
        (TimezoneStandard(), "GMT", 10, 2, timedelta(hours=1), timedelta(0)),
    ):
        part.add("tzname", name)
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, hour))  # noqa: DTZ001 - a local time
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone
