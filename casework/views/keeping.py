"""Words are posted every few seconds while they are typed: are they kept now? Whatever else fails is an error page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from access.middleware import Request
from casework.actions.concerns import AlreadySentError
from casework.actions.drafts import save_draft
from casework.models import Draft
from casework.models.drafts import AlreadyBegunError, DraftGoneError

Find = Callable[[], Draft | None]
Begin = Callable[[dict[str, Any], datetime], Draft]


def keep_writing(request: Request, body: dict[str, Any], *, find: Find, begin: Begin) -> bool:
    """In the draft that this person has, or in one that is begun. Not if it was sent, or is somebody else's."""
    if keep_again(request, body, find=find):
        return True
    try:
        begin(body, timezone.now())
    except AlreadySentError:
        return False
    except AlreadyBegunError:  # two first savings at once: the other one began it
        return keep_again(request, body, find=find)
    return _kept(request)


def keep_again(request: Request, body: dict[str, Any], *, find: Find) -> bool:
    """Needs no entry, so it works even if the log does not. Not if there is no draft, or none any more."""
    draft = find()
    if draft is None:
        return False
    try:
        save_draft(draft=draft, by=request.user, body=body, at=timezone.now())
    except DraftGoneError:
        return False
    return _kept(request)


def _kept(request: Request) -> bool:
    """An error page that comes after this says so."""
    request.draft_saved = True  # type: ignore[attr-defined]
    return True
