"""One child's statuses leave exactly as they are known, checked beforehand, hashed, and entered before they leave."""

import json
import uuid
from datetime import date
from hashlib import sha256

import pytest

from access.models import School, User
from access.serving import serving
from audit.models import Entry
from casework.models import CaseFile
from documents.actions import reference
from documents.models import Disclosure
from meetings.actions.early_help import Agreed, record_agreement
from meetings.models import AbuseCategory, AuthorityNumber
from people.models import Agency
from tests import factories
from tests.meetings.social_care.worlds import (
    browser,
    check,
    children,
    in_need,
    make,
    numbered,
    placed,
    seen,
    status,
    text,
)
from tests.meetings.worlds import LATER, conference, held, strategy
from tests.outside.csc import faults
from vault import keyring

pytestmark = pytest.mark.django_db


def first(response, section: str) -> dict:
    told = children(response)
    assert faults(told) == []
    return told[0]["social_care_episodes"][0][section][0]


@pytest.fixture
def maya(school: School, lead: User) -> CaseFile:
    child = factories.child(school, upn="H801200001001", preferred_forename="May")
    return numbered(factories.file(child, by=lead), lead)


def test_one_child_from_the_strategy_discussion_to_the_plan(maya: CaseFile, lead: User) -> None:
    need = status(maya, lead, "CIN", date(2026, 9, 14))
    strategy(maya, lead)
    conference(maya, lead)
    enquiry, plan = maya.statusepisodes.get(kind="SECTION_47"), maya.statusepisodes.get(kind="CP")

    told = children(make(lead, maya))

    assert faults(told) == []
    assert told == [
        {
            "la_child_id": "NM204117",
            "mis_child_id": str(maya.child_id),
            "child_details": {
                "unique_pupil_number": "H801200001001",
                "first_name": "Maya",
                "surname": "Hussain",
                "date_of_birth": "2013-03-04",
                "sex": "F",
            },
            "social_care_episodes": [
                {
                    "social_care_episode_id": str(need.pk),
                    "child_in_need_plans": [
                        {
                            "child_in_need_plan_id": str(need.pk),
                            "start_date": "2026-09-14",
                            "end_date": "2026-12-14",
                        }
                    ],
                    "section_47_assessments": [
                        {
                            "section_47_assessment_id": str(enquiry.pk),
                            "start_date": "2026-11-23",
                            "icpc_required_flag": True,
                            "icpc_date": "2026-12-14",
                            "end_date": "2026-12-14",
                        }
                    ],
                    "child_protection_plans": [{"child_protection_plan_id": str(plan.pk), "start_date": "2026-12-14"}],
                }
            ],
        }
    ]


@pytest.mark.parametrize("category", AbuseCategory.values)
def test_a_plan_of_each_category_goes_out_alike_and_the_page_says_that_the_category_stays(
    maya: CaseFile, lead: User, category: str
) -> None:
    strategy(maya, lead)
    conference(maya, lead, category=category)

    page, made = text(check(lead, maya)), make(lead, maya)

    plan = maya.statusepisodes.get(kind="CP")
    assert first(made, "child_protection_plans") == {
        "child_protection_plan_id": str(plan.pk),
        "start_date": "2026-12-14",
    }
    assert "The category of a child protection plan stays out" in page
    assert AbuseCategory(category).label.split()[0] not in made.content.decode()


def test_an_enquiry_that_was_not_substantiated_required_no_conference(maya: CaseFile, lead: User) -> None:
    made = status(maya, lead, "SECTION_47", date(2027, 1, 5), date(2027, 1, 20), ended_by="NOT_SUBSTANTIATED")

    assert first(make(lead, maya), "section_47_assessments") == {
        "section_47_assessment_id": str(made.pk),
        "start_date": "2027-01-05",
        "icpc_required_flag": False,
        "end_date": "2027-01-20",
    }


def test_a_transfer_in_conference_is_no_initial_one(maya: CaseFile, lead: User) -> None:
    enquiry = status(maya, lead, "SECTION_47", date(2027, 1, 5))
    plan = {"category": "NEGLECT", "review_on": date(2027, 5, 12), "core_group_on": date(2027, 1, 30)}
    held(maya, lead, "TRANSFER_IN", date(2027, 1, 20), "PLAN", **plan)

    assert first(make(lead, maya), "section_47_assessments") == {
        "section_47_assessment_id": str(enquiry.pk),
        "start_date": "2027-01-05",
        "end_date": "2027-01-20",
    }


def test_a_status_that_names_no_authority_stays_out_and_the_page_says_so(maya: CaseFile, lead: User) -> None:
    status(maya, lead, "CIN", date(2027, 1, 5))
    blank = status(maya, lead, "LAC", date(2027, 1, 5))
    with serving(lead):
        blank.authority = ""
        blank.save()

    page, told = text(check(lead, maya)), children(make(lead, maya))

    assert "A status that names no local authority stays out." in page
    assert list(told[0]["social_care_episodes"][0]) == ["social_care_episode_id", "child_in_need_plans"]


def test_a_pupil_number_of_another_length_stays_out_and_the_page_says_so(school: School, lead: User) -> None:
    file = numbered(factories.file(factories.child(school, upn="TEMP1"), by=lead), lead)
    status(file, lead, "CIN", date(2027, 1, 5))

    page, told = text(check(lead, file)), children(make(lead, file))

    assert "A UPN that is not 13 characters long stays out." in page
    assert "unique_pupil_number" not in told[0]["child_details"]


def test_a_conference_outside_an_enquiry_says_nothing_of_it(maya: CaseFile, lead: User) -> None:
    strategy(maya, lead)
    conference(maya, lead, decision="TO_CIN")
    status(maya, lead, "SECTION_47", date(2027, 4, 5))

    told = children(make(lead, maya))[0]["social_care_episodes"][0]["section_47_assessments"]

    assert [one.get("icpc_date") for one in told] == ["2026-12-14", None]
    assert [one.get("icpc_required_flag") for one in told] == [True, None]


def test_a_time_in_care_without_placements_is_one_of_its_own_and_the_page_says_so(maya: CaseFile, lead: User) -> None:
    care = status(maya, lead, "LAC", date(2027, 1, 5), date(2027, 3, 1), basis="Section 20")

    page, made = text(check(lead, maya)), make(lead, maya)

    assert first(made, "child_looked_after_placements") == {
        "child_looked_after_placement_id": str(care.pk),
        "start_date": "2027-01-05",
        "end_date": "2027-03-01",
    }
    assert "Placements are given by their dates alone, and a time in care without a placement as one" in page
    assert "The legal basis stays out: the Department’s shape has no place for it." in page


def test_each_placement_goes_out_by_its_dates_and_not_by_its_words(maya: CaseFile, lead: User) -> None:
    care = status(maya, lead, "LAC", date(2027, 1, 5), basis="Section 20")
    first, second = (
        placed(care, lead, since, "canary, 6 Linden Court WM3 9ZQ") for since in (date(2027, 1, 5), date(2027, 3, 1))
    )

    page, made = text(check(lead, maya)), make(lead, maya)

    assert faults(children(made)) == []
    assert children(made)[0]["social_care_episodes"][0]["child_looked_after_placements"] == [
        {
            "child_looked_after_placement_id": str(first.pk),
            "start_date": "2027-01-05",
            "end_date": "2027-03-01",
        },
        {"child_looked_after_placement_id": str(second.pk), "start_date": "2027-03-01"},
    ]
    assert "; a placement since 5 January 2027; a placement since 1 March 2027" in page
    assert "canary" not in made.content.decode() + page


@pytest.mark.parametrize("kind", ["FAMILY_HELP", "EARLY_HELP", "PLAC"])
def test_what_is_not_the_authoritys_social_care_is_not_exported(maya: CaseFile, lead: User, kind: str) -> None:
    status(maya, lead, kind, date(2027, 1, 5))

    page = browser(lead).get(f"/files/{maya.pk}/social-care/")

    assert "No status with a local authority is recorded on this file" in text(page)
    assert make(lead, maya).status_code == 422


def test_check_tells_what_goes_out(maya: CaseFile, lead: User) -> None:
    strategy(maya, lead)
    conference(maya, lead)

    page = text(check(lead, maya))

    assert "Section 47 enquiry: 23 November 2026 to 14 December 2026; initial conference on 14 December 2026" in page
    assert "Child protection plan: 14 December 2026, not ended" in page
    assert "Denise Park, Team manager, Northmoor Children’s Services" in page
    assert "It tells that a child is, or was, in need, at risk of harm or in care." in page


def test_export_is_entered_with_the_hash_of_the_very_bytes(maya: CaseFile, lead: User) -> None:
    episode = status(maya, lead, "CIN", date(2027, 1, 5))

    response = make(lead, maya)

    made, number = Disclosure.objects.get(), AuthorityNumber.objects.get()
    entry = Entry.objects.get(verb="file.exported")
    look = Entry.objects.filter(verb="file.opened", reason_code="EXPORT_FILE").last()
    assert sha256(response.content).hexdigest() == made.sha256 == entry.content_hash
    assert (entry.scope, entry.object_uuid, look.pk < entry.pk, made.form) == (maya.pk, made.pk, True, "JSON")
    with serving(lead):
        keyring.unlock(made.school_id, made.scope, made.audience, made.section)
        keyring.unlock(made.school_id, made.school_id, "AUDIT", 1)
        assert made.recipient.value == {
            "person": "Denise Park",
            "role": "Team manager",
            "agency": "Northmoor Children’s Services",
        }
        assert made.contents.value == {
            "shape": "DfE CSC API 1.0.1",
            "reference": reference(made.pk),
            "authority": "Northmoor",
            "records": [
                ["child", str(maya.child_id), 1],
                ["statusepisode", str(episode.pk), 1],
                ["authoritynumber", str(number.pk), 1],
            ],
        }
        assert json.loads(entry.details_text()) == {"reason": "Agreed list of children with a plan"}


def test_file_says_nothing_by_its_name_and_stays_nowhere(maya: CaseFile, lead: User) -> None:
    status(maya, lead, "CIN", date(2027, 1, 5))

    response = make(lead, maya, key="0123abcd-0000-4000-8000-000000000000")

    assert response["Content-Disposition"] == 'attachment; filename="social-care-SH-0123-ABCD.json"'
    assert response["Content-Type"] == "application/json"
    assert (response["Cache-Control"], response["Content-Security-Policy"]) == ("no-store", "sandbox")


def test_nothing_leaves_before_the_warnings_are_read(maya: CaseFile, lead: User) -> None:
    status(maya, lead, "CIN", date(2027, 1, 5))

    response = make(lead, maya, read_it="")

    assert response.status_code == 422
    assert "Tick that you have read the warnings" in text(response)
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("without", "says"),
    [
        ("purpose", "Say what it is for"),
        ("person", "Enter who it is for"),
        ("role", "Enter their role"),
        ("agency", "Enter their agency"),
        ("authority", "Choose the local authority"),
    ],
)
@pytest.mark.parametrize("step", [check, make], ids=["check", "make"])
def test_export_needs_a_purpose_a_recipient_and_an_authority(
    maya: CaseFile, lead: User, step, without: str, says: str
) -> None:
    status(maya, lead, "CIN", date(2027, 1, 5))

    response = step(lead, maya, **{without: ""})

    assert (response.status_code, says in text(response)) == (422, True)
    assert not Disclosure.objects.exists()


def test_pressed_twice_leaves_once(maya: CaseFile, lead: User) -> None:
    status(maya, lead, "CIN", date(2027, 1, 5))
    key = str(uuid.uuid4())

    first, second = make(lead, maya, key=key), make(lead, maya, key=key)

    assert (first.status_code, second.status_code, Disclosure.objects.count()) == (200, 422, 1)
    assert "This export was made before." in text(second)


@pytest.mark.parametrize("step", [check, make], ids=["check", "make"])
def test_without_the_authoritys_number_nothing_is_made_and_the_page_says_what_is_missing(
    school: School, lead: User, step
) -> None:
    file = in_need(school, lead, "Hussain", "Maya", number="")

    response = step(lead, file)

    assert response.status_code == 422
    assert "It cannot be made Northmoor’s number for the child is not recorded." in text(response)
    assert not Disclosure.objects.exists()


def test_a_number_of_another_authority_is_not_this_ones(school: School, lead: User) -> None:
    file = in_need(school, lead, "Hussain", "Maya", number="")
    numbered(file, lead, "HB1", authority="Harbour Bay")

    assert make(lead, file).status_code == 422


def test_statuses_with_another_authority_stay_out_and_the_page_says_so(maya: CaseFile, lead: User) -> None:
    status(maya, lead, "CIN", date(2027, 1, 5), date(2027, 2, 5), authority="Harbour Bay")
    ours = status(maya, lead, "CP", date(2027, 3, 5), authority=" northmoor ")

    asked = {"authority": "northmoor"}
    page, told = text(check(lead, maya, **asked)), children(make(lead, maya, **asked))

    assert "A status with another local authority stays out." in page
    assert told[0]["social_care_episodes"] == [
        {
            "social_care_episode_id": str(ours.pk),
            "child_protection_plans": [{"child_protection_plan_id": str(ours.pk), "start_date": "2027-03-05"}],
        }
    ]


def test_what_the_family_excluded_in_early_help_is_said_and_keeps_social_care_from_nothing(
    maya: CaseFile, lead: User
) -> None:
    status(maya, lead, "CIN", date(2027, 1, 5))
    with serving(lead):
        agency = Agency.objects.create(school=maya.school, kind="VOLUNTARY", name="Harbour Trust")
        agreed = Agreed(who="Amina Hussain", agreed_on=date(2026, 11, 20), excluded=[str(agency.pk)])
        record_agreement(file=maya, by=lead, at=LATER, agreed=agreed)

    told = {"agency": "Harbour Trust"}

    assert (
        "The family did not agree to share with Harbour Trust in early help. "
        "Keeping a child safe does not need its agreement: the purpose says why it is shared."
    ) in text(check(lead, maya, **told))
    assert make(lead, maya, **told).status_code == 200


def test_the_number_is_noted_and_the_latest_counts(school: School, lead: User) -> None:
    file = in_need(school, lead, "Hussain", "Maya", number="")
    client, address = browser(lead), f"/files/{file.pk}/social-care/number/"

    for number in ("NM1", " NM2 "):
        told = {"key": str(uuid.uuid4()), "authority": "Northmoor", "number": number}
        assert client.post(address, told)["Location"] == f"/files/{file.pk}/social-care/"

    assert "Northmoor’s number for the child NM2 Change" in text(client.get(f"/files/{file.pk}/social-care/"))
    assert children(make(lead, file))[0]["la_child_id"] == "NM2"
    assert AuthorityNumber.objects.count() == 2


@pytest.mark.parametrize("number", ["", "NM 1", "NM-1", "2" * 21])
def test_what_cannot_be_a_number_is_refused(school: School, lead: User, number: str) -> None:
    file = in_need(school, lead, "Hussain", "Maya", number="")
    told = {"key": str(uuid.uuid4()), "authority": "Northmoor", "number": number}

    refused = browser(lead).post(f"/files/{file.pk}/social-care/number/", told)

    assert (refused.status_code, AuthorityNumber.objects.count()) == (422, 0)


def test_sent_twice_the_number_is_noted_once(school: School, lead: User) -> None:
    file = in_need(school, lead, "Hussain", "Maya", number="")
    told = {"key": str(uuid.uuid4()), "authority": "Northmoor", "number": "NM1"}

    for _ in range(2):
        browser(lead).post(f"/files/{file.pk}/social-care/number/", told)

    assert AuthorityNumber.objects.count() == 1


def test_the_file_leads_a_lead_there_and_nobody_else(maya: CaseFile, lead: User, pastoral: User) -> None:
    status(maya, lead, "CIN", date(2027, 1, 5))

    for user, links in ((lead, 1), (pastoral, 0)):
        page = browser(user).get(f"/files/{maya.pk}/").content.decode()
        assert page.count(f'href="/files/{maya.pk}/social-care/"') == links


def test_what_changed_after_it_was_read_does_not_leave_before_it_is_read_again(maya: CaseFile, lead: User) -> None:
    status(maya, lead, "CIN", date(2027, 1, 5))
    read = seen(check(lead, maya))
    status(maya, lead, "CP", date(2027, 1, 20))

    changed = make(lead, maya, seen=read)
    again = make(lead, maya, seen=seen(changed))

    assert changed.status_code == 422
    assert "What would leave has changed since you read it. Read it again." in text(changed)
    assert 'name="read_it" value="on" checked' not in " ".join(changed.content.decode().split())
    assert len(children(again)[0]["social_care_episodes"][0]["child_protection_plans"]) == 1
    assert Disclosure.objects.count() == 1


def test_nothing_leaves_that_was_not_shown(maya: CaseFile, lead: User) -> None:
    status(maya, lead, "CIN", date(2027, 1, 5))

    assert (make(lead, maya, seen="").status_code, Disclosure.objects.count()) == (422, 0)
