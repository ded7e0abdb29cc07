"""What does every page show around its content? The school, the navigation of the person's roles, the demo banner."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from access import policy
from access.roles import LEADS, Role

# What stands in the navigation, in order: text, URL name, whose it is.
NAVIGATION: list[tuple[str, str, frozenset[Role]]] = [
    ("Staff", "access:staff_list", LEADS | {Role.HEAD, Role.TECHNICAL}),
    ("Rota", "access:rota_edit", LEADS | {Role.HEAD}),
    ("Account", "access:account", frozenset(Role)),
]


def page(request: HttpRequest) -> dict[str, Any]:
    shown = {"demo": settings.SAFEHOLD_DEMO, "reference": getattr(request, "request_id", "")}
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return shown
    person = policy.standing(request.user)
    return shown | {
        "school": person.school,
        "navigation": _navigation(request, person.roles),
        "sign_out_after": settings.SAFEHOLD_IDLE_SECONDS,
    }


def _navigation(request: HttpRequest, roles: frozenset[Role]) -> list[dict[str, Any]]:
    links = [(text, reverse(name)) for text, name, whose in NAVIGATION if roles & whose]
    here = max((href for _, href in links if request.path.startswith(href)), key=len, default="")
    return [{"text": text, "href": href, "current": href == here} for text, href in links]
