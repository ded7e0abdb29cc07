"""The standing people of the tests, one for each role, and their school."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from access.models import School, User
from access.roles import Role
from access.serving import serving
from tests import factories
from tests.fixtures_audit import _flush_may_empty_the_log  # noqa: F401

Serving = Callable[[User], AbstractContextManager[object]]


@pytest.fixture
def school(db: None) -> School:
    return factories.school()


@pytest.fixture
def at_work(school: School) -> Iterator[User]:
    """The console at work, for arranging; an act inside a test names its own person with `serving`."""
    console = factories.console(school)
    with serving(console):
        yield console


def _person(role: Role, **more: object) -> Callable[[School], User]:
    @pytest.fixture
    def person(school: School) -> User:
        return factories.person(school, role, **more)

    return person


lead = _person(Role.DSL)
deputy = _person(Role.DEPUTY_DSL)
pastoral = _person(Role.PASTORAL, year=9)
designated = _person(Role.DESIGNATED_TEACHER)
teacher = _person(Role.TEACHER, classes=["9B"])
head = _person(Role.HEAD)
chair = _person(Role.CHAIR)
auditor = _person(Role.OVERSIGHT)
technical = _person(Role.TECHNICAL)


@pytest.fixture
def stranger(school: School) -> User:
    """Signed in, and nobody here."""
    return factories.user(school, "Stranger")
