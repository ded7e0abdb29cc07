"""A conference whose first core group falls due while the school is closed."""

import pytest

from access.models import School, User
from access.serving import serving
from casework.models import CaseFile
from clocks.actions.calendar import import_spans
from clocks.models import Clock
from jobs.models import Job
from tests import factories
from tests.clocks.conftest import SPANS
from tests.meetings.worlds import conference, strategy


@pytest.fixture
def typed(school: School, lead: User) -> School:
    with serving(lead):
        import_spans(school=school, by=lead, spans=SPANS, at=factories.AT)
    Job.objects.all().delete()
    return school


@pytest.fixture
def file(typed: School) -> CaseFile:
    return factories.file(factories.child(typed, year=9))


@pytest.fixture
def core_group(file: CaseFile, lead: User) -> Clock:
    """Due on Wednesday 30 December 2026; the term ends on Friday 18 December, pupils are back on Tuesday 5 January."""
    strategy(file, lead)
    conference(file, lead)
    return Clock.objects.get(code="C15")
