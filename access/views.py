"""The pages about staff, the rota, invitations and one's own account."""

from datetime import timedelta
from typing import cast
from uuid import UUID

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from access import actions, gate, policy, rota
from access.forms import WEEKDAYS, WEEKEND, AcceptInvitation, ChangeStaff, EndMembership, GivePost, InviteStaff, SetRota
from access.middleware import Request
from access.models import DutyLead, Membership, User
from access.roles import LEADS, Can
from access.tasks import send_invitation

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def staff_list(request: Request) -> HttpResponse:
    people = staff_of(request)
    gate.look(request.user, to=Can.SEE_STAFF, verb="staff.listed", shown=people)
    may_set_rota = policy.can(request.user, Can.MANAGE_ROTA, request.school)
    context = {"people": people, "may_change": _may_change(request), "may_set_rota": may_set_rota}
    return render(request, "access/staff_list.html", context)


@form_page
def staff_invite(request: Request) -> HttpResponse:
    _open(request, "staff.invite_form_opened")
    roles = actions.roles_given_by(request.user)
    form = InviteStaff(request.POST or None, roles=roles, initial={"starts_on": timezone.localdate()})
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
            )
        except actions.AlreadyHere:
            form.add_error("email", "Somebody with this e-mail address has an account already")
        except actions.NotYours as refusal:
            form.add_error("role", str(refusal))
        else:
            return _tell_link(request, invited)
    return _form(request, "access/staff_invite.html", form)


@form_page
def staff_read(request: Request, pk: UUID) -> HttpResponse:
    _open(request, "staff.read")
    person = _person(request, pk)
    form = ChangeStaff(request.POST or None, initial={"name": person.name, "extension": person.extension})
    if form.is_valid():
        actions.change_staff(school=request.school, by=request.user, user=person, **form.cleaned_data)
        return redirect("access:staff_list")
    memberships = _memberships(request, person)
    over = {one.pk for one in memberships if one.is_over(timezone.localdate())}
    return _form(request, "access/staff_read.html", form, person=person, memberships=memberships, over=over)


@form_page
def membership_start(request: Request, pk: UUID) -> HttpResponse:
    _open(request, "staff.read")
    person = _person(request, pk)
    roles = actions.roles_given_by(request.user)
    form = GivePost(request.POST or None, roles=roles, initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.start_membership(
                school=request.school,
                by=request.user,
                user=person,
                post=form.post,
                starts_on=form.cleaned_data["starts_on"],
            )
        except actions.NotYours as refusal:
            form.add_error("role", str(refusal))
        else:
            return redirect("access:staff_read", pk)
    return _form(request, "access/membership_start.html", form, person=person)


@form_page
def membership_end(request: Request, pk: UUID) -> HttpResponse:
    _open(request, "staff.read")
    membership = _membership(request, pk)
    form = EndMembership(request.POST or None, initial={"when": "DAY", "ends_on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.end_membership(
                school=request.school,
                by=request.user,
                membership=membership,
                ends_on=form.last_day,
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
            )
        except actions.WrongDates:
            form.add_error("ends_on", "Choose a day from the first day on, and no later than the end it has already")
        except actions.NotYours as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("access:staff_read", membership.user_id)
    return _form(request, "access/membership_end.html", form, membership=membership)


@require_http_methods(["POST"])
def invitation_again(request: Request, pk: UUID) -> HttpResponse:
    _open(request, "staff.read")
    person = _person(request, pk)
    try:
        invited = actions.invite_again(school=request.school, by=request.user, user=person, at=timezone.now())
    except actions.NotYours as refusal:
        return render(request, "access/invitation_refused.html", {"person": person, "why": str(refusal)}, status=422)
    return _tell_link(request, invited)


@login_not_required
@form_page
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time link. A link that was used, has ended or never was gets the same page."""
    invitation = actions.find_invitation(token, timezone.now())
    if invitation is None:
        return render(request, "access/invitation_gone.html", status=404)
    form = AcceptInvitation(request.POST or None, user=invitation.user)
    if form.is_valid():
        try:
            user = actions.accept_invitation(
                invitation=invitation, password=form.cleaned_data["password"], at=timezone.now()
            )
        except actions.UsedUp:
            return render(request, "access/invitation_gone.html", status=404)
        login(request, user, "allauth.account.auth_backends.AuthenticationBackend")
        return redirect("casework:home")
    return _form(request, "access/invitation_accept.html", form, invitation=invitation)


@form_page
def rota_edit(request: Request) -> HttpResponse:
    gate.look(request.user, to=Can.MANAGE_ROTA, verb="rota.read")
    leads = rota.people_in(request.school, timezone.localdate(), *LEADS)
    form = SetRota(request.POST or None, leads=leads, initial=_rota_now(request))
    if form.is_valid():
        week = {weekday: form.leads_on(weekday) for weekday in range(len(WEEKDAYS))}
        actions.set_rota(school=request.school, by=request.user, week=week)
        return redirect("access:rota_edit")
    today = timezone.localdate()
    heads = rota.heads(request.school, today)
    weekend = [today + timedelta(days=number - today.weekday()) for number in WEEKEND]
    context = {
        "today": today,
        "leads": rota.leads_today(request.school, today),
        "heads": heads,
        "weekend": [{"day": day, "leads": rota.leads_today(request.school, day)} for day in weekend],
        "people": [*leads, *heads],
    }
    return _form(request, "access/rota_edit.html", form, **context)


@require_safe
def account(request: Request) -> HttpResponse:
    memberships = _memberships(request, request.user)
    return render(request, "access/account.html", {"memberships": memberships})


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


def _open(request: Request, verb: str) -> None:
    gate.look(request.user, to=Can.MANAGE_ACCOUNTS, verb=verb)


def _may_change(request: Request) -> bool:
    return policy.can(request.user, Can.MANAGE_ACCOUNTS, request.school)


def _person(request: Request, pk: UUID) -> User:
    person = User.objects.filter(pk=pk, kind=User.Kind.PERSON, memberships__school=request.school).first()
    if person is None:
        raise gate.NotHere("No such page.")
    return person


def _membership(request: Request, pk: UUID) -> Membership:
    membership = Membership.objects.filter(pk=pk, school=request.school).select_related("user", "team").first()
    if membership is None or membership.user.kind != User.Kind.PERSON:
        raise gate.NotHere("No such page.")
    return membership


def _memberships(request: Request, person: User) -> list[Membership]:
    return list(person.memberships.filter(school=request.school).select_related("team").order_by("-starts_on", "pk"))


def _rota_now(request: Request) -> dict[str, str]:
    duties = DutyLead.objects.filter(school=request.school)
    return {f"day{duty.weekday}_{duty.order}": str(duty.user_id) for duty in duties}


def _tell_link(request: Request, invited: actions.Invited) -> HttpResponse:
    """The link goes by e-mail; only a safeguarding lead is shown it too, for it opens the account."""
    link = request.build_absolute_uri(reverse("access:invitation_accept", args=[invited.token]))
    sent = send_invitation(invited.user.email, link, school=request.school.name, by=request.user.name)
    shown = bool(policy.standing(request.user).roles & LEADS)
    context = {"person": invited.user, "link": link if shown else "", "days": 7, "sent": sent}
    return render(request, "access/staff_invited.html", context)


def _form(request: HttpRequest, template: str, form: object, **context: object) -> HttpResponse:
    bad = bool(cast(GivePost, form).errors)
    return render(request, template, {"form": form, **context}, status=422 if bad else 200)
