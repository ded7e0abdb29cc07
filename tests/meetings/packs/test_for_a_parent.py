"""The version for a parent: chosen from the family, and nothing in it leads to whom they must not find.

The attacker is the parent who reads it. Tariq is Maya's father; her mother Amina lives in a refuge.
"""

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from access.models import User
from access.serving import serving
from casework.actions.problem import Problem
from casework.models import CaseFile
from meetings.actions.packs import RESTRICTED, Settled, settle_places
from meetings.actions.packs_leaving import keep_copy
from meetings.models import Pack, PackCopy
from meetings.queries.known import known_people
from meetings.queries.packs import groups_in, parts_of, places_in
from meetings.release.deciding import Choice
from people.models import Contact
from tests import factories
from tests.meetings.packs.test_views import choices, decide_all, everywhere, made, prepared
from tests.meetings.packs.worlds import AT, REFUGE, REFUGE_CODE, REFUGE_PHONE, TEXT, a_file, a_pack, checked, opened

pytestmark = pytest.mark.django_db
MOBILE, MAIL = "07700 900123", "amina.h@example.org"


@pytest.fixture
def file(school, lead: User) -> CaseFile:
    return a_file(school, lead)


@pytest.fixture
def father(file: CaseFile) -> Contact:
    return Contact.objects.get(child=file.child, kind="FATHER")


@pytest.fixture
def mother(file: CaseFile) -> Contact:
    return Contact.objects.get(child=file.child, kind="MOTHER", part_of=None)


@pytest.fixture
def desk(lead: User) -> Client:
    client = Client()
    client.force_login(lead)
    return client


def for_parent(parent: Contact, **more: Any) -> dict[str, Any]:
    return {"for_whom": "PARENT_A", "parent": str(parent.pk), "person": "", "role": ""} | more


def half_hidden(file: CaseFile, lead: User) -> Contact:
    """A grandmother whose address nobody may know, and whose number stands on the family page for all to see."""
    return factories.contact(
        file.child,
        lead,
        name="Nadia Hussain",
        kind="GRANDPARENT",
        phone=MOBILE,
        email=MAIL,
        address="3 Well Close\nLeeds LS97 2BB",
        address_confidential=True,
    )


# What the other parent may not learn


def test_nothing_that_leads_to_the_refuge_is_in_the_fathers_version(
    desk: Client, file: CaseFile, father: Contact
) -> None:
    pack = prepared(desk, file, **for_parent(father))
    decide_all(desk, pack)

    for form in ("PDF", "DOCX", "TEXT"):
        text = everywhere(made(desk, pack, form).content, form)
        assert "For Tariq Hussain, Father" in " ".join(text.split())
        assert [words for words in (REFUGE, "Alder Rise", REFUGE_CODE, REFUGE_PHONE) if words in text] == []


@pytest.mark.parametrize("words", [MOBILE, MAIL, "07700900123", "+44 7700 900123"])
def test_a_number_of_somebody_in_hiding_is_not_kept_in_another_persons_version(
    file: CaseFile, lead: User, father: Contact, words: str
) -> None:
    half_hidden(file, lead)
    pack = a_pack(file, lead, f"Nadia rang: {words}.", for_whom="PARENT_A", parent=father)
    with opened(file, lead) as now:
        known = known_people(lead, now, pack.parent)
        groups = groups_in(places_in(pack, parts_of(pack), known))
        (group,) = [one for one in groups if not one.mention.may_be_kept]
        answers = [Settled(group, Choice.KEEP, "He has it already")]
        with pytest.raises(Problem) as refused:
            settle_places(pack=pack, by=lead, at=AT, answers=answers, known=known)

    assert refused.value.words == "This may not be kept: take it out, or say it in other words"


def test_the_chairs_version_may_hold_that_number(file: CaseFile, lead: User) -> None:
    half_hidden(file, lead)
    pack = a_pack(file, lead, f"Ring {MOBILE}.")
    with opened(file, lead) as now:
        (group,) = groups_in(places_in(pack, parts_of(pack), known_people(lead, now, pack.parent)))

    assert group.mention.may_be_kept


def test_the_fathers_own_number_may_stand_in_his_version(file: CaseFile, lead: User) -> None:
    him = factories.contact(file.child, lead, name="Omar Malik", kind="STEP_PARENT", phone="07700 900555")
    pack = a_pack(file, lead, "Ring 07700 900555.", for_whom="PARENT_B", parent=him)
    with opened(file, lead) as now:
        (group,) = groups_in(places_in(pack, parts_of(pack), known_people(lead, now, pack.parent)))

    assert group.mention.may_be_kept


def test_not_even_ones_own_refuge_stands_in_ones_version(file: CaseFile, lead: User, mother: Contact) -> None:
    """Paper is left lying about."""
    pack = a_pack(file, lead, f"She is at {REFUGE}.", for_whom="PARENT_A", parent=mother)
    with opened(file, lead) as now:
        (group,) = groups_in(places_in(pack, parts_of(pack), known_people(lead, now, pack.parent)))

    assert not group.mention.may_be_kept


def test_the_draft_for_the_father_never_holds_that_number(
    desk: Client, file: CaseFile, lead: User, father: Contact
) -> None:
    half_hidden(file, lead)
    factories.event(file, lead, fact=f"Nadia can be reached on {MOBILE}.", significant=True)

    pack = prepared(desk, file, **for_parent(father))

    assert MOBILE not in desk.get(f"/packs/{pack.pk}/").content.decode()


@pytest.mark.parametrize("where", ["purpose", "attendance"])
def test_what_is_typed_beside_gives_nobody_away(
    desk: Client, file: CaseFile, lead: User, father: Contact, where: str
) -> None:
    half_hidden(file, lead)
    pack = prepared(desk, file, **for_parent(father, **{where: f"Ask Nadia on {MOBILE}"}))
    decide_all(desk, pack)

    response = made(desk, pack, "TEXT")

    assert MOBILE.encode() not in response.content or response.status_code == 422


# Who can be chosen


def test_a_parent_is_chosen_and_not_typed(desk: Client, file: CaseFile, father: Contact) -> None:
    page = desk.get(f"/files/{file.pk}/packs/new/").content.decode()
    pack = prepared(desk, file, **for_parent(father, person="Somebody Else", role="Neighbour"))
    shown = desk.get(f"/packs/{pack.pk}/").content.decode()

    assert re.findall(r"(Tariq Hussain, father|Amina Hussain, mother|Layla Hussain)", page) == [
        "Tariq Hussain, father",
        "Amina Hussain, mother",
    ]
    assert pack.parent == father
    assert "Tariq Hussain, Father" in shown
    assert "Somebody Else" not in shown


@pytest.mark.parametrize("for_whom", ["PARENT_A", "PARENT_B"])
def test_a_parents_version_names_its_parent(desk: Client, file: CaseFile, for_whom: str) -> None:
    response = desk.post(f"/files/{file.pk}/packs/new/", choices(for_whom=for_whom, parent=""))

    assert response.status_code == 422
    assert "Choose which parent or carer it is for" in response.content.decode()
    assert "Tariq Hussain, father" in response.content.decode()


def test_another_childs_parent_a_sibling_or_a_part_of_a_contact_is_none(
    desk: Client, file: CaseFile, lead: User, school
) -> None:
    other = factories.child(school, "Osei", "Ama")
    theirs = factories.contact(other, lead, name="Kofi Osei", kind="FATHER")
    sister = Contact.objects.get(child=file.child, kind="SIBLING")
    part = Contact.objects.get(part_of__child=file.child)
    for one in (theirs, sister, part):
        response = desk.post(f"/files/{file.pk}/packs/new/", choices(**for_parent(one)))
        assert (response.status_code, Pack.objects.count()) == (422, 0)
        with pytest.raises(Problem) as refused:
            a_pack(file, lead, for_whom="PARENT_A", parent=one)
        assert refused.value.field == "parent"


def test_an_act_without_a_parent_is_refused(file: CaseFile, lead: User, father: Contact) -> None:
    with pytest.raises(Problem) as refused:
        a_pack(file, lead, for_whom="PARENT_A")
    assert refused.value.field == "parent"
    with pytest.raises(Problem) as refused:
        a_pack(file, lead, for_whom="CHAIR", parent=father)
    assert refused.value.field == "parent"


# Somebody who must not be contacted


@pytest.fixture
def barred(file: CaseFile, lead: User) -> Contact:
    return factories.contact(file.child, lead, name="Omar Malik", kind="STEP_PARENT", contact_restricted=True)


@pytest.mark.parametrize("reason", ["", "   "])
def test_who_must_not_be_contacted_is_not_chosen_without_a_reason(
    desk: Client, file: CaseFile, barred: Contact, reason: str
) -> None:
    response = desk.post(f"/files/{file.pk}/packs/new/", choices(**for_parent(barred, despite=reason)))

    assert (response.status_code, Pack.objects.count()) == (422, 0)
    assert RESTRICTED in response.content.decode()
    assert "Omar Malik, step-parent – contact restricted" in response.content.decode()


def test_with_a_reason_it_is_prepared_and_the_reason_stays(desk: Client, file: CaseFile, barred: Contact) -> None:
    pack = prepared(desk, file, **for_parent(barred, despite="The court ordered it on 2 November"))

    assert "The court ordered it on 2 November" in desk.get(f"/packs/{pack.pk}/").content.decode()


def test_who_was_barred_after_the_draft_gets_nothing(file: CaseFile, lead: User, father: Contact) -> None:
    pack = a_pack(file, lead, "Maya was cold.", for_whom="PARENT_A", parent=father)
    pack = checked(pack, lead)
    with serving(lead):
        now = Contact.objects.get(pk=father.pk)
        now.contact_restricted = True
        now.save()

    with opened(file, lead) as current:
        ready = Pack.objects.select_related("file").get(pk=pack.pk)
        known = known_people(lead, current, ready.parent)
        with pytest.raises(Problem) as refused:
            keep_copy(pack=ready, by=lead, at=AT, pk=uuid.uuid4(), made=TEXT, known=known)

    assert (refused.value.words, PackCopy.objects.count()) == (RESTRICTED, 0)


# Each version by itself


def test_each_version_has_its_own_check_and_its_own_watermark(
    desk: Client, file: CaseFile, father: Contact, mother: Contact
) -> None:
    his = prepared(desk, file, **for_parent(father))
    hers = prepared(desk, file, **for_parent(mother, for_whom="PARENT_B", key=str(uuid.uuid4())))
    decide_all(desk, his)

    refused, text = made(desk, hers, "TEXT"), made(desk, his, "TEXT").content.decode()

    assert Pack.objects.get(pk=his.pk).checked_at is not None
    assert (Pack.objects.get(pk=hers.pk).checked_at, refused.status_code) == (None, 422)
    assert "For Tariq Hussain, Father" in " ".join(text.split())
    assert "For Amina Hussain" not in text
    decide_all(desk, hers)
    assert "For Amina Hussain, Mother" in " ".join(made(desk, hers, "TEXT").content.decode().split())


def test_where_no_family_is_known_the_page_says_so(desk: Client, lead: User, school) -> None:
    alone = factories.file(factories.child(school, "Osei", "Ama"), by=lead)

    response = desk.post(f"/files/{alone.pk}/packs/new/", choices(for_whom="PARENT_A"))

    assert response.status_code == 422
    assert "No parent or carer is on the family page: add them there first" in response.content.decode()


def test_nothing_of_the_family_is_suggested_to_be_kept_in_a_parents_version(
    desk: Client, file: CaseFile, lead: User, father: Contact
) -> None:
    """What a mother’s version may say of the father, and the other way round, is for a person to decide."""

    def suggested(**more: Any) -> str:
        pack = prepared(desk, file, **more)
        page = desk.get(f"/packs/{pack.pk}/check/").content.decode()
        part = page[page.index("“Amina Hussain”") :].split("</article>")[0]
        return "".join(re.findall(r'value="(\w+)"[^>]* checked', part))

    assert suggested() == "KEEP"
    assert suggested(**for_parent(father)) == ""
