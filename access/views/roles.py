"""The pages on which a role is given and ended."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from access import actions, appointing
from access.forms import EndMembership, GivePost
from access.middleware import Request
from access.views.finding import answered, form_page, membership_of, opened, person_of


@form_page
def membership_start(request: Request, pk: UUID) -> HttpResponse:
    opened(request, "staff.read")
    person = person_of(request, pk)
    roles = appointing.roles_given_by(request.user)
    form = GivePost(request.POST or None, roles=roles, initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.start_membership(
                school=request.school,
                by=request.user,
                user=person,
                post=form.post,
                starts_on=form.cleaned_data["starts_on"],
                at=timezone.now(),
            )
        except appointing.NotYours as refusal:
            form.add_error("role", str(refusal))
        else:
            return redirect("access:staff_read", pk)
    return answered(request, "access/membership_start.html", form, person=person)


@form_page
def membership_end(request: Request, pk: UUID) -> HttpResponse:
    opened(request, "staff.read")
    membership = membership_of(request, pk)
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
        except (appointing.NotYours, appointing.LastLead) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("access:staff_read", membership.user_id)
    return answered(request, "access/membership_end.html", form, membership=membership)
