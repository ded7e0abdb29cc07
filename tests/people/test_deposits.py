"""Nobody can tell from a child's family that something is kept from her: not a lead a hidden file, nor anybody a wall.

Two worlds, a child of whom nothing is recorded and one of whom everything is: pages and answers are alike.
"""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from access import gate
from access.models import ConflictWall, School, User
from access.roles import Audience, Section
from access.serving import serving
from audit.models import Entry
from casework.actions.reach import restrict_file
from people.actions.family import ContactFacts, ProfessionalFacts, add_contact, add_professional
from people.models import Child, Contact, Professional
from tests import factories
from tests.leaks.addresses import same
from vault.keyring import Locked

pytestmark = pytest.mark.django_db
REFUGE = "Harbour House, 1 Quiet Lane"
CONFIDED = {"address": REFUGE, "address_confidential": "on", "private_notes": "By taxi"}
FORMS = ("contacts/new/", "professionals/new/")


@pytest.fixture
def plain(school: School) -> Child:
    return factories.child(school)


@pytest.fixture
def other(school: School) -> Child:
    """The child who is hidden, or behind a wall."""
    return factories.child(school)


def hide(child: Child, deputy: User) -> None:
    file = factories.file(child, by=deputy)
    with serving(deputy):
        restrict_file(file=file, by=deputy, at=factories.AT, version=file.version, people=[deputy], reason="A relation")


def fill(child: Child, by: User) -> None:
    factories.contact(child, by, address=REFUGE, address_confidential=True, private_notes="Rings on Fridays")
    factories.professional(child, by)


def url(child: Child, more: str = "") -> str:
    return f"/children/{child.pk}/family/{more}"


def at(person: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    return client


def alike(answer: HttpResponse, child: Child) -> tuple[int, str, bytes]:
    """An answer without the child's own uuid and those of the people around the child."""
    told, where = same(answer.content), answer.headers.get("Location", "")
    for pk in (child.pk, *child.contacts.values_list("pk", flat=True)):
        told, where = told.replace(str(pk).encode(), b""), where.replace(str(pk), "")
    return answer.status_code, where, told


def contact(**more: Any) -> dict[str, Any]:
    return {"name": "Amina Hussain", "kind": "MOTHER", "order": 1, "pk": str(uuid4())} | more


def professional(**more: Any) -> dict[str, Any]:
    return {"name": "Jo Clarke", "role": "SOCIAL_WORKER", "pk": str(uuid4()), "audience": "SAFEGUARDING"} | more


ASKED = [
    ("contacts/new/", contact()),
    ("contacts/new/", contact(**CONFIDED)),
    ("contacts/new/", contact(name="")),
    ("professionals/new/", professional()),
    ("professionals/new/", professional(audience="")),
    ("professionals/new/", professional(audience="PASTORAL")),
]
NAMED = ["plain contact", "confidential contact", "no name", "confidential worker", "nobody chosen", "shared worker"]


@pytest.mark.parametrize("form", FORMS)
def test_the_forms_of_a_lead_tell_of_no_hidden_file(
    plain: Child, other: Child, lead: User, deputy: User, form: str
) -> None:
    fill(other, deputy)
    hide(other, deputy)

    first, second = (alike(at(lead).get(url(child, form)), child) for child in (plain, other))

    assert first == second
    assert (b"private_notes" in first[2], b'name="audience"' in first[2]) == (form == FORMS[0], form == FORMS[1])


@pytest.mark.parametrize(("form", "typed"), ASKED, ids=NAMED)
def test_the_answers_to_a_lead_tell_of_no_hidden_file(
    plain: Child, other: Child, lead: User, deputy: User, form: str, typed: dict[str, Any]
) -> None:
    hide(other, deputy)

    answers = [alike(at(lead).post(url(child, form), typed | {"pk": str(uuid4())}), child) for child in (plain, other)]

    assert answers[0] == answers[1]


def test_a_professional_whom_a_lead_adds_starts_with_the_safeguarding_team(plain: Child, lead: User) -> None:
    shown = at(lead).get(url(plain, "professionals/new/")).content.decode()

    assert re.findall(r'name="audience"[^>]*value="(\w+)" checked', shown) == ["SAFEGUARDING"]


def test_a_lead_leaves_a_refuge_where_she_cannot_read_it(
    other: Child, lead: User, deputy: User, pastoral: User
) -> None:
    hide(other, deputy)
    client = at(lead)

    answer = client.post(url(other, "contacts/new/"), contact(**CONFIDED))
    shown = client.get(answer.headers["Location"]).content.decode()

    assert ("Saved." in shown, "Amina Hussain" in shown) == (True, True)
    assert (REFUGE in shown, "By taxi" in shown, "ithheld" in shown) == (False, False, False)
    assert sorted(Contact.objects.values_list("audience", flat=True)) == ["PASTORAL", "SAFEGUARDING"]
    there = at(deputy).get(url(other)).content.decode()
    assert (REFUGE in there, "By taxi" in there) == (True, True)
    assert REFUGE not in at(pastoral).get(url(other)).content.decode()


def test_a_social_worker_whom_a_lead_adds_is_not_for_pastoral_staff(
    other: Child, lead: User, deputy: User, pastoral: User
) -> None:
    hide(other, deputy)
    client = at(lead)

    answer = client.post(url(other, "professionals/new/"), professional())
    shown = client.get(answer.headers["Location"]).content.decode()

    assert Professional.objects.get().audience == "SAFEGUARDING"
    assert ("Saved." in shown, "Jo Clarke" in shown) == (True, False)
    assert "Jo Clarke" in at(deputy).get(url(other)).content.decode()
    assert "Jo Clarke" not in at(pastoral).get(url(other)).content.decode()


def test_the_form_of_a_contact_tells_a_lead_of_no_part_and_replaces_nothing_of_it(
    plain: Child, other: Child, lead: User, deputy: User
) -> None:
    ours = factories.contact(plain, deputy, name="Amina Hussain", phone="0114 496 0009")
    theirs = factories.contact(
        other, deputy, name="Amina Hussain", phone="0114 496 0009", private_notes="Rings on Fridays",
        address=REFUGE, address_confidential=True,
    )  # fmt: skip
    hide(other, deputy)
    client = at(lead)
    typed = contact(version=1, phone="0114 496 0009", address="12 Mill Road", address_confidential="on")

    pages = [client.get(f"/contacts/{one.pk}/edit/") for one in (ours, theirs)]
    saved = [client.post(f"/contacts/{one.pk}/edit/", typed | {"private_notes": "By taxi"}) for one in (ours, theirs)]
    late = [client.post(f"/contacts/{one.pk}/edit/", typed) for one in (ours, theirs)]

    assert alike(pages[0], plain) == alike(pages[1], other)
    assert alike(saved[0], plain) == alike(saved[1], other)
    assert [answer.status_code for answer in (*saved, *late)] == [302, 302, 409, 409]
    there = at(deputy).get(url(other)).content.decode()
    assert [words in there for words in (REFUGE, "Rings on Fridays", "Address: 12 Mill Road", "By taxi")] == [True] * 4
    assert Contact.objects.filter(child=other).count() == 2


def test_a_professional_whom_a_lead_turns_confidential_goes_where_she_cannot_read(
    plain: Child, other: Child, lead: User, deputy: User
) -> None:
    people = [factories.professional(child, deputy, audience=Audience.PASTORAL) for child in (plain, other)]
    hide(other, deputy)
    client = at(lead)

    answers = [client.post(f"/professionals/{one.pk}/edit/", professional(version=1)) for one in people]

    assert alike(answers[0], plain) == alike(answers[1], other)
    assert [one.audience for one in Professional.objects.filter(child=other, ended_at=None)] == ["SAFEGUARDING"]
    assert "Jo Clarke" in at(deputy).get(url(other)).content.decode()


@pytest.mark.parametrize("who", ["pastoral", "deputy", "lead"])
@pytest.mark.parametrize("page", ["", *FORMS])
def test_nobody_tells_a_wall_from_the_family_of_a_child(
    plain: Child, other: Child, lead: User, page: str, who: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    fill(other, lead)
    factories.wall(user, other)

    first, second = (alike(at(user).get(url(child, page)), child) for child in (plain, other))

    assert first == second
    assert first[0] == 200


@pytest.mark.parametrize(("form", "typed"), ASKED, ids=NAMED)
@pytest.mark.parametrize("who", ["pastoral", "deputy"])
def test_the_answers_tell_of_no_wall(
    plain: Child,
    other: Child,
    lead: User,
    form: str,
    typed: dict[str, Any],
    who: str,
    request: pytest.FixtureRequest,
) -> None:
    user = request.getfixturevalue(who)
    fill(other, lead)
    factories.wall(user, other)

    answers = [alike(at(user).post(url(child, form), typed | {"pk": str(uuid4())}), child) for child in (plain, other)]

    assert answers[0] == answers[1]


def test_what_is_written_behind_a_wall_is_kept_for_the_others(other: Child, lead: User, pastoral: User) -> None:
    factories.wall(pastoral, other)
    client = at(pastoral)

    answer = client.post(url(other, "contacts/new/"), contact(phone="0114 496 0003"))
    shown = client.get(answer.headers["Location"]).content.decode()

    assert ("Saved." in shown, "0114 496 0003" in shown) == (True, False)
    assert "0114 496 0003" in at(lead).get(url(other)).content.decode()


def test_the_log_says_that_a_wall_kept_her_out_and_that_she_wrote(other: Child, pastoral: User) -> None:
    factories.wall(pastoral, other)

    at(pastoral).post(url(other, "contacts/new/"), contact())

    verbs = Entry.objects.filter(actor=pastoral, scope=other.pk).exclude(reason_code="").order_by("pk")
    assert list(verbs.values_list("verb", "outcome")) == [("child.refused", "deny"), ("contact.added", "allow")]


def test_a_pastoral_officer_of_another_year_finds_no_page_behind_a_wall_either(school: School, other: Child) -> None:
    elsewhere = factories.person(school, factories.Role.PASTORAL, year=10)
    factories.wall(elsewhere, other)

    assert [at(elsewhere).get(url(other, page)).status_code for page in ("", *FORMS)] == [404, 404, 404]


def test_nothing_stays_unlocked_after_a_deposit(other: Child, lead: User, deputy: User) -> None:
    hide(other, deputy)
    facts = ContactFacts(kind="MOTHER", name="Amina Hussain", address=REFUGE, address_confidential=True)
    with serving(lead):
        made = add_contact(child=other, by=lead, at=factories.AT, facts=facts, pk=uuid4())
        part = Contact.objects.get(part_of=made)

        assert made.name.text == "Amina Hussain"
        with pytest.raises(Locked):
            _ = part.address.text


def test_only_an_act_deposits_and_only_for_whom_it_may(other: Child, lead: User, pastoral: User) -> None:
    with (
        serving(lead),
        pytest.raises(Locked),
        gate.depositing(lead, other, Audience.SAFEGUARDING, Section.IDENTITY),
    ):
        pass
    facts = ProfessionalFacts(role="SOCIAL_WORKER", name="Jo Clarke")
    with serving(pastoral), pytest.raises(gate.Refused):
        add_professional(child=other, by=pastoral, at=factories.AT, facts=facts, pk=uuid4())
    assert (Professional.objects.count(), ConflictWall.objects.count()) == (0, 0)
