"""What is told to somebody who sends a form after her session has ended?"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render, resolve_url

from config.templatetags.typed import words_in


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's own, but words that were sent are shown for copying: a redirect to sign in would lose them."""

    def handle_no_permission(  # type: ignore[override]  # the library's stubs know of the redirect alone
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        if words_in(request):
            address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}"
            return render(request, "signed_out.html", {"sign_in": address}, status=403)
        return super().handle_no_permission(request, view_func)
