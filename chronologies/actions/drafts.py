"""How is an entry kept that somebody is still writing? Sealed in its file, for nobody but its author.

Saving it again, and throwing it away, are as for any draft (casework.actions.drafts).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from access import gate, policy
from access.models import User
from access.roles import Audience, Can, Section
from casework.actions.concerns import AlreadySentError
from casework.models import CaseFile, Draft
from chronologies.actions.events import SECTIONS
from chronologies.models import Correction, Event


@gate.action(Can.RECORD_EVENT, records="draft.started")
def begin_entry(*, file: CaseFile, by: User, key: UUID, body: dict[str, Any], at: datetime) -> Draft:
    """The draft has the uuid that the entry, or the correction, will have; once that is saved there is none to keep."""
    if Event.objects.filter(pk=key).exists() or Correction.objects.filter(pk=key).exists():
        raise AlreadySentError(key)
    audience, section = _most_confined(file, by)
    draft = Draft(
        pk=key,
        school_id=file.school_id,
        user=by,
        kind=Draft.Kind.EVENT,
        scope=file.pk,
        audience=audience,
        section=int(section),
        started_at=at,
        saved_at=at,
    )
    draft.body = body
    draft.put_down()
    return draft


def _most_confined(file: CaseFile, by: User) -> tuple[Audience, Section]:
    """Who will read it is not settled yet: until then it is kept as for the fewest whom its author may write for."""
    opened = policy.clearance(by, CaseFile, file.pk)
    for audience in (Audience.SAFEGUARDING, Audience.PASTORAL):
        for section in SECTIONS:
            if opened.covers(audience, int(section)):
                return audience, section
    raise gate.NotHere("No such file.")
