"""Who must not learn what by an export for social care? A hidden file, a wall, another school, another role."""

from datetime import date

import pytest
from django.db import transaction

from access.models import School, User
from access.roles import Audience, Role, Section
from access.serving import serving
from audit.models import Entry
from casework.actions.reach import grant_reach
from casework.models import CaseFile
from documents.models import Disclosure
from meetings.models import AuthorityNumber
from meetings.queries.social_care import numbers_on
from tests import factories
from tests.leaks.addresses import same
from tests.meetings.social_care.worlds import (
    NORTHMOOR,
    answers,
    browser,
    check,
    check_all,
    children,
    in_need,
    make,
    make_all,
    names,
    numbered,
    seen,
    status,
)
from tests.meetings.worlds import LATER, conference, strategy
from vault import keyring

pytestmark = pytest.mark.django_db
OTHERS = ("pastoral", "designated", "teacher", "head", "chair", "auditor", "technical", "stranger")
PAGES = ("", "check/", "make/")
CANARY = "CANARY7"


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("page", PAGES)
def test_nobody_but_a_lead_finds_the_school_wide_export(
    school: School, lead: User, who: str, page: str, request: pytest.FixtureRequest
) -> None:
    in_need(school, lead, "Hussain", "Maya")
    client = browser(request.getfixturevalue(who))

    answer = client.post(f"/files/social-care/{page}", answers()) if page else client.get("/files/social-care/")

    assert answer.status_code == 404
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("page", [*PAGES, "number/"])
def test_nobody_but_a_lead_exports_a_child_or_reads_the_number(
    school: School, lead: User, who: str, page: str, request: pytest.FixtureRequest
) -> None:
    file = in_need(school, lead, "Hussain", "Maya", CANARY)
    client = browser(request.getfixturevalue(who))
    address = f"/files/{file.pk}/social-care/{page}"

    answer = client.post(address, answers(number="1")) if page else client.get(address)

    # The pastoral officer of the year sees the file, and is refused; for the others there is none.
    assert answer.status_code == (403 if who == "pastoral" else 404)
    assert CANARY.encode() not in answer.content
    assert (Disclosure.objects.count(), AuthorityNumber.objects.count()) == (0, 1)


def _asked(user: User) -> list[tuple[int, bytes]]:
    client = browser(user)
    key = "00000000-0000-4000-8000-00000000abcd"
    found = [client.get("/files/social-care/")]
    for which in ("OPEN", "EVER"):
        for authority in (NORTHMOOR, "Harbour Bay"):
            told = answers(which=which, authority=authority, key=key)
            found.append(client.post("/files/social-care/check/", told))
    found.append(client.post("/files/social-care/make/", answers(key=key, seen=seen(found[1]))))
    return [(answer.status_code, same(answer.content)) for answer in found]


@pytest.mark.parametrize("walled", [False, True], ids=["restricted", "walled"])
def test_a_file_that_a_lead_may_not_see_changes_no_answer_of_the_school_wide_export(
    school: School, lead: User, deputy: User, walled: bool
) -> None:
    in_need(school, lead, "Hussain", "Maya")
    hidden_child = factories.child(school, "Lane", "Sam")
    if walled:
        factories.wall(lead, hidden_child)

    hidden = transaction.savepoint()
    file = factories.file(hidden_child, by=deputy, restricted_to=() if walled else (deputy,))
    status(file, deputy, "CP", date(2027, 1, 5))
    status(file, deputy, "SECTION_47", date(2027, 1, 5), authority="Harbour Bay")
    numbered(file, deputy, CANARY)
    there, seen_by_deputy = _asked(lead), make_all(deputy, which="EVER")
    transaction.savepoint_rollback(hidden)
    absent = _asked(lead)

    assert there == absent
    assert names(seen_by_deputy) == ["Maya", "Sam"]
    assert [code for code, _ in there] == [200, 200, 422, 200, 422, 200]


@pytest.mark.parametrize("walled", [False, True], ids=["restricted", "walled"])
def test_a_hidden_file_is_exported_to_no_lead_who_may_not_see_it(
    school: School, lead: User, deputy: User, walled: bool
) -> None:
    child = factories.child(school, "Lane", "Sam")
    file = factories.file(child, by=deputy, restricted_to=() if walled else (deputy,))
    status(file, deputy, "CP", date(2027, 1, 5))
    numbered(file, deputy)
    if walled:
        factories.wall(lead, child)

    assert (make(lead, file).status_code, make_all(lead).status_code) == (404, 422)
    assert names(make(deputy, file)) == ["Sam"]


def test_children_of_another_school_are_in_no_export(school: School, lead: User) -> None:
    elsewhere = factories.school("elsewhere", "Elsewhere School")
    their_lead = factories.person(elsewhere, Role.DSL)
    theirs = in_need(elsewhere, their_lead, "Lane", "Sam")
    in_need(school, lead, "Hussain", "Maya")

    assert names(make_all(lead)) == ["Maya"]
    assert names(make_all(their_lead)) == ["Sam"]
    assert make(lead, theirs).status_code == 404


@pytest.fixture
def sam(school: School, deputy: User) -> CaseFile:
    """On a plan after a conference; the file is named to the deputy alone."""
    child = factories.child(school, "Lane", "Sam")
    file = numbered(factories.file(child, by=deputy, restricted_to=(deputy,)), deputy, CANARY)
    strategy(file, deputy)
    conference(file, deputy)
    return file


@pytest.mark.parametrize("sections", [Section.CHRONOLOGY, Section.PLAN, Section.MEETINGS], ids=str)
def test_a_lead_who_was_granted_sections_without_documents_exports_nothing_of_the_file(
    school: School, lead: User, deputy: User, sam: CaseFile, sections: Section
) -> None:
    _grant(sam, deputy, lead, sections)
    in_need(school, lead, "Hussain", "Maya")

    assert browser(lead).get(f"/files/{sam.pk}/social-care/").status_code == 403
    assert make(lead, sam).status_code == 403
    assert names(make_all(lead)) == ["Maya"]
    assert CANARY.encode() not in check_all(lead).content


def test_a_lead_who_was_granted_documents_alone_learns_of_no_status(lead: User, deputy: User, sam: CaseFile) -> None:
    _grant(sam, deputy, lead, Section.DOCUMENTS)

    page = browser(lead).get(f"/files/{sam.pk}/social-care/").content.decode()

    assert "No status with a local authority is recorded on this file" in page
    assert CANARY not in page
    assert (check(lead, sam).status_code, check_all(lead).status_code) == (422, 422)


def test_a_lead_who_was_granted_no_meetings_learns_of_no_conference(lead: User, deputy: User, sam: CaseFile) -> None:
    _grant(sam, deputy, lead, Section.PLAN | Section.DOCUMENTS)

    told = [
        children(make(user, sam))[0]["social_care_episodes"][0]["section_47_assessments"][0] for user in (lead, deputy)
    ]

    assert [one.get("icpc_date") for one in told] == [None, "2026-12-14"]


def _grant(file: CaseFile, by: User, to: User, sections: Section) -> None:
    with serving(by):
        grant_reach(
            file=file,
            by=by,
            at=LATER,
            person=to,
            audience=Audience.SAFEGUARDING,
            sections=sections,
            until=date(2027, 7, 1),
            reason="Helps with it",
        )


def test_the_number_is_sealed_for_the_safeguarding_team(school: School, lead: User, pastoral: User) -> None:
    file = in_need(school, lead, "Hussain", "Maya", CANARY)

    made = AuthorityNumber.objects.get()
    assert CANARY not in f"{made.number!s}{made.number!r}"
    with serving(pastoral):
        assert numbers_on(pastoral, [file], NORTHMOOR) == {}
    with serving(lead), pytest.raises(keyring.Locked):
        _ = numbers_on(lead, [file], NORTHMOOR)[file.pk].number.text


def test_refusals_are_in_the_log(school: School, lead: User, pastoral: User) -> None:
    file = in_need(school, lead, "Hussain", "Maya")

    make(pastoral, file, seen="")
    make_all(pastoral, seen="")

    refused = Entry.objects.filter(outcome="deny", actor=pastoral).values_list("verb", "reason_code")
    assert sorted(refused) == [("file.refused", "EXPORT_FILE"), ("statuses.refused", "EXPORT_STATUSES")]


def test_nothing_sealed_but_the_intended_words_is_in_an_export(school: School, lead: User, teacher: User) -> None:
    child = factories.child(
        school, "Hussain", "Maya", preferred_forename="canary-preferred", email="canary-mail@hillview.example"
    )
    file = factories.file(child, by=lead)
    factories.contact(child, lead, name="canary-mother", address="canary-row, WM3 9ZQ", phone="07700900123")
    factories.contact(
        child, lead, name="canary-aunt", address="canary-refuge", address_confidential=True, lives_with_child=True
    )
    factories.professional(child, lead, name="canary-worker")
    factories.event(file, lead, fact="canary-fact", audience=Audience.SAFEGUARDING)
    factories.concern(school, teacher, child, words={"words": "canary-concern"})
    status(file, lead, "CP", date(2027, 1, 5), date(2027, 3, 5), ended_by="DIED", basis="canary-category")
    status(file, lead, "LAC", date(2027, 1, 5), basis="canary-basis")
    numbered(file, lead)

    for made in (make(lead, file), make_all(lead, which="EVER")):
        assert children(made)[0]["child_details"] == {
            "first_name": "Maya",
            "surname": "Hussain",
            "date_of_birth": "2013-03-04",
            "sex": "F",
        }
        assert b"canary" not in made.content
        assert b"WM3" not in made.content
        assert b"07700900123" not in made.content
