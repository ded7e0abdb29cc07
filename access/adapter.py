"""How does sign-in differ from the library's? Nobody signs up; accounts come by invitation."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class NoSignUp(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": "Too many wrong passwords for this account. "
        "Wait five minutes, or reset the password."
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
