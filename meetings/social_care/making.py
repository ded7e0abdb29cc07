"""What is made of those who were gathered: the bytes, each file's part in them, and how they are handed over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django import forms
from django.http import HttpResponse

from casework.actions.problem import Problem
from documents.actions import AlreadyDisclosedError, reference
from documents.handing_over import attachment
from meetings.actions.social_care import Leaving
from meetings.social_care import shape
from meetings.social_care.gathering import Gathered

RECIPIENT = ("person", "role", "agency")
MADE_BEFORE = "This export was made before. Go back and begin another."


@dataclass(frozen=True)
class Made:
    """The very bytes, and each file's part in them. `key` is the export's own: asked twice, it leaves once."""

    key: UUID
    content: bytes
    leaving: Sequence[Leaving]

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()

    def hand_over(self) -> HttpResponse:
        return attachment(self.content, f"social-care-{reference(self.key)}.json", "application/json")


def make(key: UUID, gathered: Sequence[Gathered]) -> Made:
    """Of those who are not left out."""
    found = [(one.told, one.leaving(reference(key))) for one in gathered if one.told]
    return Made(key, shape.written([told for told, _ in found]), [leaving for _, leaving in found])


def seen(gathered: Sequence[Gathered]) -> str:
    """By which the page that is read before it leaves is known again: the SHA-256 of all that it is about."""
    return sha256(shape.written([one.told for one in gathered if one.told])).hexdigest()


def entered(form: forms.Form, enter: Callable[[], object]) -> bool:
    """In the register. If it cannot be, the form says why."""
    try:
        enter()
    except AlreadyDisclosedError:
        form.add_error(None, MADE_BEFORE)
    except Problem as problem:
        problem.tell(form)
    return not form.errors


def of_part(gathered: Sequence[Gathered], part: int) -> list[Gathered]:
    """At most as many as one file may hold."""
    whole = [one for one in gathered if one.told]
    return whole[(part - 1) * shape.MOST : part * shape.MOST]
