"""The pages about staff: who works here, who is invited, and what is known of one person."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import actions, appointing, gate, policy, rota
from access.forms import ChangeStaff, InviteStaff, RenameStaff
from access.middleware import Request
from access.models import Membership, User
from access.namesakes import namesakes
from access.roles import SENIOR, Can
from access.views.accounts import tell_link
from access.views.finding import answered, form_page, memberships_of, opened, person_of, posted


@require_safe
def staff_list(request: Request) -> HttpResponse:
    people = staff_of(request)
    gate.look(request.user, to=Can.SEE_STAFF, verb="staff.listed", shown=people)
    context: dict[str, Any] = {
        "people": people,
        "may_change": policy.can(request.user, Can.MANAGE_ACCOUNTS, request.school),
        "may_set_rota": policy.can(request.user, Can.MANAGE_ROTA, request.school),
        "may_keep_calendar": policy.can(request.user, Can.MANAGE_CALENDAR, request.school),
    }
    if policy.standing(request.user).roles & SENIOR:
        context |= _lately(request)
    return render(request, "access/staff_list.html", context)


@form_page
def staff_invite(request: Request) -> HttpResponse:
    opened(request, "staff.invite_form_opened")
    roles = appointing.roles_given_by(request.user)
    same = partial(namesakes, request.school)
    form = InviteStaff(request.POST or None, roles=roles, namesakes=same, initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            invited = actions.invite_staff(
                school=request.school,
                by=request.user,
                email=cleaned["email"],
                name=cleaned["name"],
                post=form.post,
                starts_on=cleaned["starts_on"],
                at=timezone.now(),
                despite_namesake=cleaned.get("despite", False),
            )
        except actions.AlreadyHere:
            form.add_error("email", "Somebody with this e-mail address has an account already")
        except appointing.NotYours as refusal:
            form.add_error("role", str(refusal))
        else:
            return tell_link(request, invited)
    return answered(request, "access/staff_invite.html", form)


@form_page
def staff_read(request: Request, pk: UUID) -> HttpResponse:
    opened(request, "staff.read")
    person = person_of(request, pk)
    form = ChangeStaff(posted(request), initial={"extension": person.extension})
    if form.is_valid():
        extension = form.cleaned_data["extension"]
        try:
            actions.set_extension(school=request.school, by=request.user, user=person, extension=extension)
        except appointing.NotYours as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("access:staff_list")
    memberships = memberships_of(request, person)
    today, ends = timezone.localdate(), appointing.roles_ended_by(request.user)
    context = {
        "person": person,
        "memberships": memberships,
        "may_end": {one.pk for one in memberships if one.role in ends and not one.is_over(today)},
        "may_rename": policy.can(request.user, Can.RENAME_STAFF, request.school),
        "may_set_extension": appointing.may_set_extension(request.user, person),
        "earlier": person.earlier_names.select_related("changed_by").order_by("-changed_at"),
    }
    return answered(request, "access/staff_read.html", form, **context)


@form_page
def staff_rename(request: Request, pk: UUID) -> HttpResponse:
    gate.look(request.user, to=Can.RENAME_STAFF, verb="staff.read")
    person = person_of(request, pk)
    form = RenameStaff(posted(request), initial={"name": person.called})
    if form.is_valid():
        try:
            actions.rename_staff(
                school=request.school, by=request.user, user=person, at=timezone.now(), **form.cleaned_data
            )
        except actions.SameName:
            form.add_error("name", "This is their name already")
        else:
            return redirect("access:staff_read", pk)
    return answered(request, "access/staff_rename.html", form, person=person)


def _lately(request: Request) -> dict[str, Any]:
    """What leads and head find here, and are not told again on their home once they have."""
    now = timezone.now()
    context = {
        "changes": list(appointing.changed_lately(request.school, now)),
        "newcomers": appointing.invited_lately(request.school, now),
    }
    appointing.note_seen(request.user, request.school, now)
    return context


def staff_of(request: Request) -> list[User]:
    today = timezone.localdate()
    people = User.objects.filter(kind=User.Kind.PERSON, memberships__school=request.school).distinct()
    current = _by_person(rota.current_memberships(request.school, today))
    coming = _by_person(Membership.objects.filter(school=request.school, starts_on__gt=today, ended_at__isnull=True))
    listed = list(people.order_by("name", "pk"))
    for person in listed:
        person.posts = current.get(person.pk, [])  # type: ignore[attr-defined]
        person.coming = coming.get(person.pk, [])  # type: ignore[attr-defined]
    return listed


def _by_person(memberships: QuerySet[Membership]) -> dict[UUID, list[Membership]]:
    found: dict[UUID, list[Membership]] = {}
    for membership in memberships.select_related("team").order_by("starts_on", "pk"):
        found.setdefault(membership.user_id, []).append(membership)
    return found
