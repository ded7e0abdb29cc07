"""Nobody leaves the school without its leads, and nobody changes who leads unseen."""

import re
from datetime import date

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from access.models import Membership, RoleChange, School, User
from access.roles import Role
from access.serving import serving
from jobs.runner import run_due
from tests import factories

pytestmark = pytest.mark.django_db
NOW = {"when": "NOW", "reason": "No longer wanted"}
LAST = "The school would have no designated safeguarding lead."


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _end(by: User, whose: User, **more: str) -> tuple[int, str]:
    answer = _signed_in(by).post(f"/memberships/{whose.memberships.get().pk}/end/", {**NOW, **more})
    return answer.status_code, answer.content.decode()


def _told(at: str = "2026-11-16 08:50") -> list[str]:
    """Whom the mail of now reaches."""
    with time_machine.travel(at, tick=False):
        mail.outbox.clear()
        run_due(clock=lambda: factories.AT, serve=serving)
    return sorted(address for message in mail.outbox for address in message.to)


@pytest.fixture
def other(school: School) -> User:
    """A second designated safeguarding lead."""
    return factories.person(school, Role.DSL, name="Nadia Second")


@pytest.fixture(autouse=True)
def _monday() -> object:
    with time_machine.travel(factories.AT, tick=False):
        yield


@pytest.mark.parametrize("whose", ["lead", "deputy", "head"])
def test_the_technical_administrator_ends_no_lead_and_no_head(
    technical: User, other: User, whose: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(whose)

    status, page = _end(technical, person)

    by = "a designated safeguarding lead" if whose == "head" else "a designated safeguarding lead or the head"
    assert status == 422
    assert f"Only {by} can end this role." in page
    assert person.memberships.get().ends_on is None
    seen = _signed_in(technical).get(f"/staff/{person.pk}/").content.decode()
    assert "/end/" not in seen


@pytest.mark.parametrize("whose", ["lead", "head"])
def test_a_deputy_ends_no_lead_and_no_head(
    deputy: User, other: User, whose: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(whose)

    assert _end(deputy, person)[0] == 422
    assert person.memberships.get().ends_on is None


@pytest.mark.parametrize("role", ["DSL", "DEPUTY_DSL", "HEAD"])
def test_a_deputy_makes_no_lead_who_could_then_end_hers(deputy: User, teacher: User, role: str) -> None:
    given = {"role": role, "starts_on": "2026-11-16"}

    answer = _signed_in(deputy).post(f"/staff/{teacher.pk}/membership/", given)

    assert answer.status_code == 422
    assert teacher.memberships.get().role == "TEACHER"


def test_the_lead_ends_a_deputy_and_a_head(lead: User, deputy: User, head: User) -> None:
    assert (_end(lead, deputy)[0], _end(lead, head)[0]) == (302, 302)


def test_the_head_ends_leads_and_technical_roles_and_no_others(
    lead: User, other: User, head: User, deputy: User, technical: User, pastoral: User
) -> None:
    found = [_end(head, person)[0] for person in (lead, deputy, technical, pastoral)]

    assert found == [302, 302, 302, 422]


@pytest.mark.parametrize("when", [{"when": "NOW"}, {"when": "DAY", "ends_on": "2027-07-31"}])
def test_the_last_lead_stays(lead: User, head: User, deputy: User, when: dict[str, str]) -> None:
    status, page = _end(head, lead, **when)

    assert status == 422
    assert LAST in page
    assert "Appoint another first: when they have signed in, this role can end." in page
    assert lead.memberships.get().ends_on is None


def test_a_lead_who_has_not_signed_in_is_no_successor(school: School, lead: User, head: User, other: User) -> None:
    with serving(factories.console(school)):
        other.is_active = False
        other.save()

    assert _end(head, lead)[0] == 422


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "wanted", "found"),
    [
        (date(2024, 9, 1), None, "2026-12-18", 302),
        (date(2026, 12, 19), None, "2026-12-18", 302),
        (date(2026, 12, 20), None, "2026-12-18", 422),
        (date(2024, 9, 1), date(2027, 3, 31), "2026-12-18", 422),
    ],
    ids=["already there", "the day after", "a day without", "leaving herself"],
)
def test_a_lead_who_leaves_needs_a_successor_for_every_day_after(
    school: School, lead: User, head: User, other: User, starts_on: date, ends_on: date | None, wanted: str, found: int
) -> None:
    with serving(factories.console(school)):
        Membership.objects.filter(user=other).update(starts_on=starts_on, ends_on=ends_on)

    assert _end(head, lead, when="DAY", ends_on=wanted)[0] == found


def test_an_end_that_is_there_is_not_brought_forward_into_a_gap(school: School, lead: User, other: User) -> None:
    """Until 18 December she leads; from the 19th the other does."""
    with serving(factories.console(school)):
        Membership.objects.filter(user=lead).update(ends_on=date(2026, 12, 18))
        Membership.objects.filter(user=other).update(starts_on=date(2026, 12, 19))
    late = factories.person(school, Role.HEAD)

    assert _end(late, lead, when="DAY", ends_on="2026-12-04")[0] == 422
    assert lead.memberships.get().ends_on == date(2026, 12, 18)


def test_the_head_invites_a_lead_and_nobody_else(school: School, head: User, lead: User) -> None:
    signed_in = _signed_in(head)
    told = {"name": "Ada Flint", "email": "ada@hillview.example", "role": "DSL", "starts_on": "2026-11-16"}

    offered = re.findall(r'name="role"[^>]*value="(\w+)"', signed_in.get("/staff/invite/").content.decode())
    refused = signed_in.post("/staff/invite/", told | {"role": "TEACHER"})
    invited = signed_in.post("/staff/invite/", told)
    listed = signed_in.get("/staff/").content.decode()

    assert offered == ["DSL", "DEPUTY_DSL"]
    assert (refused.status_code, invited.status_code) == (422, 200)
    assert "/invitation/" not in invited.content.decode()
    assert User.objects.named("ada@hillview.example").memberships.get().role == "DSL"
    assert f'href="/staff/{lead.pk}/"' in listed
    assert 'href="/calendar/"' not in listed


def test_leads_and_head_are_told_of_each_start_and_end(
    lead: User, deputy: User, head: User, technical: User, teacher: User
) -> None:
    """Of a technical role given, the head's ended, and a teacher's post, which is nobody's news."""
    given = {"role": "TECHNICAL", "starts_on": "2026-11-16"}
    _signed_in(technical).post(f"/staff/{teacher.pk}/membership/", given)
    assert _told() == sorted([lead.email, deputy.email, head.email])
    (message, *_) = mail.outbox
    assert message.subject == "A role at your school has changed"
    assert message.body == (
        "A role at your school has changed. Sign in to see which:\n\nhttp://127.0.0.1:8000/staff/\n"
    )

    _end(lead, head)
    assert _told() == sorted([lead.email, deputy.email, head.email])

    _signed_in(lead).post(f"/staff/{teacher.pk}/membership/", given | {"role": "PASTORAL", "years": "9"})
    assert _told() == []


def test_the_staff_page_says_what_changed_lately(lead: User, other: User, deputy: User, technical: User) -> None:
    _end(lead, deputy)
    words = f"{deputy.name}, Deputy designated safeguarding lead: ended at once, by {lead.name} on 16 November 2026"

    seen = _signed_in(other).get("/staff/").content.decode()
    technical_sees = _signed_in(technical).get("/staff/").content.decode()
    with time_machine.travel("2026-12-01 09:00", tick=False):
        later = _signed_in(other).get("/staff/").content.decode()

    assert "Changed in the last 14 days" in seen
    assert words in seen
    assert [words in page for page in (technical_sees, later)] == [False, False]


@pytest.mark.django_db(transaction=True)
def test_appoint_lead_brings_back_a_school_without_one(capsys: pytest.CaptureFixture[str]) -> None:
    school = factories.school()
    head = factories.person(school, Role.HEAD)

    call_command("appoint_lead", "--school", "HillView", "--email", "Ada@Hillview.example", "--name", "Ada Flint")

    ada = User.objects.named("ada@hillview.example")
    link = re.search(r"/invitation/[\w-]+/", capsys.readouterr().out)[0]  # type: ignore[index]
    assert Client().get(link).status_code == 200
    assert (ada.name, ada.memberships.get().role) == ("Ada Flint", "DSL")
    change = RoleChange.objects.get()
    assert (change.membership.user, change.changed_by.email) == (ada, "console@system.invalid")
    assert _told() == [head.email]


@pytest.mark.django_db(transaction=True)
def test_appoint_lead_raises_somebody_who_works_here(capsys: pytest.CaptureFixture[str]) -> None:
    school = factories.school()
    teacher = factories.person(school, Role.TEACHER)

    for _ in range(2):
        call_command("appoint_lead", "--school", "hillview", "--email", teacher.email)

    assert sorted(teacher.memberships.values_list("role", flat=True)) == ["DSL", "TEACHER"]
    assert "They sign in as they always did" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_appoint_lead_sends_an_invited_person_a_link_that_works(capsys: pytest.CaptureFixture[str]) -> None:
    factories.school()
    for _ in range(2):
        call_command("appoint_lead", "--school", "hillview", "--email", "ada@hillview.example")

    first, second = re.findall(r"/invitation/[\w-]+/", capsys.readouterr().out)
    assert [Client().get(link).status_code for link in (first, second)] == [404, 200]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"school": "elsewhere"}, "There is no school with the code elsewhere."),
        ({"email": "nobody"}, "The e-mail address of the safeguarding lead cannot be used."),
        ({"email": "console@system.invalid"}, "The e-mail address of the safeguarding lead cannot be used."),
        ({"email": "far@other.example"}, "far@other.example works at another school."),
    ],
    ids=["no such school", "no address", "system actor", "another school"],
)
def test_appoint_lead_refuses_in_a_sentence(wrong: dict[str, str], says: str) -> None:
    factories.school()
    other = factories.school("other", "Other School")
    far = factories.person(other, Role.TEACHER)
    with serving(factories.console(other)):
        far.email = "far@other.example"
        far.save()

    with pytest.raises(CommandError, match=re.escape(says)):
        call_command("appoint_lead", **({"school": "hillview", "email": "ada@hillview.example"} | wrong))

    assert list(Membership.objects.filter(role="DSL")) == []
