"""The chronology's page as others would serve it, by the product's own template, and clients that ask for each.

`naked`: login only, words in clear, no log. `shelf`: guardian's has_perm, Fernet fields and auditlog's `accessed` for
each entry. Both are told what the person is at the school, so that their navigation costs no query.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from uuid import UUID

from auditlog.receivers import log_access
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import clear_url_caches, include, path
from guardian.core import ObjectPermissionChecker

from access import policy, standings
from access.models import Team, User
from access.policy import Clearance, Standing
from access.roles import ALL_SECTIONS, Audience
from benchmarks import plain
from casework.models import CaseFile, CaseFilePersonReach, CaseFileTeamReach
from chronologies.events import Read, in_window, row_of
from chronologies.filters import Filters
from chronologies.forms.asking import FilterChronology, FindWords
from chronologies.particulars import WORDS
from chronologies.timeline import PAGE, Row, Window
from chronologies.views.reading import heading

OURS = "access.middleware"
TEMPLATE = "chronologies/chronology_read.html"
WIDTH = len(WORDS)
EVERYTHING = Clearance(dict.fromkeys(Audience, ALL_SECTIONS))
_known: dict[UUID, Standing] = {}


def naked(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, pk, rows_in_clear(pk, Window()))


def shelf(request: HttpRequest, pk: UUID) -> HttpResponse:
    if not ObjectPermissionChecker(_lent(request.user)).has_perm(Audience.SAFEGUARDING.permission, CaseFile(pk=pk)):
        raise Http404
    every = plain.ShelfEvent.objects.filter(file=pk).select_related("author")
    events = list(in_window(every, Window()))[:PAGE]
    for event in events:
        log_access(type(event), event)
    return _page(request, pk, [row_of(_read(event), tuple(plain.unshelved(event)), []) for event in events])


urlpatterns = [path("naked/<uuid:pk>/", naked), path("shelf/<uuid:pk>/", shelf), path("", include("config.urls"))]


@contextmanager
def served(user: User) -> Iterator[tuple[Client, Client]]:
    """Two clients in which this person is signed in: all of our middleware, and all but ours."""
    _known[user.pk] = policy.standing(user)
    for rows in (CaseFilePersonReach, CaseFileTeamReach):
        rows.objects.is_generic = lambda: False  # guardian asks its managers, which ours are not
    others = [name for name in settings.MIDDLEWARE if not name.startswith(OURS)]
    clear_url_caches()
    with (
        override_settings(ROOT_URLCONF=__name__),
        patch("auditlog.receivers.get_logentry_model", lambda: plain.ShelfEntry),
    ):
        yield _client(user, settings.MIDDLEWARE), _client(user, others)


def asked(client: Client, address: str, entries: int) -> None:
    response = client.get(address)
    shown = response.content.count(b'class="moj-timeline__item')
    if response.status_code != 200 or shown != entries:
        raise RuntimeError(f"{address} answered {response.status_code} with {shown} entries")


def _client(user: User, middleware: list[str]) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    with override_settings(MIDDLEWARE=middleware):
        client.handler.load_middleware()
    return client


def rows_in_clear(pk: UUID, window: Window) -> list[Row]:
    """As the product reads and words them, along the index and one more than a page, but with nothing to open."""
    every = in_window(plain.PlainEvent.objects.filter(file=pk), window).values_list(*Read._fields, *WORDS)
    return [row_of(Read._make(row[:-WIDTH]), row[-WIDTH:], []) for row in list(every)[: window.size]]


def _read(event: Any) -> Read:
    return Read._make(event.author.name if name == "author__name" else getattr(event, name) for name in Read._fields)


def _lent(user: User) -> User:
    """What guardian asks of a person and ours does not have."""
    user.is_superuser = False
    user.groups = Team.objects.filter(memberships__user=user)
    return user


def _page(request: HttpRequest, pk: UUID, rows: list[Row]) -> HttpResponse:
    token = standings._standings.set(_known)
    try:
        file = plain.PlainFile.objects.select_related("child").get(pk=pk)
        file.has_episodes = False
        shown = {
            "rows": rows,
            "form": FilterChronology(request.GET),
            "find": FindWords(None),
            "selected": Filters().selected(),
            "older_href": f"?after={rows[-1].pk}",
            "newest_first": True,
        }
        return render(request, TEMPLATE, heading(request, file, EVERYTHING) | shown)
    finally:
        standings._standings.reset(token)
