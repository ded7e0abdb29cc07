"""The pages of early help and of plans, as the pastoral officer and the lead work with them."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.models import User
from access.roles import Audience, Section
from access.serving import serving
from casework.models import AgreedAction, CaseFile
from meetings.models import Assessment, FamilyAgreement, Outcome, Plan, Step
from meetings.queries.inviting import colleagues
from people.models import Agency
from tests import factories
from tests.meetings.test_early_help import ANSWERS
from tests.meetings.worlds import a_plan, conference, held, strategy

pytestmark = pytest.mark.django_db


def _at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _url(name: str, *args: Any) -> str:
    return reverse(f"meetings:{name}", args=args)


def _agree(client: Client, file: CaseFile, **more: Any) -> FamilyAgreement:
    told = {"key": uuid4(), "given": "yes", "who": "Amina Hussain, mother", "agreed_on": "2026-11-20"} | more
    assert client.post(_url("agreement_create", file.pk), told).status_code == 302
    return FamilyAgreement.objects.get(pk=told["key"])


def _assess(client: Client, file: CaseFile) -> Assessment:
    told = {"key": uuid4(), "started_on": "2026-11-20", "lead_practitioner": "Priya Shah"}
    assert client.post(_url("assessment_create", file.pk), told).status_code == 302
    return Assessment.objects.get(pk=told["key"])


def _written(**more: str) -> dict[str, str]:
    return {"outcome1-words": "In school on time", "outcome1-worry": "Late", "contingency": "Home visit"} | more


def test_early_help_from_the_agreement_to_the_end(file: CaseFile, pastoral: User, lead: User) -> None:
    with serving(factories.console(file.school)):
        housing = Agency.objects.create(school=file.school, kind=Agency.Kind.OTHER, name="Northmoor Housing")
        nurse = Agency.objects.create(school=file.school, kind=Agency.Kind.HEALTH, name="School nursing")
    client = _at(pastoral)
    _agree(client, file, scope=[str(nurse.pk)], excluded=[str(housing.pk)])
    page = client.get(_url("plan_list", file.pk)).content.decode()
    assert "It may be shared with School nursing." in page
    assert "Nothing is shared with Northmoor Housing." in page
    assert "it cannot be invited" in client.get(_url("meeting_create", file.pk)).content.decode()

    made = _assess(client, file)
    page = client.get(_url("assessment_read", made.pk)).content.decode()
    assert "kind=TAF" in page
    write = _url("assessment_write", made.pk)
    assert client.post(write, {"version": 1, "then": "save", "sheet_reason": "Late since September"}).status_code == 302
    answer = client.post(write, {"version": 2, "then": "finish", "sheet_reason": "Late since September"})
    assert answer.status_code == 422
    assert answer.content.decode().count("Write what the child says") == 2
    given = {f"sheet_{code}": words for code, words in ANSWERS.items()} | {"version": 2, "then": "finish"}
    page = client.post(write, given, follow=True).content.decode()
    assert "I get my brother up" in page
    assert "4 of 10" in page

    assert client.get(_url("assessment_authorise", made.pk)).status_code == 403
    told = {"version": 3, "read": "on"}
    assert "Authorised" in _at(lead).post(_url("assessment_authorise", made.pk), told, follow=True).content.decode()
    ending = {"version": 4, "exit": "NEEDS_MET", "closed_on": str(timezone.localdate()), "scale_at_end": "8"}
    answer = _at(lead).post(_url("assessment_close", made.pk), ending)
    assert answer.content.decode().count("Say how far each outcome has come") == 2
    told = {"distance": "On time: 4 to 8", "family_feedback": "It helped", "contingency": "Ring Priya"}
    page = _at(lead).post(_url("assessment_close", made.pk), ending | told, follow=True).content.decode()
    assert "from 4 to 8 of 10" in page
    assert "On time: 4 to 8" in page


def test_agreement_withdraw_and_risk(file: CaseFile, pastoral: User, lead: User) -> None:
    client = _at(pastoral)
    agreement = _agree(client, file)
    _assess(client, file)
    plan = {"key": uuid4(), "kind": "EARLY_HELP", "started_on": "2026-11-21", "lead_practitioner": "Priya Shah"}
    client.post(_url("plan_create", file.pk), plan | _written())

    withdrawn = {"version": 1, "withdrawn_on": "2026-11-21", "because": "Too much"}
    page = client.post(_url("agreement_withdraw", agreement.pk), withdrawn, follow=True).content.decode()
    assert "Risk not decided" in page
    assert "Stopped" in client.get(_url("plan_read", plan["key"])).content.decode()
    refused = client.post(_url("plan_supersede", plan["key"]), _written(version="2", because="On"))
    assert refused.status_code == 422
    assert client.get(_url("agreement_risk", agreement.pk)).status_code == 403

    decided = {"version": 2, "risk": "CARRY_ON", "words": "Seen each day"}
    page = _at(lead).post(_url("agreement_risk", agreement.pk), decided, follow=True).content.decode()
    assert "Carry on with the plan, in school alone" in page
    assert "Seen each day" in page
    assert Plan.objects.get().state == "RUNNING"


def test_plan_create_read_supersede_and_the_steps_between(file: CaseFile, lead: User, deputy: User) -> None:
    client, key = _at(lead), uuid4()
    asked = {"key": key, "kind": "CP", "started_on": "2026-11-20", "lead_practitioner": "Jo Clarke"}
    answer = client.post(_url("plan_create", file.pk), asked | {"outcome1-worry": "Late"})
    assert answer.status_code == 422
    assert "Late" in answer.content.decode()
    assert client.post(_url("plan_create", file.pk), asked | _written()).status_code == 302

    outcome = Outcome.objects.get()
    step = {"key": uuid4(), "words": "Ring at eight", "owner": str(deputy.pk), "due_on": "2027-12-01"}
    page = client.post(_url("step_create", outcome.pk), step, follow=True).content.decode()
    assert "Ring at eight" in page
    assert AgreedAction.objects.get().owner == deputy
    answer = client.post(_url("step_create", outcome.pk), step | {"key": uuid4(), "owner": ""})
    assert answer.content.decode().count("Choose who does it, or write who") == 2

    stuck = {"version": 1, "progress": "BLOCKED", "note": "No answer"}
    page = client.post(_url("step_note", Step.objects.get().pk), stuck, follow=True).content.decode()
    assert "Stuck" in page
    assert "No answer" in page

    again = _written(version="1", because="Later is fine") | {"outcome1-words": "In school by nine"}
    page = client.post(_url("plan_supersede", key), again, follow=True).content.decode()
    assert "In school by nine" in page
    assert "Ring at eight" in page
    before = client.get(_url("plan_version", key, 1)).content.decode()
    assert "In school on time" in before
    assert "This version was superseded" in before
    assert client.get(_url("plan_version", key, 3)).status_code == 404


def test_plan_progress_brings_the_steps_back_with_their_state(file: CaseFile, lead: User) -> None:
    plan = a_plan(file, lead)
    meeting = held(file, lead, "CORE_GROUP", date(2026, 11, 20))
    client, address = _at(lead), _url("plan_progress", meeting.pk)
    page = client.get(address).content.decode()
    assert "Welfare check" in page
    assert "Not started" in page
    answer = client.post(address, {"outcome1-direction": "WORSE"})
    assert answer.content.decode().count("Say what shows it") == 2

    page = client.post(address, {"outcome1-direction": "WORSE", "outcome1-evidence": "Two nights alone"}, follow=True)

    assert "Two nights alone" in page.content.decode()
    assert "Two nights alone" in client.get(_url("plan_read", plan.pk)).content.decode()


def test_plan_end_says_why(file: CaseFile, lead: User) -> None:
    plan = a_plan(file, lead)

    told = {"version": plan.version, "ended_on": str(timezone.localdate()), "because": "Moved to Leeds"}
    page = _at(lead).post(_url("plan_end", plan.pk), told, follow=True).content.decode()

    assert "Moved to Leeds" in page
    assert "Write the next version" not in page


def test_whoever_sees_a_file_in_full_is_told_without_reserve(file: CaseFile, lead: User, pastoral: User) -> None:
    for name, what in (("plan_list", "plan"), ("meeting_list", "meeting")):
        deed = "written" if what == "plan" else "recorded"
        assert f"No {what} has been {deed}." in _at(lead).get(_url(name, file.pk)).content.decode()
        in_part = _at(pastoral).get(_url(name, file.pk)).content.decode()
        assert f"No {what} that you can see has been {deed}." in in_part


def test_a_pastoral_officer_sees_no_protection_plan(file: CaseFile, lead: User, pastoral: User) -> None:
    before = _at(pastoral).get(_url("plan_list", file.pk)).content.decode()
    plan = a_plan(file, lead)

    after = _at(pastoral).get(_url("plan_list", file.pk)).content.decode()

    assert "No plan that you can see has been written." in after
    assert after.count("<li") == before.count("<li")
    assert _at(pastoral).get(_url("plan_read", plan.pk)).status_code == 404
    assert 'value="CP"' not in _at(pastoral).get(_url("plan_create", file.pk)).content.decode()


@pytest.mark.parametrize("asked", ["?kind=NOPE&on=2026-99-99", "?kind=TAF&on=nonsense", "?meeting=x"])
def test_a_broken_link_fills_in_nothing(file: CaseFile, lead: User, asked: str) -> None:
    client = _at(lead)

    assert client.get(_url("meeting_create", file.pk) + asked).status_code == 200
    assert client.get(_url("plan_create", file.pk) + asked).status_code == 200


def test_a_step_is_offered_to_those_alone_who_may_read_it(
    file: CaseFile, lead: User, deputy: User, pastoral: User
) -> None:
    def offered(audience: Audience) -> set[User]:
        with serving(lead):
            return set(colleagues(lead, file, timezone.now(), Section.PLAN, audience))

    assert offered(Audience.PASTORAL) == {lead, deputy, pastoral}
    assert offered(Audience.SAFEGUARDING) == {lead, deputy}


def test_a_step_of_a_protection_plan_is_not_offered_to_a_pastoral_officer(
    file: CaseFile, lead: User, deputy: User, pastoral: User
) -> None:
    outcome = a_plan(file, lead).now.outcomes.get()

    page = _at(lead).get(_url("step_create", outcome.pk)).content.decode()

    assert set(re.findall(r'<option value="([^"]+)"', page)) == {str(lead.pk), str(deputy.pk)}


def test_plan_create_after_a_conference_is_a_protection_plan_from_its_day(file: CaseFile, lead: User) -> None:
    strategy(file, lead)
    meeting = conference(file, lead, date(2026, 12, 14))

    page = _at(lead).get(f"{_url('plan_create', file.pk)}?meeting={meeting.pk}").content.decode()

    assert re.findall(r'<input[^>]*value="(\w+)" checked', page) == ["CP"]
    assert 'value="2026-12-14"' in page
