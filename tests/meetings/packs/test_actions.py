"""A pack holds what was decided and nothing else; what may never leave cannot be kept by anybody."""

import uuid
from datetime import date

import pytest

from access.gate import Refused
from access.models import School, User
from access.serving import serving
from casework.actions.problem import Problem
from casework.models import CaseFile
from meetings.actions.packs import (
    CONFIDENTIAL,
    Settled,
    add_part,
    change_part,
    finish_check,
    settle_places,
)
from meetings.actions.packs_leaving import note_shared
from meetings.models import FamilyAgreement, Pack, PackDecision, PackPart
from meetings.queries.known import known_people
from meetings.queries.packs import groups_in, parts_of, places_in, told
from meetings.release.deciding import Choice
from people.models import Agency
from tests import factories
from tests.meetings.packs.worlds import AT, OTHER, REFUGE, a_file, a_pack, checked, opened
from vault import keyring

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(school: School, lead: User) -> CaseFile:
    return a_file(school, lead)


def groups_of(pack: Pack, by: User, file: CaseFile):
    current = Pack.objects.get(pk=pack.pk)
    return current, known_people(by, file), groups_in(places_in(current, parts_of(current), known_people(by, file)))


def test_every_word_of_a_pack_is_sealed_for_the_safeguarding_team(file: CaseFile, lead: User) -> None:
    pack = a_pack(file, lead)

    assert (pack.audience, pack.section) == ("SAFEGUARDING", 32)
    assert {(part.audience, part.section) for part in pack.parts.all()} == {("SAFEGUARDING", 32)}


def test_asked_twice_there_is_one_pack(file: CaseFile, lead: User) -> None:
    first = a_pack(file, lead)

    assert Pack.objects.get() == first


@pytest.mark.parametrize("role", ["pastoral", "designated", "teacher", "head"])
def test_nobody_but_a_lead_prepares_one(file: CaseFile, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(Refused):
        a_pack(file, request.getfixturevalue(role))


def test_a_check_is_finished_only_when_each_place_is_decided(file: CaseFile, lead: User) -> None:
    pack = a_pack(file, lead)
    with opened(file, lead) as now, pytest.raises(Problem) as refused:
        finish_check(pack=Pack.objects.get(pk=pack.pk), by=lead, at=AT, known=known_people(lead, now))

    assert refused.value.words == "1 places are not decided yet"


def test_another_child_is_not_kept_whoever_asks(file: CaseFile, lead: User) -> None:
    pack = a_pack(file, lead)
    with opened(file, lead) as now:
        current, known, (group,) = groups_of(pack, lead, now)
        answers = [Settled(group, Choice.KEEP, "She agreed")]
        with pytest.raises(Problem) as refused:
            settle_places(pack=current, by=lead, at=AT, known=known, answers=answers)

    assert refused.value.words.startswith("This may not be kept")


@pytest.mark.parametrize("instead", ["", OTHER, "Layla", f"at {REFUGE}"])
def test_other_words_give_nobody_away(file: CaseFile, lead: User, instead: str) -> None:
    pack = a_pack(file, lead)
    with opened(file, lead) as now:
        current, known, (group,) = groups_of(pack, lead, now)
        answers = [Settled(group, Choice.SUMMARISE, "Another child", instead)]
        with pytest.raises(Problem) as refused:
            settle_places(pack=current, by=lead, at=AT, known=known, answers=answers)

    assert refused.value.field == f"instead_{group.key}"


def test_what_was_decided_is_what_is_told(file: CaseFile, lead: User) -> None:
    pack = a_pack(file, lead, "Maya was cold.", f"{OTHER} gave her a coat.")
    with opened(file, lead) as now:
        current, known, (group,) = groups_of(pack, lead, now)
        answers = [Settled(group, Choice.SUMMARISE, "Another child", "A friend")]
        settle_places(pack=current, by=lead, at=AT, known=known, answers=answers)

        out = told(current, parts_of(current), known)

    assert [words for _, _, words in out] == ["Maya was cold.", "A friend gave her a coat."]


def test_decisions_that_are_sent_twice_are_made_once_and_the_check_stays(file: CaseFile, lead: User) -> None:
    pack, key = a_pack(file, lead, "Brandon came.", f"{OTHER} gave her a coat."), uuid.uuid4()
    with opened(file, lead) as now:
        current, known, groups = groups_of(pack, lead, now)
        answers = [Settled(group, Choice.REDACT, "Another child") for group in groups]
        settle_places(pack=current, by=lead, at=AT, known=known, answers=answers, pk=key)
        finished = finish_check(pack=current, by=lead, at=AT, known=known)

        settle_places(pack=finished, by=lead, at=AT, known=known, answers=answers, pk=key)

    again = Pack.objects.get(pk=pack.pk)
    assert (again.checked_at, again.version) == (AT, finished.version)
    assert sorted(PackDecision.objects.values_list("pk", flat=True)) == sorted(
        uuid.uuid5(key, str(number)) for number in range(len(groups))
    )


def test_a_page_that_was_sent_and_is_sent_again_with_another_answer_is_refused(file: CaseFile, lead: User) -> None:
    """Gone back to in the browser: it must not be said to be saved."""
    pack, key = a_pack(file, lead), uuid.uuid4()
    with opened(file, lead) as now:
        current, known, (group,) = groups_of(pack, lead, now)
        first = [Settled(group, Choice.SUMMARISE, "Another child", "A friend")]
        settle_places(pack=current, by=lead, at=AT, known=known, answers=first, pk=key)

        other = [Settled(group, Choice.REDACT, "Another child")]
        with pytest.raises(Problem) as refused:
            settle_places(pack=current, by=lead, at=AT, known=known, answers=other, pk=key)

    assert refused.value.words == "These decisions were saved before. Open the page again to change them"
    assert PackDecision.objects.count() == 1


def test_a_changed_word_takes_the_check_and_its_decisions_back(file: CaseFile, lead: User) -> None:
    pack = checked(a_pack(file, lead), lead)
    assert pack.checked_at
    part = PackPart.objects.get(pack=pack, number=2)
    with opened(file, lead) as now:
        known = known_people(lead, now)
        change_part(part=part, by=lead, at=AT, version=1, words=f"{OTHER} hit her.", left_out=False, known=known)
        current, _, groups = groups_of(pack, lead, now)

    assert current.checked_at is None
    assert [(group.mention.words, group.decision) for group in groups] == [(OTHER, None)]


def test_words_left_in_another_place_stop_the_check(file: CaseFile, lead: User) -> None:
    pack = a_pack(file, lead, "Brandon came.", "Then Brandon left.")
    with opened(file, lead) as now:
        current, known, (group,) = groups_of(pack, lead, now)
        one, other = group.places
        alone = [type(group)(group.key, [one]), type(group)(group.key, [other])]
        answers = [Settled(alone[0], Choice.REDACT, "Another child"), Settled(alone[1], Choice.KEEP, "No")]
        settle_places(pack=current, by=lead, at=AT, known=known, answers=answers)
        with pytest.raises(Problem) as refused:
            finish_check(pack=current, by=lead, at=AT, known=known)

    assert refused.value.words.startswith("“Brandon” is taken out in one place")


def test_a_confidential_address_is_not_typed_into_a_pack(file: CaseFile, lead: User) -> None:
    pack = a_pack(file, lead)
    with opened(file, lead) as now, pytest.raises(Problem) as refused:
        add_part(
            pack=pack,
            by=lead,
            at=AT,
            pk=uuid.uuid4(),
            heading="DANGER",
            caption="",
            words=f"She is at {REFUGE}.",
            known=known_people(lead, now),
        )

    assert refused.value.words == CONFIDENTIAL


def test_the_own_copy_may_hold_it_after_a_decision(file: CaseFile, lead: User) -> None:
    pack = a_pack(file, lead, f"She is at {REFUGE}.", for_whom=Pack.For.OWN)
    with opened(file, lead) as now:
        current, known, (group,) = groups_of(pack, lead, now)
        settle_places(pack=current, by=lead, at=AT, known=known, answers=[Settled(group, Choice.KEEP, "Our own")])
        finish_check(pack=current, by=lead, at=AT, known=known)

        assert [words for *_, words in told(current, parts_of(current), known)] == [f"She is at {REFUGE}."]


def test_nothing_is_prepared_for_an_agency_that_the_family_excluded(file: CaseFile, lead: User) -> None:
    with serving(lead):
        housing = Agency.objects.create(school=file.school, kind="OTHER", name="Westmere Housing")
        keyring.unlock(file.school_id, file.pk, "PASTORAL", 4)
        agreement = FamilyAgreement(
            school=file.school,
            file=file,
            audience="PASTORAL",
            section=4,
            author=lead,
            recorded_at=AT,
            agreed_on=date(2026, 11, 23),
        )
        agreement.who, agreement.excluded = "Ms Hussain", [str(housing.pk)]
        agreement.save()

    for more in ({"agency": housing}, {"recipient": {"person": "A", "role": "B", "agency": "westmere  housing"}}):
        with pytest.raises(Problem) as refused:
            a_pack(file, lead, **more)
        assert (
            refused.value.words == "The family has excluded Westmere Housing: nothing about the child is shared with it"
        )


@pytest.mark.parametrize(
    ("told_so", "field"),
    [
        ({"shared_on": None, "shared_with": "", "because": " "}, "shared_with"),
        ({"shared_on": date(2026, 11, 23), "shared_with": "", "because": ""}, "shared_with"),
        ({"shared_on": date(2026, 11, 24), "shared_with": "Ms Hussain", "because": ""}, "shared_on"),
    ],
)
def test_sharing_with_the_family_is_said_whole(file: CaseFile, lead: User, told_so: dict, field: str) -> None:
    pack = a_pack(file, lead)
    with serving(lead), pytest.raises(Problem) as refused:
        note_shared(pack=pack, by=lead, at=AT, version=1, **told_so)

    assert refused.value.field == field


def test_a_deputy_who_is_kept_out_finds_no_pack(file: CaseFile, lead: User, deputy: User) -> None:
    pack = a_pack(file, lead)
    factories.wall(deputy, file.child)

    with serving(deputy), pytest.raises(Refused):
        note_shared(pack=pack, by=deputy, at=AT, version=1, shared_on=None, shared_with="", because="No")
