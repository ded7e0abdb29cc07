"""Accounts by invitation only, nobody widens their own reach, and nobody who cannot read files makes an account that can."""

import logging
import re
from datetime import date

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from access import rota
from access.models import ConflictWall, Invitation, Membership, School, User
from access.roles import Role
from access.serving import serving
from audit.models import Entry
from config.errors import JsonLines
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_lead(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


def _invite(client: Client, role: str, **more: str) -> tuple[int, str]:
    answer = client.post(
        "/staff/invite/",
        {"name": "Ada Flint", "email": "Ada@Hillview.example", "role": role, "starts_on": "2026-09-01", **more},
    )
    return answer.status_code, answer.content.decode()


def test_staff_invite_makes_an_account_that_cannot_sign_in_yet(as_lead: Client) -> None:
    status, page = _invite(as_lead, "PASTORAL", years="9, 10")

    ada = User.objects.named("ada@hillview.example")
    assert (status, ada.is_active, ada.has_usable_password()) == (200, False, False)
    assert list(Membership.objects.filter(user=ada).order_by("team__year").values_list("role", "team__year")) == [
        ("PASTORAL", 9),
        ("PASTORAL", 10),
    ]
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == ["ada@hillview.example"]
    token = re.search(r"/invitation/([\w-]+)/", page)
    assert token
    assert token[1] not in str(list(Invitation.objects.values()))


def test_invitation_accept_works_once(as_lead: Client, school: School) -> None:
    _, page = _invite(as_lead, "TEACHER", classes="9B")
    link = re.search(r"/invitation/[\w-]+/", page)[0]  # type: ignore[index]
    newcomer = Client()

    first = newcomer.post(link, {"password": factories.PASSWORD, "again": factories.PASSWORD})
    again = Client().get(link)

    ada = User.objects.named("ada@hillview.example")
    assert (first.status_code, again.status_code) == (302, 404)
    assert ada.is_active
    assert newcomer.session["_auth_user_id"] == str(ada.pk)
    assert list(Entry.objects.filter(actor=ada).values_list("verb", flat=True))[-1] == "signin.succeeded"


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", "short", "too short"),
        ("a long enough one", "a different one", "The two passwords differ"),
        ("", "", "Choose a password"),
    ],
)
def test_invitation_accept_refuses_a_poor_password(as_lead: Client, password: str, again: str, said: str) -> None:
    _, page = _invite(as_lead, "TEACHER")
    link = re.search(r"/invitation/[\w-]+/", page)[0]  # type: ignore[index]

    answer = Client().post(link, {"password": password, "again": again})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not User.objects.named("ada@hillview.example").is_active


def test_a_used_or_invented_link_gets_the_same_page(client: Client, school: School) -> None:
    answers = [client.get(f"/invitation/{token}/") for token in ("never-was", "x" * 43)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_staff_invite_refuses_an_address_that_is_known(as_lead: Client, teacher: User) -> None:
    answer = as_lead.post(
        "/staff/invite/",
        {"name": "Again", "email": teacher.email.upper(), "role": "TEACHER", "starts_on": "2026-09-01"},
    )

    assert answer.status_code == 422
    assert "Somebody with this e-mail address has an account already" in answer.content.decode()


@pytest.mark.parametrize("role", ["DSL", "DEPUTY_DSL", "PASTORAL", "DESIGNATED_TEACHER", "HEAD", "CHAIR", "OVERSIGHT"])
def test_a_technical_administrator_gives_no_role_with_reach(client: Client, technical: User, role: str) -> None:
    client.force_login(technical)

    status, page = _invite(client, role, years="9")

    assert status == 422
    assert "Only a safeguarding lead can give this role" in page
    assert not User.objects.filter(email="ada@hillview.example").exists()


def test_a_technical_administrator_is_offered_only_what_he_may_give(client: Client, technical: User) -> None:
    client.force_login(technical)

    page = client.get("/staff/invite/").content.decode()

    assert re.findall(r'name="role"[^>]*value="(\w+)"', page) == ["TEACHER", "TECHNICAL"]


def test_a_missing_role_is_asked_for_by_name(as_lead: Client) -> None:
    status, page = _invite(as_lead, "")

    assert (status, page.count("Choose a role")) == (422, 2)


@pytest.mark.parametrize("day", ["1999-12-31", "2126-09-01", "9999-12-31"])
def test_a_first_day_far_off_is_asked_about(as_lead: Client, day: str) -> None:
    status, page = _invite(as_lead, "TEACHER", starts_on=day)

    assert status == 422
    assert "Check the year" in page
    assert not User.objects.filter(email="ada@hillview.example").exists()


def test_the_invitation_says_who_invites_and_to_which_school(as_lead: Client, lead: User) -> None:
    _, page = _invite(as_lead, "TEACHER")
    link = re.search(r"/invitation/[\w-]+/", page)

    (sent,) = mail.outbox

    assert link
    assert sent.subject == "Your account for safeguarding at Hillview School"
    assert sent.body == (
        f"{lead.name} has made you an account for safeguarding at Hillview School.\n\n"
        f"Choose your password here:\nhttp://testserver{link[0]}\n\nThe link works once, for seven days.\n\n"
        f"Were you not told that this would come? Ask {lead.name} at the school before you open it.\n"
    )


def test_a_technical_administrator_is_not_shown_the_link(client: Client, technical: User) -> None:
    client.force_login(technical)

    status, page = _invite(client, "TEACHER")

    assert status == 200
    assert "/invitation/" not in page
    assert len(mail.outbox) == 1


def test_nobody_changes_their_own_roles(as_lead: Client, lead: User) -> None:
    own = lead.memberships.get()

    given = as_lead.post(f"/staff/{lead.pk}/membership/", {"role": "HEAD", "starts_on": "2026-09-01"})
    ended = as_lead.post(f"/memberships/{own.pk}/end/", {"when": "DAY", "ends_on": "2026-11-01", "reason": "Leaving"})
    linked = as_lead.post(f"/staff/{lead.pk}/invite-again/")

    assert (given.status_code, ended.status_code, linked.status_code) == (422, 422, 422)
    own.refresh_from_db()
    assert (own.ends_on, lead.memberships.count()) == (None, 1)


def test_an_ended_membership_ends_what_it_let_them_see_at_once(as_lead: Client, pastoral: User) -> None:
    theirs = Client()
    theirs.force_login(pastoral)
    membership = pastoral.memberships.get()
    before = theirs.get("/rota/").status_code, theirs.get("/account/").status_code

    answer = as_lead.post(
        f"/memberships/{membership.pk}/end/", {"when": "DAY", "ends_on": "2026-01-31", "reason": "Moved away"}
    )

    assert before == (404, 200)
    assert answer.status_code == 302
    membership.refresh_from_db()
    assert membership.ends_on == date(2026, 1, 31)
    assert theirs.get("/account/").status_code == 200
    assert ConflictWall.objects.count() == 0


@pytest.mark.parametrize("starts_on", [date(2026, 9, 1), date(2026, 11, 16), date(2027, 1, 4)])
def test_a_role_is_ended_now(as_lead: Client, school: School, pastoral: User, starts_on: date) -> None:
    """Begun long ago, begun today, and not begun yet."""
    with time_machine.travel(factories.AT, tick=False):
        membership = pastoral.memberships.get()
        with serving(factories.console(school)):
            membership.starts_on = starts_on
            membership.save()
        theirs = Client()
        theirs.force_login(pastoral)
        before = theirs.get("/concerns/").status_code

        answer = as_lead.post(f"/memberships/{membership.pk}/end/", {"when": "NOW", "reason": "Dismissed"})
        again = as_lead.post(f"/memberships/{membership.pk}/end/", {"when": "NOW", "reason": "Dismissed"})

        assert before == (404 if starts_on.year == 2027 else 200)
        assert (answer.status_code, again.status_code) == (302, 422)
        assert theirs.get("/concerns/").status_code == 404
        assert pastoral not in rota.people_in(school, max(starts_on, factories.AT.date()), Role.PASTORAL)
        page = as_lead.get(f"/staff/{pastoral.pk}/").content.decode()
        assert "ended on 16 November 2026 at 08:50" in page
        assert f"/memberships/{membership.pk}/end/" not in page
    with time_machine.travel("2027-01-04 09:00", tick=False):
        theirs.force_login(pastoral)
        assert theirs.get("/concerns/").status_code == 404


def test_the_way_to_end_a_role_stays_while_it_works(as_lead: Client, school: School, teacher: User) -> None:
    with time_machine.travel(factories.AT, tick=False):
        path = f"/memberships/{teacher.memberships.get().pk}/end/"
        as_lead.post(path, {"when": "DAY", "ends_on": "2026-12-18", "reason": "Leaving"})

        page = as_lead.get(f"/staff/{teacher.pk}/").content.decode()
        answer = as_lead.post(path, {"when": "NOW", "reason": "Sooner"})

    assert "to 18 December 2026" in page
    assert path in page
    assert (answer.status_code, teacher.memberships.get().ends_on) == (302, date(2026, 11, 16))


def test_membership_end_asks_for_the_day(as_lead: Client, teacher: User) -> None:
    answer = as_lead.post(f"/memberships/{teacher.memberships.get().pk}/end/", {"when": "DAY", "reason": "Leaving"})

    assert answer.status_code == 422
    assert answer.content.decode().count("Enter the last day") == 2


def test_whoever_starts_later_is_listed_and_told_so(as_lead: Client, teacher: User, school: School) -> None:
    with time_machine.travel(factories.AT, tick=False):
        with serving(factories.console(school)):
            Membership.objects.filter(user=teacher).update(starts_on=date(2027, 1, 4))
        theirs = Client()
        theirs.force_login(teacher)

        listed, home = as_lead.get("/staff/").content.decode(), theirs.get("/").content.decode()

    row = listed[listed.index(teacher.name) :]
    assert "Starts on 4 January 2027" in row[: row.index("</tr>")]
    assert "Left" not in row[: row.index("</tr>")]
    assert "You start at Hillview School on Monday 4 January 2027, as: Teacher or other member of staff." in home


@pytest.mark.parametrize("who", ["teacher", "pastoral", "designated", "auditor", "stranger"])
def test_staff_pages_do_not_exist_for_others(client: Client, who: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(who))
    lead = request.getfixturevalue("lead")

    paths = ["/staff/", "/staff/invite/", f"/staff/{lead.pk}/", f"/staff/{lead.pk}/membership/", "/rota/"]

    assert [client.get(path).status_code for path in paths] == [404] * 5


def test_leads_today_follow_the_rota_then_the_head_then_every_lead(
    as_lead: Client, school: School, lead: User, deputy: User
) -> None:
    monday, tuesday = date(2026, 11, 16), date(2026, 11, 17)
    assert set(rota.leads_today(school, monday)) == {lead, deputy}
    head = factories.person(school, Role.HEAD)
    assert rota.leads_today(school, monday) == [head]

    answer = as_lead.post("/rota/", {"version": rota.version(school), "day0_1": str(deputy.pk), "day0_2": str(lead.pk)})

    assert answer.status_code == 302
    assert rota.leads_today(school, monday) == [deputy, lead]
    assert rota.leads_today(school, tuesday) == [head]


def test_rota_edit_says_who_leads_today_and_at_the_weekend(as_lead: Client, school: School, deputy: User) -> None:
    factories.person(school, Role.HEAD, name="Sarah Okonkwo")
    as_lead.post("/rota/", {"version": rota.version(school), "day0_1": str(deputy.pk)})

    with time_machine.travel(factories.AT, tick=False):
        page = as_lead.get("/rota/").content.decode()

    assert f"Today, Monday 16 November, staff are sent to: {deputy.name}." in page
    assert "<li>Saturday: Sarah Okonkwo (head)</li><li>Sunday: Sarah Okonkwo (head)</li>" in page


@pytest.mark.django_db(transaction=True)
def test_setup_school_prints_the_one_time_link(capsys: pytest.CaptureFixture[str]) -> None:
    call_command(
        "setup_school", "--code", "new", "--name", "New School", "--dsl", "lead@new.example", "--dsl-name", "Dan Reid"
    )

    link = re.search(r"/invitation/[\w-]+/", capsys.readouterr().out)[0]  # type: ignore[index]
    assert Client().get(link).status_code == 200
    lead = User.objects.named("lead@new.example")
    assert (lead.name, lead.memberships.get().role) == ("Dan Reid", "DSL")
    assert {user.email for user in User.objects.filter(kind="SYSTEM")} == {
        "console@system.invalid",
        "jobs@system.invalid",
    }


@pytest.mark.django_db(transaction=True)
def test_setup_school_makes_a_second_school_with_a_lead_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    for code in ("one", "two"):
        call_command("setup_school", "--code", code, "--name", f"School {code}", "--dsl", f"lead@{code}.example")

    link = re.findall(r"/invitation/[\w-]+/", capsys.readouterr().out)[1]
    assert Client().get(link).status_code == 200
    assert User.objects.named("lead@two.example").memberships.get().school.code == "two"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"code": ""}, "The code cannot be used: This field cannot be blank."),
        ({"code": "two words"}, "The code cannot be used"),
        ({"code": "x" * 41}, "The code cannot be used"),
        ({"code": "ONE"}, "There is a school with the code ONE already."),
        ({"name": " "}, "The name cannot be used: This field cannot be blank."),
        ({"name": "x" * 201}, "The name cannot be used"),
        ({"name": "A\x1b[31m"}, "The name cannot be used"),
        ({"name": "A\udcff"}, "The name cannot be used"),
        ({"dsl": ""}, "The e-mail address of the safeguarding lead cannot be used."),
        ({"dsl": "nobody"}, "The e-mail address of the safeguarding lead cannot be used."),
        ({"dsl": "a@b.example\nBcc: c@d.example"}, "The e-mail address of the safeguarding lead cannot be used."),
        ({"dsl": "Lead@One.example"}, "Lead@One.example has an account already."),
    ],
)
def test_setup_school_refuses_in_a_sentence_and_makes_nothing(wrong: dict[str, str], says: str) -> None:
    call_command("setup_school", "--code", "one", "--name", "School one", "--dsl", "lead@one.example")
    told = {"code": "two", "name": "School two", "dsl": "lead@two.example"} | wrong

    with pytest.raises(CommandError, match=re.escape(says)):
        call_command("setup_school", **told)

    assert [school.code for school in School.objects.all()] == ["one"]


def test_nobody_signs_up(client: Client, school: School) -> None:
    answer = client.post(
        "/account/signup/",
        {"email": "new@hillview.example", "password1": factories.PASSWORD, "password2": factories.PASSWORD},
    )

    assert answer.status_code == 200
    assert not User.objects.filter(email="new@hillview.example").exists()


def test_a_session_nobody_touches_is_signed_out(client: Client, lead: User) -> None:
    client.force_login(lead)
    session = client.session
    session["seen"] = 1_000_000_000
    session.save()

    assert client.get("/account/").status_code == 302


def test_an_ended_membership_is_not_made_longer_by_ending_it_again(
    client: Client, technical: User, deputy: User
) -> None:
    membership = deputy.memberships.get()
    with serving(technical):
        Membership.objects.filter(pk=membership.pk).update(ends_on=date(2025, 1, 31))
    client.force_login(technical)

    answer = client.post(f"/memberships/{membership.pk}/end/", {"when": "NOW", "reason": "Back"})

    membership.refresh_from_db()
    assert (answer.status_code, membership.ends_on) == (422, date(2025, 1, 31))


def test_nobody_gets_a_link_into_an_account_that_is_in_use(as_lead: Client, deputy: User) -> None:
    answer = as_lead.post(f"/staff/{deputy.pk}/invite-again/")

    assert answer.status_code == 422
    assert (Invitation.objects.count(), len(mail.outbox)) == (0, 0)


def test_a_role_given_twice_is_one_membership(as_lead: Client, teacher: User) -> None:
    for _ in range(2):
        as_lead.post(
            f"/staff/{teacher.pk}/membership/", {"role": "PASTORAL", "years": "9, 9", "starts_on": "2026-09-01"}
        )

    assert teacher.memberships.filter(role="PASTORAL").count() == 1


def test_a_refused_password_leaves_no_link_in_the_log(as_lead: Client, caplog: pytest.LogCaptureFixture) -> None:
    _, page = _invite(as_lead, "TEACHER")
    link = re.search(r"/invitation/([\w-]+)/", page)
    assert link

    with caplog.at_level(logging.DEBUG):
        Client().post(link[0], {"password": "short", "again": "short"})

    lines = [JsonLines().format(record) for record in caplog.records]
    assert [line for line in lines if link[1] in line] == []
    assert any("422 invitation/<str:token>/" in line for line in lines)
