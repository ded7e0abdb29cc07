"""A name is changed by a lead or the head, with a reason, and what somebody was called before stays beside it."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from access.models import EarlierName, School, User
from access.roles import Role
from audit.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db
RENAMED = {"name": "Ruth Bell", "reason": "Married in the holidays"}


@pytest.fixture
def ruth(school: School) -> User:
    return factories.person(school, Role.TEACHER, name="Ruth Adeyemi")


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _rename(by: User, whom: User, **more: str) -> tuple[int, str]:
    with time_machine.travel(factories.AT, tick=False):
        answer = _signed_in(by).post(f"/staff/{whom.pk}/rename/", RENAMED | more)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("who", ["technical", "deputy", "pastoral", "teacher"])
def test_nobody_but_the_lead_and_the_head_renames(ruth: User, who: str, request: pytest.FixtureRequest) -> None:
    by = request.getfixturevalue(who)

    status, _ = _rename(by, ruth)
    _signed_in(by).post(f"/staff/{ruth.pk}/", {"name": "Ruth Bell", "extension": "12"})

    ruth.refresh_from_db()
    assert (status, ruth.name) == (404, "Ruth Adeyemi")


@pytest.mark.parametrize("who", ["lead", "head"])
def test_a_renamed_person_keeps_the_earlier_name_with_its_last_day(
    ruth: User, who: str, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)

    status, _ = _rename(by, ruth)

    ruth.refresh_from_db()
    assert status == 302
    assert (ruth.name, ruth.called) == ("Ruth Bell (earlier Ruth Adeyemi)", "Ruth Bell")
    assert list(EarlierName.objects.values_list("user", "name", "until", "changed_by")) == [
        (ruth.pk, "Ruth Adeyemi", date(2026, 11, 16), by.pk)
    ]
    page = _signed_in(by).get(f"/staff/{ruth.pk}/").content.decode()
    assert f"Ruth Adeyemi until 16 November 2026, changed by {by.name}" in page


def test_every_earlier_name_stays_the_latest_first(ruth: User, lead: User) -> None:
    found = []
    for name in ("Ruth Bell", "Ruth Cole", "Ruth Adeyemi"):
        _rename(lead, ruth, name=name)
        ruth.refresh_from_db()
        found.append((ruth.name, ruth.names))

    assert found == [
        ("Ruth Bell (earlier Ruth Adeyemi)", ["Ruth Bell", "Ruth Adeyemi"]),
        ("Ruth Cole (earlier Ruth Bell, Ruth Adeyemi)", ["Ruth Cole", "Ruth Bell", "Ruth Adeyemi"]),
        ("Ruth Adeyemi (earlier Ruth Cole, Ruth Bell)", ["Ruth Adeyemi", "Ruth Cole", "Ruth Bell"]),
    ]


def test_the_reason_is_sealed_in_the_log(ruth: User, lead: User) -> None:
    _rename(lead, ruth)

    entry = Entry.objects.get(verb="staff.renamed")
    assert (entry.actor, entry.object_uuid) == (lead, ruth.pk)
    assert RENAMED["reason"] not in str(list(Entry.objects.values()))
    assert "Adeyemi" not in str(list(Entry.objects.values()))


def test_a_new_name_needs_a_reason_and_is_a_new_name(ruth: User, lead: User) -> None:
    without, same = _rename(lead, ruth, reason=""), _rename(lead, ruth, name="Ruth Adeyemi")

    assert (without[0], same[0]) == (422, 422)
    assert "Say why the name changes" in without[1]
    assert "This is their name already" in same[1]
    assert EarlierName.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    ["Ruth Bell (earlier Joan Bright)", "Ruth Bell （earlier Joan Bright）", "Ruth\u200bBell", "Ruth\u202eBell"],
    ids=["brackets", "wide brackets", "invisible", "turned round"],
)
def test_nobody_types_an_earlier_name_or_an_invisible_one(ruth: User, lead: User, name: str) -> None:
    told = {"name": name, "email": "ada@hillview.example", "role": "TEACHER", "starts_on": "2026-09-01"}

    invited = _signed_in(lead).post("/staff/invite/", told)

    assert (_rename(lead, ruth, name=name)[0], invited.status_code) == (422, 422)
    assert User.objects.filter(email="ada@hillview.example").count() == 0


def test_whoever_is_addressed_is_called_by_the_name_of_now(ruth: User, lead: User) -> None:
    _rename(lead, ruth)

    assert "Signed in as Ruth Bell</li>" in _signed_in(ruth).get("/account/").content.decode()


@pytest.mark.parametrize("whose", ["lead", "deputy", "head"])
def test_the_technical_administrator_leaves_a_leads_extension_alone(
    technical: User, whose: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(whose)

    answer = _signed_in(technical).post(f"/staff/{person.pk}/", {"extension": "666"})
    page = _signed_in(technical).get(f"/staff/{person.pk}/").content.decode()

    person.refresh_from_db()
    assert (answer.status_code, person.extension) == (422, "")
    assert 'name="extension"' not in page


def test_the_technical_administrator_changes_a_teachers_extension(technical: User, ruth: User) -> None:
    answer = _signed_in(technical).post(f"/staff/{ruth.pk}/", {"extension": "302"})

    ruth.refresh_from_db()
    assert (answer.status_code, ruth.extension, ruth.name) == (302, "302", "Ruth Adeyemi")
