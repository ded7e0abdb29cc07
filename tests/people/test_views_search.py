"""What does the search answer while a name is typed, and to whom?"""

import pytest

from access.roles import Role
from tests import factories

URL = "/children/find/"


@pytest.mark.parametrize(
    "role", [Role.DSL, Role.DEPUTY_DSL, Role.PASTORAL, Role.DESIGNATED_TEACHER, Role.TEACHER, Role.HEAD]
)
def test_child_search_answers_every_member_of_staff_with_form_and_birthday(client, school, role):
    child = factories.child(school)
    factories.child(school, "Brown", "Tyler", form="8C")
    factories.child(factories.school("other", "Other School"), "Hussain", "Maya")
    client.force_login(factories.person(school, role, year=9 if role == Role.PASTORAL else None))

    answer = client.post(URL, {"words": "huss"})

    assert answer.json() == [{"id": str(child.pk), "label": "Maya Hussain · 9B · born 4 March 2013"}]


@pytest.mark.parametrize("role", [Role.OVERSIGHT, Role.TECHNICAL, Role.CHAIR])
def test_child_search_is_not_there_for_other_roles(client, school, role):
    factories.child(school)
    client.force_login(factories.person(school, role))

    answer = client.post(URL, {"words": "huss"})

    assert answer.status_code == 404
    assert b"Hussain" not in answer.content


def test_child_search_takes_no_words_in_the_address(client, school, teacher):
    factories.child(school)
    client.force_login(teacher)

    assert client.get(URL, {"words": "huss"}).status_code == 405
    assert client.post(f"{URL}?words=huss").json() == []


def test_child_search_asks_a_stranger_to_sign_in_and_shows_a_person_of_no_school_nothing(client, school, stranger):
    factories.child(school)

    assert client.post(URL, {"words": "huss"}).status_code == 302
    client.force_login(stranger)
    assert client.post(URL, {"words": "huss"}).status_code == 404


def test_child_search_offers_ten_at_most(client, school, teacher):
    for number in range(12):
        factories.child(school, f"Brown{number:02}", "Tyler")
    client.force_login(teacher)

    assert len(client.post(URL, {"words": "tyler"}).json()) == 10
