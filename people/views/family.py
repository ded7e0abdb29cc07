"""The people around a child: a family at a glance, and the pages that add, change and end one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from access import gate, policy
from access.middleware import Request
from access.models import User
from access.roles import Can
from people.actions import family as actions
from people.actions.versions import ChangedMeanwhile
from people.forms import conflict
from people.forms.family import (
    AroundChild,
    DescribeContact,
    DescribeProfessional,
    EndRecord,
    contact_described,
    professional_described,
)
from people.models import Child, Contact, ContactRecord, Professional
from people.queries import confides, family_of, with_its_part

form_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Kind:
    """What differs between a contact and a professional."""

    noun: str
    records: QuerySet[Any]
    form: type[AroundChild]
    closer: Callable[[User, Any], Any]
    described: Callable[[ContactRecord], dict[str, Any]]
    add: Callable[..., ContactRecord]
    change: Callable[..., ContactRecord]
    end: Callable[..., ContactRecord]


CONTACT = Kind(
    noun="contact",
    records=Contact.objects.filter(part_of__isnull=True),
    form=DescribeContact,
    closer=with_its_part,
    described=contact_described,
    add=actions.add_contact,
    change=actions.change_contact,
    end=actions.end_contact,
)
PROFESSIONAL = Kind(
    noun="professional",
    records=Professional.objects.all(),
    form=DescribeProfessional,
    closer=lambda _, professional: professional,
    described=professional_described,
    add=actions.add_professional,
    change=actions.change_professional,
    end=actions.end_professional,
)


@require_safe
def family_read(request: Request, pk: UUID) -> HttpResponse:
    """Behind a conflict wall, the page of a child of whom nothing is recorded: a missing one would tell of the wall."""
    child = gate.fetch_known(request.user, Child, pk, to=Can.READ_CONTACTS)
    page = {
        "child": child,
        "family": family_of(request.user, child),
        "may_edit": policy.seems(request.user, Can.EDIT_CONTACTS, child),
    }
    return render(request, "people/family_read.html", page)


@form_page
def contact_create(request: Request, pk: UUID) -> HttpResponse:
    return _create(request, CONTACT, pk)


@form_page
def contact_edit(request: Request, pk: UUID) -> HttpResponse:
    return _edit(request, CONTACT, pk)


@form_page
def contact_end(request: Request, pk: UUID) -> HttpResponse:
    return _end(request, CONTACT, pk)


@form_page
def professional_create(request: Request, pk: UUID) -> HttpResponse:
    return _create(request, PROFESSIONAL, pk)


@form_page
def professional_edit(request: Request, pk: UUID) -> HttpResponse:
    return _edit(request, PROFESSIONAL, pk)


@form_page
def professional_end(request: Request, pk: UUID) -> HttpResponse:
    return _end(request, PROFESSIONAL, pk)


def _create(request: Request, kind: Kind, pk: UUID) -> HttpResponse:
    """What she writes is kept, also behind a conflict wall, where she will not read it."""
    child = gate.fetch_known(request.user, Child, pk, to=Can.EDIT_CONTACTS)
    form = kind.form(request.POST or None, initial={"pk": uuid4()}, may_confide=confides(request.user, child.pk))
    if form.is_valid():
        new = form.cleaned_data["pk"] or uuid4()
        kind.add(child=child, by=request.user, at=timezone.now(), facts=form.facts, pk=new)  # type: ignore[attr-defined]
        return _saved(request, child.pk)
    return _page(request, f"people/{kind.noun}_create.html", form, child)


def _edit(request: Request, kind: Kind, pk: UUID) -> HttpResponse:
    record = _fetch(request, kind, pk)
    form = kind.form(
        request.POST or None,
        initial=kind.described(record),
        may_confide=confides(request.user, record.child_id),
        withheld=getattr(record, "withheld", ()),
    )
    if form.is_valid():
        try:
            _change(request, kind, record, form)
        except ChangedMeanwhile as changed:
            return _conflict(request, kind, form, changed.current)
        return _saved(request, record.child_id)
    return _page(request, f"people/{kind.noun}_edit.html", form, record.child, record=record)


def _change(request: Request, kind: Kind, record: ContactRecord, form: AroundChild) -> None:
    kind.change(
        **{kind.noun: record},
        by=request.user,
        at=timezone.now(),
        version=form.cleaned_data["version"] or 0,
        facts=form.facts,  # type: ignore[attr-defined]
    )


def _end(request: Request, kind: Kind, pk: UUID) -> HttpResponse:
    record = _fetch(request, kind, pk)
    form = EndRecord(request.POST or None, initial={"version": record.version})
    if form.is_valid():
        try:
            kind.end(**{kind.noun: record}, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ChangedMeanwhile as changed:
            if not changed.current.ended_at:
                return redirect(f"people:{kind.noun}_end", pk)
        return _saved(request, record.child_id)
    return _page(request, f"people/{kind.noun}_end.html", form, record.child, record=record)


def _fetch(request: Request, kind: Kind, pk: UUID) -> Any:
    """What has ended is not there to be read. Whoever is still writing on it is told so, and keeps her words."""
    records = kind.records.select_related("child")
    current = records if request.method == "POST" else records.filter(ended_at__isnull=True)
    return kind.closer(request.user, gate.fetch(request.user, current, pk, to=Can.EDIT_CONTACTS))


def _saved(request: Request, child: UUID) -> HttpResponse:
    """Said in words, since what was saved need not be for her to see."""
    messages.success(request, "Saved.")
    return redirect("people:family_read", child)


def _conflict(request: Request, kind: Kind, form: AroundChild, current: Any) -> HttpResponse:
    """Both versions; or, if the record has ended or moved out of reach, what was typed, so that nothing is lost."""
    page: dict[str, Any] = {"child": current.child, "record": current, "form": form, "gone": bool(current.ended_at)}
    if not current.ended_at:
        current = kind.closer(request.user, current)
        page["form"] = conflict.again(form, current.version)
        page["differences"] = conflict.differences(form, kind.described(current))
    return render(request, f"people/{kind.noun}_edit.html", page, status=409)


def _page(request: Request, template: str, form: Any, child: Child, **more: object) -> HttpResponse:
    page = {"form": form, "child": child, **more}
    return render(request, template, page, status=422 if form.errors else 200)
