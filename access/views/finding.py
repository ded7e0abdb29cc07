"""What do the pages about staff begin and end with: the person or role of the address, and the form again?"""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from access import gate
from access.middleware import Request
from access.models import Membership, User
from access.roles import Can

form_page = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: HttpRequest) -> Any:
    """What was sent, also when every field was left empty."""
    return request.POST if request.method == "POST" else None


def opened(request: Request, verb: str) -> None:
    gate.look(request.user, to=Can.MANAGE_ACCOUNTS, verb=verb)


def person_of(request: Request, pk: UUID) -> User:
    person = User.objects.filter(pk=pk, kind=User.Kind.PERSON, memberships__school=request.school).first()
    if person is None:
        raise gate.NotHere("No such page.")
    return person


def membership_of(request: Request, pk: UUID) -> Membership:
    membership = Membership.objects.filter(pk=pk, school=request.school).select_related("user", "team").first()
    if membership is None or membership.user.kind != User.Kind.PERSON:
        raise gate.NotHere("No such page.")
    return membership


def memberships_of(request: Request, person: User) -> list[Membership]:
    return list(person.memberships.filter(school=request.school).select_related("team").order_by("-starts_on", "pk"))


def answered(request: HttpRequest, template: str, form: object, **context: object) -> HttpResponse:
    bad = bool(cast(forms.Form, form).errors)
    return render(request, template, {"form": form, **context}, status=422 if bad else 200)
