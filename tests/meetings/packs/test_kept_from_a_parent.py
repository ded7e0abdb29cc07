"""What a parent's version leaves out unasked: whoever helps a family to hide, and what was told in confidence.

The attacker is the father who reads it, beside the lead who presses on without looking.
"""

import re
from typing import Any

import pytest
from django.test import Client

from access.models import User
from access.roles import Audience
from casework.actions.problem import Problem
from casework.models import CaseFile
from meetings.actions.packs import Settled, settle_places
from meetings.models import Pack
from meetings.queries.known import known_people
from meetings.queries.packs import groups_in, parts_of, places_in
from meetings.release.deciding import Choice
from people.actions.family import ProfessionalFacts, change_professional
from people.models import Contact
from tests import factories
from tests.meetings.packs.test_views import prepared
from tests.meetings.packs.worlds import AT, a_file, a_pack, opened

pytestmark = pytest.mark.django_db
WORKER, HELPERS = "Kim Dale", "Marsham Women's Refuge"


@pytest.fixture
def file(school, lead: User) -> CaseFile:
    made = a_file(school, lead)
    factories.professional(made.child, lead, name=WORKER, role="OTHER", agency=HELPERS, phone="0113 496 0555")
    return made


@pytest.fixture
def father(file: CaseFile) -> Contact:
    return Contact.objects.get(child=file.child, kind="FATHER")


@pytest.fixture
def desk(lead: User) -> Client:
    client = Client()
    client.force_login(lead)
    return client


def for_father(father: Contact, **more: Any) -> dict[str, Any]:
    return {"for_whom": "PARENT_A", "parent": str(father.pk), "person": "", "role": ""} | more


# Whoever helps to hide


def test_who_is_for_the_safeguarding_team_alone_is_not_in_a_parents_draft(
    desk: Client, file: CaseFile, lead: User, father: Contact
) -> None:
    factories.professional(file.child, lead, name="Nell Ward", role="SCHOOL_NURSE", audience=Audience.PASTORAL)

    his = desk.get(f"/packs/{prepared(desk, file, **for_father(father)).pk}/").content.decode()
    chairs = desk.get(f"/packs/{prepared(desk, file).pk}/").content.decode()

    assert [name for name in (WORKER, "Refuge", "Jo Clarke", "Nell Ward") if name in his] == ["Nell Ward"]
    assert [name for name in (WORKER, "Refuge", "Jo Clarke", "Nell Ward") if name in chairs] == [
        *(WORKER, "Refuge", "Jo Clarke", "Nell Ward")
    ]


@pytest.mark.parametrize(
    "words", [WORKER, "kim dale", "Kim", "Ms Dale", HELPERS, "Marsham Women’s Refuge", "KD", "0113 496 0555"]
)
def test_they_and_their_agency_are_not_kept_in_a_parents_version(
    file: CaseFile, lead: User, father: Contact, words: str
) -> None:
    pack = a_pack(file, lead, f"She rang {words} about the coat.", for_whom="PARENT_A", parent=father)
    with opened(file, lead) as now:
        known = known_people(lead, now, pack.parent)
        (group,) = groups_in(places_in(pack, parts_of(pack), known))
        answers = [Settled(group, Choice.KEEP, "He has it already")]
        with pytest.raises(Problem) as refused:
            settle_places(pack=pack, by=lead, at=AT, answers=answers, known=known)
        settle_places(pack=pack, by=lead, at=AT, answers=[Settled(group, Choice.REDACT, "Hers")], known=known)

    assert refused.value.words == "This may not be kept: take it out, or say it in other words"


def test_the_chairs_version_may_name_them(file: CaseFile, lead: User) -> None:
    pack = a_pack(file, lead, f"She rang {WORKER}.", f"She rang {HELPERS}.")
    with opened(file, lead) as now:
        groups = groups_in(places_in(pack, parts_of(pack), known_people(lead, now, pack.parent)))

    assert [group.mention.may_be_kept for group in groups] == [True, True]


def test_who_is_shared_with_pastoral_staff_by_now_may_be_named(file: CaseFile, lead: User, father: Contact) -> None:
    nurse = factories.professional(file.child, lead, name="Nell Ward", role="SCHOOL_NURSE")
    facts = ProfessionalFacts(role="SCHOOL_NURSE", name="Nell Ward", audience=Audience.PASTORAL)
    pack = a_pack(file, lead, "Nell Ward weighed her.", for_whom="PARENT_A", parent=father)
    with opened(file, lead) as now:
        change_professional(professional=nurse, by=lead, at=AT, version=nurse.version, facts=facts)
        (group,) = groups_in(places_in(pack, parts_of(pack), known_people(lead, now, pack.parent)))

    assert group.mention.may_be_kept


def test_nothing_at_all_is_suggested_to_be_kept_in_a_parents_version(
    desk: Client, file: CaseFile, lead: User, father: Contact
) -> None:
    factories.event(file, lead, fact="Ruth Adeyemi rang Westmere Police. Her brother came.", significant=True)
    factories.professional(file.child, lead, name="Nell Ward", role="SCHOOL_NURSE", audience=Audience.PASTORAL)

    def chosen(pack: Pack) -> set[str]:
        page = desk.get(f"/packs/{pack.pk}/check/").content.decode()
        return set(re.findall(r'value="(\w+)"[^>]* checked', page))

    assert chosen(prepared(desk, file, **for_father(father))) <= {"REDACT"}
    assert "KEEP" in chosen(prepared(desk, file))
