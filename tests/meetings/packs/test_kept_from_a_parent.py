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
from meetings.models import Pack, PackPart
from meetings.packs.making import included
from meetings.queries.known import known_people
from meetings.queries.packs import groups_in, parts_of, places_in
from meetings.release.deciding import Choice
from people.actions.family import ProfessionalFacts, change_professional, end_contact
from people.models import Contact
from tests import factories
from tests.meetings.packs.test_views import prepared
from tests.meetings.packs.worlds import AT, REFUGE, a_file, a_pack, checked, opened

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


# What was told in confidence

AGENCYS = "from another agency, and passed on only with its agreement"
KEPT_BACK: list[tuple[dict[str, Any], str]] = [
    ({"marking": "THIRD_PARTY", "source_agency": "Leeds Housing"}, AGENCYS),
    ({"marking": "RESTRICTED"}, "restricted"),
    ({"source": "ANONYMOUS"}, "an anonymous source"),
    ({"parent_informed": False, "parent_not_informed_because": "He is suspected"}, "the parents were not told"),
    ({"marking": "RESTRICTED", "source": "ANONYMOUS"}, "restricted; an anonymous source"),
]


def _part(pack: Pack, words: str) -> PackPart:
    return next(part for part in parts_of(pack) if words in part.words.text)


@pytest.mark.parametrize(("told", "why"), KEPT_BACK, ids=["agency", "restricted", "anonymous", "not told", "both"])
def test_what_was_told_in_confidence_is_left_out_of_a_parents_version(
    desk: Client, file: CaseFile, lead: User, father: Contact, told: dict[str, Any], why: str
) -> None:
    spoken = {"child_voice": "I am scared.", "significant": True}
    factories.event(file, lead, fact="Heard shouting.", **spoken, **told)
    pack = prepared(desk, file, **for_father(father))
    page = desk.get(f"/packs/{pack.pk}/").content.decode()

    with opened(file, lead):
        fact, voice = _part(pack, "Heard shouting."), _part(pack, "I am scared.")
    assert (fact.left_out, voice.left_out) == (True, True)
    assert f"<strong>Left out: {why}</strong>" in page
    assert f"Left out: {why}." in desk.get(f"/packs/parts/{fact.pk}/").content.decode()

    brought = {"version": fact.version, "words": "Heard shouting."}
    assert desk.post(f"/packs/parts/{fact.pk}/", brought).status_code == 302
    assert f"It goes to a parent, although: {why}" in desk.get(f"/packs/{pack.pk}/").content.decode()


def test_a_decision_that_the_parents_were_not_told_of_is_left_out_and_its_rationale_nowhere(
    desk: Client, file: CaseFile, lead: User, teacher: User, father: Contact
) -> None:
    silent = factories.concern(file.school, teacher, file.child, words={"words": "He shook her.", "child_words": ""})
    factories.decision(silent, lead, rationale="Father is suspected.")
    open_ = factories.concern(file.school, teacher, file.child, words={"words": "Late again.", "child_words": ""})
    factories.decision(open_, lead, rationale="Father is slow.", parents_told=True, not_told_because="")
    pack = prepared(desk, file, **for_father(father, significant_only=""))

    with opened(file, lead):
        every = parts_of(pack)
        words = " ".join(part.words.text for part in every)
        left = {part.source.partition(":")[0] for part in every if part.left_out}
        concerns = [(part.words.text, part.left_out) for part in every if part.source.startswith("concern:")]
    assert ("suspected" in words, "slow" in words) == (False, False)
    assert left == {"event", "concern", "triage"}  # the event is that of another agency
    assert sorted(concerns) == [("He shook her.", True), ("Late again.", False)]


def test_for_other_readers_it_stays_and_is_counted(desk: Client, file: CaseFile, lead: User, father: Contact) -> None:
    factories.event(file, lead, fact="Heard shouting.", marking="RESTRICTED", significant=True)
    chairs, his = prepared(desk, file), prepared(desk, file, **for_father(father))

    with opened(file, lead):
        assert not any(part.left_out for part in parts_of(chairs))
    says = "2 entries are from another agency or restricted.</strong> Check that the agency agrees"
    assert says in desk.get(f"/packs/{chairs.pk}/").content.decode()
    assert "Check that the agency agrees" not in desk.get(f"/packs/{his.pk}/").content.decode()


# Where somebody may still be found


def test_the_address_of_an_ended_contact_stays_guarded(file: CaseFile, lead: User, father: Contact) -> None:
    mother = Contact.objects.get(child=file.child, kind="MOTHER", part_of=None)
    pack = a_pack(file, lead, f"She is at {REFUGE.replace(' ', '')}.", for_whom="PARENT_A", parent=father)
    with opened(file, lead) as now:
        end_contact(contact=mother, by=lead, at=AT, version=mother.version, reason="Noted twice")
        (group,) = groups_in(places_in(pack, parts_of(pack), known_people(lead, now, pack.parent)))

    assert not group.mention.may_be_kept


def test_a_pack_that_was_checked_before_the_address_was_known_is_checked_again(
    desk: Client, file: CaseFile, lead: User
) -> None:
    pack = checked(a_pack(file, lead, "Maya walks by juniper mews."), lead)
    before = desk.get(f"/packs/{pack.pk}/").content.decode()
    told = {"address": "9 Juniper Mews", "address_confidential": True}
    factories.contact(file.child, lead, name="Nadia Hussain", kind="GRANDPARENT", **told)
    after = desk.get(f"/packs/{pack.pk}/").content.decode()

    shown = ("Check again: the family page has changed", "Make the document", "Check what it gives away")
    assert [words in before for words in shown] == [False, True, False]
    assert [words in after for words in shown] == [True, False, True]


@pytest.mark.parametrize(
    ("choice", "says"), [(Choice.KEEP, "kept or taken out as decided"), (Choice.REDACT, "taken out")]
)
def test_the_cover_says_that_others_are_taken_out_only_where_they_are(
    file: CaseFile, lead: User, choice: Choice, says: str
) -> None:
    pack = a_pack(file, lead, "Tariq Hussain rang.")
    with opened(file, lead) as now:
        known = known_people(lead, now)
        (group,) = groups_in(places_in(pack, parts_of(pack), known))
        settle_places(pack=pack, by=lead, at=AT, answers=[Settled(group, choice, "Her father")], known=known)
        told = included(pack)

    assert told == f"Significant entries of the chronology only, with what concerns other people {says}"
