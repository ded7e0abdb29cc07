from uuid import uuid4

import pytest

from vault import keyring
from vault.blind import blind_index

UPN = "A801200001001"


@pytest.fixture
def school(db):
    school = uuid4()
    with keyring.opened():
        keyring.unlock(school, school, "DIRECTORY", 1)
        yield school


def test_the_same_number_has_the_same_index(school, django_assert_num_queries):
    first = blind_index(school, UPN)

    with django_assert_num_queries(0):
        assert blind_index(school, UPN) == first
    assert len(first) == 32


def test_it_is_the_same_in_another_request(school):
    first = blind_index(school, UPN)

    with keyring.opened():
        keyring.unlock(school, school, "DIRECTORY", 1)
        assert blind_index(school, UPN) == first


def test_another_number_or_school_has_another_index(school):
    other = uuid4()
    keyring.unlock(other, other, "DIRECTORY", 1)

    assert len({blind_index(school, UPN), blind_index(school, "A801200001002"), blind_index(other, UPN)}) == 3


def test_it_is_locked_where_nothing_of_the_school_is_unlocked(school):
    with pytest.raises(keyring.Locked, match="of this school"):
        blind_index(uuid4(), UPN)
    with keyring.opened(), pytest.raises(keyring.Locked):
        blind_index(school, UPN)
