"""Nobody slips in under a colleague's name: it is asked about, told apart where people are chosen, and seen."""

import re

import pytest
import time_machine
from django.test import Client

from access.actions import rename_staff
from access.models import School, User
from access.roles import Role
from access.serving import serving
from tests import factories

pytestmark = pytest.mark.django_db
TOLD = {"name": "Ruth Adeyemi", "email": "other@hillview.example", "role": "TEACHER", "starts_on": "2026-09-01"}


@pytest.fixture
def ruth(school: School) -> User:
    return factories.person(school, Role.DEPUTY_DSL, name="Ruth Adeyemi")


@pytest.fixture
def impostor(school: School) -> User:
    return factories.person(school, Role.TEACHER, name="RUTH  ADÉYEMI")


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", ["Ruth Adeyemi", "ruth adeyemi", " Ruth   Adeyemi", "Rùth Adéyemí", "RuthAdeyemi"])
def test_a_namesake_is_invited_only_with_a_tick(ruth: User, technical: User, name: str) -> None:
    client = _signed_in(technical)

    asked = client.post("/staff/invite/", TOLD | {"name": name})
    made = User.objects.filter(email=TOLD["email"]).count()
    ticked = client.post("/staff/invite/", TOLD | {"name": name, "despite": "on"})

    page = asked.content.decode()
    assert (asked.status_code, made, ticked.status_code) == (422, 0, 200)
    assert f"There is an account of this name: Ruth Adeyemi (Deputy designated safeguarding lead, {ruth.email})" in page
    assert "This is another person of the same name" in page


def test_an_earlier_name_is_a_name_too(school: School, ruth: User, head: User, technical: User) -> None:
    with serving(head):
        rename_staff(school=school, by=head, user=ruth, name="Ruth Bell", reason="Married", at=factories.AT)

    assert _signed_in(technical).post("/staff/invite/", TOLD).status_code == 422
    assert _signed_in(technical).post("/staff/invite/", TOLD | {"name": "Ruth Bell"}).status_code == 422


def test_nobody_else_is_asked(ruth: User, technical: User) -> None:
    page = _signed_in(technical).get("/staff/invite/").content.decode()

    answer = _signed_in(technical).post("/staff/invite/", TOLD | {"name": "Ruth Adeyemo"})

    assert answer.status_code == 200
    assert "same name" not in page


@pytest.mark.parametrize("picker", ["grant", "restrict", "wall", "owner", "concern", "rota"])
def test_a_picker_tells_namesakes_apart(
    school: School, lead: User, ruth: User, impostor: User, teacher: User, picker: str
) -> None:
    file = factories.file(factories.child(school))
    if picker == "owner":
        impostor = factories.person(school, Role.DEPUTY_DSL, name="ruth adeyemi")
    paths = {
        "grant": f"/files/{file.pk}/access/grant/",
        "restrict": f"/files/{file.pk}/access/restrict/",
        "wall": f"/files/{file.pk}/access/walls/new/",
        "owner": f"/files/{file.pk}/actions/new/",
        "concern": "/concerns/new/",
        "rota": "/rota/",
    }

    page = _signed_in(lead).get(paths[picker]).content.decode()

    labels = {label.strip() for label in re.findall(r"(?:<option[^>]*>|<label[^>]*>)([^<]*)<", page)}
    told = f"Ruth Adeyemi (Deputy designated safeguarding lead, {ruth.email})"
    assert told in labels
    assert "Ruth Adeyemi" not in labels
    if picker not in ("rota", "restrict"):  # only leads are offered there
        role = "Deputy designated safeguarding lead" if picker == "owner" else "Teacher or other member of staff"
        assert f"{impostor.name} ({role}, {impostor.email})" in labels


def test_leads_see_new_accounts_until_they_have_looked(lead: User, deputy: User, technical: User, head: User) -> None:
    with time_machine.travel(factories.AT, tick=False):
        _signed_in(technical).post("/staff/invite/", TOLD)
        line = "1 new account since you last looked at the staff list"
        homes = [line in _signed_in(user).get("/").content.decode() for user in (lead, deputy, head, technical)]
        listed = _signed_in(lead).get("/staff/").content.decode()
        technical_sees = _signed_in(technical).get("/staff/").content.decode()
        later = [line in _signed_in(user).get("/").content.decode() for user in (lead, deputy)]
    with time_machine.travel("2026-12-01 09:00", tick=False):
        long_after = _signed_in(deputy).get("/").content.decode()

    words = f"Ruth Adeyemi, other@hillview.example: invited by {technical.name} on 16 November 2026 at 08:50"
    assert (homes, later) == ([True, True, True, False], [False, True])
    assert (words in listed, words in technical_sees) == (True, False)
    assert line not in long_after


def test_a_link_sent_again_makes_no_new_account(lead: User, technical: User) -> None:
    client = _signed_in(technical)
    with time_machine.travel("2026-11-01 09:00", tick=False):
        client.post("/staff/invite/", TOLD)
    with time_machine.travel(factories.AT, tick=False):
        client.force_login(technical)
        client.post(f"/staff/{User.objects.named(TOLD['email']).pk}/invite-again/")

        page = _signed_in(lead).get("/").content.decode()

    assert "since you last looked" not in page


def test_whoever_invites_is_not_told_of_it(lead: User) -> None:
    with time_machine.travel(factories.AT, tick=False):
        _signed_in(lead).post("/staff/invite/", TOLD)

        assert "since you last looked" not in _signed_in(lead).get("/").content.decode()
