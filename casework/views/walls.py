"""Keeping somebody from one concern, or from a child whose file one does not have; and letting them back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from access import gate, policy
from access.middleware import Request
from access.models import ConflictWall, User
from access.roles import STAFF, Can, Role
from access.rota import people_in
from casework.actions import walls as actions
from casework.forms.reach import LiftWall, RaiseWall
from casework.models import Concern
from casework.queries.reach import walls_of
from casework.views.answering import answer, form_page, posted
from people.directory import read_child
from people.models import Child

CONCERNS = Concern.objects.select_related("child", "school", "reporter")
RAISED, LIFTED = "Conflict wall raised.", "Conflict wall lifted."


@form_page
def concern_walls(request: Request, pk: UUID) -> HttpResponse:
    concern = gate.fetch(request.user, CONCERNS, pk, to=Can.RAISE_WALL)
    people = staff(request)

    def act(given: dict[str, Any]) -> object:
        person, at = people[given["person"]], timezone.now()
        return actions.raise_wall(subject=concern, by=request.user, at=at, person=person, reason=given["reason"])

    form = RaiseWall(posted(request), people=people.values())
    context: dict[str, Any] = {"concern": concern, "walls": walls_of(concern)}
    return answer(
        request, "casework/concern_walls.html", form, act, then=_back(request, concern), done=RAISED, **context
    )


@form_page
def concern_wall_lift(request: Request, pk: UUID, wall: UUID) -> HttpResponse:
    concern = gate.fetch(request.user, CONCERNS, pk, to=Can.RAISE_WALL)
    standing = _one_of(walls_of(concern), wall)

    def act(given: dict[str, Any]) -> object:
        return actions.lift_wall(subject=concern, by=request.user, at=timezone.now(), wall=standing, **given)

    then = _back(request, concern)
    context: dict[str, Any] = {"concern": concern, "wall": standing}
    form = LiftWall(posted(request))
    return answer(request, "casework/concern_wall_lift.html", form, act, then=then, done=LIFTED, **context)


@form_page
def child_walls(request: Request, pk: UUID) -> HttpResponse:
    """The same for every lead, but for a wall of her own, of which she is told nothing.

    No reason is shown: it is sealed with the file's confidential part, which need not be this lead's to read.
    """
    child, people = read_child(request.user, pk, to=Can.KEEP_OUT), staff(request)

    def act(given: dict[str, Any]) -> object:
        person, by, at = people[given["person"]], request.user, timezone.now()
        return actions.keep_out(school=request.school, by=by, child=child, at=at, person=person, reason=given["reason"])

    then = reverse("casework:child_walls", args=[pk])
    form = RaiseWall(posted(request), people=people.values())
    context: dict[str, Any] = {"child": child, "walls": _told_of(request, child)}
    return answer(request, "casework/child_walls.html", form, act, then=then, done=RAISED, **context)


@form_page
def child_wall_lift(request: Request, pk: UUID, wall: UUID) -> HttpResponse:
    child = read_child(request.user, pk, to=Can.KEEP_OUT)
    standing = _one_of(_told_of(request, child), wall)

    def act(given: dict[str, Any]) -> object:
        by, at = request.user, timezone.now()
        return actions.let_back(school=request.school, by=by, child=child, at=at, wall=standing, **given)

    then = reverse("casework:child_walls", args=[pk])
    context: dict[str, Any] = {"child": child, "wall": standing}
    form = LiftWall(posted(request))
    return answer(request, "casework/child_wall_lift.html", form, act, then=then, done=LIFTED, **context)


def staff(request: Request) -> dict[str, User]:
    """Everybody here whom a wall can keep out."""
    everybody = people_in(request.school, timezone.localdate(), *STAFF, Role.CHAIR, Role.OVERSIGHT, Role.TECHNICAL)
    return {str(one.pk): one for one in everybody}


def _told_of(request: Request, child: Child) -> list[ConflictWall]:
    """The walls around a child, without the one that keeps out whoever asks."""
    return [wall for wall in walls_of(child) if wall.user_id != request.user.pk]


def _one_of(walls: list[ConflictWall], wall: UUID) -> ConflictWall:
    found = next((one for one in walls if one.pk == wall), None)
    if found is None:
        raise gate.NotHere("No such page.")
    return found


def _back(request: Request, concern: Concern) -> Any:
    """Whoever has just shut the door behind herself is not sent back to it."""

    def then() -> str:
        still = policy.can(request.user, Can.RAISE_WALL, concern)
        return reverse("casework:concern_walls", args=[concern.pk]) if still else reverse("casework:triage_queue")

    return then
