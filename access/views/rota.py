"""The page of the rota: who leads on safeguarding, day by day."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access import actions, gate, rota
from access.forms import WEEKDAYS, WEEKEND, SetRota
from access.middleware import Request
from access.models import User
from access.roles import LEADS, Can
from access.views.finding import answered, form_page, posted


@form_page
def rota_edit(request: Request) -> HttpResponse:
    gate.look(request.user, to=Can.MANAGE_ROTA, verb="rota.read")
    leads = rota.people_in(request.school, timezone.localdate(), *LEADS)
    form = SetRota(posted(request), leads=leads, initial=_rota_now(request))
    if not form.is_valid():
        return answered(request, "access/rota_edit.html", form, **_around(request, leads))
    week = {weekday: form.leads_on(weekday) for weekday in range(len(WEEKDAYS))}
    try:
        actions.set_rota(school=request.school, by=request.user, week=week, version=form.cleaned_data["version"])
    except actions.RotaChanged:
        now = _rota_now(request)
        context = {"form": form.again(now["version"]), "changed": True, "differences": form.differences(now)}
        return render(request, "access/rota_edit.html", context | _around(request, leads), status=409)
    return redirect("access:rota_edit")


def _around(request: Request, leads: Iterable[User]) -> dict[str, Any]:
    """What the page says beside the form: who is asked today and at the weekend, and how they are reached."""
    today = timezone.localdate()
    heads = rota.heads(request.school, today)
    weekend = [today + timedelta(days=number - today.weekday()) for number in WEEKEND]
    return {
        "today": today,
        "leads": rota.leads_today(request.school, today),
        "heads": heads,
        "weekend": [{"day": day, "leads": rota.leads_today(request.school, day)} for day in weekend],
        "people": [*leads, *heads],
    }


def _rota_now(request: Request) -> dict[str, str]:
    now = {f"day{weekday}_{order}": key for (weekday, order), key in rota.duties(request.school).items()}
    return {**now, "version": rota.version(request.school)}
