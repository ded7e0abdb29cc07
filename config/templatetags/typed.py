"""What did a person write into a page that could not take it, so that she can copy it?"""

import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django import forms, template
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, UnreadablePostError
from django.http.request import RawPostDataException

from casework.forms import concern_page

SHORTEST = 12  # letters: anything less is quickly typed again, and is a date or a choice more often than words
CONCERN_FORM = ("casework:concern_create", "casework:draft_read")
PRIVATE = ("password", "csrf")
UNREADABLE = (BadRequest, RawPostDataException, RequestDataTooBig, TooManyFieldsSent, UnreadablePostError)

register = template.Library()


@register.inclusion_tag("_typed.html", takes_context=True)
def typed(context: dict[str, Any]) -> dict[str, object]:
    """What she wrote, in fields to copy from; nothing for whoever wrote nothing."""
    request = context.get("request")
    return {"typed": words_in(request) if request is not None else []}


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Each field with words in it and its name, as it was sent from a page of ours; never a password."""
    if request.method != "POST" or not _is_from_here(request):
        return []
    try:
        return list(_words(request))
    except UNREADABLE:
        return []


def _words(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, texts in request.POST.lists():
        if not any(word in name for word in PRIVATE):
            for text in texts:
                if isinstance(text, str) and len(text) >= SHORTEST and " " in text.strip():
                    yield _label(request, name), text


def _label(request: HttpRequest, name: str) -> str:
    """As the page asked for it, where that can be told."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return _spelt(name)
    on_page = concern_page.asked_as(name) if match.view_name in CONCERN_FORM else _asked_in(match.func.__module__, name)
    return on_page or _spelt(name)


def _asked_in(module: str, name: str) -> str:
    """The label of this field in the forms of the view's module, if they agree on one."""
    known = vars(sys.modules[module]).values()
    of_forms = [form.base_fields.get(name) for form in known if isinstance(form, type) and issubclass(form, forms.Form)]
    labels = {str(field.label) for field in of_forms if field is not None and field.label}
    return labels.pop() if len(labels) == 1 else ""


def _spelt(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _is_from_here(request: HttpRequest) -> bool:
    """A page of somebody else's could have its own words shown under our name."""
    wants_page = "text/html" in request.headers.get("Accept", "")
    return wants_page and urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
