"""From a meeting to its pack and back: what is filled in already, and which clock the sent report settles."""

import re
import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from access.models import User
from access.serving import serving
from casework.actions.problem import Problem
from casework.models import CaseFile
from clocks.models import Clock
from meetings.actions.arranging import Arrangement, change_meeting
from meetings.actions.packs_leaving import keep_copy, note_shared
from meetings.models import Meeting, Pack
from meetings.packs.presets import preset
from meetings.queries.known import known_people
from meetings.queries.packs import report_on
from people.models import Contact
from tests import factories
from tests.meetings.packs.worlds import TEXT, a_file, a_pack, checked, opened
from tests.meetings.worlds import held, planned

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 12, 14)
EARLY, LATE = datetime(2026, 12, 8, 9, 0, tzinfo=UTC), datetime(2026, 12, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def file(school, lead: User) -> CaseFile:
    return a_file(school, lead)


@pytest.fixture
def meeting(file: CaseFile, lead: User) -> Meeting:
    return planned(file, lead, "CONFERENCE", MONDAY, chair="Denise Park")


@pytest.fixture
def report(file: CaseFile, lead: User, meeting: Meeting) -> Pack:
    return checked(a_pack(file, lead, "Maya was cold.", meeting=meeting), lead)


@pytest.fixture
def desk(lead: User) -> Client:
    client = Client()
    client.force_login(lead)
    return client


def sent(pack: Pack, by: User, at: datetime) -> None:
    with opened(pack.file, by) as now:
        current = Pack.objects.select_related("file").get(pk=pack.pk)
        keep_copy(pack=current, by=by, at=at, pk=uuid.uuid4(), made=TEXT, known=known_people(by, now))


def shared(pack: Pack, by: User, at: datetime, **told: Any) -> None:
    with serving(by):
        current = Pack.objects.get(pk=pack.pk)
        given = {"shared_on": None, "shared_with": "", "because": ""} | told
        note_shared(pack=current, by=by, at=at, version=current.version, **given)


def clock(code: str = "C14") -> tuple[date | None, date | None, date | None]:
    found = Clock.objects.get(code=code)
    return found.due_on, found.met_on, found.stopped_on


WITH_MOTHER = {"shared_on": date(2026, 12, 8), "shared_with": "Ms Hussain, mother"}


def test_the_report_is_due_three_working_days_before_and_runs(report: Pack) -> None:
    assert clock() == (date(2026, 12, 9), None, None)


def test_sent_to_the_chair_alone_it_is_still_due(report: Pack, lead: User) -> None:
    sent(report, lead, EARLY)

    assert clock() == (date(2026, 12, 9), None, None)


def test_shared_with_a_parent_alone_it_is_still_due(report: Pack, lead: User) -> None:
    shared(report, lead, EARLY, **WITH_MOTHER)

    assert clock() == (date(2026, 12, 9), None, None)


def test_sent_and_shared_it_is_done_on_that_day(report: Pack, lead: User) -> None:
    sent(report, lead, EARLY)
    shared(report, lead, EARLY, **WITH_MOTHER)

    assert clock() == (date(2026, 12, 9), date(2026, 12, 8), None)


def test_what_was_done_in_time_and_noted_late_was_in_time(report: Pack, lead: User) -> None:
    sent(report, lead, EARLY)
    shared(report, lead, LATE, **WITH_MOTHER)

    assert clock() == (date(2026, 12, 9), date(2026, 12, 8), None)


def test_the_later_of_the_two_is_the_day(report: Pack, lead: User) -> None:
    shared(report, lead, EARLY, **WITH_MOTHER)
    sent(report, lead, LATE)

    assert clock() == (date(2026, 12, 9), date(2026, 12, 10), None)


def test_a_reason_why_no_parent_saw_it_will_do(report: Pack, lead: User) -> None:
    sent(report, lead, EARLY)
    shared(report, lead, EARLY, because="It would put Maya at risk")

    assert clock() == (date(2026, 12, 9), date(2026, 12, 8), None)


def test_a_parents_own_version_is_what_a_parent_saw(file: CaseFile, lead: User, meeting: Meeting, report: Pack) -> None:
    father = Contact.objects.get(child=file.child, kind="FATHER")
    his = a_pack(file, lead, "Maya was cold.", meeting=meeting, for_whom="PARENT_A", parent=father)
    sent(report, lead, EARLY)
    before = clock()
    shared(his, lead, LATE, shared_on=date(2026, 12, 9), shared_with="Mr Hussain, father")

    assert before == (date(2026, 12, 9), None, None)
    assert clock() == (date(2026, 12, 9), date(2026, 12, 9), None)


def test_why_one_parent_saw_nothing_does_not_settle_it(
    file: CaseFile, lead: User, meeting: Meeting, report: Pack
) -> None:
    """The other parent is still to be shown the report."""
    father = Contact.objects.get(child=file.child, kind="FATHER")
    his = a_pack(file, lead, "Maya was cold.", meeting=meeting, for_whom="PARENT_A", parent=father)
    sent(report, lead, EARLY)
    shared(his, lead, EARLY, because="He must not know")

    assert clock() == (date(2026, 12, 9), None, None)


def test_the_schools_own_copy_settles_nothing(file: CaseFile, lead: User, meeting: Meeting) -> None:
    pack = checked(a_pack(file, lead, "Maya was cold.", meeting=meeting, for_whom="OWN"), lead)
    sent(pack, lead, EARLY)
    shared(pack, lead, EARLY, **WITH_MOTHER)

    assert clock() == (date(2026, 12, 9), None, None)


def test_the_report_to_a_review_has_a_clock_of_its_own(file: CaseFile, lead: User) -> None:
    review = planned(file, lead, "REVIEW", MONDAY)
    before = clock("C19")
    pack = checked(a_pack(file, lead, "Maya was cold.", meeting=review), lead)
    at = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)
    sent(pack, lead, at)
    shared(pack, lead, at, shared_on=date(2026, 12, 3), shared_with="Ms Hussain, mother")

    assert before == (date(2026, 12, 7), None, None)
    assert clock("C19") == (date(2026, 12, 7), date(2026, 12, 4), None)


def test_a_conference_that_is_moved_takes_its_deadline_along(meeting: Meeting, report: Pack, lead: User) -> None:
    with serving(lead):
        now = Meeting.objects.get(pk=meeting.pk)
        arrangement = Arrangement(datetime(2026, 12, 16, 14, 0, tzinfo=UTC))
        change_meeting(meeting=now, by=lead, at=EARLY, version=now.version, arrangement=arrangement)

    assert clock() == (date(2026, 12, 11), None, None)


@pytest.mark.parametrize(
    ("day", "due", "late"),
    [(date(2026, 12, 9), date(2026, 12, 9), False), (date(2026, 12, 10), date(2026, 12, 9), True)],
)
def test_a_report_is_chased_until_a_parent_has_it(
    report: Pack, meeting: Meeting, lead: User, day: date, due: date, late: bool
) -> None:
    sent(report, lead, EARLY)
    with serving(lead):
        found = report_on(lead, Meeting.objects.get(pk=meeting.pk), day)

    assert found is not None
    assert (found.due, found.late, found.is_sent, found.is_shared) == (due, late, True, False)


def test_the_meeting_leads_to_its_pack_and_the_pack_back(
    desk: Client, file: CaseFile, meeting: Meeting, report: Pack
) -> None:
    page = desk.get(f"/meetings/{meeting.pk}/").content.decode()
    form = desk.get(f"/files/{file.pk}/packs/new/?meeting={meeting.pk}").content.decode()
    pack = desk.get(f"/packs/{report.pk}/").content.decode()

    assert f'href="/files/{file.pk}/packs/new/?meeting={meeting.pk}"' in page
    assert f'href="/packs/{report.pk}/"' in page
    assert "due by Wednesday 9 December 2026" in page
    assert f'href="/meetings/{meeting.pk}/"' in form
    assert f'href="/meetings/{meeting.pk}/"' in pack


def test_the_form_begins_with_what_the_meeting_says(desk: Client, file: CaseFile, meeting: Meeting) -> None:
    page = desk.get(f"/files/{file.pk}/packs/new/?meeting={meeting.pk}").content.decode()

    assert re.findall(r'name="person"[^>]*value="([^"]*)"', page) == ["Denise Park"]
    assert "Initial child protection conference on 14 December 2026" in page
    assert re.findall(r'value="(\w+)" checked', page)[:1] == ["CHAIR"]
    assert re.findall(r'name="starts_on"[^>]*value="([^"]*)"', page) == ["2026-09-01"]


def test_the_period_begins_where_the_last_one_ended(file: CaseFile, lead: User) -> None:
    held(file, lead, "CORE_GROUP", date(2026, 11, 3))
    group = planned(file, lead, "CORE_GROUP", date(2026, 12, 14))
    with opened(file, lead):
        told = preset(lead, Meeting.objects.get(pk=group.pk), date(2026, 12, 7))

    assert (told["for_whom"], told["starts_on"], told["ends_on"]) == (
        "CORE_GROUP",
        date(2026, 11, 3),
        date(2026, 12, 7),
    )


def test_in_spring_the_school_year_began_in_september(meeting: Meeting, lead: User, file: CaseFile) -> None:
    with opened(file, lead):
        told = preset(lead, Meeting.objects.get(pk=meeting.pk), date(2027, 2, 1))

    assert told["starts_on"] == date(2026, 9, 1)


def test_a_meeting_of_another_file_fills_in_nothing(desk: Client, file: CaseFile, lead: User, school) -> None:
    other = factories.file(factories.child(school, "Osei", "Ama"), by=lead)
    theirs = planned(other, lead, "CONFERENCE", MONDAY, chair="Denise Park")

    page = desk.get(f"/files/{file.pk}/packs/new/?meeting={theirs.pk}").content.decode()

    assert "Denise Park" not in page


@pytest.mark.parametrize("asked", ["x", "", "00000000-0000-0000-0000-000000000000"])
def test_a_link_that_names_no_meeting_is_the_plain_form(desk: Client, file: CaseFile, asked: str) -> None:
    assert desk.get(f"/files/{file.pk}/packs/new/?meeting={asked}").status_code == 200


@pytest.mark.parametrize("role", ["pastoral", "designated"])
def test_whoever_makes_no_packs_finds_no_link(
    file: CaseFile, lead: User, role: str, request: pytest.FixtureRequest
) -> None:
    meeting = planned(file, lead, "TAC", date(2026, 12, 14))
    client = Client()
    client.force_login(request.getfixturevalue(role))

    page = client.get(f"/meetings/{meeting.pk}/")

    assert "packs" not in page.content.decode()


def test_an_unread_reason_is_no_reason(report: Pack, lead: User) -> None:
    with pytest.raises(Problem):
        shared(report, lead, EARLY, because="  ")
