"""An agency that the family excluded gets in by no door: each is tried here, with every way to name it."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from access.models import User
from access.serving import serving
from casework.actions.files import end_episode
from casework.actions.problem import Problem
from casework.models import CaseFile, StatusEpisode
from documents.models import Disclosure
from meetings.actions.arranging import Arrangement, change_meeting, invite, plan_meeting
from meetings.actions.early_help import Agreed, decide_risk, record_agreement, withdraw_agreement
from meetings.actions.holding import Came, Outcome, hold_meeting, note_attendance
from meetings.actions.packs import prepare_pep_pack
from meetings.actions.packs_leaving import keep_copy
from meetings.actions.plans import Wanted, Written, note_progress, note_step, start_plan, supersede_plan
from meetings.models import Attendance, FamilyAgreement, Meeting, Pack, PackCopy, Plan, Step
from meetings.models import Outcome as Better
from meetings.queries.inviting import Invitee
from meetings.queries.known import known_people
from people.models import Agency, Professional
from tests import factories
from tests.meetings import worlds_peps
from tests.meetings.packs.test_of_a_pep import brief as pep_brief
from tests.meetings.packs.worlds import TEXT, a_pack, checked, opened
from tests.meetings.worlds import an_assessment, answered, attended, planned

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = date(2027, 1, 4)
NOT_INVITED = "The family did not agree to share with Westmere Housing: it cannot be invited"
NOT_SENT = "The family has excluded Westmere Housing: nothing about the child is shared with it"
WAYS = [
    "Westmere Housing",
    "  westmere   HOUSING ",
    "Westmere-Housing Ltd",
    "The Westmere Housing Association",
    "WestmereHousing",
    "Wéstmere Housing",
    "Sam Field, Westmere Housing",
    "s.field@westmerehousing.example",
    "s.field@westmere-housing.gov.example",
    "Robin Marsh",
    "robin.marsh@wh-homes.example",
    "somebody.else@wh-homes.example",
]
"""By its name, by a domain that says it, and by who works there or shares their domain."""
OTHERS = ["School nursing", "Westmere Police", "Sam Field", "Housing benefit office", "sam@gmail.com", "Robin Hood"]


@pytest.fixture
def housing(school, lead: User) -> Agency:
    with serving(factories.console(school)):
        return Agency.objects.create(school=school, kind="OTHER", name="Westmere Housing")


@pytest.fixture
def robin(file: CaseFile, lead: User, housing: Agency) -> Professional:
    facts = {"role": "OTHER", "email": "robin.marsh@wh-homes.example", "agency": housing.name}
    return factories.professional(file.child, lead, name="Robin Marsh", **facts)


@pytest.fixture
def shut(file: CaseFile, lead: User, housing: Agency, robin: Professional) -> CaseFile:
    """The file, once the family has excluded housing."""
    agree(file, lead, housing)
    return file


def agree(file: CaseFile, by: User, *excluded: Agency, **more: Any) -> FamilyAgreement:
    with serving(by):
        told = {"who": "Amina Hussain, mother", "agreed_on": date(2026, 11, 23)} | more
        agreed = Agreed(**told, excluded=[str(one.pk) for one in excluded])
        return record_agreement(file=CaseFile.objects.get(pk=file.pk), by=by, at=AT, agreed=agreed)


def arrangement(**more: Any) -> Arrangement:
    return Arrangement(datetime(2027, 1, 4, 14, 0, tzinfo=UTC), **more)


def plan(file: CaseFile, by: User, *invitees: Invitee, **more: Any) -> Meeting:
    with opened(file, by) as now:
        told = {"kind": more.pop("kind", "TAF"), "arrangement": arrangement(**more), "invitees": invitees}
        return plan_meeting(file=now, by=by, at=AT, **told)


def typed(words: str) -> list[Invitee]:
    """The same words in each box of an invitation."""
    return [
        Invitee("AGENCY", "Sam Field", role="Officer", agency_name=words),
        Invitee("AGENCY", "Sam Field", role=words),
        Invitee("FAMILY", words),
    ]


# A meeting


def test_nobody_from_there_is_invited_when_a_meeting_is_planned(shut: CaseFile, lead: User) -> None:
    for invitee in (one for words in WAYS for one in typed(words)):
        with pytest.raises(Problem) as refused:
            plan(shut, lead, invitee)
        assert refused.value.words == NOT_INVITED

    assert Meeting.objects.count() == 0


def test_others_are(shut: CaseFile, lead: User) -> None:
    plan(shut, lead, *(one for words in OTHERS for one in typed(words)))

    assert Attendance.objects.count() == 18


def test_by_record_and_by_who_works_there(shut: CaseFile, lead: User, housing: Agency, robin: Professional) -> None:
    for invitee in (
        Invitee("AGENCY", "Anybody", agency=housing),
        Invitee("AGENCY", "Anybody", professional=robin),
    ):
        with pytest.raises(Problem) as refused:
            plan(shut, lead, invitee)
        assert refused.value.words == NOT_INVITED


def test_nor_later(shut: CaseFile, lead: User) -> None:
    meeting = plan(shut, lead)
    for invitee in (one for words in WAYS for one in typed(words)):
        with opened(shut, lead), pytest.raises(Problem) as refused:
            invite(meeting=meeting, by=lead, at=AT, version=meeting.version, invitees=[invitee])
        assert refused.value.words == NOT_INVITED
    more = [(typed("Westmere Housing")[0], Came("INVITED"))]
    with opened(shut, lead), pytest.raises(Problem) as refused:
        note_attendance(meeting=meeting, by=lead, at=AT, version=meeting.version, came={}, more=more)
    assert refused.value.words == NOT_INVITED
    assert Attendance.objects.count() == 0


def test_who_came_all_the_same_is_written_down(shut: CaseFile, lead: User) -> None:
    meeting = plan(shut, lead)
    with opened(shut, lead):
        more = [(typed("Westmere Housing")[0], Came("PRESENT"))]
        note_attendance(meeting=meeting, by=lead, at=AT, version=meeting.version, came={}, more=more)

    assert Attendance.objects.get().status == "PRESENT"


@pytest.mark.parametrize("box", ["chair", "minute_taker"])
def test_nobody_from_there_runs_it(shut: CaseFile, lead: User, box: str) -> None:
    meeting = plan(shut, lead)
    said = "The family did not agree to share with Westmere Housing: nobody from there can run the meeting"
    for words in WAYS:
        told = arrangement(**{box: words})
        with pytest.raises(Problem) as first:
            plan(shut, lead, **{box: words})
        with opened(shut, lead), pytest.raises(Problem) as changed:
            change_meeting(meeting=meeting, by=lead, at=AT, version=meeting.version, arrangement=told)
        assert (first.value.words, first.value.field) == (said, box)
        assert (changed.value.words, changed.value.field) == (said, box)


def test_the_pages_say_why(shut: CaseFile, lead: User) -> None:
    client = Client()
    client.force_login(lead)
    given = {"key": str(uuid.uuid4()), "kind": "TAF", "on": "2027-01-04", "at_time": "14:00", "minutes_long": "60"}

    typed_in = client.post(f"/files/{shut.pk}/meetings/new/", given | {"others": "Robin Marsh"})
    meeting = plan(shut, lead)
    told = {"version": "1", "on": "2027-01-04", "at_time": "14:00", "minutes_long": "60"}
    changed = client.post(f"/meetings/{meeting.pk}/change/", told | {"chair": "Robin Marsh"})
    asked = client.post(f"/meetings/{meeting.pk}/invite/", {"version": "1", "others": "A, B, westmere housing"})
    page = client.get(f"/meetings/{meeting.pk}/invite/").content.decode()

    assert (typed_in.status_code, NOT_INVITED in typed_in.content.decode()) == (422, True)
    assert (changed.status_code, "nobody from there can run the meeting" in changed.content.decode()) == (422, True)
    assert (asked.status_code, NOT_INVITED in asked.content.decode()) == (422, True)
    assert "The family did not agree to share with Westmere Housing: it cannot be invited." in page
    assert "Robin Marsh" not in page


# A pack


@pytest.mark.parametrize("box", ["person", "role", "agency"])
def test_no_pack_is_prepared_for_it(shut: CaseFile, lead: User, box: str) -> None:
    for words in WAYS:
        recipient = {"person": "Sam Field", "role": "Officer", "agency": ""} | {box: words}
        with pytest.raises(Problem) as refused:
            a_pack(shut, lead, recipient=recipient)
        assert (refused.value.words, Pack.objects.count()) == (NOT_SENT, 0)


def test_a_pack_for_others_is(shut: CaseFile, lead: User) -> None:
    for words in OTHERS:
        a_pack(shut, lead, recipient={"person": words, "role": words, "agency": words})

    assert Pack.objects.count() == len(OTHERS)


@pytest.mark.parametrize("recipient", [{"agency": "Westmere Housing"}, {"person": "robin.marsh@wh-homes.example"}])
def test_what_was_drafted_before_does_not_leave_after(
    file: CaseFile, lead: User, housing: Agency, robin: Professional, recipient: dict[str, str]
) -> None:
    given = {"person": "Sam Field", "role": "Officer", "agency": ""} | recipient
    pack = checked(a_pack(file, lead, "Maya was cold.", recipient=given), lead)
    agree(file, lead, housing)
    with opened(file, lead) as now:
        ready = Pack.objects.select_related("file").get(pk=pack.pk)
        known = known_people(lead, now)
        with pytest.raises(Problem) as refused:
            keep_copy(pack=ready, by=lead, at=AT, pk=uuid.uuid4(), made=TEXT, known=known)

    assert (refused.value.words, PackCopy.objects.count()) == (NOT_SENT, 0)


def test_no_pack_of_a_pep_either_once_the_child_is_out_of_care(school, lead: User, housing: Agency) -> None:
    pep = worlds_peps.begun(worlds_peps.in_care(school, lead), lead)
    agree(pep.file, lead, housing)
    with serving(lead):
        care = StatusEpisode.objects.get(file=pep.file)
        end_episode(episode=care, by=lead, at=worlds_peps.LATER, ended_on=date(2027, 1, 12), because="Home")
    told = {"recipient": {"person": "Sam", "role": "", "agency": "Westmere Housing"}}
    with opened(pep.file, lead), pytest.raises(Problem) as refused:
        prepare_pep_pack(pep=pep, by=lead, at=AT, pk=uuid.uuid4(), brief=pep_brief(**told), parts=[])

    assert refused.value.words == NOT_SENT


# Whatever else leaves


@pytest.mark.parametrize("recipient", [{"agency": "Westmere Housing"}, {"person": "s.field@westmerehousing.example"}])
def test_no_chronology_leaves_for_it(shut: CaseFile, lead: User, recipient: dict[str, str]) -> None:
    factories.event(shut, lead, fact="Maya was cold.")
    client = Client()
    client.force_login(lead)
    told = {"key": str(uuid.uuid4()), "purpose": "A house", "person": "Sam", "role": "Officer", "agency": "Homes"}

    refused = client.post(
        f"/files/{shut.pk}/chronology/export/make/",
        told | {"form": "CSV", "words": "", "read_it": "on"} | recipient,
    )

    assert (refused.status_code, NOT_SENT in refused.content.decode()) == (422, True)
    assert Disclosure.objects.count() == 0


# A family that withdraws


def test_nothing_of_the_plan_goes_on_until_the_risk_is_decided(file: CaseFile, lead: User) -> None:
    assessment = an_assessment(file, lead)
    with opened(file, lead) as now:
        written = Written([Wanted("Warm at home")], contingency="Ring")
        given = {"kind": "EARLY_HELP", "started_on": date(2026, 11, 24), "lead_practitioner": "Jo"}
        made = start_plan(file=now, by=lead, at=AT, written=written, **given)
    with opened(file, lead):
        agreement = FamilyAgreement.objects.get(pk=assessment.agreement_id)
        told = {"withdrawn_on": date(2026, 11, 24), "because": "Enough"}
        withdraw_agreement(agreement=agreement, by=lead, at=AT, version=agreement.version, **told)
    meeting = attended(planned(file, lead, "TAF", date(2026, 11, 23)), lead)
    with opened(file, lead):
        step = Step(school=file.school, file=file, audience="PASTORAL", section=8, author=lead, recorded_at=AT)
        step.outcome = Better.objects.get()
        step.words, step.who = "Call", "Jo"
        step.save()
    later = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
    outcome = Outcome(held_on=date(2026, 11, 23), answers=answered("TAF"), decision="CONTINUE")

    def tries(current: Plan):
        who = {"by": lead, "at": later}
        yield lambda: supersede_plan(plan=current, version=current.version, written=written, **who)
        yield lambda: note_progress(plan=current, meeting=meeting, told={1: ("BETTER", "Seen")}, **who)
        yield lambda: note_step(step=Step.objects.get(), version=1, progress="DONE", **who)
        yield lambda: hold_meeting(
            meeting=Meeting.objects.get(pk=meeting.pk), version=Meeting.objects.get().version, outcome=outcome, **who
        )

    for act in tries(Plan.objects.get(pk=made.pk)):
        with opened(file, lead), pytest.raises(Problem) as refused:
            act()
        assert refused.value.words == "The family withdrew: a safeguarding lead decides about the risk first"

    with opened(file, lead):
        now = FamilyAgreement.objects.get()
        decide_risk(agreement=now, by=lead, at=later, version=now.version, risk="CARRY_ON", words="In school alone")
    for act in tries(Plan.objects.get(pk=made.pk)):
        with opened(file, lead):
            act()
    assert Meeting.objects.get().held_on == date(2026, 11, 23)
