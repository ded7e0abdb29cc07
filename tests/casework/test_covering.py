"""The head stands in where no lead may see: for that concern and that file she does what a lead does, and no more."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access import policy
from access.endings import cover
from access.models import School, User
from access.reach import Because, give_person
from access.roles import MATRIX, Audience, Can
from access.serving import serving
from casework.models import AgreedAction, CaseFile, Concern, StatusEpisode, Triage
from people.models import Child
from tests import factories

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def child(school: School, lead: User, head: User) -> Child:
    """Of whom the only lead may find nothing."""
    child = factories.child(school)
    factories.wall(lead, child)
    return child


@pytest.fixture
def concern(school: School, teacher: User, child: Child) -> Concern:
    return factories.concern(school, teacher, child)


def _post(user: User, name: str, pk: Any, answers: dict[str, Any]) -> int:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client.post(reverse(f"casework:{name}", args=[pk]), answers).status_code


def _decide(concern: Concern, head: User, decision: str) -> int:
    answers = {"version": "1", "key": concern.pk, "decision": decision, "category": "NEGLECT", "rationale": "Twice."}
    answers |= {"parents_told": "YES", "review_on": TOMORROW if decision == "MONITOR" else ""}
    return _post(head, "concern_triage", concern.pk, answers)


@pytest.mark.parametrize("decision", ["OPEN_FILE", "MONITOR", "REFER", "NO_ACTION"])
def test_the_head_decides_as_a_lead_would(concern: Concern, head: User, lead: User, decision: str) -> None:
    assert _decide(concern, head, decision) == 302

    assert Triage.objects.get().decision == decision
    assert StatusEpisode.objects.count() == (decision == "MONITOR")
    assert AgreedAction.objects.count() == (decision == "REFER")
    for file in CaseFile.objects.all():
        assert file.person_reach.get().because == Because.COVER
        assert policy.can(head, Can.SET_STATUS, file)
        assert policy.clearance(lead, CaseFile, file.pk) == {}


def test_the_head_moves_it_to_the_right_child(school: School, concern: Concern, head: User) -> None:
    right = factories.child(school, "Hussain", "Mia")
    answers = {"child": right.pk, "child_name": "Mia Hussain", "reason": "Two of one name"}

    assert _post(head, "concern_move", concern.pk, answers) == 302

    concern.refresh_from_db()
    assert concern.child == right


def test_on_what_she_covers_the_head_holds_what_a_lead_holds(child: Child, head: User, school: School) -> None:
    file, other = factories.file(child), factories.file(factories.child(school, "Okafor", "Ada"))
    with serving(head):
        cover(file, at=timezone.now())
        give_person(other, head, Audience.SAFEGUARDING, Because.GRANT, at=timezone.now())

    of_records = {can for can in Can if MATRIX[can].audience}
    held = {can for can in of_records if policy.can(head, can, file)}
    assert held == policy.capabilities(head, policy.clearance(head, CaseFile, file.pk)) == of_records
    assert not policy.can(head, Can.SET_STATUS, other)
    assert not policy.can(head, Can.GRANT_REACH, other)


def test_when_a_lead_may_see_it_again_the_head_holds_nothing(child: Child, head: User, deputy: User) -> None:
    file = factories.file(child)
    with serving(head):
        cover(file, at=timezone.now())

    assert not policy.can(head, Can.READ_FILE, file)
