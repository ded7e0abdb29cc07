"""Guessing at one account shuts that account for a while, and nobody else's; unknown addresses get no mail."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from access.models import User

pytestmark = pytest.mark.django_db

RIGHT = "kettle-lantern-orbit-42"
SHUT = "Too many wrong passwords for this account. Wait five minutes, or reset the password."


@pytest.fixture(autouse=True)
def counted_from_nothing() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def _with_password(user: User) -> User:
    user.set_password(RIGHT)
    user.save()
    return user


def _sign_in(email: str, password: str) -> tuple[int, bool]:
    """From one and the same address, each time a new browser: the answer, and whether it says that the account is shut."""
    answer = Client().post("/account/login/", {"login": email, "password": password})
    return answer.status_code, SHUT in answer.content.decode()


def test_guesses_at_one_account_shut_no_other(lead: User, teacher: User) -> None:
    _with_password(lead), _with_password(teacher)

    guesses = [_sign_in(lead.email, f"wrong-guess-number-{number}") for number in range(12)]

    assert guesses == [(200, False)] * 5 + [(200, True)] * 7
    assert _sign_in(lead.email, RIGHT) == (200, True)
    assert _sign_in(teacher.email, RIGHT) == (302, False)


def test_nobody_can_have_our_mail_sent_to_any_address(client: Client, teacher: User, mailoutbox: list[object]) -> None:
    answers = [
        client.post("/account/password/reset/", {"email": email})
        for email in ("nobody@elsewhere.example", teacher.email)
    ]

    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [
        (302, "/account/password/reset/done/")
    ] * 2
    assert [mail.to for mail in mailoutbox] == [[teacher.email]]  # type: ignore[attr-defined]
