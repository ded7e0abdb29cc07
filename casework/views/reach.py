"""Who can see a file and why; letting somebody in, naming people on it, keeping somebody out."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import gate, policy
from access.middleware import Request
from access.models import ConflictWall, User
from access.reach import Because
from access.roles import GRANTABLE, Audience, Can, Role
from access.rota import people_in
from casework.actions import reach as actions
from casework.actions import walls
from casework.forms.reach import EndGrant, GrantReach, LiftRestriction, LiftWall, RaiseWall, RestrictFile
from casework.models import CaseFile
from casework.queries.looks import looks_at
from casework.queries.reach import gives_nothing, readers, walls_on
from casework.views.answering import answer, form_page, posted
from casework.views.header import file_header
from casework.views.walls import staff
from people.models import Child

FILES = CaseFile.objects.select_related("child")
LONGEST_NUMBER = 19
"""Figures that no line's number reaches, since it fits into 64 bits."""


@require_safe
def file_reach(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.SEE_REACH, showing=lambda file, _: [file.child])
    at = timezone.now()
    context = {
        "file": file,
        "header": file_header(request.user, file, "reach", on=timezone.localdate(at)),
        "readers": readers(file, at),
        "walls": walls_on(file),
        "may_wall": policy.can(request.user, Can.RAISE_WALL, file.child),
    }
    return render(request, "casework/file_reach.html", context)


@require_safe
def file_looks(request: Request, pk: UUID) -> HttpResponse:
    """Its own look is the newest line on it."""
    file = gate.fetch(request.user, FILES, pk, to=Can.SEE_REACH)
    looks = looks_at(request.user, file, before=_number(request, "before"), after=_number(request, "after"))
    context = {
        "file": file,
        "header": file_header(request.user, file, "reach", on=timezone.localdate()),
        "looks": looks,
        "older": f"?before={looks.older}" if looks.older else "",
        "newer": f"?after={looks.newer}" if looks.newer else "",
    }
    return render(request, "casework/file_looks.html", context)


@form_page
def reach_grant(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.GRANT_REACH)
    people = _staff(request, *GRANTABLE)

    def act(given: dict[str, Any]) -> object:
        return actions.grant_reach(
            file=file,
            by=request.user,
            at=timezone.now(),
            person=people[given["person"]],
            audience=Audience(given["audience"]),
            sections=form.chosen_sections,
            until=given["until"],
            reason=given["reason"],
        )

    form = GrantReach(posted(request), people=people.values(), gives_nothing=partial(gives_nothing, file))
    return _answer(request, "casework/reach_grant.html", form, act, file, "Access given.")


@form_page
def reach_end(request: Request, pk: UUID, user: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.GRANT_REACH)
    row = file.person_reach.filter(user=user, because=Because.GRANT).select_related("user").first()
    if row is None:
        raise gate.NotHere("No such page.")

    def act(given: dict[str, Any]) -> object:
        return actions.end_grant(file=file, by=request.user, at=timezone.now(), person=row.user, **given)

    form = EndGrant(posted(request))
    return _answer(request, "casework/reach_end.html", form, act, file, "Access ended.", person=row.user)


@form_page
def file_restrict(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.RESTRICT_FILE)
    people = _staff(request, *actions.NAMEABLE)
    form = RestrictFile(posted(request), people=people.values(), initial=_named(file))

    def act(given: dict[str, Any]) -> object:
        named = [people[key] for key in given["people"]]
        return actions.restrict_file(
            file=file,
            by=request.user,
            at=timezone.now(),
            people=named,
            version=given["version"],
            reason=given["reason"],
        )

    return _answer(request, "casework/file_restrict.html", form, act, file, "File restricted.")


@form_page
def file_unrestrict(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.RESTRICT_FILE)

    def act(given: dict[str, Any]) -> object:
        return actions.lift_restriction(file=file, by=request.user, at=timezone.now(), **given)

    form = LiftRestriction(posted(request), initial={"version": file.version})
    return _answer(request, "casework/file_unrestrict.html", form, act, file, "Restriction lifted.")


@form_page
def wall_raise(request: Request, pk: UUID) -> HttpResponse:
    file = gate.fetch(request.user, FILES, pk, to=Can.RAISE_WALL)
    people = staff(request)

    def act(given: dict[str, Any]) -> object:
        person, at = people[given["person"]], timezone.now()
        return walls.raise_wall(subject=file.child, by=request.user, at=at, person=person, reason=given["reason"])

    form = RaiseWall(posted(request), people=people.values())
    return _answer(request, "casework/wall_raise.html", form, act, file, "Conflict wall raised.")


@form_page
def wall_lift(request: Request, pk: UUID, wall: UUID) -> HttpResponse:
    child = Child.objects.filter(file=pk)
    file = gate.fetch(request.user, FILES, pk, to=Can.RAISE_WALL, showing=lambda file, _: [file.child])
    standing = ConflictWall.objects.filter(subject__in=child.values("pk"), lifted_at__isnull=True, pk=wall)
    found = standing.select_related("user").first()
    if found is None:
        raise gate.NotHere("No such page.")

    def act(given: dict[str, Any]) -> object:
        return walls.lift_wall(subject=file.child, by=request.user, at=timezone.now(), wall=found, **given)

    form = LiftWall(posted(request))
    return _answer(request, "casework/wall_lift.html", form, act, file, "Conflict wall lifted.", wall=found)


def _answer(
    request: Request, template: str, form: Any, act: Any, file: CaseFile, done: str, **context: Any
) -> HttpResponse:
    """Whoever has just shut the door behind herself is not sent back to it."""

    def then() -> str:
        still = policy.can(request.user, Can.SEE_REACH, file)
        return reverse("casework:file_reach", args=[file.pk]) if still else reverse("casework:file_list")

    return answer(request, template, form, act, then=then, done=done, now=_named, file=file, **context)


def _number(request: Request, name: str) -> int | None:
    """A line's number from the address; none for anything else."""
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < LONGEST_NUMBER else None


def _staff(request: Request, *roles: Role) -> dict[str, User]:
    return {str(one.pk): one for one in people_in(request.school, timezone.localdate(), *roles)}


def _named(file: CaseFile) -> dict[str, Any]:
    return {"version": file.version, "people": [str(person.pk) for person in actions.named_on(file)]}
