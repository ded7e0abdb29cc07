"""A pack of one PEP: by whoever keeps the PEP, of nothing but the PEP, and checked as any other."""

import re
import uuid
from datetime import date

import pytest
from django.test import Client

from access.gate import Refused
from access.models import School, User
from access.roles import ALL_SECTIONS, Audience, Section
from access.serving import serving
from audit.models import Entry
from casework.actions.problem import Problem
from casework.actions.reach import grant_reach
from casework.models import CaseFile
from documents.models import Disclosure
from meetings.actions.packs import NO_ADDRESS, Brief, Drafted, add_part, prepare_pep_pack
from meetings.actions.peps_targets import evaluate_target, note_spending
from meetings.models import Pack, PackCopy, PackPart, Pep, PepTarget
from meetings.queries.known import known_people
from tests import factories
from tests.meetings import worlds_peps as peps
from tests.meetings.packs.test_views import decide_all, everywhere, made
from tests.meetings.packs.worlds import AT, a_pack, checked, opened

pytestmark = pytest.mark.django_db
SECRET = "Lena told her social worker what her uncle did."


@pytest.fixture
def file(school: School, lead: User) -> CaseFile:
    file = peps.in_care(school, lead)
    factories.event(file, lead, fact=SECRET, significant=True)
    factories.event(file, lead, fact="Her carers argued.", audience=Audience.PASTORAL)
    return file


@pytest.fixture
def pep(file: CaseFile, designated: User, teacher: User) -> Pep:
    """The second PEP, with the targets of the first evaluated, and money put to one."""
    first = peps.accepted(file, designated, teacher=teacher)
    second = peps.begun(file, designated, date(2027, 4, 20))
    for target in PepTarget.objects.filter(pep=first):
        with serving(designated):
            evaluate_target(target=target, by=designated, at=peps.LATER, version=1, result="MET", evaluation="39 of 40")
    aimed = peps.aimed(second, designated, words="Reads a chapter a day", subject="Reading", due_on=date(2027, 7, 1))
    with serving(designated):
        told = {"target": aimed, "pence": 12_050, "words": "A tutor"}
        note_spending(pep=peps.now(second), by=designated, at=peps.LATER, **told)
    return peps.met(second, designated, date(2027, 4, 20), well_being="Happy. Her carer is on 07700 900123.")


@pytest.fixture
def desk(designated: User) -> Client:
    return signed_in(designated)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(**more: str) -> dict[str, str]:
    given = {"key": str(uuid.uuid4()), "person": "Ash Moor", "role": "Virtual school", "agency": "Northmoor"}
    return given | {"purpose": "The PEP of 20 April"} | more


def prepared(desk: Client, pep: Pep, **more: str) -> Pack:
    response = desk.post(f"/peps/{pep.pk}/packs/new/", asked(**more))
    assert response.status_code == 302, response.content.decode()
    return Pack.objects.get(pep=pep)


def brief(**more: object) -> Brief:
    given = {"for_whom": "VIRTUAL_SCHOOL", "recipient": {"person": "Ash Moor", "role": "", "agency": ""}}
    return Brief(**(given | {"purpose": "PEP", "sections": ["PEP"]} | more))  # type: ignore[arg-type]


# What is in it


def test_it_holds_the_plan_its_targets_and_the_money(desk: Client, pep: Pep) -> None:
    pack = prepared(desk, pep)

    page = desk.get(f"/packs/{pack.pk}/").content.decode()

    for words in (
        "I want to stay here",
        "Reads a chapter a day",
        "What came of it: Met",
        "What shows it: 39 of 40",
        "£120.50: A tutor (target 1)",
        "Happy. Her carer is on [withheld].",
    ):
        assert words in page
    headings = re.findall(r'<h2 class="govuk-heading-m">([^<]+)</h2>', page)
    assert headings[-5:] == [
        "The child’s voice",
        "Personal education plan",
        "Targets of the last plan, and what came of them",
        "Targets",
        "Pupil premium plus",
    ]


@pytest.mark.parametrize("role", ["designated", "lead"])
def test_no_safeguarding_record_is_in_it_whoever_prepares_it(
    pep: Pep, role: str, request: pytest.FixtureRequest
) -> None:
    """A lead reads the whole file: what she prepares of a PEP still holds the PEP alone."""
    client = signed_in(request.getfixturevalue(role))
    pack = prepared(client, pep)
    page = client.get(f"/packs/{pack.pk}/").content.decode()

    assert {part.source.partition(":")[0] for part in pack.parts.all()} == {"pep", "peptarget", "pepspending"}
    assert "uncle" not in page
    assert "argued" not in page


@pytest.mark.parametrize("source", ["event:5afe", "concern:5afe", "meeting:5afe", "contact:5afe", "", "pepx:5afe"])
def test_a_record_of_the_file_is_refused_by_the_act(pep: Pep, designated: User, source: str) -> None:
    parts = [Drafted("PEP", "Words", source=source)]
    with serving(designated), pytest.raises(Problem):
        prepare_pep_pack(pep=pep, by=designated, at=AT, pk=uuid.uuid4(), brief=brief(), parts=parts)

    assert Pack.objects.count() == 0


@pytest.mark.parametrize("for_whom", [one for one in Pack.For.values if one != "VIRTUAL_SCHOOL"])
def test_it_is_for_the_virtual_school_alone(pep: Pep, designated: User, for_whom: str) -> None:
    with serving(designated), pytest.raises(Problem):
        prepare_pep_pack(pep=pep, by=designated, at=AT, pk=uuid.uuid4(), brief=brief(for_whom=for_whom), parts=[])


@pytest.mark.parametrize("words", ["17 Alder Rise", "LS98 7ZZ", "0113 496 0777", "a.b@example.org"])
def test_no_address_and_no_number_is_typed_into_it(desk: Client, pep: Pep, designated: User, words: str) -> None:
    """She may not know which are confidential: so none of them stays."""
    pack = prepared(desk, pep)
    with opened(pep.file, designated) as now, pytest.raises(Problem) as refused:
        add_part(
            pack=pack,
            by=designated,
            at=AT,
            pk=uuid.uuid4(),
            heading="PEP",
            caption="",
            words=f"Write to {words}.",
            known=known_people(designated, now),
        )

    assert refused.value.words == NO_ADDRESS


# The release check and what leaves


@pytest.mark.parametrize("form", ["PDF", "DOCX", "TEXT"])
def test_it_is_checked_made_registered_and_marked(desk: Client, pep: Pep, designated: User, form: str) -> None:
    pack = prepared(desk, pep)
    early = made(desk, pack, form)
    decide_all(desk, pack)

    response = made(desk, pack, form)

    assert (early.status_code, response.status_code) == (422, 200)
    text = " ".join(everywhere(response.content, form).split())
    assert "For Ash Moor, Virtual school, Northmoor" in text
    assert "uncle" not in text
    row, copy = Disclosure.objects.get(), PackCopy.objects.get()
    assert (row.made_by, row.audience, row.section) == (designated, "PASTORAL", int(Section.MEETINGS))
    assert (copy.audience, copy.section, copy.pk) == ("PASTORAL", int(Section.MEETINGS), row.pk)
    assert Entry.objects.filter(verb="file.exported", actor=designated).count() == 1
    assert desk.get(f"/packs/copies/{copy.pk}/").status_code == 200


def test_another_child_in_it_is_taken_out(desk: Client, pep: Pep, school: School, designated: User) -> None:
    factories.child(school, "O'Neill", "Jordan")
    pack = prepared(desk, pep)
    with opened(pep.file, designated) as now:
        told = {"heading": "PEP", "caption": "", "words": "Sits beside Jordan O'Neill.", "pk": uuid.uuid4()}
        add_part(pack=pack, by=designated, at=AT, known=known_people(designated, now), **told)
    decide_all(desk, pack)

    assert b"Jordan" not in made(desk, pack, "TEXT").content


# Who


def test_the_pep_leads_to_it(desk: Client, pep: Pep) -> None:
    pack = prepared(desk, pep)

    page = desk.get(f"/peps/{pep.pk}/").content.decode()

    assert f'href="/peps/{pep.pk}/packs/new/"' in page
    assert f'href="/packs/{pack.pk}/"' in page


@pytest.mark.parametrize(
    ("role", "found"), [("pastoral", {404}), ("teacher", {404}), ("auditor", {404}), ("stranger", {404})]
)
def test_nobody_else_finds_it(
    desk: Client, pep: Pep, role: str, found: set[int], request: pytest.FixtureRequest
) -> None:
    pack = prepared(desk, pep)
    client = signed_in(request.getfixturevalue(role))
    pages = [f"/packs/{pack.pk}/{page}" for page in ("", "check/", "make/", "add/", "compare/")]
    pages += [f"/peps/{pep.pk}/packs/new/", f"/packs/parts/{pack.parts.first().pk}/"]

    assert {client.get(page).status_code for page in pages} <= found | {403}


def test_a_pastoral_officer_who_reads_the_pep_makes_no_pack_of_it(
    school: School, lead: User, pastoral: User, designated: User
) -> None:
    pep = peps.whole(peps.in_care(school, lead, year=9), designated)
    with serving(pastoral), pytest.raises(Refused):
        prepare_pep_pack(pep=pep, by=pastoral, at=AT, pk=uuid.uuid4(), brief=brief(), parts=[])


def test_a_designated_teacher_makes_no_other_pack(desk: Client, file: CaseFile, lead: User, designated: User) -> None:
    other = checked(a_pack(file, lead, "Lena was cold."), lead)
    part = PackPart.objects.filter(pack=other).first()
    pages = [f"/files/{file.pk}/packs/", f"/files/{file.pk}/packs/new/", f"/packs/parts/{part.pk}/"]
    pages += [f"/packs/{other.pk}/{page}" for page in ("", "check/", "make/", "add/", "compare/", "shared/")]

    assert {desk.get(page).status_code for page in pages} <= {403, 404}
    with pytest.raises(Refused):
        a_pack(file, designated)


def test_not_even_one_who_was_granted_the_whole_file(
    desk: Client, file: CaseFile, pep: Pep, lead: User, designated: User
) -> None:
    """Her sight is wider then; what she may make is not."""
    with serving(lead):
        now = CaseFile.objects.get(pk=file.pk)
        grant_reach(
            file=now,
            by=lead,
            at=AT,
            person=designated,
            audience=Audience.SAFEGUARDING,
            sections=ALL_SECTIONS,
            until=date(2026, 12, 31),
            reason="She leads on Lena",
        )
    theirs = checked(a_pack(file, lead, "Lena was cold."), lead)
    mine = prepared(desk, pep)
    decide_all(desk, mine)

    assert {desk.get(f"/packs/{theirs.pk}/{page}").status_code for page in ("", "check/", "make/")} == {403}
    assert str(theirs.pk) not in desk.get(f"/packs/{mine.pk}/compare/").content.decode()
    response = desk.post(f"/packs/{mine.pk}/compare/", {"other": str(theirs.pk)})
    assert response.status_code == 422
    assert desk.post(f"/packs/{theirs.pk}/finish/").status_code == 403


def test_nobody_makes_one_of_a_child_they_no_longer_keep_the_pep_of(
    desk: Client, pep: Pep, file: CaseFile, designated: User
) -> None:
    pack = prepared(desk, pep)
    factories.wall(designated, file.child)

    assert {desk.get(f"/packs/{pack.pk}/").status_code, made(desk, pack, "TEXT").status_code} == {404}
