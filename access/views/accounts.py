"""The pages of an account: the one-time link to it, and what somebody sees of their own."""

from uuid import UUID

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from access import actions, appointing, policy
from access.forms import AcceptInvitation
from access.middleware import Request
from access.roles import LEADS
from access.tasks import send_invitation
from access.views.finding import answered, form_page, memberships_of, opened, person_of


@require_http_methods(["POST"])
def invitation_again(request: Request, pk: UUID) -> HttpResponse:
    opened(request, "staff.read")
    person = person_of(request, pk)
    try:
        invited = actions.invite_again(school=request.school, by=request.user, user=person, at=timezone.now())
    except appointing.NotYours as refusal:
        return render(request, "access/invitation_refused.html", {"person": person, "why": str(refusal)}, status=422)
    return tell_link(request, invited)


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
    return answered(request, "access/invitation_accept.html", form, invitation=invitation)


@require_safe
def account(request: Request) -> HttpResponse:
    memberships = memberships_of(request, request.user)
    return render(request, "access/account.html", {"memberships": memberships})


def tell_link(request: Request, invited: actions.Invited) -> HttpResponse:
    """The link goes by e-mail; only a safeguarding lead is shown it too, for it opens the account."""
    link = request.build_absolute_uri(reverse("access:invitation_accept", args=[invited.token]))
    sent = send_invitation(invited.user.email, link, school=request.school.name, by=request.user.called)
    shown = bool(policy.standing(request.user).roles & LEADS)
    context = {"person": invited.user, "link": link if shown else "", "days": 7, "sent": sent}
    return render(request, "access/staff_invited.html", context)
