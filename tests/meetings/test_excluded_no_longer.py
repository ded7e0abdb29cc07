"""What the family refused in early help keeps nobody from keeping a child safe: each door that must stand open."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from access.models import School, User
from access.serving import serving
from casework.actions.problem import Problem
from casework.models import CaseFile
from documents.models import Disclosure
from meetings.actions.arranging import cancel_meeting, change_meeting, invite
from meetings.actions.early_help import decide_risk, withdraw_agreement
from meetings.actions.holding import Came, note_attendance
from meetings.actions.packs import prepare_pep_pack
from meetings.actions.packs_leaving import keep_copy
from meetings.models import Attendance, FamilyAgreement, Meeting, Pack, PackCopy
from meetings.queries.inviting import Invitee, agencies_to_ask
from meetings.queries.known import known_people
from meetings.queries.sharing import binds
from meetings.sheets import SHEETS
from people.models import Agency
from tests import factories
from tests.meetings import worlds_peps
from tests.meetings.packs.test_of_a_pep import brief as pep_brief
from tests.meetings.packs.worlds import TEXT, a_pack, checked, opened
from tests.meetings.social_care.worlds import status
from tests.meetings.test_excluded import agree, arrangement, plan
from tests.meetings.worlds import planned

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
STATUTORY = [code for code, sheet in SHEETS.items() if sheet.statutory]
VOLUNTARY = [code for code, sheet in SHEETS.items() if not sheet.statutory]
ADDRESSED = {"person": "Sam Field", "role": "Officer", "agency": "Westmere Housing"}
SAID = (
    "The family did not agree to share with Westmere Housing in early help. "
    "Keeping a child safe does not need its agreement: the purpose says why it is shared."
)


@pytest.fixture
def housing(school: School, lead: User) -> Agency:
    with serving(factories.console(school)):
        return Agency.objects.create(school=school, kind="OTHER", name="Westmere Housing")


@pytest.fixture
def shut(file: CaseFile, lead: User, housing: Agency) -> CaseFile:
    agree(file, lead, housing)
    return file


def somebody(agency: Agency) -> list[Invitee]:
    return [Invitee("AGENCY", "Jo", agency=agency), Invitee("AGENCY", "Jo", agency_name="Westmere Housing")]


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def export(user: User, file: CaseFile) -> int:
    told = {"key": str(uuid.uuid4()), "purpose": "A house", "form": "CSV", "words": "", "read_it": "on"} | ADDRESSED
    return browser(user).post(f"/files/{file.pk}/chronology/export/make/", told).status_code


def test_which_meetings_the_law_calls_for() -> None:
    assert STATUTORY == [
        "STRATEGY", "CONFERENCE", "REVIEW", "PRE_BIRTH", "TRANSFER_IN", "RECONVENED", "CORE_GROUP", "LAC_REVIEW",
        "MARAC",
    ]  # fmt: skip


# A statutory meeting


@pytest.mark.parametrize("kind", ["STRATEGY", "PRE_BIRTH", "TRANSFER_IN", "LAC_REVIEW", "MARAC"])
def test_a_statutory_meeting_is_planned_run_and_asked_to(
    shut: CaseFile,
    lead: User,
    housing: Agency,
    kind: str,
) -> None:
    ran = {"chair": "Robin, Westmere Housing", "minute_taker": "Westmere Housing"}
    meeting = plan(shut, lead, *somebody(housing), kind=kind, **ran)
    with opened(shut, lead):
        told = {"meeting": meeting, "by": lead, "at": AT}
        changed = change_meeting(version=1, arrangement=arrangement(**ran), **told)
        asked = invite(version=changed.version, invitees=somebody(housing), **told)
        more = [(somebody(housing)[1], Came("INVITED"))]
        note_attendance(version=asked.version, came={}, more=more, **told)

    assert Attendance.objects.filter(meeting=meeting).count() == 5
    assert agencies_to_ask(lead, shut, kind) == ([housing], [])


@pytest.mark.parametrize("kind", VOLUNTARY)
def test_no_other_is(shut: CaseFile, lead: User, housing: Agency, kind: str) -> None:
    for invitee in somebody(housing):
        with pytest.raises(Problem, match="it cannot be invited"):
            plan(shut, lead, invitee, kind=kind)

    assert agencies_to_ask(lead, shut, kind) == ([], [housing])


def test_its_pack_is_made_and_leaves(shut: CaseFile, lead: User) -> None:
    meeting = planned(shut, lead, "STRATEGY", date(2026, 11, 25))
    pack = checked(a_pack(shut, lead, "Maya was cold.", recipient=ADDRESSED, meeting=meeting), lead)
    with opened(shut, lead) as now:
        ready = Pack.objects.select_related("file", "meeting").get(pk=pack.pk)
        keep_copy(pack=ready, by=lead, at=AT, pk=uuid.uuid4(), made=TEXT, known=known_people(lead, now))

    assert (PackCopy.objects.count(), Disclosure.objects.count()) == (1, 1)


def test_a_meeting_that_was_cancelled_opens_no_pack(shut: CaseFile, lead: User) -> None:
    meeting = planned(shut, lead, "STRATEGY", date(2026, 11, 25))
    with opened(shut, lead):
        cancel_meeting(meeting=meeting, by=lead, at=AT, version=1, because="A slip")

    with pytest.raises(Problem, match="The family has excluded Westmere Housing"):
        a_pack(shut, lead, recipient=ADDRESSED, meeting=Meeting.objects.get(pk=meeting.pk))


def test_the_pages_say_it_and_go_on(shut: CaseFile, lead: User, housing: Agency) -> None:
    client, new = browser(lead), f"/files/{shut.pk}/meetings/new/"
    given = {"key": str(uuid.uuid4()), "kind": "STRATEGY", "on": "2027-01-04", "at_time": "14:00", "minutes_long": "60"}

    first, asked = client.get(new).content.decode(), client.get(f"{new}?kind=STRATEGY").content.decode()
    made = client.post(new, given | {"agencies": [str(housing.pk)]})
    invites = client.get(f"/meetings/{given['key']}/invite/").content.decode()
    packed = client.get(f"/files/{shut.pk}/packs/new/?meeting={given['key']}").content.decode()

    assert (SAID in first, SAID in asked, SAID in invites, SAID in packed) == (False, True, True, True)
    assert "it cannot be invited. A strategy discussion" in first
    assert (made.status_code, Attendance.objects.get().agency) == (302, housing)


# A status


@pytest.mark.parametrize("kind", ["SECTION_47", "CP", "LAC"])
def test_nothing_is_bound_while_it_stands(shut: CaseFile, lead: User, housing: Agency, kind: str) -> None:
    status(shut, lead, kind, date(2026, 11, 24))

    plan(shut, lead, *somebody(housing), chair="Westmere Housing")
    a_pack(shut, lead, recipient=ADDRESSED)

    assert (Attendance.objects.count(), Pack.objects.count()) == (2, 1)
    assert SAID in browser(lead).get(f"/files/{shut.pk}/packs/new/").content.decode()
    factories.event(shut, lead, fact="Maya was cold.")
    assert (export(lead, shut), Disclosure.objects.count()) == (200, 1)


@pytest.mark.parametrize(("kind", "ended_by"), [("SECTION_47", "CONFERENCE"), ("CP", "REVIEW_CONFERENCE"), ("LAC", "")])
def test_it_binds_again_when_it_has_ended(shut: CaseFile, lead: User, kind: str, ended_by: str) -> None:
    status(shut, lead, kind, date(2026, 11, 20), date(2026, 11, 24), ended_by=ended_by)

    assert binds(lead, shut)


@pytest.mark.parametrize("kind", ["CIN", "FAMILY_HELP", "EARLY_HELP"])
def test_no_lesser_one_opens_anything(shut: CaseFile, lead: User, kind: str) -> None:
    status(shut, lead, kind, date(2026, 11, 24))

    assert binds(lead, shut)


def test_whoever_may_not_see_an_enquiry_learns_of_none(shut: CaseFile, lead: User, pastoral: User) -> None:
    before = (binds(pastoral, shut), browser(pastoral).get(f"/files/{shut.pk}/meetings/new/?kind=TAF").status_code)
    status(shut, lead, "SECTION_47", date(2026, 11, 24))

    assert before == (True, 200)
    assert binds(pastoral, shut)


def test_a_pack_of_a_pep_is_open_while_the_child_is_in_care(school, lead: User, housing: Agency) -> None:
    pep = worlds_peps.begun(worlds_peps.in_care(school, lead), lead)
    agree(pep.file, lead, housing)
    told = {"recipient": {"person": "Sam", "role": "", "agency": "Westmere Housing"}}
    with opened(pep.file, lead):
        prepare_pep_pack(pep=pep, by=lead, at=AT, pk=uuid.uuid4(), brief=pep_brief(**told), parts=[])

    assert Pack.objects.count() == 1


# A decision about the risk


@pytest.mark.parametrize(("risk", "bound"), [("REFER", False), ("CARRY_ON", True), ("MONITOR", True)])
def test_what_is_referred_is_not_bound(shut: CaseFile, lead: User, risk: str, bound: bool) -> None:
    with opened(shut, lead):
        now = FamilyAgreement.objects.get()
        told = {"withdrawn_on": date(2026, 11, 24), "because": "Enough"}
        withdraw_agreement(agreement=now, by=lead, at=AT, version=now.version, **told)
    with opened(shut, lead):
        now = FamilyAgreement.objects.get()
        decide_risk(agreement=now, by=lead, at=AT, version=now.version, risk=risk, words="In school alone")

    assert binds(lead, shut, "TAF") is bound


def test_of_an_earlier_agreement_it_opens_nothing(shut: CaseFile, lead: User, housing: Agency) -> None:
    test_what_is_referred_is_not_bound(shut, lead, "REFER", False)
    agree(shut, lead, housing, agreed_on=date(2026, 11, 24))

    with serving(lead):
        assert binds(lead, shut, "TAF")
