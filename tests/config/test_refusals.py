"""What is asked in a way that an address does not have is answered by a page with a way back."""

import pytest
from django.test import Client

from access.models import School, User
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_address_of_a_button_says_so_to_whoever_opens_it(client: Client, school: School, lead: User) -> None:
    client.force_login(lead)
    concern = factories.concern(school, lead, factories.child(school))

    answer = client.get(f"/triage/{concern.pk}/close/")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert "It belongs to a button on another page" in answer.content.decode()
    assert '<a class="govuk-link" href="/">' in answer.content.decode()


def test_a_request_that_cannot_be_read_gets_a_page(client: Client, school: School) -> None:
    answer = client.get("/account/login/", headers={"host": "else where"})

    assert answer.status_code == 400
    assert "This could not be read" in answer.content.decode()
    assert '<a class="govuk-link" href="/">' in answer.content.decode()
