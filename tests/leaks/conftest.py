"""The world of the leak tests."""

import pytest

from access.models import School, User
from tests.leaks.world import World, build


@pytest.fixture
def world(school: School, lead: User, pastoral: User, teacher: User) -> World:
    return build(school, lead, pastoral, teacher)
