"""A target is withdrawn with a reason; whoever helps with it notes progress; reviews of care run their clocks."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from access import gate
from access.models import School, User
from access.roles import Role
from access.serving import serving
from casework.actions.problem import Problem
from casework.models import CaseFile
from clocks.models import Clock
from meetings.actions.peps_notes import note_target, withdraw_target
from meetings.actions.peps_targets import change_target, evaluate_target, note_spending
from meetings.models import Pep, PepTarget, TargetNote
from meetings.queries.peps import lacking, targets_to_help_with
from tests import factories
from tests.meetings import worlds_peps as worlds
from tests.meetings.worlds import held
from tests.meetings.worlds_peps import LATER, read, smart

pytestmark = pytest.mark.django_db
WORDS = "38 of 40 this week"


@pytest.fixture
def file(school: School, lead: User) -> CaseFile:
    return worlds.in_care(school, lead)


@pytest.fixture
def pep(file: CaseFile, designated: User, teacher: User) -> Pep:
    return worlds.whole(file, designated, teacher=teacher)


def target(number: int = 1) -> PepTarget:
    return PepTarget.objects.select_related("pep").get(number=number)


def withdraw(by: User, because: str = "She dropped the subject", number: int = 1) -> PepTarget:
    with serving(by):
        now = target(number)
        return withdraw_target(target=now, by=by, at=LATER, version=now.version, because=because)


def note(by: User, words: str = WORDS, number: int = 1, **more: Any) -> TargetNote:
    with serving(by):
        return note_target(target=target(number), by=by, at=LATER, words=words, **more)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# Withdrawn


def test_a_target_is_withdrawn_with_its_reason_and_stays(pep: Pep, designated: User, teacher: User) -> None:
    withdraw(designated)

    assert (target().withdrawn_at, PepTarget.objects.count()) == (LATER, 3)
    page = signed_in(designated).get(f"/peps/{pep.pk}/").content.decode()
    assert "Withdrawn" in page
    assert "She dropped the subject" in page
    with pytest.raises(gate.NotHere):
        read(target(), teacher)
    with serving(teacher):
        assert targets_to_help_with(teacher) == []


@pytest.mark.parametrize("because", ["", "  "])
def test_not_without_a_reason(pep: Pep, designated: User, because: str) -> None:
    with pytest.raises(Problem) as refused:
        withdraw(designated, because)

    assert (refused.value.field, target().withdrawn_at) == ("because", None)


def test_it_counts_no_more_and_is_worked_on_no_more(pep: Pep, designated: User, teacher: User) -> None:
    gone = withdraw(designated)
    who: dict[str, Any] = {"by": designated, "at": LATER}
    with serving(designated):
        now = worlds.now(pep)
        assert ("checked", "Set at least three targets") in lacking(now, worlds.ANSWERS)
    for act in (
        lambda: change_target(target=gone, version=gone.version, smart=smart(), **who),
        lambda: note_spending(pep=worlds.now(pep), target=gone, pence=100, words="A book", **who),
        lambda: withdraw_target(target=gone, version=gone.version, because="Again", **who),
        lambda: note_target(target=gone, words="More", **who),
    ):
        with serving(designated), pytest.raises(Problem) as refused:
            act()
        assert refused.value.words == "This target was withdrawn"


def test_what_was_withdrawn_needs_no_evaluation(file: CaseFile, designated: User, teacher: User) -> None:
    worlds.accepted(file, designated, teacher=teacher)
    after = worlds.begun(file, designated, date(2027, 4, 20))
    for number in (1, 2, 3):
        if number == 2:
            withdraw(designated, number=2)
            continue
        with serving(designated):
            told = {"result": "MET", "evaluation": "Seen"}
            evaluate_target(target=target(number), by=designated, at=LATER, version=target(number).version, **told)
    with serving(designated):
        missing = [words for _, words in lacking(worlds.now(after), worlds.ANSWERS)]
        with pytest.raises(Problem):
            evaluate_target(target=target(2), by=designated, at=LATER, version=2, result="MET", evaluation="Seen")
        with pytest.raises(Problem):
            withdraw_target(target=target(1), by=designated, at=LATER, version=target(1).version, because="Late")

    assert "Say of each target of the last PEP what came of it" not in missing


def test_whoever_does_not_keep_the_pep_withdraws_nothing(pep: Pep, teacher: User, pastoral: User) -> None:
    for person in (teacher, pastoral):
        with pytest.raises(gate.Refused):
            withdraw(person)
    assert signed_in(teacher).get(f"/targets/{target().pk}/withdraw/").status_code in (403, 404)


# Noted


def test_the_teacher_notes_progress_on_her_page(pep: Pep, teacher: User, designated: User) -> None:
    client, address = signed_in(teacher), f"/targets/{target().pk}/"
    form = client.get(f"{address}note/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', form)[1]

    saved = client.post(f"{address}note/", {"key": key, "words": WORDS})
    again = client.post(f"{address}note/", {"key": key, "words": WORDS})

    assert (saved.status_code, saved["Location"], again.status_code) == (302, address, 302)
    assert TargetNote.objects.count() == 1
    assert WORDS in client.get(address).content.decode()
    assert WORDS in signed_in(designated).get(f"/peps/{pep.pk}/").content.decode()


def test_she_notes_on_her_target_and_on_no_other(pep: Pep, teacher: User, school: School) -> None:
    with pytest.raises(gate.Refused):
        note(teacher, number=2)
    assert signed_in(teacher).get(f"/targets/{target(2).pk}/note/").status_code == 404
    with pytest.raises(gate.Refused):
        note(factories.person(school, Role.TEACHER))
    assert TargetNote.objects.count() == 0


def test_a_note_is_sealed_with_its_target(pep: Pep, teacher: User) -> None:
    made = note(teacher)

    assert (made.scope_id, made.audience, made.section) == (target().pk, "TEACHING", 8)


def test_her_page_says_nothing_of_the_plan(pep: Pep, teacher: User) -> None:
    note(teacher)
    client = signed_in(teacher)

    for page in (f"/targets/{target().pk}/", f"/targets/{target().pk}/note/"):
        told = client.get(page).content.decode()
        assert (str(pep.pk) in told, str(pep.file_id) in told, "PEP" in told) == (False, False, False)


def test_a_note_says_something(pep: Pep, teacher: User) -> None:
    with pytest.raises(Problem) as refused:
        note(teacher, "  ")

    assert refused.value.field == "words"


def test_who_helped_before_reads_no_note_any_more(pep: Pep, teacher: User, designated: User, school: School) -> None:
    note(teacher)
    other = factories.person(school, Role.TEACHER)
    with serving(designated):
        change_target(target=target(), by=designated, at=LATER, version=1, smart=smart(teacher=other))

    assert signed_in(teacher).get(f"/targets/{target().pk}/").status_code == 404
    assert WORDS in signed_in(other).get(f"/targets/{target().pk}/").content.decode()


# Reviews of a child's care


def due(code: str) -> list[tuple[date | None, date | None]]:
    return [(clock.due_on, clock.met_on) for clock in Clock.objects.filter(code=code).order_by("triggered_on")]


def test_the_first_review_is_due_from_the_day_in_care(file: CaseFile) -> None:
    assert due("C25.1") == [(date(2027, 1, 21), None)]
    assert (due("C25.2"), due("C25.3")) == ([], [])


def test_each_review_meets_its_clock_and_starts_the_next(file: CaseFile, lead: User) -> None:
    held(file, lead, "LAC_REVIEW", date(2027, 1, 19))
    after_first = due("C25.1"), due("C25.2"), due("C25.3")
    held(file, lead, "LAC_REVIEW", date(2027, 4, 12))
    after_second = due("C25.2"), due("C25.3")
    held(file, lead, "LAC_REVIEW", date(2027, 5, 20))

    assert after_first == ([(date(2027, 1, 21), date(2027, 1, 19))], [(date(2027, 4, 19), None)], [])
    assert after_second == ([(date(2027, 4, 19), date(2027, 4, 12))], [(date(2027, 10, 12), None)])
    assert due("C25.3") == [
        (date(2027, 10, 12), date(2027, 5, 20)),
        (date(2027, 11, 19), None),
    ]  # the 20th is a Saturday


def test_one_that_is_recorded_late_moves_no_date_back(file: CaseFile, lead: User) -> None:
    """The reviews of January and April were held; that of February is written down in June."""
    held(file, lead, "LAC_REVIEW", date(2027, 1, 19))
    held(file, lead, "LAC_REVIEW", date(2027, 4, 12))
    before = due("C25.2"), due("C25.3")

    held(file, lead, "LAC_REVIEW", date(2027, 2, 15))

    assert (due("C25.2"), due("C25.3")) == before


def test_without_care_there_is_nothing_to_review(school: School, lead: User) -> None:
    other = factories.file(factories.child(school, "Osei", "Ama"), by=lead)
    held(other, lead, "LAC_REVIEW", date(2027, 1, 19))

    assert (due("C25.1"), due("C25.2"), due("C25.3")) == ([], [], [])


def test_the_designated_teacher_finds_the_review_among_the_dates(file: CaseFile, pep: Pep, designated: User) -> None:
    page = signed_in(designated).get(f"/peps/{pep.pk}/").content.decode()

    assert "First looked-after review" in page
