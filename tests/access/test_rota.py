"""Two people change the rota at once, and one person is asked to be in two places."""

import re

import pytest
from django.test import Client

from access.models import DutyLead, School, User
from access.serving import serving
from tests import factories

pytestmark = pytest.mark.django_db


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _version(page: str) -> str:
    return re.search(r'name="version" value="(\w*)"', page)[1]  # type: ignore[index]


def _duties() -> list[tuple[int, int, str]]:
    return list(DutyLead.objects.order_by("weekday", "order").values_list("weekday", "order", "user__name"))


def test_the_last_save_does_not_win_unseen(school: School, lead: User, deputy: User) -> None:
    mine, theirs = _signed_in(lead), _signed_in(deputy)
    version = _version(mine.get("/rota/").content.decode())
    theirs.post("/rota/", {"version": version, "day0_1": str(deputy.pk)})

    late = mine.post("/rota/", {"version": version, "day0_1": str(lead.pk), "day1_1": str(lead.pk)})
    between = _duties()
    page = late.content.decode()
    again = mine.post("/rota/", {"version": _version(page), "day0_1": str(lead.pk), "day1_1": str(lead.pk)})

    assert (late.status_code, between) == (409, [(0, 1, deputy.name)])
    assert "Somebody else changed this while you were writing." in page
    rows = re.findall(
        r'scope="row" class="govuk-table__header">([^<]*)</th><td[^>]*>([^<]*)</td><td[^>]*>([^<]*)<', page
    )
    assert rows == [
        ("Monday: first to ask", deputy.name, lead.name),
        ("Tuesday: first to ask", "Nobody", lead.name),
    ]
    assert (again.status_code, _duties()) == (302, [(0, 1, lead.name), (1, 1, lead.name)])


def test_whoever_sends_no_version_saves_nothing(school: School, lead: User) -> None:
    client = _signed_in(lead)
    client.post("/rota/", {"version": _version(client.get("/rota/").content.decode()), "day0_1": str(lead.pk)})

    answer = client.post("/rota/", {"day0_1": ""})

    assert (answer.status_code, _duties()) == (409, [(0, 1, lead.name)])


def test_whoever_leads_no_longer_is_named_as_saved(school: School, lead: User, deputy: User) -> None:
    client = _signed_in(lead)
    version = _version(client.get("/rota/").content.decode())
    _signed_in(deputy).post("/rota/", {"version": version, "day4_2": str(deputy.pk)})
    with serving(factories.console(school)):
        deputy.memberships.update(role="TEACHER", team=None)

    page = client.post("/rota/", {"version": version}).content.decode()

    assert "Somebody who does not lead any more" in page


def test_nobody_is_first_and_second_on_one_day(school: School, lead: User, deputy: User) -> None:
    client = _signed_in(lead)
    version = _version(client.get("/rota/").content.decode())
    twice = {"version": version, "day0_1": str(lead.pk), "day0_2": str(deputy.pk), "day2_1": str(lead.pk)}

    answer = client.post("/rota/", twice | {"day2_2": str(lead.pk)})

    assert (answer.status_code, _duties()) == (422, [])
    said = "On Wednesday the same person is first and second to ask: choose somebody else, or nobody"
    assert said in answer.content.decode()
