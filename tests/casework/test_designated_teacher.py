"""Whom does the designated teacher read as looked after, and whom as previously so?"""

import re

import pytest
from django.test import Client
from django.utils import timezone

from access.models import School, User
from access.serving import serving
from casework.actions.files import start_episode
from casework.models import CaseFile, StatusEpisode
from tests import factories

pytestmark = pytest.mark.django_db
Kind = StatusEpisode.Kind
WHO = {"Hussain": [Kind.LAC, Kind.CIN], "Brown": [Kind.PLAC]}


@pytest.fixture
def files(school: School, lead: User) -> dict[str, CaseFile]:
    made = {name: factories.file(factories.child(school, name, year=9)) for name in WHO}
    for name, kinds in WHO.items():
        for kind in kinds:
            with serving(lead):
                start_episode(
                    file=made[name],
                    by=lead,
                    at=factories.AT,
                    kind=kind,
                    started_on=factories.AT.date(),
                    review_on=factories.AT.date() if kind == Kind.CIN else None,
                    authority="Canary Council" if kind in (Kind.LAC, Kind.CIN) else "",
                    basis="Canary order" if kind == Kind.LAC else "",
                )
    return made


def tags(client: Client, person: User, path: str) -> list[str]:
    client.force_login(person)
    text = client.get(path).content.decode()
    assert "Canary" not in text
    return sorted(re.findall(r'govuk-tag[^"]*">\s*([^<]*(?:ooked after|need))\s*<', text))


@pytest.mark.parametrize("path", ["/", "/files/"])
def test_her_lists_say_who_is_looked_after_and_who_was(
    client: Client, files: dict[str, CaseFile], designated: User, path: str
) -> None:
    assert tags(client, designated, path) == ["Looked after", "Previously looked after"]


def test_the_page_of_a_file_says_so_and_tells_no_other_status(
    client: Client, files: dict[str, CaseFile], designated: User
) -> None:
    found = {name: tags(client, designated, f"/files/{file.pk}/") for name, file in files.items()}

    assert found == {"Hussain": ["Looked after"], "Brown": ["Previously looked after"]}


def test_an_ended_episode_is_told_no_more(client: Client, files: dict[str, CaseFile], designated: User) -> None:
    with factories.console_at(files["Brown"].school):
        episode = StatusEpisode.objects.get(file=files["Brown"])
        episode.ended_on = timezone.localdate(factories.AT)
        episode.save()

    assert tags(client, designated, "/files/") == ["Looked after"]


@pytest.mark.parametrize("path", ["/", "/files/"])
def test_the_pastoral_officer_still_reads_no_status(
    client: Client, files: dict[str, CaseFile], pastoral: User, path: str
) -> None:
    assert tags(client, pastoral, path) == []
