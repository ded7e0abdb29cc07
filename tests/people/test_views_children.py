"""What does a child's own page show, to whom, and does it look the same whatever else there is about the child?"""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from access.models import User
from access.roles import Role
from audit.models import Entry
from people.models import Child
from tests import factories

STAFF = [Role.DSL, Role.DEPUTY_DSL, Role.PASTORAL, Role.DESIGNATED_TEACHER, Role.TEACHER, Role.HEAD]
OUTSIDE = [Role.OVERSIGHT, Role.TECHNICAL, Role.CHAIR]
UPN = "R821234520001"


def person(school, role) -> User:
    return factories.person(school, role, year=9 if role == Role.PASTORAL else None)


def page(client, child, path=""):
    """What the browser gets, but for the CSRF token and the request's reference, which differ every time."""
    answer = client.get(f"/children/{child if isinstance(child, str) else child.pk}/{path}")
    return answer.status_code, re.sub(rb'token" value="\w+|Reference: <strong>\w+', b"", answer.content)


@pytest.mark.parametrize("role", STAFF)
def test_child_read_is_the_same_with_no_file_a_file_a_hidden_file_or_a_wall(client, school, lead, role):
    child = factories.child(school)
    reader = person(school, role)
    client.force_login(reader)

    bare = page(client, child)
    file = factories.file(child)
    with_file = page(client, child)
    with factories.console_at(school):
        child.restricted = file.restricted = True
        child.save()
        file.save()
    hidden = page(client, child)
    factories.concern(school, lead, child)
    with_concern = page(client, child)
    factories.wall(reader, child)
    walled = page(client, child)

    assert bare[0] == 200
    assert b"Maya Hussain" in bare[1]
    assert bare == with_file == hidden == with_concern == walled


@pytest.mark.parametrize(
    ("role", "year", "looked_after", "there"),
    [
        (Role.DSL, None, False, True),
        (Role.PASTORAL, 9, False, True),
        (Role.PASTORAL, 10, False, False),
        (Role.DESIGNATED_TEACHER, None, True, True),
        (Role.DESIGNATED_TEACHER, None, False, False),
        (Role.TEACHER, None, False, False),
        (Role.HEAD, None, False, False),
    ],
)
@pytest.mark.parametrize("walled", [False, True])
def test_child_read_leads_to_the_family_where_there_is_such_a_page(
    client, school, role, year, looked_after, there, walled
):
    child = factories.child(school, looked_after=looked_after)
    reader = factories.person(school, role, year=year)
    if walled:
        factories.wall(reader, child)
    client.force_login(reader)

    shown = page(client, child)[1].decode()

    assert f"/children/{child.pk}/family/" in shown if there else "Family and contacts" not in shown
    assert page(client, child, "family/")[0] == (200 if there else 404)


@pytest.mark.parametrize("role", STAFF)
def test_child_read_shows_enough_to_tell_one_child_from_another(client, school, role):
    child = factories.child(school, preferred_forename="May", upn=UPN)
    client.force_login(person(school, role))

    _, shown = page(client, child)

    for words in (b"May Hussain", b"Maya Hussain", b"9B", b"Year 9", b"4 March 2013", b"UPN ends 001"):
        assert words in shown
    assert b"<title>Child" in shown
    assert (UPN.encode() in shown) == (role in (Role.DSL, Role.DEPUTY_DSL))


@pytest.mark.parametrize("role", OUTSIDE)
def test_child_read_is_not_there_for_other_roles(client, school, role):
    child = factories.child(school)
    client.force_login(person(school, role))

    assert page(client, child) == page(client, str(uuid4()))
    assert page(client, child)[0] == 404


@pytest.mark.parametrize("path", ["", "edit/"])
def test_child_of_another_school_is_as_one_that_never_was(client, school, lead, path):
    elsewhere = factories.child(factories.school("other", "Other School"))
    client.force_login(lead)

    there, nowhere = page(client, elsewhere, path), page(client, str(uuid4()), path)

    assert there == nowhere
    assert there[0] == 404
    assert Entry.objects.filter(actor=lead, verb="child.read").count() == 2


def test_child_read_asks_few_queries(client, school, teacher, django_assert_num_queries):
    child = factories.child(school)
    client.force_login(teacher)
    page(client, child)

    with django_assert_num_queries(9):
        page(client, child)


def typed(**more):
    return {
        "forename": "Sam",
        "surname": "O'Neill",
        "born_on": "2014-01-31",
        "sex": "M",
        "upn": "",
        "year": "8",
        "form": "8C",
        "status": "ON_ROLL",
    } | more


def test_child_create_makes_one_child_of_a_form_sent_twice(client, school, lead):
    client.force_login(lead)
    pk = str(uuid4())

    first = client.post("/children/new/", typed(pk=pk))
    second = client.post("/children/new/", typed(pk=pk))

    assert first.url == second.url == f"/children/{pk}/"
    assert b"Sam O&#x27;Neill" in client.get(first.url).content
    child = Child.objects.get()
    assert sorted(row.group.label for row in child.team_reach.all()) == ["Safeguarding team", "Year 8 pastoral team"]


@pytest.mark.parametrize("role", [role for role in [*STAFF, *OUTSIDE] if role not in (Role.DSL, Role.DEPUTY_DSL)])
def test_child_create_and_edit_are_not_there_for_other_roles(client, school, role):
    child = factories.child(school)
    client.force_login(person(school, role))

    for url in ("/children/new/", f"/children/{child.pk}/edit/"):
        assert client.get(url).status_code == 404
        assert client.post(url, typed(version=1)).status_code == 404
    assert Child.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"upn": "A821234520001"}, "The UPN has the wrong check letter, so at least one character is mistyped"),
        ({"upn": "82"}, "The UPN has 2 characters instead of 13"),
        ({"forename": ""}, "Enter the first name"),
        ({"surname": "\u200b"}, "The last name is empty"),
        ({"born_on": "2029-01-01"}, "Check the date of birth: it must be in the past, and within 25 years"),
        ({"left_on": "2026-07-01"}, "Choose “Left” as the status, or take the last day away"),
    ],
)
def test_child_create_says_what_to_put_right_and_keeps_what_was_typed(client, school, lead, wrong, says):
    client.force_login(lead)

    answer = client.post("/children/new/", typed(form="8 Kestrel", **wrong))

    assert answer.status_code == 422
    assert answer.content.decode().count(says) == 2  # in the summary and beside the field
    assert 'value="8 Kestrel"' in answer.content.decode()
    assert not Child.objects.exists()


def test_child_edit_refuses_a_upn_that_another_child_has_and_names_the_child(client, school, lead):
    factories.child(factories.school("other", "Other School"), upn=UPN)
    client.force_login(lead)
    client.post("/children/new/", typed(pk=str(uuid4()), upn=UPN.lower()))

    answer = client.post("/children/new/", typed(pk=str(uuid4()), forename="Ann", upn=UPN))

    assert answer.status_code == 422
    assert "Another child has this UPN: Sam O&#39;Neill (8C)" in answer.content.decode()
    assert Child.objects.filter(school=school).count() == 1


@pytest.mark.parametrize("path", ["/children/new/", "/children/{}/edit/"])
def test_a_upn_that_another_child_had_before_is_refused_and_the_child_named(client, school, lead, path):
    factories.child(school, "Okafor", "Amy", former_upns=[UPN])
    here = factories.child(school)
    client.force_login(lead)

    answer = client.post(path.format(here.pk), typed(pk=str(uuid4()), version=1, upn=UPN))

    assert answer.status_code == 422
    assert "Another child had this UPN before: Amy Okafor (9B)" in answer.content.decode()
    assert f'value="{UPN}"' in answer.content.decode()
    assert (Child.objects.count(), Child.objects.filter(upn_index__isnull=False).count()) == (2, 0)


def test_a_child_may_have_a_former_upn_of_their_own_again(client, school, lead):
    child = factories.child(school, former_upns=[UPN])
    client.force_login(lead)

    answer = client.post(f"/children/{child.pk}/edit/", typed(version=1, upn=UPN))

    assert answer.url == f"/children/{child.pk}/"


@pytest.mark.django_db(transaction=True)
def test_two_children_made_at_once_with_one_upn_end_in_one_child_and_a_sentence(school, lead):
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(lead)
    both = Barrier(2)

    def send(client):
        both.wait()
        try:
            return client.post("/children/new/", typed(pk=str(uuid4()), upn=UPN))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(send, clients), key=lambda answer: answer.status_code)

    assert [answer.status_code for answer in answers] == [302, 422]
    assert "Another child has this UPN: Sam O&#39;Neill (8C)" in answers[1].content.decode()
    assert Child.objects.count() == 1


def test_child_edit_keeps_the_former_upn_and_moves_the_year_team(client, school, lead):
    child = factories.child(school, upn=UPN)
    file = factories.file(child)
    client.force_login(lead)

    answer = client.post(f"/children/{child.pk}/edit/", typed(version=1, upn="H801200001001", year="10", form="10A"))

    assert answer.url == f"/children/{child.pk}/"
    assert f"before: {UPN}" in client.get(answer.url).content.decode()
    for record in (child, file):
        assert {row.group.year for row in record.team_reach.all()} == {None, 10}
    assert client.post("/children/find/", {"words": UPN}).json()[0]["id"] == str(child.pk)


def test_child_edit_of_a_leaver_ends_the_year_team(client, school, lead):
    child = factories.child(school)
    client.force_login(lead)

    client.post(f"/children/{child.pk}/edit/", typed(version=1, year="9", status="LEFT", left_on="2026-07-17"))

    assert [row.group.label for row in child.team_reach.all()] == ["Safeguarding team"]
    assert b"Left on 17 July 2026" in client.get(f"/children/{child.pk}/").content
    assert b"O&#x27;Neill" not in client.get("/children/").content
    assert b"O&#x27;Neill" in client.get("/children/?status=LEFT").content


def test_child_edit_shows_both_when_somebody_else_was_quicker(client, school, lead):
    child = factories.child(school)
    client.force_login(lead)
    url = f"/children/{child.pk}/edit/"

    client.post(url, typed(version=1, form="8D"))
    answer = client.post(url, typed(version=1, form="8E", forename="Samuel"))

    shown = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Somebody else changed this", "8D", "8E", "Samuel", 'name="version" value="2"'):
        assert words in shown
    assert client.post(url, typed(version=2, form="8E", forename="Samuel")).status_code == 302
    assert b"Samuel O&#x27;Neill" in client.get(f"/children/{child.pk}/").content


@pytest.mark.parametrize("name", ["sealed:" + "ab" * 32, f"Sam sealed:{'0' * 64}"])
def test_child_create_takes_a_name_that_looks_like_a_digest(client, lead, name):
    client.force_login(lead)

    answer = client.post("/children/new/", typed(pk=str(uuid4()), forename=name))

    assert answer.status_code == 302
    assert name in client.get(answer.url).content.decode()
