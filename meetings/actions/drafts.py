"""How is a long form kept while it is typed? Sealed as the record that it will become, for its author alone.

Saving it again and throwing it away are as for any draft (casework.actions.drafts). An act that saves the record
forgets the draft in the same transaction.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from access import gate, policy
from access.models import User
from access.roles import Audience, Can, Section
from casework.models import CaseFile, CaseRecord, Draft
from meetings.queries.drafts import drafts_of, key_of


@gate.action(Can.READ_MEETINGS, records="draft.started")
def begin_writing(*, about: CaseFile | CaseRecord, by: User, at: datetime, form: str, body: dict[str, Any]) -> Draft:
    """`about`: the record that is written on, or the file on which one is begun."""
    file_id, audience, section = _place(about, by)
    draft = Draft(
        pk=key_of(by, form, about.pk),
        school_id=about.school_id,
        user=by,
        kind=Draft.Kind.SHEET,
        scope=file_id,
        audience=audience,
        section=int(section),
        started_at=at,
        saved_at=at,
    )
    draft.body = body
    draft.put_down()
    return draft


def forget(by: User, form: str, about: UUID) -> None:
    """Within the act that saves what was typed."""
    drafts_of(by, form, about).delete()


def _place(about: CaseFile | CaseRecord, by: User) -> tuple[UUID, str, int]:
    """Of a plan that is begun it is not settled who will read it: until then the fewest for whom its author writes."""
    if not isinstance(about, CaseFile):
        return about.file_id, about.audience, about.section
    opened = policy.clearance(by, CaseFile, about.pk)
    for audience in (Audience.SAFEGUARDING, Audience.PASTORAL):
        if opened.covers(audience, int(Section.PLAN)):
            return about.pk, audience, int(Section.PLAN)
    raise gate.NotHere("No such file.")
