"""What is a sheet made of: the parts and questions of one kind of meeting or assessment?

Plain data. One form, one reading page and one printed part serve every sheet; a new kind is a new sheet and no code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from access.roles import Audience

Choices = tuple[tuple[str, str], ...]
Answers = Mapping[str, Any]
WORST, BEST = 0, 10


class Answer(StrEnum):
    """What an answer looks like, and what it is in JSON: words, a code, codes, a number, an ISO date."""

    WORDS = "WORDS"
    LINE = "LINE"
    CHOICE = "CHOICE"
    SEVERAL = "SEVERAL"
    SCALE = "SCALE"
    NUMBER = "NUMBER"
    DATE = "DATE"
    YES_NO = "YES_NO"
    PEOPLE = "PEOPLE"


@dataclass(frozen=True)
class Question:
    """`missing` is what is said when a required answer is not there."""

    code: str
    label: str
    answer: Answer = Answer.WORDS
    hint: str = ""
    choices: Choices = ()
    missing: str = ""

    @property
    def required(self) -> bool:
        return bool(self.missing)

    def in_words(self, value: Any) -> str:
        """An answer as it is read; empty for none."""
        if value in (None, "", []) or (isinstance(value, str) and not value.strip()):
            return ""
        if self.answer is Answer.SEVERAL:
            return "\n".join(self._label(code) for code in value)
        if self.answer is Answer.SCALE:
            return f"{value} of {BEST}"
        if self.answer is Answer.DATE:
            return f"{date.fromisoformat(value):%-d %B %Y}"
        return self._label(value)

    def _label(self, code: Any) -> str:
        known = dict(self.choices) if self.answer is not Answer.YES_NO else {"YES": "Yes", "NO": "No"}
        return known.get(str(code), str(code))


@dataclass(frozen=True)
class Part:
    title: str
    questions: tuple[Question, ...]
    explain: str = ""


@dataclass(frozen=True)
class Decision:
    """What a meeting can decide. `plan`: a plan follows from it; `level`: the status that the child has afterwards."""

    code: str
    label: str
    plan: bool = False
    level: str = ""


@dataclass(frozen=True)
class Sheet:
    """One kind of meeting or assessment.

    `statutory`: somebody other than the family decides who comes, so its agreement is not asked for.
    `views`: each agency says whether there should be a plan, and of which category.
    `dates`: which dates beside the next meeting are settled in it.
    """

    code: str
    title: str
    audience: Audience
    parts: tuple[Part, ...]
    decisions: tuple[Decision, ...] = ()
    dates: tuple[str, ...] = ()
    statutory: bool = False
    views: bool = False
    works_plan: bool = False

    @property
    def questions(self) -> Iterator[Question]:
        for part in self.parts:
            yield from part.questions

    def decision(self, code: str) -> Decision | None:
        return next((one for one in self.decisions if one.code == code), None)

    def unanswered(self, answers: Answers) -> dict[str, str]:
        """The required questions without an answer, each with what to say about it."""
        return {
            question.code: question.missing
            for question in self.questions
            if question.required and not question.in_words(answers.get(question.code))
        }

    def read(self, answers: Answers) -> list[dict[str, Any]]:
        """The answers as they stand on a page: parts with rows, without what nobody answered."""
        parts = []
        for part in self.parts:
            rows = [(one.label, one.in_words(answers.get(one.code))) for one in part.questions]
            told = [{"key": label, "value": words} for label, words in rows if words]
            if told:
                parts.append({"title": part.title, "rows": told})
        return parts
