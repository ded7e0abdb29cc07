"""What stands around every page?"""

import re

import pytest
from django.test import Client

from access.models import School, User
from access.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("page", "hides"), [("/children/{child}/", True), ("/children/", False), ("/help/", False)])
def test_a_page_about_a_record_covers_itself(
    client: Client, school: School, lead: User, page: str, hides: bool
) -> None:
    client.force_login(lead)

    answer = client.get(page.format(child=factories.child(school).pk))

    assert re.findall(r'data-hide-after="(\d+)"', answer.content.decode()) == (["120"] if hides else [])
    assert 'data-sign-out-after="900"' in answer.content.decode()


def test_help_says_who_leads_today(client: Client, school: School, teacher: User) -> None:
    lead = factories.person(school, Role.DSL, name="Dan Reid")
    client.force_login(teacher)

    answer = client.get("/help/")

    assert f"<li>{lead.name}</li>" in answer.content.decode()


def test_help_is_there_for_whoever_has_no_role(client: Client, stranger: User) -> None:
    client.force_login(stranger)

    answer = client.get("/help/")

    assert answer.status_code == 200
    assert "Safeguarding leads today" not in answer.content.decode()
