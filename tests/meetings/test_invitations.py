"""What goes into a calendar: when, and nothing else; a change and a cancellation take its place."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.test import Client
from django.urls import reverse

from access.models import User
from access.serving import serving
from casework.models import CaseFile
from meetings.actions.arranging import Arrangement, cancel_meeting, change_meeting
from meetings.invitations import invitation
from meetings.models import Meeting
from meetings.sheets import SHEETS
from tests import factories
from tests.meetings.worlds import LATER, planned

UID = UUID("4f3c1a52-0000-4000-8000-00000000abcd")
ALLOWED = {
    *("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER", "STATUS", "CLASS", "TRANSP"),
}


def _written(starts: datetime, **more: Any) -> bytes:
    told = {"uid": UID, "sequence": 0, "minutes": 90, "made_at": LATER, "organiser": "dan@hillview.example"}
    return invitation(starts=starts, **({"cancelled": False} | told | more))


def _read(text: bytes) -> Any:
    """As another program reads it."""
    return vobject.readOne(text.decode())


@pytest.mark.parametrize(
    ("starts", "offset"),
    [
        (datetime(2026, 12, 14, 14, 0, tzinfo=UTC), 0),
        (datetime(2027, 6, 14, 13, 0, tzinfo=UTC), 1),
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), 0),  # the clocks go forward in the middle of it
    ],
)
def test_another_program_reads_the_same_hour(starts: datetime, offset: int) -> None:
    event = _read(_written(starts)).vevent

    assert event.dtstart.value == starts
    assert event.dtstart.value.utcoffset().total_seconds() == offset * 3600
    assert (event.dtend.value - starts).total_seconds() == 90 * 60
    assert event.dtstart.value.astimezone(ZoneInfo("Europe/London")).hour == starts.hour + offset


def test_it_names_its_zone_and_holds_nothing_but_what_is_allowed() -> None:
    calendar = _read(_written(LATER))

    assert calendar.vtimezone.tzid.value == "Europe/London"
    assert {line.name for line in calendar.vevent.getChildren()} == ALLOWED
    assert calendar.vevent.summary.value == "Meeting – sign in for details"
    assert calendar.method.value == "PUBLISH"


@pytest.mark.django_db
def test_the_same_entry_is_changed_and_cancelled(file: CaseFile, lead: User) -> None:
    meeting = planned(file, lead, "CONFERENCE", date(2026, 12, 14))
    first = _download(lead, meeting)
    with serving(lead):
        moved = Arrangement(datetime(2026, 12, 16, 10, 0, tzinfo=UTC))
        meeting = change_meeting(meeting=meeting, by=lead, at=LATER, version=1, arrangement=moved)
    second = _download(lead, meeting)
    with serving(lead):
        meeting = cancel_meeting(meeting=meeting, by=lead, at=LATER, version=2, because="Snow")
    third = _download(lead, meeting)

    events = [_read(one).vevent for one in (first, second, third)]
    assert {event.uid.value for event in events} == {f"{meeting.calendar_uid}@safehold"}
    assert [event.sequence.value for event in events] == ["0", "1", "2"]
    assert [event.status.value for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [_read(one).method.value for one in (first, third)] == ["PUBLISH", "CANCEL"]
    assert events[1].dtstart.value == datetime(2026, 12, 16, 10, 0, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(SHEETS))
def test_it_says_nothing_of_whom_or_what_it_is_about(file: CaseFile, lead: User, kind: str) -> None:
    factories.contact(file.child, lead)
    meeting = planned(file, lead, kind, date(2026, 12, 14), place="1 Harbour Row", chair="Jo Clarke")

    answer = _at(lead).get(reverse("meetings:meeting_calendar", args=[meeting.pk]))

    told = (answer.content.decode() + str(answer.headers)).casefold()
    words = [
        "maya",
        "hussain",
        "harbour",
        "clarke",
        "conference",
        "protection",
        "neglect",
        str(meeting.pk),
        str(file.pk),
    ]
    words += [f" {kind} ".casefold(), SHEETS[kind].title.casefold()]
    assert [word for word in words if word in told] == []


@pytest.mark.django_db
def test_it_is_for_those_who_may_read_the_meeting(file: CaseFile, lead: User, pastoral: User) -> None:
    meeting = planned(file, lead, "CONFERENCE", date(2026, 12, 14))

    assert _at(pastoral).get(reverse("meetings:meeting_calendar", args=[meeting.pk])).status_code == 404


def _at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _download(user: User, meeting: Meeting) -> bytes:
    answer = _at(user).get(reverse("meetings:meeting_calendar", args=[meeting.pk]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return bytes(answer.content)
