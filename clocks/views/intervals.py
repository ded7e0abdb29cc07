"""The pages of what differs from one local authority to the next: how long each gives for what."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from access import gate
from access.middleware import Request
from access.roles import Can
from clocks import queries, statutory
from clocks.actions import calendar as actions
from clocks.calendar import Roll, Unit
from clocks.forms import SetInterval
from clocks.models import BINDINGS, ROLLS, UNITS
from clocks.rules import Rule

form_page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Shown:
    """A rule in words, as it holds today at this school."""

    rule: Rule
    usual: bool

    @property
    def interval(self) -> str:
        measure = self.rule.measures[0]
        unit = dict(UNITS)[measure.unit].lower()
        unit = unit.removesuffix("s") if abs(measure.count) == 1 else unit
        return f"{abs(measure.count)} {unit} {'before' if measure.count < 0 else 'after'}"

    @property
    def roll(self) -> str:
        return "" if self.rule.measures[0].roll is Roll.STAYS else dict(ROLLS)[self.rule.measures[0].roll]

    @property
    def binding(self) -> str:
        return BINDINGS[self.rule.binding]


@require_safe
def interval_list(request: Request) -> HttpResponse:
    _open(request, "local_profile.listed")
    today = timezone.localdate()
    shown = [_shown(request, rule) for rule in statutory.local_rules(today)]
    return render(request, "clocks/interval_list.html", {"intervals": shown})


@form_page
def interval_edit(request: Request, code: str) -> HttpResponse:
    _open(request, "local_profile.form_opened")
    today = timezone.localdate()
    usual = next((rule for rule in statutory.local_rules(today) if rule.code == code), None)
    if usual is None:
        raise gate.NotHere("No such page.")
    shown, measure = _shown(request, usual), queries.rule_at(request.school, code, today).measures[0]
    now = {"count": abs(measure.count), "unit": measure.unit.value, "roll": measure.roll.value, "starts_on": today}
    form = SetInterval(request.POST or None, initial=now)
    if form.is_valid():
        given = form.cleaned_data | {"unit": Unit(form.cleaned_data["unit"]), "roll": Roll(form.cleaned_data["roll"])}
        try:
            actions.set_interval(school=request.school, by=request.user, code=code, at=timezone.now(), **given)
        except statutory.NotInForce:
            form.add_error("starts_on", "This duty was not in force on that day")
        else:
            return redirect("clocks:interval_list")
    page = {"form": form, "shown": shown, "usual": Shown(usual, usual=True)}
    return render(request, "clocks/interval_edit.html", page, status=422 if form.errors else 200)


def _shown(request: Request, rule: Rule) -> Shown:
    here = queries.rule_at(request.school, rule.code, timezone.localdate())
    return Shown(here, usual=here == rule)


def _open(request: Request, verb: str) -> None:
    gate.look(request.user, to=Can.SET_LOCAL_TIMES, verb=verb)
