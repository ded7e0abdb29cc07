"""Who signed in, signed out, failed to, or changed a password? Django and allauth say so; the log writes it down.

The person is the actor even though the request was nobody's when it began. A failed sign-in names no one and keeps
nothing that was typed: not the e-mail address, since half of them are passwords in the wrong box.
"""

from dataclasses import replace
from typing import Any, Final

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal
from django.http import HttpRequest

from audit.context import Who, acting, hash_session, known
from audit.log import Line, append

ACCOUNT_VERBS: Final[dict[Signal, str]] = {
    user_logged_in: "signin.succeeded",
    user_logged_out: "signin.ended",
    password_set: "password.set",
    password_changed: "password.changed",
    password_reset: "password.reset",
}


def connect() -> None:
    for told in ACCOUNT_VERBS:
        told.connect(log_account, dispatch_uid="audit.signals.log_account")
    user_login_failed.connect(log_failure, dispatch_uid="audit.signals.log_failure")


def log_account(signal: Signal, user: AbstractBaseUser | None, request: HttpRequest | None = None, **_: Any) -> None:
    if user is None:  # somebody signed out who was not signed in
        return
    session = getattr(request, "session", None)
    who = replace(
        known() or Who(), actor_id=user.pk, session_hash=hash_session(session.session_key if session else None)
    )
    with acting(who):
        append([Line(verb=ACCOUNT_VERBS[signal], object_type=user._meta.label, object_uuid=user.pk)])


def log_failure(**_: Any) -> None:
    with acting(replace(known() or Who(), actor_id=None)):
        append([Line(verb="signin.failed", outcome="deny")])
