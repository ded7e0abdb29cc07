"""Whatever is done to PEPs and their targets in whatever order: no invalid state, no lost record, one PEP at a time."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access.gate import Refused
from access.models import School, User
from access.serving import serving
from casework.actions.files import end_episode
from casework.actions.problem import Problem, Stale
from casework.models import CaseFile, StatusEpisode
from clocks.models import Clock
from meetings.actions import peps, peps_targets
from meetings.models import Pep, PepRating, PepSpending, PepTarget
from meetings.queries.peps import FEWEST
from meetings.states import NEXT_PEP
from tests.meetings import worlds_peps as worlds
from tests.meetings.worlds_peps import ANSWERS, HELD, LATER

pytestmark = pytest.mark.django_db
WALK = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
KEPT = (Pep, PepTarget, PepRating, PepSpending, StatusEpisode, Clock)
ACTS = ("start", "save", "part", "held", "target", "target", "evaluate", "submit", "rate", "sign", "spend", "leave")
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 5))


@WALK
@given(steps=st.lists(STEP, min_size=10, max_size=30))
def test_peps_never_reach_an_invalid_state(school: School, lead: User, designated: User, steps: list[Any]) -> None:
    file = worlds.in_care(school, lead)
    states: dict[Any, str] = {}
    counts = dict.fromkeys(KEPT, 0)
    for act, number in steps:
        with suppress(Problem, Stale, Refused):  # out of care, the designated teacher keeps no PEP
            _do(act, file, lead if act == "leave" else designated, number)
        for model in KEPT:
            count = model._base_manager.count()
            assert count >= counts[model], f"a {model.__name__} was lost"
            counts[model] = count
        for pep in Pep.objects.filter(file=file):
            before = states.get(pep.pk, "SCHEDULED")
            assert pep.state == before or pep.state in NEXT_PEP[before]
            states[pep.pk] = pep.state
            _is_whole(pep)
        assert sum(pep.is_open for pep in Pep.objects.filter(file=file)) <= 1


def _is_whole(pep: Pep) -> None:
    """Nothing was submitted that lacks what the virtual school has to have."""
    if pep.submitted_on:
        assert pep.held_on
        assert pep.targets.count() >= FEWEST
    if pep.state == "SIGNED_OFF":
        assert pep.ratings.exists()


def _do(act: str, file: CaseFile, by: User, number: int) -> None:
    if act in ("start", "leave"):
        return _begin(act, file, by, number)
    every = list(Pep.objects.filter(file=file).order_by("recorded_at", "pk"))
    if not every:
        return None
    pep = every[-1] if number else every[0]
    version = pep.version if number else pep.version + 1  # sometimes somebody was quicker
    with serving(by):
        DEEDS[act](pep=pep, by=by, version=version, number=number)
    return None


def _begin(act: str, file: CaseFile, by: User, number: int) -> None:
    with serving(by):
        if act == "start":
            now = CaseFile.objects.select_related("child").get(pk=file.pk)
            peps.start_pep(file=now, by=by, at=LATER, planned_on=HELD + timedelta(days=number))
        elif number == 5:
            episode = StatusEpisode.objects.get(file=file, kind="LAC")
            end_episode(episode=episode, by=by, at=LATER, ended_on=LATER.date(), because="Went home")


def _save(*, number: int, **told: Any) -> None:
    peps.save_pep(at=LATER, answers=ANSWERS if number > 1 else {"friends": "Football"}, **told)


def _part(*, number: int, **told: Any) -> None:
    peps.finish_school_part(at=LATER, **told)


def _held(*, number: int, **told: Any) -> None:
    peps.hold_pep(at=LATER, held_on=HELD if number < 5 else date(2028, 1, 1), **told)


def _target(*, pep: Pep, by: User, version: int, number: int) -> None:
    smart = worlds.smart(words="" if number == 5 else f"Target {number}")
    peps_targets.set_target(pep=pep, by=by, at=LATER, smart=smart)


def _evaluate(*, pep: Pep, by: User, version: int, number: int) -> None:
    for target in PepTarget.objects.filter(pep__file=pep.file)[:number]:
        told = {"version": target.version, "result": "MET", "evaluation": "38 of 40"}
        peps_targets.evaluate_target(target=target, by=by, at=LATER, **told)


def _submit(*, number: int, **told: Any) -> None:
    peps.submit_pep(at=LATER, answers=ANSWERS if number > 1 else {}, **told)


def _rate(*, number: int, **told: Any) -> None:
    rating = PepRating.Rating.values[number % 3]
    peps.rate_pep(at=LATER, rated=peps.Rated(rating, LATER.date(), "Ash Moor", "Weak" if number > 2 else ""), **told)


def _sign(*, number: int, **told: Any) -> None:
    peps.sign_off_pep(at=LATER, signed_off_on=LATER.date(), signed_off_by="Ash Moor", **told)


def _spend(*, pep: Pep, by: User, version: int, number: int) -> None:
    for target in pep.targets.all()[:1]:
        peps_targets.note_spending(pep=pep, by=by, at=LATER, target=target, pence=number * 100, words="A tutor")


DEEDS: dict[str, Callable[..., None]] = {
    "save": _save,
    "part": _part,
    "held": _held,
    "target": _target,
    "evaluate": _evaluate,
    "submit": _submit,
    "rate": _rate,
    "sign": _sign,
    "spend": _spend,
}


def test_the_walks_acts_are_done_when_nothing_stands_in_their_way(school: School, lead: User, designated: User) -> None:
    file = worlds.in_care(school, lead)

    for act in ("start", "save", "part", "held", "target", "target", "target", "spend", "submit", "rate", "sign"):
        _do(act, file, designated, 4)

    pep = Pep.objects.get()
    counts = (pep.targets.count(), pep.spendings.count(), pep.ratings.count())
    assert (pep.state, counts) == ("SIGNED_OFF", (3, 1, 1))
