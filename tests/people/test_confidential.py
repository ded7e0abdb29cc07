"""What is confidential about a contact: whom does it hide from, and what does the page say in its place?"""

import re
from uuid import uuid4

import pytest
from django.db import connection

from access.roles import Role, Section
from access.serving import serving
from people.models import Contact
from tests import factories
from vault import keyring

REFUGE = "Harbour House, 1 Quiet Lane"
ELSEWHERE = "12 Mill Road"
WITHHELD = "Withheld: ask a safeguarding lead"


@pytest.fixture
def child(school):
    return factories.child(school)


@pytest.fixture
def mother(child, lead):
    """At a refuge: the address is confidential, and nothing else of her."""
    return factories.contact(
        child,
        lead,
        name="Amina Hussain",
        phone="0114 496 0009",
        address=REFUGE,
        address_confidential=True,
        has_parental_responsibility=True,
        lives_with_child=True,
    )


def earlier_form(child, **more):
    """A contact as it was kept before: all of it for the safeguarding team, for one confidential address."""
    with serving(factories.console(child.school)):
        keyring.unlock(child.school_id, child.pk, "SAFEGUARDING", int(Section.IDENTITY))
        made = Contact(school=child.school, child=child, audience="SAFEGUARDING", address_confidential=True)
        told = {"kind": "MOTHER", "name": "Nadia Earlier", "address": REFUGE, "phone": "0114 496 0010"} | more
        for name, value in told.items():
            setattr(made, name, value)
        made.save()
    return made


def url(child):
    return f"/children/{child.pk}/family/"


def body(answer):
    return re.sub(r'token" value="\w+|Reference: <strong>\w+', "", answer.content.decode())


def said(page, label):
    """What stands beside a label, at its first place on the page."""
    found = re.search(rf"<dt[^>]*>{label}</dt><dd[^>]*>(.*?)</dd>", re.sub(r">\s+<", "><", page), re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]) if found else None


def seen_by(client, person, child):
    client.force_login(person)
    return body(client.get(url(child)))


def typed(**more):
    told = {"name": "Amina Hussain", "kind": "MOTHER", "order": 1, "has_parental_responsibility": "True"}
    return told | {"lives_with_child": "on"} | more


def test_the_pastoral_officer_reads_the_mother_and_not_where_she_is(client, child, mother, pastoral):
    shown = seen_by(client, pastoral, child)

    assert said(shown, "Parental responsibility") == "Amina Hussain (mother), 0114 496 0009"
    assert said(shown, "Lives with") == "Amina Hussain (mother)"
    assert said(shown, "Address") == WITHHELD
    assert said(shown, "Phone") == "0114 496 0009"
    assert REFUGE not in shown


def test_a_confidential_phone_takes_the_email_address_with_it(client, child, lead, pastoral):
    factories.contact(child, lead, phone="0114 496 0009", email="a@b.example", phone_confidential=True, address="4 Row")

    shown = seen_by(client, pastoral, child)

    assert [said(shown, label) for label in ("Phone", "E-mail address", "Address")] == [WITHHELD, WITHHELD, "4 Row"]
    assert ("0114 496 0009" in shown, "a@b.example" in shown) == (False, False)
    assert said(seen_by(client, lead, child), "E-mail address") == "a@b.example Confidential"


def test_a_lead_reads_what_is_confidential_and_that_it_is(client, child, mother, lead):
    shown = seen_by(client, lead, child)

    assert said(shown, "Address") == f"{REFUGE} Confidential"
    assert said(shown, "Phone") == "0114 496 0009"
    assert "Withheld" not in shown


def test_only_the_confidential_part_lies_under_the_safeguarding_key(child, mother):
    with connection.cursor() as cursor:
        cursor.execute("SELECT audience, length(address), length(phone) > 0 FROM people_contact ORDER BY audience")
        pastoral, safeguarding = cursor.fetchall()

    assert (pastoral[0], pastoral[1], bool(pastoral[2])) == ("PASTORAL", 0, True)
    assert (safeguarding[0], safeguarding[1] > 0, bool(safeguarding[2])) == ("SAFEGUARDING", True, False)


def test_private_notes_are_not_there_for_the_pastoral_officer(client, child, lead, pastoral):
    factories.contact(child, lead, notes="Speaks Urdu", private_notes="Collects by taxi from the refuge")

    shown = seen_by(client, pastoral, child)

    assert "Speaks Urdu" in shown
    assert ("taxi" in shown, "Withheld" in shown) == (False, False)
    assert "taxi" in seen_by(client, lead, child)


def test_the_form_of_a_pastoral_officer_asks_for_nothing_that_is_withheld(client, child, mother, pastoral):
    client.force_login(pastoral)
    path = f"/contacts/{mother.pk}/edit/"

    asked = body(client.get(path))
    client.post(path, typed(name="Amina Khan", version=1, address="A guess", phone="0114 496 0011"))

    assert ('name="phone"' in asked, 'name="address"' in asked, "private_notes" in asked) == (True, False, False)
    shown = body(client.get(url(child)))
    assert [said(shown, label) for label in ("Phone", "Address")] == ["0114 496 0011", WITHHELD]
    assert "Amina Khan" in shown
    assert "A guess" not in shown


def test_what_a_pastoral_officer_changes_leaves_the_confidential_address_alone(client, child, mother, lead, pastoral):
    client.force_login(pastoral)
    client.post(f"/contacts/{mother.pk}/edit/", typed(name="Amina Khan", version=1))

    assert said(seen_by(client, lead, child), "Address") == f"{REFUGE} Confidential"


def test_an_address_that_turns_confidential_leaves_none_behind(client, child, lead, pastoral):
    contact = factories.contact(child, lead, name="Amina Hussain", address=ELSEWHERE, phone="0114 496 0009")
    client.force_login(lead)

    answer = client.post(
        f"/contacts/{contact.pk}/edit/",
        typed(version=1, address=REFUGE, address_confidential="on", phone="0114 496 0009"),
    )

    assert answer.url == url(child)
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(address) FROM people_contact WHERE audience = 'PASTORAL'")
        assert cursor.fetchall() == [(0,)]
    shown = seen_by(client, pastoral, child)
    assert [said(shown, label) for label in ("Phone", "Address")] == ["0114 496 0009", WITHHELD]
    assert (REFUGE in shown, ELSEWHERE in shown) == (False, False)


def test_an_address_that_is_confidential_no_more_is_read_by_pastoral_staff(client, child, mother, lead, pastoral):
    client.force_login(lead)
    client.post(f"/contacts/{mother.pk}/edit/", typed(version=1, address=ELSEWHERE))

    shown = seen_by(client, pastoral, child)

    assert said(shown, "Address") == ELSEWHERE
    assert REFUGE not in shown
    part = Contact.objects.get(audience="SAFEGUARDING")
    assert (part.ended_at is not None, bool(part.address)) == (True, False)


def test_the_form_of_a_lead_starts_with_what_is_confidential(client, child, mother, lead):
    client.force_login(lead)

    asked = body(client.get(f"/contacts/{mother.pk}/edit/"))

    assert REFUGE in asked
    assert re.search(r'name="address_confidential"[^>]* checked', asked)
    assert not re.search(r'name="phone_confidential"[^>]* checked', asked)


def test_a_contact_that_ends_takes_its_confidential_part_with_it(client, child, mother, pastoral, lead):
    client.force_login(pastoral)
    client.post(f"/contacts/{mother.pk}/end/", {"version": 1, "reason": "Noted by mistake"})

    assert Contact.objects.filter(ended_at__isnull=True).count() == 0
    assert "Amina" not in seen_by(client, lead, child)


@pytest.mark.parametrize("verb", ["edit", "end"])
def test_the_confidential_part_has_no_page_of_its_own(client, child, mother, lead, verb):
    part = Contact.objects.get(audience="SAFEGUARDING")
    client.force_login(lead)

    assert client.get(f"/contacts/{part.pk}/{verb}/").status_code == 404
    assert client.post(f"/contacts/{part.pk}/{verb}/", typed(version=1, reason="x")).status_code == 404


def test_a_contact_of_the_earlier_form_is_counted_and_not_named(client, child, pastoral, lead):
    earlier_form(child)

    shown = seen_by(client, pastoral, child)

    assert "One more person is known to the safeguarding leads." in shown
    assert ("Nadia" in shown, REFUGE in shown) == (False, False)
    earlier_form(child, name="Omar Earlier", kind="GRANDPARENT")
    assert "2 more people are known to the safeguarding leads." in seen_by(client, pastoral, child)
    assert "Nadia Earlier" in seen_by(client, lead, child)
    assert "known to the safeguarding leads" not in seen_by(client, lead, child)


def test_a_contact_of_the_earlier_form_takes_the_new_one_when_a_lead_saves_it(client, child, pastoral, lead):
    earlier = earlier_form(child, notes="Never by post")
    client.force_login(lead)
    path = f"/contacts/{earlier.pk}/edit/"

    asked = body(client.get(path))
    client.post(
        path,
        typed(
            name="Nadia Earlier",
            version=1,
            address=REFUGE,
            address_confidential="on",
            phone="0114 496 0010",
            private_notes="Never by post",
        ),
    )

    assert "Until now only the safeguarding team saw this contact" in asked
    for box in ("address_confidential", "phone_confidential"):
        assert re.search(rf'name="{box}"[^>]* checked', asked)
    assert re.search(r'name="private_notes"[^>]*>\s*Never by post', asked)
    shown = seen_by(client, pastoral, child)
    assert "Nadia Earlier" in shown
    assert [said(shown, label) for label in ("Phone", "Address")] == ["0114 496 0010", WITHHELD]
    assert "known to the safeguarding leads" not in shown
    assert Contact.objects.filter(ended_at__isnull=True).count() == 2
    assert "Never by post" in seen_by(client, lead, child)


def test_what_a_pastoral_officer_may_not_know_is_never_said_to_be_unrecorded(client, child, lead, pastoral):
    before = seen_by(client, pastoral, child)
    factories.professional(child, lead)
    after = seen_by(client, pastoral, child)

    glance = after.split("At a glance")[1].split("<h2")[0]
    assert "Not recorded" not in glance
    assert said(after, "Social worker") == said(after, "Lives with") == "Ask a safeguarding lead"
    assert after == before


def test_a_lead_outside_a_hidden_file_reads_what_she_would_read_without_one(client, school, lead, deputy):
    """The same name and phone in both worlds: only the hidden one has an address, a social worker and a file."""
    plain, hidden = (factories.child(school) for _ in range(2))
    for child in (plain, hidden):
        factories.contact(child, deputy, name="Amina Hussain", phone="0114 496 0009")
    mother = Contact.objects.get(child=hidden)
    client.force_login(deputy)
    confided = {"address": REFUGE, "address_confidential": "on", "private_notes": "By taxi"}
    client.post(f"/contacts/{mother.pk}/edit/", typed(version=1, phone="0114 496 0009", **confided))
    client.post(f"/contacts/{Contact.objects.get(child=plain).pk}/edit/", typed(version=1, phone="0114 496 0009"))
    factories.professional(hidden, deputy)
    earlier_form(hidden)
    hide(hidden, deputy)

    first, second = (seen_by(client, lead, child) for child in (plain, hidden))

    def alike(page, child):
        owns = [str(child.pk), *(str(pk) for pk in child.contacts.values_list("pk", flat=True))]
        for own in owns:
            page = page.replace(own, "")
        return page

    assert "Amina Hussain" in first
    assert alike(first, plain) == alike(second, hidden)


def hide(child, deputy):
    from casework.actions.reach import restrict_file

    file = factories.file(child, by=deputy)
    with serving(deputy):
        restrict_file(file=file, by=deputy, at=factories.AT, version=file.version, people=[deputy], reason="A relation")


@pytest.mark.parametrize("role", [Role.DESIGNATED_TEACHER])
def test_the_designated_teacher_is_told_to_ask_as_well(client, school, lead, role):
    child = factories.child(school, looked_after=True)
    factories.contact(child, lead, name="Joan Carer", kind="CARER", address=REFUGE, address_confidential=True)

    shown = seen_by(client, factories.person(school, role), child)

    assert ("Joan Carer" in shown, said(shown, "Address")) == (True, WITHHELD)


def test_contact_create_by_a_lead_keeps_the_address_apart(client, child, lead, pastoral):
    client.force_login(lead)
    new = typed(pk=str(uuid4()), address=REFUGE, address_confidential="on", phone="0114 496 0003")

    for _ in range(2):
        assert client.post(f"{url(child)}contacts/new/", new).url == url(child)

    assert Contact.objects.count() == 2
    assert said(seen_by(client, pastoral, child), "Address") == WITHHELD
