"""How does a sheet become a form, and how are its answers kept as JSON?"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms

from meetings.sheets.base import BEST, WORST, Answer, Answers, Part, Question, Sheet

LONGEST = 20_000
NOT_A_DATE = "Enter a real date"
PREFIX = "sheet_"
SCALE = [(str(number), str(number)) for number in range(WORST, BEST + 1)]


def _words(question: Question) -> forms.Field:
    rows = 6 if question.answer is Answer.PEOPLE else 4
    return forms.CharField(max_length=LONGEST, strip=False, widget=forms.Textarea(attrs={"rows": rows}))


def _line(question: Question) -> forms.Field:
    return forms.CharField(max_length=400)


def _choice(question: Question) -> forms.Field:
    return forms.ChoiceField(choices=question.choices, widget=forms.RadioSelect)


def _several(question: Question) -> forms.Field:
    return forms.MultipleChoiceField(choices=question.choices, widget=forms.CheckboxSelectMultiple)


def _scale(question: Question) -> forms.Field:
    return forms.ChoiceField(choices=[("", "Not scaled"), *SCALE])


def _number(question: Question) -> forms.Field:
    messages = {"max_value": "Enter a number up to 1,000", "min_value": "Enter 0 or more", "invalid": "Enter a number"}
    return forms.DecimalField(
        min_value=0, max_value=1000, decimal_places=1, widget=forms.NumberInput, error_messages=messages
    )


def _date(question: Question) -> forms.Field:
    return forms.DateField(widget=forms.DateInput, error_messages={"invalid": NOT_A_DATE})


def _yes_no(question: Question) -> forms.Field:
    return forms.ChoiceField(choices=[("YES", "Yes"), ("NO", "No")], widget=forms.RadioSelect)


FIELDS: dict[Answer, Callable[[Question], forms.Field]] = {
    Answer.WORDS: _words,
    Answer.LINE: _line,
    Answer.CHOICE: _choice,
    Answer.SEVERAL: _several,
    Answer.SCALE: _scale,
    Answer.NUMBER: _number,
    Answer.DATE: _date,
    Answer.YES_NO: _yes_no,
    Answer.PEOPLE: _words,
}


class SheetForm(forms.Form):
    """A form with the questions of a sheet. Nothing is required while it is a draft: `finished` asks for the rest."""

    def __init__(self, *args: Any, sheet: Sheet, answers: Answers, finished: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet, self.finished = sheet, finished
        self.made_with = {"sheet": sheet, "answers": answers, "finished": finished}
        for question in sheet.questions:
            field = FIELDS[question.answer](question)
            field.required, field.label, field.help_text = False, question.label, question.hint
            field.initial = answers.get(question.code)
            self.fields[PREFIX + question.code] = field

    @property
    def parts(self) -> list[tuple[Part, list[forms.BoundField]]]:
        """The questions under their headings, as the page lays them out."""
        return [(part, [self[PREFIX + one.code] for one in part.questions]) for part in self.sheet.parts]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.finished:
            for code, words in self.sheet.unanswered(self.answers).items():
                if PREFIX + code not in self.errors:
                    self.add_error(PREFIX + code, words)
        return given

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, as it is kept: words as they were typed, dates in ISO, numbers as they are written."""
        told = {one.code: self.cleaned_data.get(PREFIX + one.code) for one in self.sheet.questions}
        return {code: _plain(value) for code, value in told.items() if value not in (None, "", [])}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | list) else str(value)
