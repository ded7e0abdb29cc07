"""The authority's number for a child is noted, and what the school knows leaves for the authority."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from access import gate, reach
from access.models import School, User
from access.roles import Audience, Can, Section
from casework.actions.problem import Problem
from casework.models import CaseFile
from documents.actions import disclose
from documents.models import Disclosure
from meetings.models import AuthorityNumber


@dataclass(frozen=True)
class Leaving:
    """One file's part in what leaves: the records that went into it."""

    file: CaseFile
    contents: Mapping[str, Any]


@gate.action(Can.SET_STATUS, records="number.noted")
def note_number(
    *, file: CaseFile, by: User, at: datetime, authority: str, number: str, pk: UUID | None = None
) -> AuthorityNumber:
    """Beside the one before, which it replaces. Sent twice with the same pk, it is noted once."""
    if pk and (again := AuthorityNumber.objects.filter(pk=pk, file=file, author=by).first()):
        return again
    if not authority.strip():
        raise Problem("Enter the local authority", field="authority")
    made = AuthorityNumber(
        pk=pk or uuid4(),
        school_id=file.school_id,
        file=file,
        author=by,
        recorded_at=at,
        authority=" ".join(authority.split()),
    )
    made.number = number
    made.save(force_insert=True)
    reach.touch(file, Audience.SAFEGUARDING, at=at, section=Section.PLAN)
    return made


@gate.action(Can.EXPORT_STATUSES, records="statuses.exported", reason="purpose")
def disclose_all(
    *,
    school: School,
    by: User,
    at: datetime,
    pk: UUID,
    leaving: Sequence[Leaving],
    purpose: str,
    recipient: Mapping[str, str],
    sha256: str,
) -> School:
    """Enter in the register of every file what is about to leave, or of none. Asked twice, it leaves once."""
    for one in leaving:
        disclose(
            record=one.file,
            by=by,
            at=at,
            pk=uuid5(pk, one.file.pk.hex),
            form=Disclosure.Form.JSON,
            purpose=purpose,
            recipient=recipient,
            contents=one.contents,
            sha256=sha256,
        )
    return school
