from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from uuid import UUID, uuid4

import pytest

from audit.context import SYSTEM_ACTORS, NoActor, Who, acting, address, current, hash_session, known, request_id

LEAD = Who(actor_id=uuid4(), request_id="one")
DEPUTY = Who(actor_id=uuid4(), request_id="two")


def test_current_without_anybody_is_refused():
    with pytest.raises(NoActor):
        current()

    assert known() is None
    assert request_id() == ""


def test_acting_names_who_is_at_work_and_ends():
    with acting(LEAD) as who:
        assert current() is known() is who is LEAD
        assert request_id() == "one"

    assert known() is None


def test_outer_actor_is_back_after_the_inner_one():
    with acting(LEAD):
        with acting(DEPUTY):
            assert current() is DEPUTY
        assert current() is LEAD


def test_outer_actor_is_back_after_an_error():
    with acting(LEAD):
        with pytest.raises(ZeroDivisionError), acting(DEPUTY):
            raise ZeroDivisionError
        assert current() is LEAD


def test_another_thread_has_nobody_at_work():
    with acting(LEAD), ThreadPoolExecutor() as pool:
        assert pool.submit(known).result() is None
        assert current() is LEAD


def test_who_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        LEAD.ip = "192.0.2.1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"ip": "8.8.8.8, 10.0.0.1"},
        {"ip": "unknown"},
        {"ip": "FE80::1"},
        {"session_hash": "abc"},
        {"session_hash": "AB" * 32},
        {"request_id": "x" * 65},
        {"request_id": "line\nbreak"},
    ],
)
def test_who_refuses_what_the_log_could_not_hold(wrong):
    with pytest.raises(ValueError, match=r"Who\."):
        Who(**wrong)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:DB8::0:1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("", ""),
        ("not an address", ""),
        ("192.0.2.7:443", ""),
    ],
)
def test_address_has_one_form_or_none(raw, expected):
    assert address(raw) == expected
    assert Who(ip=expected).ip == expected


def test_session_is_kept_as_its_hash():
    assert hash_session("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert hash_session(None) == hash_session("") == ""


def test_system_actors_have_the_ids_they_always_had():
    assert dict(SYSTEM_ACTORS) == {
        "console": UUID("5afe401d-0000-4000-8000-000000000001"),
        "jobs": UUID("5afe401d-0000-4000-8000-000000000002"),
    }
