"""An agreed action has an owner who can see it, a date, and is done once with what shows it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from access import gate
from access.models import User
from access.reach import Ended, end
from access.roles import Audience
from access.serving import serving
from casework.actions import agreed
from casework.actions.problem import Problem, Stale
from casework.models import AgreedAction, CaseFile
from casework.queries.agreed import actions_on, open_actions_of, open_actions_on
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def file(school: Any) -> CaseFile:
    return factories.file(factories.child(school, year=9))


def _agree(file: CaseFile, by: User, **more: Any) -> AgreedAction:
    answers = {"words": "Ring home", "owner": by, "due_on": TODAY + timedelta(days=2)} | more
    with serving(by):
        return agreed.agree_action(file=file, by=by, at=AT, **answers)


def test_agree_action_is_for_leads_unless_said_otherwise(file: CaseFile, lead: User, pastoral: User) -> None:
    action = _agree(file, lead)

    assert list(actions_on(lead, file)) == [action]
    assert list(actions_on(pastoral, file)) == []


def test_a_pastoral_action_is_for_the_pastoral_officer_too(file: CaseFile, lead: User, pastoral: User) -> None:
    action = _agree(file, lead, owner=pastoral, audience=Audience.PASTORAL)

    assert list(open_actions_of(pastoral)) == [action]
    assert list(open_actions_of(lead)) == []


@pytest.mark.parametrize(
    ("answers", "field"), [({"audience": Audience.SAFEGUARDING}, "owner"), ({"due_on": TODAY - timedelta(1)}, "due_on")]
)
def test_agree_action_refuses(file: CaseFile, lead: User, pastoral: User, answers: dict[str, Any], field: str) -> None:
    with pytest.raises(Problem) as refused:
        _agree(file, lead, **({"owner": pastoral, "audience": Audience.PASTORAL} | answers))

    assert refused.value.field == field


def test_nobody_writes_for_an_audience_above_their_own(file: CaseFile, pastoral: User) -> None:
    with pytest.raises(Problem) as refused:
        _agree(file, pastoral, audience=Audience.SAFEGUARDING)

    assert refused.value.field == "audience"


def test_agree_action_makes_one_of_a_form_sent_twice(file: CaseFile, lead: User) -> None:
    key = uuid4()

    assert _agree(file, lead, pk=key) == _agree(file, lead, pk=key)
    assert AgreedAction.objects.count() == 1


def test_finish_action_keeps_what_shows_it(file: CaseFile, lead: User) -> None:
    action = _agree(file, lead)

    with serving(lead):
        agreed.finish_action(action=action, by=lead, at=AT, evidence="Spoke to mother")
        again = agreed.finish_action(action=action, by=lead, at=AT, evidence="Spoke to mother")
        assert again.evidence.text == "Spoke to mother"

    assert list(open_actions_on(lead, file)) == []
    assert list(actions_on(lead, file)) == [action]


def test_finish_action_is_done_once(file: CaseFile, lead: User, deputy: User) -> None:
    action = _agree(file, lead)
    with serving(lead):
        agreed.finish_action(action=action, by=lead, at=AT, evidence="Spoke to mother")

    with serving(deputy), pytest.raises(Stale):
        agreed.finish_action(action=action, by=deputy, at=AT, evidence="Spoke to father")


def test_finish_action_needs_evidence(file: CaseFile, lead: User) -> None:
    action = _agree(file, lead)

    with serving(lead), pytest.raises(Problem):
        agreed.finish_action(action=action, by=lead, at=AT, evidence=" ")


def test_finish_action_is_refused_out_of_reach(file: CaseFile, lead: User, teacher: User) -> None:
    action = _agree(file, lead)

    with serving(teacher), pytest.raises(gate.Refused):
        agreed.finish_action(action=action, by=teacher, at=AT, evidence="Done")


def test_own_actions_on_a_file_out_of_reach_are_gone(file: CaseFile, lead: User, pastoral: User) -> None:
    _agree(file, lead, owner=pastoral, audience=Audience.PASTORAL)
    assert open_actions_of(pastoral).exists()

    with serving(lead):
        for row in file.team_reach.filter(permission__codename="read_pastoral"):
            end(row, at=AT, reason=Ended.RESTRICTED)

    assert not open_actions_of(pastoral).exists()


def test_own_actions_by_a_day(file: CaseFile, lead: User) -> None:
    soon = _agree(file, lead)
    _agree(file, lead, due_on=TODAY + timedelta(days=9))

    assert list(open_actions_of(lead, TODAY + timedelta(days=2))) == [soon]


def test_an_agreed_action_sorts_by_what_each_may_see(file: CaseFile, lead: User) -> None:
    later = AT + timedelta(hours=1)

    with serving(lead):
        agreed.agree_action(file=file, by=lead, at=later, words="Ring home", owner=lead, due_on=TODAY)

    keys = {row.permission.codename: row.sort_key for row in file.team_reach.select_related("permission")}
    assert keys == {"read_safeguarding": later, "read_pastoral": AT}
