"""What has left the school from a file: when, by whom, to whom, why, and which bytes exactly?

The register is read in pages, newest first. The gate must have unlocked the file; what lies beyond the reader's
clearance is not in it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from access import policy
from access.models import User
from access.policy import Clearance
from casework.models import CaseFile
from documents.actions import reference
from documents.models import Disclosure

SIZE = 25
PARTS = ("person", "role", "agency")


@dataclass(frozen=True)
class Left:
    """One line. `reference` is printed on every page of what left."""

    at: datetime
    by: str
    form: str
    to: str
    purpose: str
    reference: str
    sha256: str
    records: int


@dataclass(frozen=True)
class Register:
    shown: list[Left]
    older: UUID | None


def register_of(user: User, file: CaseFile, *, after: UUID | None = None) -> Register:
    """`after`: the last line of the page before."""
    every = Disclosure.objects.filter(policy.cleared(_opened(user, file)), scope=file.pk).select_related("made_by")
    last = every.filter(pk=after).first() if after else None
    if last is not None:
        every = every.filter(made_at__lt=last.made_at) | every.filter(made_at=last.made_at, pk__lt=last.pk)
    found = list(every.order_by("-made_at", "-pk")[: SIZE + 1])
    return Register([_line(one) for one in found[:SIZE]], found[SIZE - 1].pk if len(found) > SIZE else None)


def _opened(user: User, file: CaseFile) -> Clearance:
    return policy.clearance(user, CaseFile, file.pk)


def _line(one: Disclosure) -> Left:
    told, contents = one.recipient.value, one.contents.value
    return Left(
        at=one.made_at,
        by=one.made_by.name,
        form=one.get_form_display(),
        to=", ".join(filter(None, (told.get(part, "").strip() for part in PARTS))),
        purpose=one.purpose.text,
        reference=reference(one.pk),
        sha256=one.sha256,
        records=len(contents.get("records", [])),
    )
