"""The pages of meetings: planned, recorded without scripts, corrected, cancelled, and who learns of them."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from access.models import User
from access.serving import serving
from audit.models import Entry
from casework.actions.problem import Problem
from casework.models import CaseFile, StatusEpisode
from meetings.models import Attendance, Meeting
from tests import factories
from tests.meetings.worlds import LATER, answered, attended, conference, held, planned, strategy

pytestmark = pytest.mark.django_db


def _at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _url(name: str, *args: Any) -> str:
    return reverse(f"meetings:{name}", args=args)


def _sheet(kind: str, **more: str) -> dict[str, str]:
    return {f"sheet_{code}": words for code, words in answered(kind, **more).items()}


def _asked(**more: Any) -> dict[str, Any]:
    return {"key": uuid4(), "kind": "TAC", "on": "2026-11-20", "at_time": "14:00", "minutes_long": "60"} | more


def test_meeting_create_asks_the_people_of_the_file(file: CaseFile, lead: User) -> None:
    mother = factories.contact(file.child, lead)
    worker = factories.professional(file.child, lead)
    page = _at(lead).get(_url("meeting_create", file.pk)).content.decode()
    assert "Amina Hussain, mother" in page
    assert "Jo Clarke, Social worker" in page

    people = ["child", f"contact-{mother.pk}", f"professional-{worker.pk}", f"user-{lead.pk}"]
    asked = _asked(people=people, others="Sam Field, housing officer, Northmoor Housing")
    answer = _at(lead).post(_url("meeting_create", file.pk), asked, follow=True)

    page = answer.content.decode()
    assert "Meeting planned." in page
    assert "Friday 20 November 2026, 14:00 to 15:00" in page
    told = [(row.capacity, row.status) for row in Attendance.objects.order_by("number")]
    assert told == [(one, "INVITED") for one in ("CHILD", "FAMILY", "AGENCY", "STAFF", "AGENCY")]
    assert "housing officer, Northmoor Housing" in page


def test_meeting_create_sent_twice_plans_one(file: CaseFile, lead: User) -> None:
    asked = _asked(others="Jo")
    for _ in range(2):
        _at(lead).post(_url("meeting_create", file.pk), asked)

    assert Meeting.objects.count() == Attendance.objects.count() == 1


def test_meeting_create_says_what_is_missing_and_keeps_what_was_typed(file: CaseFile, lead: User) -> None:
    answer = _at(lead).post(_url("meeting_create", file.pk), _asked(kind="", on="", minutes_long="4", place="Room 2"))

    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Choose which meeting it is", "Enter the day of the meeting", "Enter 5 minutes or more"):
        assert page.count(words) == 2
    assert 'value="Room 2"' in page


def test_a_pastoral_officer_is_offered_no_safeguarding_meeting_and_sees_none(
    file: CaseFile, lead: User, pastoral: User
) -> None:
    strategy(file, lead)
    secret = Meeting.objects.get()
    held(file, pastoral, "TAC", date(2026, 11, 20), "CONTINUE")

    page = _at(pastoral).get(_url("meeting_create", file.pk)).content.decode()
    listed = _at(pastoral).get(_url("meeting_list", file.pk)).content.decode()

    assert 'value="TAC"' in page
    assert 'value="STRATEGY"' not in page
    assert "Team around the child" in listed
    assert "trategy" not in listed
    assert "onference" not in listed
    assert _at(pastoral).get(_url("meeting_read", secret.pk)).status_code == 404
    refused = _at(pastoral).post(_url("meeting_create", file.pk), _asked(kind="STRATEGY"))
    assert refused.status_code == 422


def test_meeting_record_keeps_a_draft_and_asks_for_the_rest_when_it_is_held(file: CaseFile, lead: User) -> None:
    meeting = attended(planned(file, lead, "TAC", date(2026, 11, 20)), lead)
    client, address = _at(lead), _url("meeting_record", meeting.pk)

    saved = {"version": meeting.version, "then": "save", "sheet_worries": "Late each Monday", "next_on": "2027-01-08"}
    assert client.post(address, saved | {"decision": "CONTINUE"}).status_code == 302
    page = client.get(address).content.decode()
    assert "Late each Monday" in page
    assert 'value="2027-01-08"' in page
    assert "checked" in page
    assert Meeting.objects.get().state == "PLANNED"
    assert "does not count as held yet" in client.get(_url("meeting_read", meeting.pk)).content.decode()

    version = Meeting.objects.get().version
    answer = client.post(address, {"version": version, "then": "hold", "sheet_worries": "Late"})
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Enter the day it was held", "Choose what was decided", "Write the reasons for the decision"):
        assert page.count(words) == 2
    assert "Late" in page

    given = _sheet("TAC", scale="6") | {"version": version, "then": "hold", "held_on": "2026-11-20"}
    answer = client.post(address, given | {"decision": "CONTINUE"}, follow=True)
    page = answer.content.decode()
    assert "Meeting recorded." in page
    assert "6 of 10" in page
    assert (Meeting.objects.get().state, Meeting.objects.get().decision) == ("HELD", "CONTINUE")
    with serving(lead):
        client.get(_url("meeting_read", meeting.pk))
    assert "so_far" not in page


def test_meeting_record_wants_to_know_who_was_there(file: CaseFile, lead: User) -> None:
    meeting = planned(file, lead, "TAC", date(2026, 11, 20))
    given = _sheet("TAC") | {"version": 1, "then": "hold", "held_on": "2026-11-20", "decision": "CONTINUE"}

    answer = _at(lead).post(_url("meeting_record", meeting.pk), given)

    assert answer.status_code == 422
    assert "Say who was there first" in answer.content.decode()


def test_meeting_record_shows_both_when_somebody_was_quicker(file: CaseFile, lead: User, deputy: User) -> None:
    meeting = planned(file, lead, "TAC", date(2026, 11, 20))
    address = _url("meeting_record", meeting.pk)
    _at(deputy).post(address, {"version": 1, "then": "save", "sheet_worries": "Mine"})

    answer = _at(lead).post(address, {"version": 1, "then": "save", "sheet_worries": "Yours"})

    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()
    assert "Yours" in answer.content.decode()


@pytest.mark.parametrize(
    ("review_on", "words"),
    [
        ("2027-03-15", "This is later than the 12 March 2027 that the rule gives: check the date"),
        ("2027-03-06", "This is no working day: check the date"),
        ("2027-03-12", ""),
    ],
)
def test_an_odd_date_of_a_review_is_asked_about_once(
    file: CaseFile, lead: User, review_on: str, words: str, time_machine: Any
) -> None:
    strategy(file, lead)
    meeting = attended(planned(file, lead, "CONFERENCE", date(2026, 12, 14)), lead)
    told = {"version": meeting.version, "then": "hold", "held_on": "2026-12-14", "decision": "PLAN"}
    told |= {"category": "NEGLECT", "core_group_on": "2026-12-30", "authority": "Northmoor", "quorate": "YES"}
    told |= _sheet("CONFERENCE") | {"review_on": review_on}

    time_machine.move_to(LATER, tick=False)
    asked = _at(lead).post(_url("meeting_record", meeting.pk), told)
    again = _at(lead).post(_url("meeting_record", meeting.pk), told | {"keep_review": "on"})

    page = asked.content.decode()
    assert (asked.status_code, 'name="keep_review"' in page) == ((422, True) if words else (302, False))
    assert words in page
    assert again.status_code == (302 if words else 409)  # it was recorded the first time
    assert StatusEpisode.objects.get(kind="CP").review_on == date.fromisoformat(review_on)
    ahead = " ".join(_at(lead).get(_url("meeting_list", file.pk)).content.decode().partition('id="ahead"')[2].split())
    assert "First review conference (conference chair), agreed for" in ahead
    assert f"agreed for {date.fromisoformat(review_on):%-d %B %Y}" in ahead
    assert "agreed for 30 December 2026" in ahead


def test_nobody_was_at_a_cancelled_meeting(file: CaseFile, lead: User) -> None:
    meeting = planned(file, lead, "TAF", date(2026, 12, 14))
    _at(lead).post(_url("meeting_cancel", meeting.pk), {"version": 1, "because": "Snow"})

    for answer in (
        _at(lead).get(_url("meeting_attendance", meeting.pk), follow=True),
        _at(lead).post(_url("meeting_attendance", meeting.pk), {"version": 2, "row1-status": "PRESENT"}, follow=True),
    ):
        assert "This meeting was cancelled: nobody was there." in answer.content.decode()
    assert Attendance.objects.get().status == "INVITED"


def test_one_initial_conference_at_a_time_is_planned(file: CaseFile, lead: User) -> None:
    first = planned(file, lead, "CONFERENCE", date(2026, 12, 14))

    with pytest.raises(Problem, match="An initial conference is planned already: change that one, or cancel it"):
        planned(file, lead, "CONFERENCE", date(2026, 12, 15))

    _at(lead).post(_url("meeting_cancel", first.pk), {"version": 1, "because": "Snow"})
    assert planned(file, lead, "CONFERENCE", date(2026, 12, 15)).state == "PLANNED"


def test_meeting_attendance_is_a_matrix_with_views_and_reports(file: CaseFile, lead: User) -> None:
    strategy(file, lead)
    meeting = planned(file, lead, "CONFERENCE", date(2026, 12, 14))
    row = {"row1-status": "PRESENT", "row1-report": "RECEIVED", "row1-report_on": "2026-12-10", "row1-view_plan": "YES"}
    row |= {"row1-view_category": "NEGLECT", "row1-view_scale": "3", "row1-view_words": "Not safe yet"}
    more = {"more1-name": "Pat Moss", "more1-capacity": "AGENCY", "more1-agency_name": "Police"}
    more |= {"more1-status": "PRESENT", "more2-capacity": "AGENCY", "more2-status": "PRESENT"}

    answer = _at(lead).post(_url("meeting_attendance", meeting.pk), row | more | {"version": 1}, follow=True)

    page = answer.content.decode()
    assert "Saved who was there." in page
    assert "for a plan; neglect; 3 of 10; Not safe yet" in page
    assert "Received, 10 December 2026" in page
    assert "Pat Moss" in page
    assert Attendance.objects.filter(meeting=meeting).count() == 2


def test_meeting_attendance_says_what_is_wrong_and_keeps_it(file: CaseFile, lead: User) -> None:
    meeting = planned(file, lead, "TAC", date(2026, 11, 20))
    row = {"row1-status": "EXCLUDED", "more1-capacity": "AGENCY", "more1-status": "PRESENT", "more1-role": "Nurse"}

    answer = _at(lead).post(
        _url("meeting_attendance", meeting.pk), row | {"version": 1, "more2-capacity": "X", "more2-status": "PRESENT"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Say why this person was kept out") == 2
    assert page.count("Write the name") == 2
    assert 'value="Nurse"' in page


@pytest.mark.parametrize("version", ["0", "", "x", "99999999999999999999"])
def test_meeting_attendance_of_an_older_page_is_told_so(file: CaseFile, lead: User, version: str) -> None:
    meeting = planned(file, lead, "TAC", date(2026, 11, 20))
    row = {"row1-status": "ABSENT", "version": version}
    row |= {f"more{n}-{name}": words for n in (1, 2) for name, words in (("capacity", "STAFF"), ("status", "PRESENT"))}

    answer = _at(lead).post(_url("meeting_attendance", meeting.pk), row)

    assert answer.status_code == 422
    assert "Somebody changed this meeting" in answer.content.decode()


def test_meeting_read_shows_the_decision_and_the_dissent(file: CaseFile, lead: User) -> None:
    strategy(file, lead)
    made = conference(file, lead)
    told = {"who": "The school", "view": "Physical abuse too", "reason": "The marks of November"}
    for _ in range(2):  # pressed twice
        _at(lead).post(_url("dissent_create", made.pk), told | {"key": "5c1d5d0e-4f5a-4f0e-9d5e-0a4b8a1b7c11"})

    assert made.dissents.count() == 1
    page = _at(lead).get(_url("meeting_read", made.pk)).content.decode()

    for words in (
        "Child protection plan",
        "Neglect",
        "Friday 12 March 2027",
        "The school did not agree",
        *told.values(),
    ):
        assert words in page
    assert StatusEpisode.objects.get(kind="CP").ended_on is None


def test_meeting_correct_keeps_what_it_said(file: CaseFile, lead: User) -> None:
    meeting = held(file, lead, "TAC", date(2026, 11, 20), "CONTINUE")
    given = _sheet("TAC", rationale="Put right") | {"version": meeting.version, "reason": "A slip"}

    answer = _at(lead).post(_url("meeting_correct", meeting.pk), given, follow=True)

    page = answer.content.decode()
    assert "Put right" in page
    assert "A slip" in page
    before = _at(lead).get(_url("meeting_version", meeting.pk, 1)).content.decode()
    assert "Put right" not in before
    assert _at(lead).get(_url("meeting_version", meeting.pk, 2)).status_code == 404


def test_meeting_minutes_come_in_and_are_corrected(file: CaseFile, lead: User) -> None:
    meeting = held(file, lead, "TAC", date(2026, 11, 20), "CONTINUE")
    client, address = _at(lead), _url("meeting_minutes", meeting.pk)
    for state, on, note in (
        ("MINUTES_RECEIVED", "2026-11-21", ""),
        ("CORRECTION_ASKED", "2026-11-21", "The date of birth"),
        ("CORRECTED", "2026-11-22", ""),
    ):
        version = Meeting.objects.get().version
        assert 'value="PLANNED"' not in client.get(address).content.decode()
        answer = client.post(address, {"version": version, "state": state, "on": on, "note": note})
        assert answer.status_code == 302, answer.content.decode()

    made = Meeting.objects.get()
    assert (made.state, made.minutes_received_on, made.corrected_on) == (
        "CORRECTED",
        date(2026, 11, 21),
        date(2026, 11, 22),
    )
    assert "The date of birth" in client.get(_url("meeting_read", meeting.pk)).content.decode()


def test_meeting_change_and_invite_and_cancel(file: CaseFile, lead: User) -> None:
    meeting = planned(file, lead, "TAC", date(2026, 11, 20))
    client = _at(lead)

    moved = {"version": 1, "on": "2026-11-25", "at_time": "09:30", "minutes_long": "45", "place": "Room 4"}
    page = client.post(_url("meeting_change", meeting.pk), moved, follow=True).content.decode()
    assert "Wednesday 25 November 2026, 09:30 to 10:15" in page
    page = client.post(
        _url("meeting_invite", meeting.pk), {"version": 2, "others": "Pat Moss, nurse, Health"}, follow=True
    )
    assert "Pat Moss" in page.content.decode()
    page = client.post(_url("meeting_cancel", meeting.pk), {"version": 3, "because": "Snow"}, follow=True)
    assert "Snow" in page.content.decode()

    assert (Meeting.objects.get().state, Meeting.objects.get().sequence) == ("CANCELLED", 2)
    again = client.post(_url("meeting_change", meeting.pk), moved | {"version": 4})
    assert again.status_code == 422


def test_every_act_on_a_meeting_is_in_the_log(file: CaseFile, lead: User) -> None:
    held(file, lead, "TAC", date(2026, 11, 20), "CONTINUE")
    _at(lead).get(_url("meeting_read", Meeting.objects.get().pk))

    acts = Entry.objects.filter(verb__startswith="meeting.").exclude(verb__in=["meeting.created", "meeting.updated"])
    verbs = list(acts.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["meeting.planned", "meeting.attendance", "meeting.held", "meeting.opened"]
