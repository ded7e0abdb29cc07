"""A child's own page, and the form that describes a child."""

from datetime import datetime
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from access import gate, policy
from access.middleware import Request
from access.roles import FILE_KEEPERS, MATRIX, Can
from people.actions import children as actions
from people.actions.versions import ChangedMeanwhile
from people.directory import read_child
from people.forms import conflict
from people.forms.children import DescribeChild, described
from people.identity import age_on
from people.models import Child

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def child_read(request: Request, pk: UUID) -> HttpResponse:
    """The same for everybody of a role and year, whatever there is about the child: file, restriction or wall."""
    child = read_child(request.user, pk)
    roles = policy.standing(request.user).roles
    knows_families = bool(roles & MATRIX[Can.READ_CONTACTS].roles)
    page = {
        "child": child,
        "who": child.who,
        "age": age_on(child.who.born_on, timezone.localdate()),
        "has_file_link": bool(roles & FILE_KEEPERS),
        "has_family_link": knows_families and policy.seems(request.user, Can.READ_CONTACTS, child),
        "may_edit": policy.can(request.user, Can.EDIT_CHILD, request.school),
    }
    return render(request, "people/child_read.html", page)


@form_page
def child_create(request: Request) -> HttpResponse:
    gate.look(request.user, to=Can.EDIT_CHILD, verb="child.form_opened")
    form = DescribeChild(request.POST or None, initial={"pk": uuid4(), "status": Child.Status.ON_ROLL})
    if form.is_valid():
        try:
            child = actions.add_child(
                school=request.school,
                by=request.user,
                at=timezone.now(),
                who=form.who,
                place=form.place,
                pk=form.cleaned_data["pk"] or uuid4(),
            )
        except actions.UpnTaken as taken:
            _tell_taken(request, form, taken)
        else:
            return redirect("people:child_read", child.pk)
    return _form(request, "people/child_create.html", form)


@form_page
def child_edit(request: Request, pk: UUID) -> HttpResponse:
    child = read_child(request.user, pk, to=Can.EDIT_CHILD)
    form = DescribeChild(request.POST or None, initial=described(child))
    if form.is_valid():
        try:
            _change(request, child, form, timezone.now())
        except actions.UpnTaken as taken:
            _tell_taken(request, form, taken)
        except ChangedMeanwhile:
            return _conflict(request, form, pk)
        else:
            return redirect("people:child_read", pk)
    return _form(request, "people/child_edit.html", form, child=child)


def _change(request: Request, child: Child, form: DescribeChild, at: datetime) -> None:
    version = form.cleaned_data["version"] or 0
    actions.change_child(child=child, by=request.user, at=at, version=version, who=form.who, place=form.place)


def _tell_taken(request: Request, form: DescribeChild, taken: actions.UpnTaken) -> None:
    """Who may edit a child may find any child, so the other one is named, after its entry."""
    gate.look(request.user, to=Can.EDIT_CHILD, verb="children.found", shown=[taken.holder])
    other, has = taken.holder, "had this UPN before" if taken.formerly else "has this UPN"
    form.add_error("upn", f"Another child {has}: {other.who.name} ({other.form or other.get_status_display()})")


def _conflict(request: Request, form: DescribeChild, pk: UUID) -> HttpResponse:
    child = read_child(request.user, pk, to=Can.EDIT_CHILD)
    page = {
        "child": child,
        "form": conflict.again(form, child.version),
        "differences": conflict.differences(form, described(child)),
    }
    return render(request, "people/child_edit.html", page, status=409)


def _form(request: Request, template: str, form: DescribeChild, **context: object) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
