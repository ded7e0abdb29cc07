"""What does every page show around its content? The school, the navigation of the person's roles, the demo banner."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from access import policy
from access.models import User
from access.roles import FILE_KEEPERS, GRANTABLE, LEADS, STAFF, Role
from casework.queries.reach import reaches_any

FILES = "casework:file_list"
# What stands in the navigation, in order: text, URL name, whose it is.
NAVIGATION: list[tuple[str, str, frozenset[Role]]] = [
    ("My work", "casework:home", frozenset(Role)),
    ("Log a concern", "casework:concern_create", STAFF),
    ("My concerns", "casework:concern_list", STAFF),
    ("Triage", "casework:triage_queue", LEADS),
    ("Children", "people:child_list", STAFF),
    ("Case files", FILES, FILE_KEEPERS | {Role.HEAD, Role.CHAIR}),
    ("PEPs due", "meetings:pep_due", frozenset({Role.DESIGNATED_TEACHER})),
    ("Pupil import", "people:import_list", LEADS),
    ("Staff", "access:staff_list", LEADS | {Role.HEAD, Role.TECHNICAL}),
]
MAY_BE_GRANTED = frozenset(GRANTABLE)
"""Who finds the list of files in the navigation once there is one to find."""


def page(request: HttpRequest) -> dict[str, Any]:
    shown = {"demo": settings.SAFEHOLD_DEMO, "reference": getattr(request, "request_id", "")}
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return shown
    person = policy.standing(request.user)
    return shown | {
        "school": person.school,
        "navigation": _navigation(request, person.roles),
        "search_url": reverse("people:child_list") if person.roles & STAFF else "",
        "hide_after": settings.SAFEHOLD_HIDE_SECONDS if _about_a_record(request) else 0,
        "sign_out_after": settings.SAFEHOLD_IDLE_SECONDS,
    }


def _about_a_record(request: HttpRequest) -> bool:
    """Whether the address holds a record's key: such a page covers itself when nobody touches it."""
    return bool(request.resolver_match and request.resolver_match.kwargs)


def _navigation(request: HttpRequest, roles: frozenset[Role]) -> list[dict[str, Any]]:
    links = [
        (text, reverse(name))
        for text, name, whose in NAVIGATION
        if roles & whose or (name == FILES and roles & MAY_BE_GRANTED and reaches_any(cast(User, request.user)))
    ]
    here = max((href for _, href in links if request.path.startswith(href)), key=len, default="")
    return [{"text": text, "href": href, "current": href == here} for text, href in links]
