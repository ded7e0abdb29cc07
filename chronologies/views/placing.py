"""On which page of its chronology does an entry stand? Where whoever saved it, or comes back from it, is led."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from access import policy
from access.middleware import Request
from access.models import User
from casework.models import CaseFile
from chronologies.filters import Filters
from chronologies.models import Event
from chronologies.timeline import PAGE, Key, Stream

SAVED = "Saved to the chronology."


def place_of(user: User, event: Event, filters: Filters | None = None) -> str:
    """The address of the page that holds the entry, scrolled to it; from the second page on it stands in the middle."""
    filters = filters or Filters()
    above = Stream(user, filters, size=PAGE // 2, before=Key(event.sorts_at, event.pk).code())
    above.place(event.file, policy.clearance(user, CaseFile, event.file_id))
    after = f"after={above.placed[0].key.code()}" if above.more else ""
    query = "&".join(part for part in (filters.query(), after) if part)
    page = reverse("chronologies:chronology_read", args=[event.file_id])
    return f"{page}{'?' if query else ''}{query}#record-{event.pk}"


def saved(request: Request, event: Event) -> HttpResponse:
    messages.success(request, SAVED)
    return redirect(place_of(request.user, event))
