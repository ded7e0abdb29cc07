"""Every sheet makes a form, keeps its answers whole, and asks for what is missing only when it is finished."""

from typing import Any

import pytest
from django.http import QueryDict

from config.components import describe
from meetings.forms.sheets import PREFIX, SheetForm
from meetings.models import Meeting
from meetings.sheets import SHEETS
from meetings.sheets.base import Answer, Question, Sheet
from meetings.sheets.early_help import ASSESSMENT

EVERY = [*SHEETS.values(), ASSESSMENT]
GIVEN = {
    Answer.WORDS: " As it\nwas said ",
    Answer.LINE: "One line",
    Answer.SCALE: "4",
    Answer.NUMBER: "91.5",
    Answer.DATE: "2026-11-23",
    Answer.YES_NO: "YES",
    Answer.PEOPLE: "Amina Hussain, mother\nJo Clarke, social worker",
}


def _value(question: Question) -> Any:
    if question.answer is Answer.CHOICE:
        return question.choices[0][0]
    return [question.choices[0][0]] if question.answer is Answer.SEVERAL else GIVEN[question.answer]


def _posted(sheet: Sheet, answers: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for code, value in answers.items():
        data.setlist(PREFIX + code, value if isinstance(value, list) else [value])
    return data


@pytest.mark.parametrize("sheet", EVERY, ids=lambda sheet: sheet.code)
def test_every_answer_comes_back_as_it_was_given(sheet: Sheet) -> None:
    answers = {question.code: _value(question) for question in sheet.questions}
    form = SheetForm(_posted(sheet, answers), sheet=sheet, answers={}, finished=True)

    assert form.is_valid(), form.errors
    assert form.answers == answers
    again = SheetForm(sheet=sheet, answers=form.answers)
    assert {question.code: again[PREFIX + question.code].value() for question in sheet.questions} == answers
    assert [describe(field)[0] for _, fields in again.parts for field in fields]
    assert sum(len(part["rows"]) for part in sheet.read(form.answers)) == len(answers)


@pytest.mark.parametrize("sheet", EVERY, ids=lambda sheet: sheet.code)
def test_a_draft_may_be_empty_and_a_finished_one_says_what_is_missing(sheet: Sheet) -> None:
    draft = SheetForm(QueryDict(), sheet=sheet, answers={})
    finished = SheetForm(QueryDict(), sheet=sheet, answers={}, finished=True)

    assert draft.is_valid()
    assert draft.answers == {}
    required = {PREFIX + one.code: [one.missing] for one in sheet.questions if one.required}
    assert dict(finished.errors) == required
    assert required != {}


@pytest.mark.parametrize("sheet", EVERY, ids=lambda sheet: sheet.code)
def test_codes_are_of_one_sheet_and_fit_their_columns(sheet: Sheet) -> None:
    codes = [question.code for question in sheet.questions]

    assert sorted(set(codes)) == sorted(codes)
    assert len(sheet.code) <= Meeting._meta.get_field("kind").max_length
    assert [one.code for one in sheet.decisions if len(one.code) > Meeting._meta.get_field("decision").max_length] == []


def test_words_that_are_too_long_or_no_number_are_kept_and_told() -> None:
    sheet = SHEETS["TAC"]
    form = SheetForm(_posted(sheet, {"attendance": "most days", "worries": "x" * 20_001}), sheet=sheet, answers={})

    assert form.errors[PREFIX + "attendance"] == ["Enter a number"]
    assert list(form.errors) == [PREFIX + "attendance", PREFIX + "worries"]
    assert form[PREFIX + "attendance"].value() == "most days"
    assert form[PREFIX + "worries"].value() == "x" * 20_001


@pytest.mark.parametrize("blank", [None, "", "   \n "])
def test_blank_words_are_no_answer(blank: Any) -> None:
    assert "purpose" in SHEETS["PROFESSIONALS"].unanswered({"purpose": blank})


def test_reading_leaves_out_what_nobody_answered() -> None:
    told = ASSESSMENT.read({"scale": "4", "level": "EARLY_HELP", "gone": "an older question"})

    assert told == [
        {
            "title": "What it comes to",
            "rows": [
                {"key": "Where are things today, from 0 to 10?", "value": "4 of 10"},
                {"key": "Level of need", "value": "Early help"},
            ],
        }
    ]
