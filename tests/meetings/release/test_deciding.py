"""What was decided is done, and what was taken out stands nowhere."""

import pytest

from meetings.release.deciding import Choice, Decision, Overlapping, StillThere, Undecided, released
from meetings.release.finding import mentions
from meetings.release.known import Mention
from tests.meetings.release.test_finding import FEW

TEXT = "Layla and Jordan O'Neill ran. Ruth Adeyemi saw it."


def decided(one: Mention, choice: Choice, instead: str = "") -> Decision:
    return Decision(one.start, one.end, choice, "Not about this child", instead)


def test_each_choice_is_carried_out() -> None:
    sister, other, teacher = mentions(TEXT, FEW)
    decisions = [
        decided(teacher, Choice.KEEP),
        decided(sister, Choice.SUMMARISE, "A younger sister"),
        decided(other, Choice.REDACT),
    ]

    told = released(TEXT, decisions, mentions=mentions(TEXT, FEW))

    assert told == "A younger sister and [withheld] ran. Ruth Adeyemi saw it."


def test_a_place_without_a_decision_stops_it() -> None:
    sister, other, teacher = mentions(TEXT, FEW)

    with pytest.raises(Undecided) as refused:
        released(TEXT, [decided(sister, Choice.REDACT), decided(teacher, Choice.KEEP)], mentions=mentions(TEXT, FEW))

    assert refused.value.mention == other


def test_another_child_cannot_be_kept_by_a_decision() -> None:
    every = mentions(TEXT, FEW)

    with pytest.raises(Undecided):
        released(TEXT, [decided(one, Choice.KEEP) for one in every], mentions=every)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Jordan came. Then jordan left.", ""),
        ("Jordan came.", "A boy, JORDAN,"),
        ("Jordan came. Jor-\ndan left.", ""),
        ("Jordan came. Jordan’s coat.", ""),
    ],
)
def test_words_that_are_taken_out_stand_nowhere_else(text: str, instead: str) -> None:
    choice = Choice.SUMMARISE if instead else Choice.REDACT

    with pytest.raises(StillThere):
        released(text, [Decision(0, 6, choice, "Another child", instead)])


def test_a_name_that_is_a_word_too_is_not_missed_for_the_word() -> None:
    text = "Then Mark came. She has a mark on her arm."

    assert (
        released(text, [Decision(5, 9, Choice.REDACT, "Another child")])
        == "Then [withheld] came. She has a mark on her arm."
    )


@pytest.mark.parametrize("places", [((0, 5), (3, 8)), ((4, 4),), ((0, 900),), ((-1, 3),)])
def test_places_that_overlap_or_are_not_there_are_refused(places: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(Overlapping):
        released(TEXT, [Decision(start, end, Choice.REDACT, "no") for start, end in places])
