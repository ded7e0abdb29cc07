"""How is a pack fetched, and what stands around each of its pages?"""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from access import gate
from access.middleware import Request
from access.models import User
from access.policy import Clearance
from access.reach import Guarded
from casework.models import CaseFile
from casework.views.header import caption
from meetings.actions.either import needed
from meetings.models import Pack, PackPart
from meetings.queries.known import known_people
from meetings.queries.packs import done_on, report_on
from meetings.release.index import Known

FILES = CaseFile.objects.select_related("child", "school")
ABOUT = ("file__child", "file__school", "meeting", "agency", "parent", "pep", "author", "checked_by")
PACKS = Pack.objects.select_related(*ABOUT)
ABOUT_PARTS = ("file__child", "file__school", "pack__file__child", "pack__file__school", "pack__parent", "pack__pep")
LINKS = {
    "event": "chronologies:event_read",
    "concern": "casework:concern_read",
    "triage": "casework:concern_read",
    "meeting": "meetings:meeting_read",
    "pep": "meetings:pep_read",
    "peptarget": "meetings:pep_target_read",
}
NAMES = {
    "event": "Chronology entry",
    "concern": "Concern",
    "triage": "Decision about a concern",
    "statusepisode": "Status",
    "meeting": "Meeting",
    "assessment": "Early help assessment",
    "outcome": "Plan",
    "pep": "PEP",
    "peptarget": "Target",
    "pepspending": "Pupil premium plus",
    "contact": "Family and agencies",
    "professional": "Family and agencies",
    "child": "Family and agencies",
    "typed": "Typed here",
}


def fetch(request: Request, pk: UUID) -> Pack:
    """The pack, with the child's contacts opened beside: they are looked for in it."""

    def showing(pack: Pack, clearance: Clearance) -> list[Guarded]:
        return [pack.file.child]

    return gate.fetch(request.user, PACKS, pk, to=needed(Pack, pk), showing=showing)


def fetch_part(request: Request, pk: UUID) -> PackPart:
    def showing(part: PackPart, clearance: Clearance) -> list[Guarded]:
        return [part.pack.file.child]

    parts = PackPart.objects.select_related(*ABOUT_PARTS)
    return gate.fetch(request.user, parts, pk, to=needed(PackPart, pk), showing=showing)


def around(user: User, file: CaseFile, pack: Pack | None = None) -> dict[str, Any]:
    told = {"file": file, "pack": pack, "caption": caption(file.child, timezone.localdate())}
    if pack is None:
        return told
    report = report_on(user, pack.meeting, timezone.localdate()) if pack.meeting else None
    waits = pack.for_whom == Pack.For.CHAIR and pack.meeting and done_on(pack.meeting.packs.all())[1] is None
    return told | {"report": report, "unshared": bool(waits)}


def known_for(user: User, pack: Pack) -> Known:
    """Whom the school knows, with its secrets as they are for who will read this pack."""
    return known_people(user, pack.file, pack.parent)


def source(part: PackPart) -> dict[str, str]:
    """Where a paragraph comes from, and the page of that record if it has one."""
    model, _, pk = part.source.partition(":")
    linked = reverse(LINKS[model], args=[pk]) if model in LINKS and model != "triage" else ""
    return {"text": NAMES.get(model, "Record"), "href": linked}
