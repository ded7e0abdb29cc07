"""A PEP from its start to its end: what refuses it, what the virtual school makes of it, which clocks it meets."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from access import gate
from access.models import School, User
from access.roles import Audience, Section
from access.serving import serving
from casework.actions.files import end_episode
from casework.actions.problem import Problem, Stale
from casework.models import CaseFile, StatusEpisode
from clocks.models import Clock, TermDate
from meetings.actions.peps import finish_school_part, hold_pep, save_pep, start_pep, submit_pep
from meetings.actions.peps_targets import change_target, evaluate_target, note_spending, set_target
from meetings.models import Pep, PepTarget
from meetings.queries.peps import Premium, due_on, financial_year, lacking, premium_of
from tests import factories
from tests.meetings import worlds_peps as worlds
from tests.meetings.packs.worlds import opened
from tests.meetings.worlds_peps import ANSWERS, HELD, LATER, PLANNED, smart

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(school: School, lead: User) -> CaseFile:
    return worlds.in_care(school, lead)


def _due(code: str) -> list[date | None]:
    running = Clock.objects.filter(code=code, met_on__isnull=True, stopped_on__isnull=True)
    return list(running.order_by("due_on").values_list("due_on", flat=True))


def _met(code: str) -> list[date | None]:
    return list(Clock.objects.filter(code=code, met_on__isnull=False).values_list("met_on", flat=True))


# Clocks


def test_coming_into_care_starts_the_clocks_of_the_first_pep(file: CaseFile) -> None:
    assert _due("C21") == [date(2027, 1, 7)]
    assert _due("C22") == [date(2027, 1, 21)]
    assert [one.words for one in due_on([file], LATER)] == [
        "PEP begun",
        "PEP complete, before the first review",
        "First looked-after review",
    ]


def test_another_status_starts_no_clock_of_a_pep(school: School, lead: User) -> None:
    file = factories.file(factories.child(school), by=lead)
    with serving(lead):
        from casework.actions.files import start_episode

        start_episode(file=file, by=lead, at=LATER, kind="CIN", started_on=date(2026, 12, 21), authority="Northmoor")

    assert not Clock.objects.exists()


def test_coming_out_of_care_stops_what_still_runs(file: CaseFile, lead: User, designated: User) -> None:
    worlds.whole(file, designated)
    with serving(lead):
        care = StatusEpisode.objects.get(kind="LAC")
        end_episode(episode=care, by=lead, at=LATER, ended_on=date(2027, 3, 1), because="Home again")

    assert {code: _due(code) for code in ("C21", "C22", "C23", "C24")} == dict.fromkeys(
        ("C21", "C22", "C23", "C24"), []
    )
    assert set(Clock.objects.filter(met_on__isnull=True).values_list("stopped_because", flat=True)) == {"WITHDRAWN"}


def test_the_first_words_the_meeting_and_the_submission_meet_their_clocks(file: CaseFile, designated: User) -> None:
    with serving(factories.console(file.school)):
        for name, first, last in (
            ("SPRING", date(2027, 1, 4), date(2027, 3, 25)),
            ("SUMMER", date(2027, 4, 12), date(2027, 7, 21)),
        ):
            TermDate.objects.create(school=file.school, name=name, starts_on=first, ends_on=last)
    pep = worlds.begun(file, designated)
    assert (_met("C21"), _due("C21")) == ([], [date(2027, 1, 7)])

    pep = worlds.met(pep, designated)
    assert _met("C21") == [LATER.date()]
    assert (_due("C24"), _due("C23")) == ([date(2027, 1, 19)], [date(2027, 7, 21)])
    for _ in range(3):
        worlds.aimed(pep, designated)
    pep = worlds.submitted(pep, designated)
    assert _met("C24") == [LATER.date()]
    assert _met("C22") == []

    worlds.rated(pep, designated, "RED", "No plan for Year 10")
    assert _met("C22") == []
    worlds.rated(worlds.submitted(pep, designated, transitions="A visit in May"), designated)
    assert _met("C22") == [LATER.date()]


def test_the_next_meeting_is_the_review_that_the_last_one_asked_for(file: CaseFile, designated: User) -> None:
    worlds.accepted(file, designated)
    worlds.met(worlds.begun(file, designated, date(2027, 4, 20)), designated, date(2027, 4, 20))

    assert _met("C23") == [date(2027, 4, 20)]
    assert len(_due("C23")) == 1


# From state to state


def test_a_pep_is_pastoral_and_in_the_parts_that_the_looked_after_team_has(file: CaseFile, designated: User) -> None:
    pep = worlds.begun(file, designated)

    assert (pep.audience, pep.section, pep.state) == (Audience.PASTORAL, Section.MEETINGS, "SCHEDULED")


def test_from_state_to_state(file: CaseFile, designated: User) -> None:
    pep = worlds.begun(file, designated)
    with serving(designated):
        with pytest.raises(Problem, match="Record the meeting as held first"):
            submit_pep(pep=pep, by=designated, at=LATER, version=1, answers=ANSWERS)
        pep = save_pep(pep=pep, by=designated, at=LATER, version=1, answers={"friends": "Football"})
        assert pep.state == "PRE_POPULATED"
        pep = finish_school_part(pep=pep, by=designated, at=LATER, version=2)
        assert pep.state == "SCHOOL_PART_DONE"
        with pytest.raises(Problem) as refused:
            hold_pep(pep=pep, by=designated, at=LATER, version=3, held_on=LATER.date() + timedelta(days=1))
        assert refused.value.field == "held_on"
        with pytest.raises(Stale):
            hold_pep(pep=pep, by=designated, at=LATER, version=1, held_on=HELD)
    for _ in range(3):
        worlds.aimed(pep, designated)
    pep = worlds.met(pep, designated)
    assert pep.state == "MEETING_HELD"
    pep = worlds.rated(worlds.submitted(pep, designated), designated, "AMBER", "More of the child’s words")
    assert pep.state == "AMBER"
    pep = worlds.signed_off(pep, designated)
    assert (pep.state, pep.signed_off_on) == ("SIGNED_OFF", LATER.date())


def test_a_meeting_that_nobody_prepared_is_held_all_the_same(file: CaseFile, designated: User) -> None:
    pep = worlds.begun(file, designated)
    with serving(designated):
        pep = hold_pep(pep=pep, by=designated, at=LATER, version=1, held_on=HELD)

    assert (pep.state, pep.held_on, _met("C21")) == ("MEETING_HELD", HELD, [HELD])


def test_one_pep_at_a_time_and_only_for_a_child_in_care(
    school: School, file: CaseFile, designated: User, lead: User
) -> None:
    worlds.begun(file, designated)
    with pytest.raises(Problem, match="The PEP of 5 January 2027 is open"):
        worlds.begun(file, designated)

    other = factories.file(factories.child(school, "Hart", "Ivo"))
    with pytest.raises(Problem, match="not looked after"):
        worlds.begun(other, lead)


def test_sent_twice_there_is_one(file: CaseFile, designated: User) -> None:
    pk = factories.draft(file.school, designated).pk
    with serving(designated):
        for _ in range(2):
            start_pep(file=file, by=designated, at=LATER, planned_on=PLANNED, pk=pk)

    assert Pep.objects.count() == 1


# What refuses a submission


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("attendees", "Write who was there"),
        ("next_on", "Enter the date of the next PEP meeting"),
        ("child_voice", "Write what the child says"),
    ],
)
def test_no_submission_without(file: CaseFile, designated: User, missing: str, words: str) -> None:
    pep = worlds.whole(file, designated)

    with pytest.raises(Problem) as refused:
        worlds.submitted(pep, designated, **{missing: ""})

    assert (refused.value.words, refused.value.field) == (words, f"sheet_{missing}")
    assert Pep.objects.get().state == "MEETING_HELD"


def test_no_submission_with_fewer_than_three_targets(file: CaseFile, designated: User) -> None:
    pep = worlds.begun(file, designated)
    for _ in range(2):
        worlds.aimed(pep, designated)
    pep = worlds.met(pep, designated)
    with pytest.raises(Problem, match="Set at least three targets"):
        worlds.submitted(pep, designated)

    worlds.aimed(pep, designated)
    assert worlds.submitted(pep, designated).state == "SUBMITTED"


def test_no_submission_before_the_last_targets_are_evaluated(file: CaseFile, designated: User) -> None:
    first = worlds.accepted(file, designated)
    pep = worlds.whole(file, designated, planned_on=date(2027, 1, 10))
    assert pep.previous == first
    for number, target in enumerate(first.targets.order_by("number")):
        with pytest.raises(Problem, match="what came of it"):
            worlds.submitted(pep, designated)
        with serving(designated):
            result = ("MET", "PARTLY", "NOT_MET")[number]
            done = evaluate_target(
                target=target, by=designated, at=LATER, version=1, result=result, evaluation="38 of 40 in March"
            )
            assert (done.evaluated_in, done.evaluation.text) == (pep, "38 of 40 in March")

    assert worlds.submitted(pep, designated).state == "SUBMITTED"


def test_no_submission_with_a_next_meeting_in_the_past(file: CaseFile, designated: User) -> None:
    pep = worlds.whole(file, designated)

    with pytest.raises(Problem, match="after this one"):
        worlds.submitted(pep, designated, next_on=HELD.isoformat())


def test_everything_that_is_missing_is_told_at_once(file: CaseFile, designated: User) -> None:
    worlds.accepted(file, designated)
    pep = worlds.met(worlds.begun(file, designated, date(2027, 4, 20)), designated)

    assert [field for field, _ in lacking(pep, {})] == [
        *("sheet_attendees", "sheet_next_on", "sheet_child_voice"),
        *("checked", "checked"),
    ]


# Ratings


def test_red_returns_it_with_reasons_and_it_is_submitted_again(file: CaseFile, designated: User) -> None:
    pep = worlds.submitted(worlds.whole(file, designated), designated)
    with pytest.raises(Problem) as refused:
        worlds.rated(pep, designated, "RED", " ")
    assert refused.value.field == "reasons"

    pep = worlds.rated(pep, designated, "RED", "No plan for the move")
    assert pep.state == "RETURNED"
    with pytest.raises(Problem, match="“Rated red and returned”"):
        worlds.signed_off(pep, designated)
    pep = worlds.rated(worlds.submitted(pep, designated, transitions="Visit in May"), designated)

    assert pep.state == "GREEN"
    assert list(pep.ratings.order_by("number").values_list("number", "rating")) == [(1, "RED"), (2, "GREEN")]


@pytest.mark.parametrize("changes", ["an answer", "a target", "spending"])
def test_what_was_returned_is_not_sent_again_as_it_was(file: CaseFile, designated: User, changes: str) -> None:
    pep = worlds.submitted(worlds.whole(file, designated), designated)
    worlds.rated(pep, designated, "RED", "No plan for the move")
    with serving(designated):
        save_pep(pep=pep, by=designated, at=LATER, version=worlds.now(pep).version, answers=worlds.ANSWERS)

    with pytest.raises(Problem) as refused:
        worlds.submitted(pep, designated)

    said = "Nothing has changed since the virtual school returned it: put right what it asked for first"
    assert (refused.value.words, refused.value.field) == (said, "checked")
    with serving(designated):
        told: dict[str, Any] = {"by": designated, "at": LATER}
        if changes == "an answer":
            now = {"answers": worlds.ANSWERS | {"transitions": "Visit in May"}}
            save_pep(pep=pep, version=worlds.now(pep).version, **told, **now)
        if changes == "a target":
            change_target(target=pep.targets.get(number=1), version=1, smart=worlds.smart(words="Two steps"), **told)
        if changes == "spending":
            target = pep.targets.get(number=1)
            note_spending(pep=worlds.now(pep), target=target, pence=4_000, words="A tutor", **told)
    transitions = {"transitions": "Visit in May"} if changes == "an answer" else {}
    assert worlds.submitted(pep, designated, **transitions).state == "SUBMITTED"
    with opened(file, designated):
        assert worlds.now(pep).answers.value == worlds.ANSWERS | transitions


def test_the_page_of_a_second_submission_says_why_and_has_no_tick(file: CaseFile, designated: User) -> None:
    pep = worlds.submitted(worlds.whole(file, designated), designated)
    worlds.rated(pep, designated, "RED", "No plan for the move")
    client = Client()
    client.force_login(designated)
    client.post(f"/peps/{pep.pk}/write/draft/", {"sheet_transitions": "Visit", "checked": "on"})

    page = client.get(f"/peps/{pep.pk}/submit/").content.decode()

    assert "No plan for the move" in page
    assert ("Visit" in page, re.findall(r'<input[^>]*name="checked"[^>]*checked', page)) == (True, [])


def test_what_was_submitted_stands(file: CaseFile, designated: User) -> None:
    pep = worlds.submitted(worlds.whole(file, designated), designated)
    target = pep.targets.get(number=1)
    with serving(designated):
        for act in (
            lambda: save_pep(pep=pep, by=designated, at=LATER, version=pep.version, answers=ANSWERS),
            lambda: set_target(pep=pep, by=designated, at=LATER, smart=smart()),
            lambda: change_target(target=target, by=designated, at=LATER, version=1, smart=smart()),
            lambda: note_spending(pep=pep, by=designated, at=LATER, target=target, pence=5, words="Pens"),
        ):
            with pytest.raises(Problem, match="what it says stands"):
                act()


def test_the_next_one_signed_off_supersedes_it(file: CaseFile, designated: User, teacher: User) -> None:
    first = worlds.accepted(file, designated, teacher=teacher)
    helped = first.targets.get(number=1)
    assert helped.person_reach.filter(user=teacher).exists()
    second = worlds.whole(file, designated, planned_on=date(2027, 1, 10))
    with serving(designated):
        for target in first.targets.all():
            evaluate_target(target=target, by=designated, at=LATER, version=1, result="MET", evaluation="Seen")

    worlds.signed_off(worlds.rated(worlds.submitted(second, designated), designated), designated)

    assert Pep.objects.get(pk=first.pk).state == "SUPERSEDED"
    assert not helped.person_reach.filter(user=teacher).exists()


# Targets and pupil premium plus


@pytest.mark.parametrize("missing", ["subject", "words", "measure", "staff_does", "child_does"])
def test_a_target_is_smart_or_refused(file: CaseFile, designated: User, missing: str) -> None:
    pep = worlds.begun(file, designated)

    with pytest.raises(Problem) as refused:
        worlds.aimed(pep, designated, **{missing: " "})

    assert refused.value.field == missing


def test_a_target_is_for_a_day_after_the_meeting(file: CaseFile, designated: User) -> None:
    pep = worlds.begun(file, designated)

    with pytest.raises(Problem) as refused:
        worlds.aimed(pep, designated, due_on=PLANNED)

    assert refused.value.field == "due_on"


def test_a_target_is_not_evaluated_in_its_own_pep(file: CaseFile, designated: User) -> None:
    target = worlds.aimed(worlds.begun(file, designated), designated)

    with serving(designated), pytest.raises(Problem, match="in the PEP that follows"):
        evaluate_target(target=target, by=designated, at=LATER, version=1, result="MET", evaluation="Seen")


def test_premium_is_put_to_a_target_and_counted_by_the_year(file: CaseFile, designated: User, settings: Any) -> None:
    settings.SAFEHOLD_PUPIL_PREMIUM_PLUS = {"2026-27": 2630}
    first = worlds.whole(file, designated)
    target = first.targets.get(number=1)
    with serving(designated):
        for pence in (45_000, 1_250):
            note_spending(pep=first, by=designated, at=LATER, target=target, pence=pence, words="Tutor")
        with pytest.raises(Problem) as refused:
            note_spending(pep=first, by=designated, at=LATER, target=target, pence=0, words="Tutor")
        assert refused.value.field == "amount"

    assert premium_of(first) == Premium("2026-27", 46_250, 263_000)
    settings.SAFEHOLD_PUPIL_PREMIUM_PLUS = {}
    assert premium_of(first) == Premium("2026-27", 46_250, None)


def test_premium_is_for_a_target_of_the_same_pep(school: School, file: CaseFile, designated: User, lead: User) -> None:
    other = worlds.whole(worlds.in_care(school, lead, surname="Hart"), designated).targets.get(number=1)
    pep = worlds.begun(file, designated)

    with serving(designated), pytest.raises(Problem) as refused:
        note_spending(pep=pep, by=designated, at=LATER, target=other, pence=5, words="Pens")

    assert refused.value.field == "target"


@pytest.mark.parametrize(
    ("on", "year"),
    [(date(2027, 3, 31), "2026-27"), (date(2027, 4, 1), "2027-28"), (date(2099, 12, 1), "2099-00")],
)
def test_financial_year(on: date, year: str) -> None:
    assert financial_year(on) == year


def test_nobody_else_writes_a_pep(file: CaseFile, designated: User, pastoral: User, teacher: User) -> None:
    pep = worlds.whole(file, designated, teacher=teacher)
    target = PepTarget.objects.get(number=1)
    for person in (pastoral, teacher):
        with serving(person):
            with pytest.raises(gate.Refused):
                save_pep(pep=pep, by=person, at=LATER, version=pep.version, answers=ANSWERS)
            with pytest.raises(gate.Refused):
                change_target(target=target, by=person, at=LATER, version=1, smart=smart())
