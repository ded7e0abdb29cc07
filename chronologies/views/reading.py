"""How is a file read for its chronology: which file, with what around it, and what may this person do there?"""

from typing import Any

from django.db.models import BooleanField, Model, QuerySet
from django.db.models.expressions import RawSQL
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
        has_concerns=_has(Concern, "file_id"),
        has_moves=_has(ConcernMove, "from_file_id"),
        has_episodes=_has(StatusEpisode, "file_id"),
    )


def _has(model: type[Model], column: str) -> RawSQL:
    """As text: the ORM takes longer to write three EXISTS than the database to answer them."""
    here, there = CaseFile._meta.db_table, model._meta.db_table
    return RawSQL(f"EXISTS (SELECT 1 FROM {there} WHERE {there}.{column} = {here}.id)", (), BooleanField())  # noqa: S608, S611


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
