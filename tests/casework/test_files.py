"""A case file is opened once, its statuses start and end as the guidance says, and only leads know of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from access import gate, policy
from access.models import School, User
from access.reach import Ended, ReachEnded
from access.roles import Audience, Can
from access.serving import serving
from casework.actions import files
from casework.actions.problem import Problem, Stale
from casework.models import CaseFile, StatusEpisode
from casework.queries import status
from people.models import Child
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
TODAY = AT.date()
Kind = StatusEpisode.Kind


def _start(file: CaseFile, by: User, kind: str, **more: Any) -> StatusEpisode:
    answers = {"authority": "Northshire", "basis": "Neglect", "review_on": TODAY + timedelta(days=30)} | more
    with serving(by):
        return files.start_episode(file=file, by=by, at=AT, kind=kind, **({"started_on": TODAY} | answers))


def test_open_file_makes_one_file_with_its_teams(school: School, lead: User, pastoral: User) -> None:
    child = factories.child(school, year=9)

    with serving(lead):
        file = files.open_file(school=school, by=lead, child=child, at=AT)
        again = files.open_file(school=school, by=lead, child=child, at=AT)

    assert file == again
    assert list(policy.visible(lead, CaseFile.objects.all())) == [file]
    assert policy.clearance(pastoral, CaseFile, file.pk).keys() == {Audience.TEACHING, Audience.PASTORAL}


def test_open_file_reaches_a_hidden_file_and_says_nothing(school: School, lead: User, deputy: User) -> None:
    child = factories.child(school)
    hidden = factories.file(child, restricted_to=(deputy,))

    with serving(lead):
        assert files.open_file(school=school, by=lead, child=child, at=AT) == hidden
        assert not policy.visible(lead, CaseFile.objects.all()).exists()


def test_open_file_refuses_a_child_of_another_school(school: School, lead: User) -> None:
    elsewhere = factories.child(factories.school("elsewhere", "Elsewhere School"))

    with serving(lead), pytest.raises(gate.NotHere):
        files.open_file(school=school, by=lead, child=elsewhere, at=AT)


def test_open_file_is_for_leads(school: School, pastoral: User) -> None:
    child = factories.child(school)

    with serving(pastoral), pytest.raises(gate.Refused):
        files.open_file(school=school, by=pastoral, child=child, at=AT)


@pytest.mark.parametrize(
    ("kinds", "headline"),
    [
        ([Kind.MONITOR, Kind.CP], Kind.CP),
        ([Kind.LAC, Kind.SECTION_47], Kind.SECTION_47),
        ([Kind.CIN, Kind.LAC], Kind.LAC),
        ([Kind.FAMILY_HELP, Kind.CIN], Kind.CIN),
        ([Kind.EARLY_HELP, Kind.FAMILY_HELP], Kind.FAMILY_HELP),
        ([Kind.PLAC, Kind.EARLY_HELP], Kind.EARLY_HELP),
        ([Kind.MONITOR, Kind.PLAC], Kind.PLAC),
    ],
)
def test_headline_is_the_highest_open_status(school: School, lead: User, kinds: list[Kind], headline: Kind) -> None:
    file = factories.file(factories.child(school))

    for kind in kinds:
        _start(file, lead, kind)

    shown = status.headline(lead, file)
    assert shown is not None
    assert shown.kind == headline


def test_a_pastoral_officer_learns_of_no_status(school: School, lead: User, pastoral: User) -> None:
    file = factories.file(factories.child(school, year=9))

    _start(file, lead, Kind.CP)

    assert status.headline(pastoral, file) is None
    assert status.episodes_of(pastoral, file) == []
    assert len(status.episodes_of(lead, file)) == 1


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        (Kind.CP, {"authority": ""}, "authority"),
        (Kind.CP, {"basis": ""}, "basis"),
        (Kind.CP, {"review_on": None}, "review_on"),
        (Kind.LAC, {"basis": ""}, "basis"),
        (Kind.SECTION_47, {"authority": ""}, "authority"),
        (Kind.MONITOR, {"review_on": None}, "review_on"),
        (Kind.MONITOR, {"review_on": TODAY + timedelta(days=43)}, "review_on"),
        (Kind.MONITOR, {"review_on": TODAY}, "review_on"),
        (Kind.CIN, {"started_on": TODAY + timedelta(days=1)}, "started_on"),
    ],
)
def test_a_status_does_not_start_half_known(
    school: School, lead: User, kind: Kind, wrong: dict[str, Any], field: str
) -> None:
    file = factories.file(factories.child(school))

    with pytest.raises(Problem) as refused:
        _start(file, lead, kind, **wrong)

    assert refused.value.field == field
    assert not StatusEpisode.objects.exists()


def test_monitoring_may_run_for_six_weeks(school: School, lead: User) -> None:
    file = factories.file(factories.child(school))

    assert _start(file, lead, Kind.MONITOR, review_on=TODAY + timedelta(days=42)).review_on == date(2026, 12, 28)


def test_a_status_is_open_once_and_can_start_again(school: School, lead: User) -> None:
    file = factories.file(factories.child(school))
    first = _start(file, lead, Kind.CIN)

    with pytest.raises(Problem):
        _start(file, lead, Kind.CIN)
    with serving(lead):
        files.end_episode(episode=first, by=lead, at=AT, ended_on=TODAY, because="Needs met")
    _start(file, lead, Kind.CIN)

    assert StatusEpisode.objects.filter(file=file, kind=Kind.CIN).count() == 2


def test_the_same_form_sent_twice_starts_one_status(school: School, lead: User) -> None:
    file = factories.file(factories.child(school))
    first = _start(file, lead, Kind.CIN)

    assert _start(file, lead, Kind.CIN, pk=first.pk) == first


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"because": " "}, "because"),
        ({"ended_on": TODAY - timedelta(days=1)}, "ended_on"),
        ({"ended_on": TODAY + timedelta(days=1)}, "ended_on"),
    ],
)
def test_a_status_ends_with_a_reason_and_a_true_date(
    school: School, lead: User, answers: dict[str, Any], field: str
) -> None:
    episode = _start(factories.file(factories.child(school)), lead, Kind.CIN)

    with serving(lead), pytest.raises(Problem) as refused:
        files.end_episode(**({"episode": episode, "by": lead, "at": AT, "ended_on": TODAY, "because": "Met"} | answers))

    assert refused.value.field == field


def test_two_leads_do_not_overwrite_each_other(school: School, lead: User, deputy: User) -> None:
    episode = _start(factories.file(factories.child(school)), lead, Kind.EARLY_HELP)
    later = TODAY + timedelta(days=60)

    with serving(lead):
        files.review_episode(episode=episode, by=lead, at=AT, version=1, review_on=later, because="Going well")
    with serving(deputy), pytest.raises(Stale) as found:
        files.end_episode(episode=episode, by=deputy, at=AT, version=1, ended_on=TODAY, because="Done")

    assert found.value.current.review_on == later  # type: ignore[attr-defined]


def test_coming_into_care_brings_in_the_designated_teacher(school: School, lead: User, designated: User) -> None:
    file = factories.file(factories.child(school))

    episode = _start(file, lead, Kind.LAC)

    assert Child.objects.get().looked_after
    assert list(policy.visible(designated, CaseFile.objects.all())) == [file]
    with serving(lead):
        files.end_episode(episode=episode, by=lead, at=AT, ended_on=TODAY, because="Went home")
    assert not policy.visible(designated, CaseFile.objects.all()).exists()
    assert ReachEnded.objects.get(scope=file.pk).reason == Ended.LEFT_CARE


def test_previously_looked_after_keeps_the_designated_teacher(school: School, lead: User, designated: User) -> None:
    file = factories.file(factories.child(school))
    episode = _start(file, lead, Kind.LAC)
    _start(file, lead, Kind.PLAC)

    with serving(lead):
        files.end_episode(episode=episode, by=lead, at=AT, ended_on=TODAY, because="Special guardianship")

    assert policy.visible(designated, CaseFile.objects.all()).exists()
    assert Child.objects.get().looked_after


def test_a_status_moves_the_file_up_for_leads_only(school: School, lead: User) -> None:
    file = factories.file(factories.child(school, year=9))
    later = AT + timedelta(hours=1)

    with serving(lead):
        files.start_episode(file=file, by=lead, at=later, kind=Kind.FAMILY_HELP, started_on=TODAY)

    keys = {row.permission.codename: row.sort_key for row in file.team_reach.select_related("permission")}
    assert keys == {"read_safeguarding": later, "read_pastoral": AT}


def test_where_paper_is_held_is_for_leads(school: School, lead: User, pastoral: User) -> None:
    file = factories.file(factories.child(school, year=9))

    with serving(lead):
        files.note_paper(file=file, by=lead, at=AT, version=1, paper_held="Blue cabinet, room 4")
        read = gate.fetch(lead, CaseFile, file.pk, to=Can.READ_FILE)
        assert read.paper_held.text == "Blue cabinet, room 4"
    with serving(pastoral), pytest.raises(gate.Refused):
        files.note_paper(file=file, by=pastoral, at=AT, version=2, paper_held="Nowhere")


def test_a_protection_plan_does_not_end_by_a_reason_alone(school: School, lead: User) -> None:
    episode = _start(factories.file(factories.child(school)), lead, Kind.CP)

    for ended_by in ("", "NOT_SUBSTANTIATED"):
        with serving(lead), pytest.raises(Problem) as refused:
            files.end_episode(
                episode=episode, by=lead, at=AT, ended_on=TODAY, because="Things are better", ended_by=ended_by
            )
        assert (refused.value.field, refused.value.words) == ("ended_by", "Choose what ended it")
    with serving(lead):
        files.end_episode(episode=episode, by=lead, at=AT, ended_on=TODAY, because="To Leeds", ended_by="MOVED")

    assert (StatusEpisode.objects.get().ended_on, StatusEpisode.objects.get().ended_by) == (TODAY, "MOVED")


@pytest.mark.parametrize("kind", [Kind.CIN, Kind.FAMILY_HELP])
def test_no_lesser_plan_starts_beside_a_protection_plan(school: School, lead: User, kind: Kind) -> None:
    file = factories.file(factories.child(school))
    _start(file, lead, Kind.CP)

    with pytest.raises(Problem) as refused:
        _start(file, lead, kind)

    assert refused.value.words == "A child protection plan is open: a review conference ends it first"
