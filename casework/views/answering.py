"""How does a page with one form end? Shown, refused beside the answer, refused as out of date, or done."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from access.middleware import Request
from casework.actions.problem import Problem, Stale
from people.forms import conflict

form_page = require_http_methods(["GET", "HEAD", "POST"])
Now = Callable[[Any], Mapping[str, Any]]


def posted(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def answer(
    request: Request,
    template: str,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    then: str | Callable[[], str],
    done: str,
    now: Now = lambda current: {},
    **context: Any,
) -> HttpResponse:
    """Act on a valid form and go to `then`; otherwise the page again, with what was typed.

    `now` reads from a record that was changed meanwhile what its form would say: both are shown, nothing is lost.
    """
    page = context | {"form": form}
    if not form.is_valid():
        return render(request, template, page, status=422 if form.errors else 200)
    try:
        act(form.cleaned_data)
    except Problem as problem:
        problem.tell(form)
        return render(request, template, page, status=422)
    except Stale as stale:
        page |= _both(form, stale.current, now)
        return render(request, template, page, status=409)
    messages.success(request, done)
    return redirect(then() if callable(then) else then)


def _both(form: forms.Form, current: Any, now: Now) -> dict[str, Any]:
    differences = conflict.differences(form, now(current))
    return {"form": conflict.again(form, current.version), "differences": differences, "changed": True}
