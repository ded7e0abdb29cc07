"""Words that were sent to a page that could not take them are shown, so that they can be copied."""

import re

import pytest
from django.test import Client

from access.models import School, User
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = "She said <b>no</b> to me."
SHOWN = (
    '<textarea class="govuk-textarea" id="typed-1" rows="6" readonly>She said &lt;b&gt;no&lt;/b&gt; to me.</textarea>'
)
FROM_HERE = {"Origin": "http://testserver", "Accept": "text/html,*/*"}
NOBODY = "/files/9d5a1c0e-0000-4000-8000-000000000000/chronology/new/"


def _shown(content: bytes) -> list[str]:
    return re.findall(r"<textarea.*?</textarea>", content.decode(), re.DOTALL)


def test_what_is_sent_after_the_session_ended_can_be_copied(client: Client, school: School) -> None:
    file = factories.file(factories.child(school))

    answer = client.post(f"/files/{file.pk}/chronology/new/", {"fact": WORDS, "month": "3"}, headers=FROM_HERE)

    assert answer.status_code == 403
    assert _shown(answer.content) == [SHOWN]
    assert "You were signed out before this was sent" in answer.content.decode()


def test_signing_in_again_leads_back_to_the_draft(client: Client) -> None:
    answer = client.post(
        "/concerns/new/?draft=0b0e4f0c-0000-4000-8000-000000000001", {"words": WORDS}, headers=FROM_HERE
    )

    back = "/account/login/?next=%2Fconcerns%2Fnew%2F%3Fdraft%3D0b0e4f0c-0000-4000-8000-000000000001"
    assert f'href="{back}"' in answer.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "text/html"},
        {"Origin": "https://elsewhere.example", "Accept": "text/html"},
        {"Origin": "http://testserver", "Accept": "application/json"},
    ],
)
def test_words_from_elsewhere_are_not_shown_under_our_name(client: Client, headers: dict[str, str]) -> None:
    answer = client.post(NOBODY, {"fact": WORDS}, headers=headers)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/account/login/?next={NOBODY}")


def test_a_form_without_its_token_shows_the_words_and_never_a_password(lead: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)

    answer = client.post(NOBODY, {"fact": WORDS, "password": "correct horse battery"}, headers=FROM_HERE)

    assert answer.status_code == 403
    assert _shown(answer.content) == [SHOWN]
    assert b"correct horse" not in answer.content


def test_what_is_sent_to_a_record_that_is_not_there_can_be_copied(client: Client, lead: User) -> None:
    client.force_login(lead)

    answer = client.post(NOBODY, {"fact": WORDS}, headers=FROM_HERE)

    assert answer.status_code == 404
    assert _shown(answer.content) == [SHOWN]


def test_dates_and_choices_alone_are_not_words(client: Client) -> None:
    answer = client.post(NOBODY, {"month": "3", "key": "9d5a1c0e-0000-4000-8000-000000000000"}, headers=FROM_HERE)

    assert answer.status_code == 302


def _labels(content: bytes) -> list[str]:
    return re.findall(r'<label class="govuk-label" for="typed-\d+">([^<]+)</label>', content.decode())


def test_words_of_a_concern_stand_under_the_labels_of_its_form(client: Client, school: School) -> None:
    names = ("about-child_name", "words", "safe_now", "child_described", "other-2-child_name", "front-nose-explanation")

    answer = client.post("/concerns/new/", dict.fromkeys(names, WORDS), headers=FROM_HERE)

    assert answer.status_code == 403
    assert _labels(answer.content) == [
        *("Who is this about?", "Tell us in your own words", "Is the child safe now?", "Describe the child"),
        *("Another child", "Nose (front): What the child says happened, in their words"),
    ]


def test_words_of_other_pages_stand_under_the_labels_of_their_forms(client: Client, school: School) -> None:
    address = "/triage/9d5a1c0e-0000-4000-8000-000000000000/"

    answer = client.post(address, {"rationale": WORDS, "unheard_of": WORDS}, headers=FROM_HERE)

    assert _labels(answer.content) == ["Why?", "Unheard of"]
