"""Whatever is done to a concern in whatever order: no invalid state, and nothing that was written is lost."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access import gate
from access.models import School, User
from access.roles import Can
from access.serving import serving
from casework.actions.concerns import add_to_concern
from casework.actions.moving import move_concern
from casework.actions.problem import Problem, Stale
from casework.actions.triage import Verdict, acknowledge_concern, close_concern, decide_concern, give_feedback
from casework.models import Addition, AgreedAction, CaseFile, Concern, ConcernMove, StatusEpisode, Triage
from casework.states import NEXT_CONCERN, Decision, WrongState
from people.models import Child
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
WALK = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
KEPT = (Concern, Triage, Addition, ConcernMove, CaseFile, AgreedAction, StatusEpisode)
ACTS = ("see", "decide", "decide", "tell", "close", "add", "move")
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 9))
WORDS = "There is a mark on the left arm."


@WALK
@given(steps=st.lists(STEP, min_size=4, max_size=16))
def test_a_concern_never_reaches_an_invalid_state(school: School, lead: User, teacher: User, steps: list[Any]) -> None:
    children = [factories.child(school), factories.child(school, "Brook", "Toby")]
    concern = factories.concern(school, teacher, children[0])
    state, counts = concern.state, dict.fromkeys(KEPT, 0)
    for act, number in steps:
        by = teacher if act == "add" else lead
        with suppress(Problem, Stale, WrongState), serving(by):
            _do(act, Concern.objects.get(pk=concern.pk), by, number, children)
        now = Concern.objects.get(pk=concern.pk)
        assert now.state == state or now.state in NEXT_CONCERN[state] or _twice(state, now.state)
        state = now.state
        for model in KEPT:
            count = model._base_manager.count()
            assert count >= counts[model], f"a {model.__name__} was lost"
            counts[model] = count
        _holds(now, teacher)


def _twice(before: str, now: str) -> bool:
    """One act may be two steps: a decision on what nobody acknowledged first; told, and closed."""
    return any(now in NEXT_CONCERN[between] for between in NEXT_CONCERN[before])


def _holds(concern: Concern, teacher: User) -> None:
    assert (concern.reporter_id, concern.written_at) == (teacher.pk, AT)
    if concern.file_id:
        assert concern.file.child_id == concern.child_id
    if concern.state != "SUBMITTED":
        assert concern.acknowledged_by_id
    if concern.state in ("TRIAGED", "FEEDBACK_GIVEN", "CLOSED"):
        assert concern.triages.exists()
    with serving(teacher):
        assert gate.fetch(teacher, Concern, concern.pk, to=Can.READ_CONCERN).words.text == WORDS


def _do(act: str, concern: Concern, by: User, number: int, children: list[Child]) -> None:
    at = AT + timedelta(hours=1)
    if act == "see":
        acknowledge_concern(concern=concern, by=by, at=at)
    elif act == "decide":
        _decide(concern, by, number, at)
    elif act == "tell":
        give_feedback(concern=concern, by=by, said="ACTED_ON", close=number > 6, at=at)
    elif act == "close":
        close_concern(concern=concern, by=by, at=at)
    elif act == "add":
        add_to_concern(concern=concern, by=by, words="She limps." if number else " ", at=at)
    else:
        move_concern(concern=concern, by=by, to_child=children[number % 2], reason="Twins" if number else " ", at=at)


def _decide(concern: Concern, by: User, number: int, at: Any) -> None:
    decision = list(Decision)[number % len(Decision)]
    verdict = Verdict(
        decision=decision,
        category="PHYSICAL",
        rationale="Known already." if number else " ",
        parents_told=number % 2 == 0,
        not_told_because="RISK" if number % 3 else "",
        review_on=AT.date() + timedelta(days=7 * number),
    )
    version = concern.version if number != 4 else concern.version + 1  # somebody was quicker
    decide_concern(concern=concern, by=by, verdict=verdict, version=version, at=at)


def test_the_walks_acts_are_done_when_nothing_stands_in_their_way(school: School, lead: User, teacher: User) -> None:
    children = [factories.child(school), factories.child(school, "Brook", "Toby")]
    concern = factories.concern(school, teacher, children[0])

    for act in ("see", "decide", "add", "move", "tell", "close"):
        by = teacher if act == "add" else lead
        with serving(by):
            _do(act, Concern.objects.get(pk=concern.pk), by, 1, children)

    now = Concern.objects.get(pk=concern.pk)
    counts = (now.triages.count(), now.additions.count(), now.concernmoves.count())
    assert (now.state, now.child, counts) == ("CLOSED", children[1], (1, 1, 1))
