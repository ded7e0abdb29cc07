"""How is a file read for its chronology: which file, with what around it, and what may this person do there?"""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from access import policy
from access.middleware import Request
from access.policy import Clearance
from casework.models import CaseFile, Concern, ConcernMove, StatusEpisode
from casework.queries.status import open_episodes
from casework.views import header


def files() -> QuerySet[CaseFile]:
    """With the child, and whether there is anything beside events: what is not there is not asked for again."""
    return CaseFile.objects.select_related("child").annotate(
        has_concerns=Exists(Concern.objects.filter(file=OuterRef("pk"))),
        has_moves=Exists(ConcernMove.objects.filter(from_file=OuterRef("pk"))),
        has_episodes=Exists(StatusEpisode.objects.filter(file=OuterRef("pk"))),
    )


def heading(request: Request, file: CaseFile, clearance: Clearance) -> dict[str, Any]:
    """The child's name over the page, the tabs under it, and what this person may do here.

    As on the file's other pages, from what the look has read already: this page is opened more than any other.
    """
    may = policy.capabilities(request.user, clearance)
    episodes = open_episodes(request.user, [file]).get(file.pk, []) if getattr(file, "has_episodes", True) else []
    return around(file) | {
        "tags": header.tags(file, episodes),
        "tabs": [_tab(file, *page) for page in header.PAGES if page[3] in may],
        "actions": [
            {"text": text, "href": reverse(name, args=[file.pk])} for text, name, can in header.DEEDS if can in may
        ],
        "may": {can.value for can in may},
    }


def around(file: CaseFile) -> dict[str, Any]:
    """Whose page this is."""
    return {
        "file": file,
        "child_name": file.child.who.name,
        "caption": header.caption(file.child, timezone.localdate()),
    }


def _tab(file: CaseFile, code: str, text: str, name: str, _: object) -> dict[str, Any]:
    pk = file.child_id if code == "family" else file.pk
    return {"text": text, "href": reverse(name, args=[pk]), "current": code == "chronology"}
