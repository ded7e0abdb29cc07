"""Every address by every method, as a signed-in nobody: nothing is found, and nothing tells one record from none."""

import uuid

import pytest
from django.test import Client

from access.models import User
from tests.leaks.addresses import OPEN, addresses, filled, guarded, same
from tests.leaks.world import World

pytestmark = pytest.mark.django_db
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


def test_every_open_address_is_still_there() -> None:
    assert set(OPEN) - {name for name, _ in addresses()} == set()


def test_every_address_has_a_name_of_its_own() -> None:
    names = [name for name, _ in addresses()]

    assert sorted(names) == sorted(set(names))
    assert [name for name in names if name.endswith("None")] == []


def test_a_stranger_finds_nothing_anywhere(client: Client, stranger: User, world: World) -> None:
    client.force_login(stranger)
    found = []

    for name, route in guarded():
        for method in METHODS:
            there = getattr(client, method)(filled(route, world.keys))
            absent = getattr(client, method)(filled(route, World.NO_KEYS))
            alike = there.status_code == absent.status_code and same(there.content) == same(absent.content)
            if there.status_code not in {404, 405} or not alike:
                found.append((name, method, there.status_code, absent.status_code))

    assert found == []


def test_nobody_who_is_signed_out_gets_further_than_signing_in(client: Client, world: World) -> None:
    answers = {name: client.get(filled(route, world.keys)) for name, route in guarded()}

    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 302} == {}
    assert all(answer["Location"].startswith("/account/login/?next=") for answer in answers.values())


def test_a_key_that_never_was_is_no_uuid_of_a_record() -> None:
    assert set(World.NO_KEYS.values()) == {uuid.UUID("00000000-0000-4000-8000-000000000000")}
