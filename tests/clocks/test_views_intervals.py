"""The pages of what the local authority has set: leads alone, within bounds, from a day on."""

from datetime import date

import pytest
from django.test import Client

from access.models import School, User
from access.roles import Role
from clocks import queries
from clocks.models import LocalProfile
from jobs.models import Job
from tests import factories

pytestmark = pytest.mark.django_db
GIVEN = {"count": "4", "unit": "WEEKS", "roll": "BEFORE", "starts_on": "2026-12-01"}


@pytest.fixture
def as_lead(client: Client, lead: User, time_machine: object) -> Client:
    time_machine.move_to(factories.AT, tick=False)  # type: ignore[attr-defined]
    client.force_login(lead)
    return client


@pytest.mark.parametrize("role", list(Role))
def test_who_gets_the_local_times(client: Client, school: School, role: Role) -> None:
    client.force_login(factories.person(school, role, year=9 if role == Role.PASTORAL else None))
    allowed = role in (Role.DSL, Role.DEPUTY_DSL)

    answers = [client.get(path).status_code for path in ("/calendar/times/", "/calendar/times/C16/")]

    assert answers == [200 if allowed else 404] * 2


def test_interval_list_says_each_time_in_words(as_lead: Client, school: School) -> None:
    page = as_lead.get("/calendar/times/").content.decode()

    assert "6 weeks after: A core group<br>It is held on the working day before" in page
    assert "3 working days before: The initial conference" in page
    assert "1 working day after: A referral was made by phone" in page
    assert "Check the wording before you rely on it" in page
    assert "Set here" not in page


def test_interval_edit_sets_a_time_from_a_day_on(as_lead: Client, school: School) -> None:
    answer = as_lead.post("/calendar/times/C16/", GIVEN)

    assert (answer.status_code, answer["Location"]) == (302, "/calendar/times/")
    row = LocalProfile.objects.get()
    assert (row.code, row.count, row.unit, row.roll, row.starts_on) == ("C16", 4, "WEEKS", "BEFORE", date(2026, 12, 1))
    assert [queries.rule_at(school, "C16", day).measures[0].count for day in (date(2026, 11, 30), row.starts_on)] == [
        6,
        4,
    ]
    assert [job.ids["because"] for job in Job.objects.all()] == ["LOCAL"]


def test_interval_list_says_what_was_set_here(as_lead: Client, school: School) -> None:
    as_lead.post("/calendar/times/C14/", GIVEN | {"count": "1", "unit": "WORKING", "starts_on": "2026-11-01"})

    page = as_lead.get("/calendar/times/").content.decode()

    assert "1 working day before: The initial conference" in page
    assert page.count("Set here") == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"count": "0"}, "Enter a number from 1 to 366"),
        ({"count": "999999999999"}, "Enter a number from 1 to 366"),
        ({"count": "six"}, "Enter a whole number"),
        ({"unit": "TERMS"}, "Choose one of the answers offered"),
        ({"roll": ""}, "Choose what happens then"),
        ({"starts_on": "1066-10-14"}, "Choose a day between 2000 and 2099"),
        ({"starts_on": ""}, "Enter the first day"),
    ],
)
def test_interval_edit_refuses_and_keeps_what_was_typed(
    as_lead: Client, school: School, wrong: dict[str, str], said: str
) -> None:
    answer = as_lead.post("/calendar/times/C16/", GIVEN | wrong)

    page = answer.content.decode()
    assert (answer.status_code, said in page) == (422, True)
    assert not wrong.get("count") or f'value="{wrong["count"]}"' in page
    assert not LocalProfile.objects.exists()


@pytest.mark.parametrize("code", ["C13", "C99", "x"])
def test_what_the_law_sets_has_no_page(as_lead: Client, school: School, code: str) -> None:
    assert as_lead.get(f"/calendar/times/{code}/").status_code == 404
    assert as_lead.post(f"/calendar/times/{code}/", GIVEN).status_code == 404
