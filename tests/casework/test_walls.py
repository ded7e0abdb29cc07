"""Keeping one person from one concern, or from a child without a file: who does it, who learns nothing of it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from access import gate, policy
from access.models import ConflictWall, School, User
from access.roles import Audience
from access.serving import serving
from casework.actions.reach import restrict_file
from casework.actions.walls import let_back
from casework.models import Concern
from people.models import Child
from tests import factories
from tests.leaks.addresses import same

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(school: School) -> Child:
    return factories.child(school)


@pytest.fixture
def concern(school: School, teacher: User, child: Child) -> Concern:
    return factories.concern(school, teacher, child)


def _at(user: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def _url(name: str, *args: Any) -> str:
    return reverse(f"casework:{name}", args=args)


def test_concern_walls_raises_and_lifts_one(concern: Concern, lead: User, deputy: User) -> None:
    client = _at(lead)

    page = client.post(_url("concern_walls", concern.pk), {"person": deputy.pk, "reason": "She was there"}, follow=True)

    assert page.status_code == 200
    assert "She was there" in page.content.decode()
    assert list(policy.visible(deputy, Concern.objects.all())) == []
    wall = ConflictWall.objects.get()
    lifted = client.post(_url("concern_wall_lift", concern.pk, wall.pk), {"reason": "She was not"})
    assert lifted.status_code == 302
    assert list(policy.visible(deputy, Concern.objects.all())) == [concern]


def test_concern_walls_lifts_what_the_form_raised(school: School, teacher: User, lead: User, deputy: User) -> None:
    concern = factories.concern(school, teacher, None, colleagues=[deputy], words={"child_described": "Red coat"})
    wall = ConflictWall.objects.get()

    page = _at(lead).get(_url("concern_walls", concern.pk)).content.decode()
    _at(lead).post(_url("concern_wall_lift", concern.pk, wall.pk), {"reason": "Ticked by mistake"})

    assert "Named on the concern by whoever wrote it" in page
    assert Audience.SAFEGUARDING in policy.clearance(deputy, Concern, concern.pk)


def test_concern_walls_are_not_there_for_whom_they_keep_out(concern: Concern, lead: User, deputy: User) -> None:
    _at(lead).post(_url("concern_walls", concern.pk), {"person": deputy.pk, "reason": "She was there"})
    wall = ConflictWall.objects.get()

    for address in (_url("concern_walls", concern.pk), _url("concern_wall_lift", concern.pk, wall.pk)):
        assert _at(deputy).get(address).status_code == 404
        assert _at(deputy).post(address, {"person": lead.pk, "reason": "x"}).status_code == 404
    assert ConflictWall.objects.get().lifted_at is None


def test_concern_walls_show_a_reporter_nothing(concern: Concern, teacher: User) -> None:
    assert _at(teacher).get(_url("concern_walls", concern.pk)).status_code == 403


def test_concern_walls_ask_who_and_why(concern: Concern, lead: User) -> None:
    answer = _at(lead).post(_url("concern_walls", concern.pk), {"person": "", "reason": ""})

    assert answer.status_code == 422
    assert "Choose a person" in answer.content.decode()
    assert not ConflictWall.objects.exists()


def test_concern_walls_leave_a_lead_who_walls_herself_at_the_queue(concern: Concern, lead: User, deputy: User) -> None:
    answer = _at(lead).post(_url("concern_walls", concern.pk), {"person": lead.pk, "reason": "My neighbour"})

    assert answer["Location"] == _url("triage_queue")


def test_concern_wall_lift_takes_no_wall_of_another_subject(concern: Concern, lead: User, deputy: User) -> None:
    wall = factories.wall(deputy, concern.child)

    assert _at(lead).get(_url("concern_wall_lift", concern.pk, wall.pk)).status_code == 404


def test_child_walls_raises_and_lifts_one_without_a_file(child: Child, lead: User, pastoral: User) -> None:
    client = _at(lead)
    concern = factories.concern(child.school, lead, child)

    page = client.post(_url("child_walls", child.pk), {"person": pastoral.pk, "reason": "His uncle"}, follow=True)

    assert pastoral.name in page.content.decode()
    assert policy.clearance(pastoral, Child, child.pk) == {}
    assert policy.clearance(lead, Concern, concern.pk)
    wall = ConflictWall.objects.get()
    assert client.post(_url("child_wall_lift", child.pk, wall.pk), {"reason": "No relation"}).status_code == 302
    assert policy.clearance(pastoral, Child, child.pk) != {}


def _alike(answer: Any, child: Child) -> tuple[int, str, bytes]:
    told, where = same(answer.content), answer.headers.get("Location", "")
    for pk in (child.pk, *ConflictWall.objects.filter(subject=child.pk).values_list("pk", flat=True)):
        told, where = told.replace(str(pk).encode(), b""), where.replace(str(pk), "")
    return answer.status_code, where, told


@pytest.mark.parametrize("who", ["teacher", "deputy", "nobody"])
def test_child_walls_tell_nobody_of_her_own(
    school: School, child: Child, deputy: User, who: str, request: pytest.FixtureRequest
) -> None:
    """Two worlds, with a wall for her and without: the page, and what she is told when she raises one for anybody."""
    other = factories.child(school)
    factories.wall(deputy, other)
    kept = {"person": request.getfixturevalue(who).pk if who != "nobody" else "", "reason": "x"}
    client, told = _at(deputy), []

    for one in (child, other):
        url = _url("child_walls", one.pk)
        told.append([_alike(answer, one) for answer in (client.get(url), client.post(url, kept), client.get(url))])

    assert told[0] == told[1]
    assert (told[1][0][0], b"Nobody." in told[1][0][2]) == (200, True)
    assert ConflictWall.objects.filter(user=deputy, subject=other.pk, lifted_at__isnull=True).count() == 1


def test_child_walls_show_others_to_whom_one_keeps_out(child: Child, deputy: User, pastoral: User) -> None:
    factories.wall(deputy, child)
    factories.wall(pastoral, child)

    shown = _at(deputy).get(_url("child_walls", child.pk)).content.decode()

    assert re.findall(r'summary-list__key">([^<]+)', shown) == [pastoral.name]


def test_child_wall_lift_is_not_there_for_whom_it_keeps_out(child: Child, lead: User, deputy: User) -> None:
    _at(lead).post(_url("child_walls", child.pk), {"person": deputy.pk, "reason": "Her nephew"})
    wall = ConflictWall.objects.get()
    address = _url("child_wall_lift", child.pk, wall.pk)

    assert _at(deputy).get(address).status_code == 404
    assert _at(deputy).post(address, {"reason": "x"}).status_code == 404
    with serving(deputy), pytest.raises(gate.NotHere):
        let_back(school=child.school, by=deputy, child=child, at=factories.AT, wall=wall, reason="x")
    assert [wall.user for wall in ConflictWall.objects.filter(lifted_at__isnull=True)] == [deputy]


@pytest.mark.parametrize("who", ["pastoral", "teacher", "designated", "auditor", "technical", "stranger"])
def test_child_walls_are_for_leads(child: Child, who: str, request: pytest.FixtureRequest) -> None:
    assert _at(request.getfixturevalue(who)).get(_url("child_walls", child.pk)).status_code == 404


def test_child_walls_tell_nothing_of_a_hidden_file(
    school: School, child: Child, lead: User, deputy: User, pastoral: User
) -> None:
    """Raised and lifted by a lead who is not named on it, just as for a child who has none."""
    other = factories.child(school)
    file = factories.file(child)
    with serving(deputy):
        restrict_file(file=file, by=deputy, at=factories.AT, version=1, people=[deputy], reason="Staff child")
    client, answers = _at(lead), []
    for one in (child, other):
        raised = client.post(_url("child_walls", one.pk), {"person": pastoral.pk, "reason": "Aunt"}, follow=True)
        wall = ConflictWall.objects.get(subject=one.pk)
        asked = client.get(_url("child_wall_lift", one.pk, wall.pk))
        lifted = client.post(_url("child_wall_lift", one.pk, wall.pk), {"reason": "None"}, follow=True)
        pages = [raised, asked, lifted]
        alike = [same(p.content).replace(str(one.pk).encode(), b"").replace(str(wall.pk).encode(), b"") for p in pages]
        answers.append([(page.status_code, content) for page, content in zip(pages, alike, strict=True)])

    assert answers[0] == answers[1]
    assert [status for status, _ in answers[0]] == [200, 200, 200]
    assert ConflictWall.objects.filter(lifted_at__isnull=True).count() == 0


def test_child_file_offers_a_lead_the_walls(child: Child, lead: User, pastoral: User) -> None:
    assert _url("child_walls", child.pk) in _at(lead).get(_url("child_file", child.pk)).content.decode()
    assert _url("child_walls", child.pk) not in _at(pastoral).get(_url("child_file", child.pk)).content.decode()
