"""How is a file read for its chronology: which file, with what around it, and what may this person do there?"""

from typing import Any

from django.db.models import BooleanField, Model, QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from access import policy
from access.middleware import Request
from access.policy import Clearance
from access.roles import Audience
from casework.models import CaseFile, Concern, ConcernMove, StatusEpisode
from casework.queries.status import open_episodes
from casework.views import header
from chronologies.models import Event


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
        "tabs": header.tabs(file, "chronology", clearance, may),
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


def entries() -> QuerySet[Event]:
    return Event.objects.select_related("file__child", "author", "struck_by")


def concerns_on(request: Request, file: CaseFile, clearance: Clearance) -> list[Concern]:
    """The concerns that an entry can belong to: those that this person may read in full."""
    if Audience.SAFEGUARDING not in clearance:
        return []
    on_it = Concern.objects.filter(file=file)
    return list(policy.visible(request.user, on_it, audience=Audience.SAFEGUARDING).order_by("-happened_on", "pk"))


def form_page(
    request: Request, template: str, file: CaseFile, form: Any, *, status: int = 0, **more: object
) -> HttpResponse:
    status = status or (422 if form.is_bound else 200)
    return render(request, template, around(file) | {"form": form} | more, status=status)
