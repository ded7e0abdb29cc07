"""How is unfinished writing kept? Sealed, for nobody but its author, under the key of what it will become.

Starting and discarding a draft are entries in the log; saving it every few seconds is not.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from access import gate
from access.models import School, User
from access.roles import Audience, Can
from casework.actions.concerns import AlreadySentError
from casework.models import Concern, Draft


@gate.action(Can.KEEP_DRAFT, records="draft.started")
def start_draft(*, school: School, by: User, key: UUID, body: dict[str, Any], at: datetime) -> Draft:
    """A concern's draft has the uuid that the concern will have; once that is sent, there is nothing to keep."""
    if Concern.objects.filter(pk=key).exists():
        raise AlreadySentError(key)
    draft = Draft(pk=key, school=school, user=by, kind=Draft.Kind.CONCERN, scope=key, started_at=at, saved_at=at)
    gate.opening(draft, Audience(draft.audience))
    draft.body = body
    draft.put_down()
    return draft


@gate.action(Can.KEEP_DRAFT, records="draft.discarded")
def discard_draft(*, draft: Draft, by: User) -> None:
    """The one thing that is deleted: it never was anybody's record."""
    Draft.objects.filter(pk=draft.pk, user=by).delete()


def save_draft(*, draft: Draft, by: User, body: dict[str, Any], at: datetime) -> Draft:
    """No entry, and so no act: nobody sees anything that she did not just type herself."""
    with transaction.atomic():
        draft.hold()  # one that was sent or thrown away meanwhile does not come back
        gate.keep(by, draft)
        draft.body, draft.saved_at = body, at
        draft.save(force_update=True)
    return draft
