"""A school whose calendar is typed, and people at work in it."""

import uuid
from collections.abc import Callable
from datetime import date, datetime

import pytest

from access.models import School, User
from access.serving import serving
from clocks.actions import running
from clocks.actions.calendar import import_spans
from clocks.actions.running import Trigger
from clocks.models import Clock
from clocks.planning import Span
from jobs.models import Job
from tests import factories

SPANS = [
    Span("AUTUMN", date(2026, 9, 2), date(2026, 12, 18)),
    Span("SPRING", date(2027, 1, 4), date(2027, 3, 25)),
    Span("SUMMER", date(2027, 4, 12), date(2027, 7, 21)),
    Span("HALF_TERM", date(2026, 10, 26), date(2026, 10, 30)),
    Span("HALF_TERM", date(2027, 2, 15), date(2027, 2, 19)),
    Span("INSET", date(2027, 1, 4), date(2027, 1, 4)),
]
Start = Callable[..., Clock]


@pytest.fixture
def typed(school: School, lead: User) -> School:
    """The school year 2026/27 of the tests, without the jobs that typing it has asked for."""
    with serving(lead):
        import_spans(school=school, by=lead, spans=SPANS, at=factories.AT)
    Job.objects.all().delete()
    return school


@pytest.fixture
def start(typed: School, lead: User) -> Start:
    def begin(code: str, on: date, *, at: datetime | None = None, subject: uuid.UUID | None = None) -> Clock:
        with serving(lead):
            return running.start_clock(
                school=typed,
                by=lead,
                subject=subject or uuid.uuid4(),
                code=code,
                trigger=Trigger(on, at),
                at=factories.AT,
            )

    return begin
