"""The page of the rota: who leads on safeguarding, day by day."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from access import actions, gate, rota
from access.forms import WEEKDAYS, WEEKEND, SetRota
from access.middleware import Request
from access.models import DutyLead
from access.roles import LEADS, Can
from access.views.finding import answered, form_page


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
    return answered(request, "access/rota_edit.html", form, **context)


def _rota_now(request: Request) -> dict[str, str]:
    duties = DutyLead.objects.filter(school=request.school)
    return {f"day{duty.weekday}_{duty.order}": str(duty.user_id) for duty in duties}
