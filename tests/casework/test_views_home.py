"""Everybody lands on what is theirs, and a count tells nobody of what they may not see."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from access.models import School, User
from access.serving import serving
from casework.models import Concern
from jobs.runner import run_due
from tests import factories

pytestmark = pytest.mark.django_db


def home(user: User) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get("/")
    assert answer.status_code == 200
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_home_of_a_lead_is_the_queue_with_minutes_and_what_is_overdue(
    school: School, teacher: User, lead: User
) -> None:
    child = factories.child(school)
    factories.concern(school, teacher, child, at=timezone.now() - timedelta(minutes=25), urgent=True)
    factories.decision(factories.concern(school, teacher, child), lead)  # its referral was due in the past

    page = home(lead)

    assert "Waiting 25 minutes" in page
    assert "<strong>1</strong> urgent, not yet seen" in page
    assert "<strong>1</strong> to decide" in page
    assert "<strong>1</strong> overdue action" in page
    assert "Make the referral" in page


def test_home_of_a_teacher_is_logging_and_own_concerns(
    school: School, teacher: User, pastoral: User, lead: User
) -> None:
    factories.concern(school, teacher, factories.child(school))
    factories.concern(school, pastoral, factories.child(school, "Jones", "Tyler"))

    page = home(teacher)

    assert "Log a concern" in page
    assert "Maya Hussain" in page
    assert "Jones" not in page
    assert "to decide" not in page


def test_home_of_a_pastoral_officer_is_own_year_and_own_actions(school: School, pastoral: User, lead: User) -> None:
    own = factories.file(factories.child(school, year=9))
    factories.file(factories.child(school, "Jones", "Tyler", year=10, form="10A"))
    with serving(lead):
        factories.agreed(own, lead, owner=pastoral, words="Ring home")

    page = home(pastoral)

    assert "Maya Hussain" in page
    assert "Ring home" in page
    assert "Jones" not in page


def test_home_of_the_designated_teacher_is_looked_after_children(school: School, designated: User) -> None:
    factories.file(factories.child(school, looked_after=True))
    factories.file(factories.child(school, "Jones", "Tyler"))

    page = home(designated)

    assert "Looked-after" in page
    assert "Maya Hussain" in page
    assert "Jones" not in page


@pytest.mark.parametrize("who", ["auditor", "technical", "stranger", "chair", "head"])
def test_home_of_others_shows_no_child(
    school: School, teacher: User, lead: User, who: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    child = factories.child(school)
    factories.file(child)
    factories.concern(school, teacher, child, urgent=True)

    page = home(user)

    assert "Hussain" not in page
    assert str(child.pk) not in page
    assert "to decide" not in page


def test_home_of_the_head_says_when_nobody_has_looked(school: School, teacher: User, lead: User, head: User) -> None:
    factories.concern(school, teacher, factories.child(school), at=timezone.now() - timedelta(hours=2), urgent=True)
    assert "nobody on the safeguarding team has looked" not in home(head)
    run_due(clock=timezone.now, serve=serving)

    page = home(head)

    assert "1 concern sent 2 hours ago, and nobody on the safeguarding team has looked" in page
    assert "Hussain" not in page
    Concern.objects.get()


def test_home_counts_leave_out_what_a_wall_hides(school: School, teacher: User, lead: User, deputy: User) -> None:
    child = factories.child(school)
    empty = home(deputy)
    factories.wall(deputy, child)
    factories.concern(school, teacher, child, urgent=True)

    assert home(deputy) == empty
    assert "<strong>1</strong> to decide" in home(lead)


def test_home_tells_unfinished_concerns_apart_by_child_and_time(school: School, teacher: User) -> None:
    child = factories.child(school)
    begun = {"words": ["Secret words"], "about-child": [str(child.pk)], "about-child_name": ["Maya Hussain"]}
    first = factories.draft(school, teacher, body=begun)
    factories.draft(school, teacher, body={"words": ["Other words"], "about-child_name": ["Zoe"]})

    page = home(teacher)

    assert page.count("A concern about Maya Hussain, 9B<") == 1
    assert page.count("A concern, no child chosen yet<") == 1
    assert page.count("Saved on 16 November at 08:50<") == 2
    assert f'action="/concerns/drafts/{first.pk}/discard/"' in page
    assert ("Secret" in page, "Other words" in page, "Zoe" in page) == (False, False, False)


def test_home_of_a_governor_promises_no_page_that_is_not_there(auditor: User) -> None:
    page = home(auditor)

    assert "there is no page of your own here yet" in page
    assert "You see who did what" not in page


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "Sent just now"),
        (1, "Waiting 1 minute<"),
        (59, "Waiting 59 minutes<"),
        (117, "Waiting 1 hour<"),
        (120, "Waiting 2 hours<"),
        (24 * 60, "Waiting 1 day<"),
    ],
)
def test_home_says_how_long_in_one_wording(school: School, teacher: User, lead: User, minutes: int, said: str) -> None:
    with time_machine.travel(factories.AT, tick=False):
        factories.concern(school, teacher, factories.child(school), at=factories.AT - timedelta(minutes=minutes))

        page = home(lead)

    assert said in page


def test_home_costs_the_same_for_one_and_three(
    school: School, teacher: User, lead: User, client: Client, django_assert_num_queries
) -> None:
    client.force_login(lead)
    factories.decision(factories.concern(school, teacher, factories.child(school)), lead)
    factories.concern(school, teacher, factories.child(school))
    client.get("/")
    with django_assert_num_queries(HOME):
        client.get("/")
    for _ in range(2):
        factories.decision(factories.concern(school, teacher, factories.child(school)), lead)
        factories.concern(school, teacher, factories.child(school))

    with django_assert_num_queries(HOME):
        client.get("/")


HOME = 24
