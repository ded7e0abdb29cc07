"""Who is asking, for which school, and what if the log cannot be written?"""

import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from access import policy
from access.models import School, User
from audit.context import Who, acting, address, hash_session
from audit.models import LogUnavailable

Answer = Callable[[HttpRequest], HttpResponse]


class Request(HttpRequest):
    """A request of a signed-in person, as every view of ours gets it."""

    user: User
    school: School
    request_id: str


class RequestMiddleware:
    """Gives the request its reference, and keeps every answer to a signed-in person out of caches."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = secrets.token_hex(8)  # type: ignore[attr-defined]
        who = Who(ip=client_address(request), request_id=request.request_id)  # type: ignore[attr-defined]
        with policy.reading_standings_once(), acting(who):
            response = self.answer(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class StandingMiddleware:
    """Names the person in the log from here on, and sets `request.school`."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or _idle_too_long(request):
            return self.answer(request)
        person = policy.standing(request.user)
        request.school = person.school  # type: ignore[attr-defined]
        who = Who(
            actor_id=request.user.pk,
            school_id=person.school_id,
            session_hash=hash_session(request.session.session_key),
            ip=client_address(request),
            request_id=request.request_id,  # type: ignore[attr-defined]
        )
        with acting(who):
            return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, LogUnavailable):
            reference = request.request_id  # type: ignore[attr-defined]
            told = {"reference": reference, "draft_saved": getattr(request, "draft_saved", False)}
            return render(request, "503.html", told, status=503)
        return None


def _idle_too_long(request: HttpRequest) -> bool:
    """Sign out a session that nobody has touched for a while. The time is noted at most once a minute."""
    now = int(time.time())
    seen = request.session.get("seen", now)
    if now - seen > settings.SAFEHOLD_IDLE_SECONDS:
        logout(request)
        return True
    if now - seen >= 60 or "seen" not in request.session:
        request.session["seen"] = now
    return False


def client_address(request: HttpRequest) -> str:
    """The client's address. A forwarding header is believed only as far as our own proxies wrote it."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if not proxies:
        return address(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return address(hops[-proxies]) if len(hops) >= proxies else ""
