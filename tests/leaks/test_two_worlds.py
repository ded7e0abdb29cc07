"""Two worlds that differ only in a hidden file answer alike, byte for byte, whoever asks and wherever."""

import pytest
from django.db import transaction
from django.test import Client

from access.models import School, User
from jobs.models import Job
from people.models import Child
from tests import factories
from tests.leaks.addresses import filled, guarded, same
from tests.leaks.world import STARTS, World
from tests.meetings.worlds import a_meeting, a_plan, an_assessment

pytestmark = pytest.mark.django_db
PEOPLE = ("lead", "pastoral", "teacher", "designated", "auditor", "technical", "head", "stranger")
ASKED_BY_POST = {"/children/": {"words": "Hussain"}, "/children/find/": {"words": "Hussain"}}


def _hide_a_file(school: School, child: Child, deputy: User) -> dict[str, object]:
    """A file named to the deputy alone, with everything on it, and a concern behind a wall."""
    file = factories.file(child, by=deputy, restricted_to=(deputy,))
    event = factories.event(file, by=deputy)
    concern = factories.concern(school, deputy, child, colleagues=())
    action = factories.agreed(file, deputy, owner=deputy, words="Ring the duty worker")
    Job.objects.update(done_at=factories.AT)  # the job runner is at work
    keys = {"files/": file, "chronology/": event, "actions/": action, "concerns/": concern, "triage/": concern}
    keys["meetings/"] = a_meeting(file, deputy)
    plan, assessment = a_plan(file, deputy), an_assessment(file, deputy)
    keys |= {"plans/": plan, "assessments/": assessment, "agreements/": assessment.agreement}
    return {start: record.pk for start, record in keys.items()}


def _answers(users: dict[str, User], keys: dict[str, object]) -> dict[tuple[str, str], tuple[int, bytes]]:
    answers = {}
    for who, user in users.items():
        client = Client()
        client.force_login(user)
        for name, route in [*guarded(), ("casework:home", "")]:
            answer = client.get(filled(route, keys))  # type: ignore[arg-type]
            answers[who, name] = (answer.status_code, same(answer.content))
        for path, posted in ASKED_BY_POST.items():
            answer = client.post(path, posted)
            answers[who, f"POST {path}"] = (answer.status_code, same(answer.content))
    return answers


def test_a_hidden_file_changes_no_answer(school: School, deputy: User, request: pytest.FixtureRequest) -> None:
    users = {who: request.getfixturevalue(who) for who in PEOPLE}
    child = factories.child(school, year=9, form="9B")
    for who in ("lead", "head"):
        factories.wall(users[who], child)
    keys: dict[str, object] = dict.fromkeys(STARTS, World.NO_KEYS["files/"]) | {"children/": child.pk}

    hidden = transaction.savepoint()
    there = _answers(users, keys | _hide_a_file(school, child, deputy))
    transaction.savepoint_rollback(hidden)
    absent = _answers(users, keys)

    assert [asked for asked in absent if there[asked] != absent[asked]] == []
    assert there["teacher", "people:child_read"][0] == 200
    assert there["lead", "casework:file_list"][0] == 200
