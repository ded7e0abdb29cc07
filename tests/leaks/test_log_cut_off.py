"""No log, no view: with the log cut off every look is a 503 without a word of the file, and afterwards all is well."""

import pytest
from django.test import Client

from access.models import User
from audit.models import Entry
from tests.audit.cut import log_cut_off
from tests.leaks.addresses import filled, guarded
from tests.leaks.world import World, plant

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["lead", "pastoral", "teacher"])
def test_every_look_needs_its_line(client: Client, world: World, who: str, request: pytest.FixtureRequest) -> None:
    plant(world)
    client.force_login(request.getfixturevalue(who))
    paths = [filled(route, world.keys) for _, route in guarded()]
    shown = [path for path in paths if client.get(path).status_code == 200]
    before = Entry.objects.count()

    with log_cut_off():
        answers = {path: client.get(path) for path in shown}

    assert len(shown) > 5
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(shown, 503)
    pages = b"".join(answer.content for answer in answers.values())
    assert [word for word in world.words if word.encode() in pages] == []
    assert Entry.objects.count() == before
    assert [path for path in shown if client.get(path).status_code != 200] == []


def test_a_concern_sent_while_the_log_is_cut_off_is_not_half_sent(client: Client, world: World, teacher: User) -> None:
    client.force_login(teacher)
    before = Entry.objects.count()

    with log_cut_off():
        answer = client.post(
            "/concerns/new/",
            {"unknown_child": "on", "child_described": "A tall boy", "kind": "SAW", "words": "Limping at break"},
        )

    assert answer.status_code == 503
    assert b"Limping" not in answer.content
    assert Entry.objects.count() == before
