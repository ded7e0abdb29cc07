"""Who sees which of the people around a child, and what do the pages about them refuse?"""

import re
from uuid import uuid4

import pytest

from access.roles import Audience, Role
from audit.models import Entry
from people.models import Agency, Contact, Professional
from tests import factories

REFUGE = "Harbour House, 1 Quiet Lane"
ELSEWHERE = "12 Mill Road"


@pytest.fixture
def child(school):
    return factories.child(school)


@pytest.fixture
def family(child, lead):
    """Something for everybody to see, and something that only the safeguarding team may."""
    mother = factories.contact(
        child, lead, name="Amina Hussain", address=REFUGE, address_confidential=True, lives_with_child=True
    )
    father = factories.contact(
        child,
        lead,
        name="Karim Hussain",
        kind="FATHER",
        phone="0114 496 0001",
        address=ELSEWHERE,
        has_parental_responsibility=True,
        contact_restricted=True,
        court_order="Non-molestation order of 3 May 2026",
    )
    worker = factories.professional(child, lead, name="Jo Canary", phone="0114 496 0002", agency="Canary Council")
    nurse = factories.professional(
        child, lead, name="Nell Nurse", role="SCHOOL_NURSE", agency="NHS Trust", audience=Audience.PASTORAL
    )
    return {"mother": mother, "father": father, "worker": worker, "nurse": nurse}


def url(child):
    return f"/children/{child.pk}/family/"


def body(answer):
    return re.sub(r'token" value="\w+|Reference: <strong>\w+', "", answer.content.decode())


def test_family_read_shows_a_lead_everybody(client, child, family, lead):
    client.force_login(lead)

    shown = body(client.get(url(child)))

    for words in (
        "Amina Hussain",
        REFUGE,
        "Karim Hussain",
        "Jo Canary",
        "0114 496 0002",
        "Canary Council",
        "Nell Nurse",
    ):
        assert words in shown
    glance = shown.split("At a glance")[1].split("<h2")[0]
    assert "ask" in glance
    assert re.search(r"Do not contact.*Karim Hussain", glance, re.DOTALL)
    assert "<title>Family and contacts" in shown


def test_family_read_shows_the_year_s_pastoral_officer_nothing_confidential(client, child, family, pastoral):
    client.force_login(pastoral)

    shown = body(client.get(url(child)))

    for words in ("Amina Hussain", "Karim Hussain", "Nell Nurse"):
        assert words in shown
    for words in ("Canary", REFUGE, "0114 496 0002", "onfidential"):
        assert words not in shown


def test_family_read_looks_the_same_with_and_without_what_is_hidden(client, child, lead, pastoral):
    factories.contact(child, lead, name="Karim Hussain", kind="FATHER")
    client.force_login(pastoral)
    before = body(client.get(url(child)))

    factories.professional(child, lead)

    assert body(client.get(url(child))) == before


@pytest.mark.parametrize(
    ("role", "year"),
    [
        (Role.PASTORAL, 10),
        (Role.DESIGNATED_TEACHER, None),
        (Role.TEACHER, None),
        (Role.HEAD, None),
        (Role.CHAIR, None),
        (Role.OVERSIGHT, None),
        (Role.TECHNICAL, None),
    ],
)
def test_family_pages_are_not_there_for_anybody_else(client, school, child, family, role, year):
    client.force_login(factories.person(school, role, year=year))
    nowhere = body(client.get(f"/children/{uuid4()}/family/"))

    for path in every_page(child, family):
        answers = [client.get(path)]
        if path != url(child):
            answers.append(client.post(path, {"name": "X", "version": 1}))
        for answer in answers:
            assert answer.status_code == 404, path
            assert body(answer) == nowhere
    assert (Contact.objects.count(), Professional.objects.count()) == (3, 2)


def test_family_pages_are_of_one_school(client, child, family):
    client.force_login(factories.person(factories.school("other", "Other School"), Role.DSL))

    for path in every_page(child, family):
        assert client.get(path).status_code == 404, path


def test_no_page_of_somebody_around_a_child_is_there_behind_a_wall(client, child, family, lead):
    factories.wall(lead, child)
    client.force_login(lead)

    for path in every_page(child, family):
        assert client.get(path).status_code == (200 if path.startswith("/children/") else 404), path


def test_a_pastoral_officer_finds_no_page_of_what_is_confidential(client, child, family, pastoral):
    client.force_login(pastoral)
    part = Contact.objects.get(part_of=family["mother"])
    paths = [f"/contacts/{part.pk}/edit/", f"/professionals/{family['worker'].pk}/end/"]

    for path in paths:
        nowhere = client.get(path.replace(path.split("/")[2], str(uuid4())))
        assert client.get(path).status_code == 404
        assert body(client.get(path)) == body(nowhere)
        assert client.post(path, {"version": 1, "reason": "x"}).status_code == 404


def test_the_designated_teacher_reads_the_family_of_a_looked_after_child(client, school, lead, designated):
    child = factories.child(school, looked_after=True)
    factories.contact(child, lead, name="Karim Hussain", kind="CARER")
    client.force_login(designated)

    assert "Karim Hussain" in body(client.get(url(child)))


def test_a_head_who_is_named_reads_and_does_not_change(client, school, child, family, head, at_work):
    from access.reach import Because, give_person

    give_person(child, head, Audience.PASTORAL, Because.GRANT, at=factories.AT)
    client.force_login(head)

    shown = body(client.get(url(child)))
    assert "Karim Hussain" in shown
    assert "Add a contact" not in shown
    assert client.get(f"/contacts/{family['father'].pk}/edit/").status_code == 403
    assert client.post(f"{url(child)}contacts/new/", {"name": "X"}).status_code == 403


def every_page(child, family):
    paths = [url(child), f"{url(child)}contacts/new/", f"{url(child)}professionals/new/"]
    paths += [f"/contacts/{family[name].pk}/{verb}/" for name in ("mother", "father") for verb in ("edit", "end")]
    return paths + [
        f"/professionals/{family[name].pk}/{verb}/" for name in ("worker", "nurse") for verb in ("edit", "end")
    ]


def typed(**more):
    return {"name": "Karim Hussain", "kind": "FATHER", "order": 1, "has_parental_responsibility": "True"} | more


def test_contact_create_makes_one_contact_of_a_form_sent_twice(client, child, pastoral):
    client.force_login(pastoral)
    new = typed(pk=str(uuid4()), phone="0114 496 0003", has_parental_responsibility="")

    for _ in range(2):
        assert client.post(f"{url(child)}contacts/new/", new).url == url(child)

    contact = Contact.objects.get()
    assert (contact.audience, contact.has_parental_responsibility) == ("PASTORAL", None)
    assert "0114 496 0003" in body(client.get(url(child)))


@pytest.mark.parametrize("phone", ["abc", "-", "at work"])
@pytest.mark.parametrize("kind", ["contacts", "professionals"])
def test_a_phone_number_without_a_figure_is_refused_and_kept(client, child, lead, kind, phone):
    client.force_login(lead)

    answer = client.post(f"{url(child)}{kind}/new/", typed(role="SCHOOL_NURSE", audience="PASTORAL", phone=phone))

    assert answer.status_code == 422
    assert body(answer).count("Enter a phone number with figures, such as 0114 496 0001") == 2
    assert f'value="{phone}"' in body(answer)


def test_a_phone_number_is_kept_as_it_was_typed(client, child, pastoral):
    client.force_login(pastoral)
    client.post(f"{url(child)}contacts/new/", typed(phone="+44 (0)114 496 0003 ext. 12, office"))

    assert "+44 (0)114 496 0003 ext. 12, office" in body(client.get(url(child)))


def test_contact_create_asks_a_pastoral_officer_for_no_confidential_address(client, child, pastoral):
    client.force_login(pastoral)

    assert "Tell a safeguarding lead" in body(client.get(f"{url(child)}contacts/new/"))
    answer = client.post(f"{url(child)}contacts/new/", typed(kind="", name=""))

    assert answer.status_code == 422
    assert "address_confidential" not in body(answer)
    assert "Choose who they are to the child" in body(answer)


def test_contact_edit_shows_both_when_somebody_else_was_quicker(client, child, lead):
    contact = factories.contact(child, lead, name="Karim Hussain", kind="FATHER", phone="0114 496 0004")
    client.force_login(lead)
    path = f"/contacts/{contact.pk}/edit/"

    assert client.post(path, typed(version=1, phone="0114 496 0005")).status_code == 302
    answer = client.post(path, typed(version=1, phone="0114 496 0006"))

    assert answer.status_code == 409
    for words in ("0114 496 0005", "0114 496 0006", 'name="version" value="2"'):
        assert words in body(answer)
    assert client.post(path, typed(version=2, phone="0114 496 0006")).status_code == 302


def test_contact_edit_of_one_that_turned_confidential_meanwhile_keeps_what_was_typed_and_tells_nothing(
    client, child, lead, pastoral
):
    contact = factories.contact(child, lead, name="Karim Hussain", kind="FATHER")
    path = f"/contacts/{contact.pk}/edit/"
    client.force_login(lead)
    client.post(path, typed(version=1, address=REFUGE, address_confidential="on"))
    client.force_login(pastoral)

    answer = client.post(path, typed(version=1, phone="0114 496 0007"))

    assert answer.status_code == 409
    assert "0114 496 0007" in body(answer)
    assert REFUGE not in body(answer)
    assert client.post(path, typed(version=2, phone="0114 496 0007")).status_code == 302
    client.force_login(lead)
    assert REFUGE in body(client.get(url(child)))


def test_contact_edit_of_one_that_ended_meanwhile_keeps_what_was_typed(client, child, lead):
    contact = factories.contact(child, lead, name="Karim Hussain", kind="FATHER")
    client.force_login(lead)
    client.post(f"/contacts/{contact.pk}/end/", {"version": 1, "reason": "Number given up"})

    answer = client.post(f"/contacts/{contact.pk}/edit/", typed(version=1, phone="0114 496 0007"))

    assert answer.status_code == 409
    assert "0114 496 0007" in body(answer)
    assert "Save the contact" not in body(answer)


def test_contact_end_asks_why_and_shows_the_contact_no_more(client, child, lead):
    contact = factories.contact(child, lead, name="Karim Hussain", kind="FATHER")
    client.force_login(lead)
    path = f"/contacts/{contact.pk}/end/"

    assert client.post(path, {"version": 1, "reason": ""}).status_code == 422
    for _ in range(2):
        assert client.post(path, {"version": 1, "reason": "Number given up"}).url == url(child)

    assert "Karim" not in body(client.get(url(child)))
    assert Contact.objects.count() == 1
    assert Entry.objects.filter(verb="contact.ended", actor=lead).count() == 1


def test_professional_create_hides_a_social_worker_unless_the_lead_shares(client, child, lead, pastoral):
    client.force_login(lead)
    new = {"role": "SOCIAL_WORKER", "name": "Jo Clarke", "agency": "Sheffield City Council", "phone": "0114 496 0008"}
    path = f"{url(child)}professionals/new/"

    assert "Choose who may see this" in body(client.post(path, new))
    client.post(path, new | {"audience": "SAFEGUARDING", "pk": str(uuid4())})
    client.post(path, new | {"audience": "PASTORAL", "name": "Sam Shared", "agency": "sheffield city  council"})

    assert Agency.objects.get().kind == Agency.Kind.SOCIAL_CARE
    client.force_login(pastoral)
    shown = body(client.get(url(child)))
    assert "Sam Shared" in shown
    assert "Jo Clarke" not in shown


def test_professional_turned_confidential_moves_and_ends(client, child, lead, pastoral):
    nurse = factories.professional(child, lead, name="Nell Nurse", role="SCHOOL_NURSE", audience=Audience.PASTORAL)
    client.force_login(lead)

    client.post(
        f"/professionals/{nurse.pk}/edit/",
        {"role": "SCHOOL_NURSE", "name": "Nell Nurse", "audience": "SAFEGUARDING", "version": 1},
    )
    assert "Nell Nurse" in body(client.get(url(child)))
    newer = Professional.objects.get(ended_at__isnull=True)
    client.post(f"/professionals/{newer.pk}/end/", {"version": newer.version, "reason": "Moved away"})

    assert "Nell Nurse" not in body(client.get(url(child)))
    client.force_login(pastoral)
    assert "Nell Nurse" not in body(client.get(url(child)))


@pytest.mark.parametrize("most", [1, 3])
def test_family_read_asks_as_many_queries_for_one_contact_as_for_three(
    client, child, lead, pastoral, most, django_assert_num_queries
):
    for number in range(most):
        factories.contact(child, lead, name=f"Contact {number}")
        factories.professional(
            child, lead, name=f"Professional {number}", audience=Audience.PASTORAL, agency=f"A{number}"
        )
    client.force_login(pastoral)
    client.get(url(child))

    with django_assert_num_queries(13):
        client.get(url(child))
