"""A one-time link is good for as long as there is a role that it leads to."""

import re
from datetime import date

import pytest
import time_machine
from django.test import Client

from access.models import Invitation, User
from tests import factories

pytestmark = pytest.mark.django_db
CHOSEN = {"password": factories.PASSWORD, "again": factories.PASSWORD}


@pytest.fixture
def as_lead(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


def _invited(client: Client, **more: str) -> tuple[User, str]:
    told = {"name": "Ada Flint", "email": "ada@hillview.example", "role": "TEACHER", "starts_on": "2026-09-01", **more}
    page = client.post("/staff/invite/", told).content.decode()
    return User.objects.named("ada@hillview.example"), re.search(r"/invitation/[\w-]+/", page)[0]  # type: ignore[index]


def test_a_link_is_useless_at_once_when_the_role_ends(as_lead: Client) -> None:
    with time_machine.travel(factories.AT, tick=False):
        ada, link = _invited(as_lead)
        before = Client().get(link).status_code

        as_lead.post(f"/memberships/{ada.memberships.get().pk}/end/", {"when": "NOW", "reason": "Invited in error"})

        opened, chosen = Client().get(link), Client().post(link, CHOSEN)
        invented = Client().get("/invitation/never-was/")
    ada.refresh_from_db()
    assert (before, opened.status_code, chosen.status_code) == (200, 404, 404)
    assert (ada.is_active, ada.has_usable_password()) == (False, False)
    assert opened.content == invented.content


def test_a_link_dies_after_the_last_day(as_lead: Client) -> None:
    with time_machine.travel(factories.AT, tick=False):
        ada, link = _invited(as_lead)
        last = {"when": "DAY", "ends_on": "2026-11-17", "reason": "Two days only"}
        as_lead.post(f"/memberships/{ada.memberships.get().pk}/end/", last)
    found = []
    for day in ("2026-11-17 12:00", "2026-11-18 12:00"):
        with time_machine.travel(day, tick=False):
            found.append(Client().get(link).status_code)

    assert found == [200, 404]


def test_a_link_stays_for_whoever_has_another_role_or_has_not_begun(as_lead: Client) -> None:
    with time_machine.travel(factories.AT, tick=False):
        ada, link = _invited(as_lead, starts_on="2027-01-04")
        first = ada.memberships.get()
        as_lead.post(f"/staff/{ada.pk}/membership/", {"role": "TECHNICAL", "starts_on": "2027-01-04"})

        as_lead.post(f"/memberships/{first.pk}/end/", {"when": "NOW", "reason": "No lessons after all"})

        assert Client().get(link).status_code == 200
        assert first.starts_on == date(2027, 1, 4)


def test_no_new_link_goes_to_whoever_has_no_role_any_more(as_lead: Client) -> None:
    ada, _ = _invited(as_lead)
    as_lead.post(f"/memberships/{ada.memberships.get().pk}/end/", {"when": "NOW", "reason": "Invited in error"})

    answer = as_lead.post(f"/staff/{ada.pk}/invite-again/")

    assert answer.status_code == 422
    assert "They have no role here. Give them one first." in answer.content.decode()
    assert Invitation.objects.count() == 1
