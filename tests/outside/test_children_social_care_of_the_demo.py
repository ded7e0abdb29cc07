"""The demonstration school's children with a status, exported as its lead would, fit the Department's schema."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from access.models import School, User
from config.demo.seeding import seed
from meetings.social_care.shape import SECTIONS
from tests import factories
from tests.meetings.social_care.worlds import check_all, children, make_all, text
from tests.outside.csc import faults

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 11, 30, tzinfo=UTC)


@pytest.fixture
def hillview(school: School, lead: User, time_machine: Any) -> School:
    time_machine.move_to(NOW, tick=False)
    seed(school, factories.console(school), lead, factories.PASSWORD, NOW)
    return school


def test_the_seeded_school_fits_the_schema(hillview: School, lead: User) -> None:
    page, told = text(check_all(lead, which="EVER")), children(make_all(lead, which="EVER"))

    assert faults(told) == []
    assert len(told) == 7
    assert Counter(
        section
        for child in told
        for episode in child["social_care_episodes"]
        for section, _ in SECTIONS.values()
        for _ in episode.get(section, [])
    ) == {
        "child_in_need_plans": 2,
        "section_47_assessments": 2,
        "child_protection_plans": 1,
        "child_looked_after_placements": 3,
    }
    assert len({child["la_child_id"] for child in told}) == 7
    assert "Children in it 7 Left out 2" in page
    assert page.count("Northmoor’s number for the child is not recorded.") == 2
