"""Where a looked-after child lives: one placement after another, none overwritten, for the safeguarding team alone."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from access.models import School, User
from access.serving import serving
from casework.actions.files import end_episode, record_placement, start_episode
from casework.actions.problem import Problem
from casework.models import Placement, StatusEpisode
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2026, 9, 7), date(2026, 11, 2)


@pytest.fixture
def care(school: School, lead: User) -> StatusEpisode:
    file = factories.file(factories.child(school, "Lowe", "Lena"), by=lead)
    with serving(lead):
        told: dict[str, Any] = {"kind": "LAC", "started_on": FIRST, "authority": "Northmoor", "basis": "Section 20"}
        return start_episode(file=file, by=lead, at=AT, **told)


def _place(care: StatusEpisode, by: User, since: date, words: str, **more: Any) -> Placement:
    with serving(by):
        return record_placement(episode=care, by=by, at=AT, since=since, words=words, **more)


def _at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_todays_placement_stands_before_the_earlier_ones(care: StatusEpisode, lead: User) -> None:
    _place(care, lead, FIRST, "Ann Price, foster carer")
    client, address = _at(lead), f"/statuses/{care.pk}/placements/new/"
    sent = {"key": str(uuid4()), "since": "2026-11-02", "words": "Elm House, children’s home"}

    answer = client.post(address, sent)
    again = client.post(address, sent)

    assert (answer.status_code, again.status_code, Placement.objects.count()) == (302, 302, 2)
    page = client.get(f"/files/{care.file_id}/").content.decode()
    assert page.index("Placement since 2 November 2026: ") < page.index("Placed from 7 September 2026: ")
    assert page.index("Elm House, children’s home") < page.index("Ann Price, foster carer")


@pytest.mark.parametrize("since", [FIRST - timedelta(days=1), AT.date() + timedelta(days=1), FIRST])
def test_a_day_before_the_status_after_today_or_taken_is_refused(care: StatusEpisode, lead: User, since: date) -> None:
    _place(care, lead, FIRST, "Ann Price, foster carer")

    with pytest.raises(Problem) as refused:
        _place(care, lead, since, "Elm House")

    assert (refused.value.field, Placement.objects.count()) == ("since", 1)


def test_no_placement_without_words_or_after_care(care: StatusEpisode, lead: User) -> None:
    answer = _at(lead).post(f"/statuses/{care.pk}/placements/new/", {"key": str(uuid4()), "since": "2026-11-02"})
    assert answer.status_code == 422
    assert answer.content.decode().count("Write where the child lives, and with whom") == 2

    with serving(lead):
        end_episode(episode=care, by=lead, at=AT, ended_on=AT.date(), because="Home")
    with pytest.raises(Problem, match="has ended"):
        _place(StatusEpisode.objects.get(pk=care.pk), lead, SECOND, "Elm House")


def test_another_status_has_no_placement(school: School, lead: User) -> None:
    file = factories.file(factories.child(school), by=lead)
    with serving(lead):
        episode = start_episode(file=file, by=lead, at=AT, kind="CIN", started_on=FIRST, authority="Northmoor")

    assert _at(lead).get(f"/statuses/{episode.pk}/placements/new/").status_code == 404


def test_the_looked_after_team_does_not_learn_of_it(
    care: StatusEpisode, lead: User, designated: User, pastoral: User
) -> None:
    _place(care, lead, FIRST, "Ann Price, foster carer")

    for user in (designated, pastoral):
        assert "Ann Price" not in _at(user).get(f"/files/{care.file_id}/").content.decode()
        assert _at(user).get(f"/statuses/{care.pk}/placements/new/").status_code == 404
