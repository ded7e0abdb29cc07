"""A clock starts, stands, is met, stopped and reckoned again; what it was stays beside what it is."""

import json
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from access import policy
from access.gate import Refused
from access.models import School, User
from access.serving import serving
from audit.models import Entry
from clocks.actions import calendar, running
from clocks.actions.running import AlreadyRuns, CannotPause, NotAClock, NotPaused, NotRunning, Trigger, WrongDay
from clocks.calendar import Roll, Unit
from clocks.models import Clock, FormerDue, Pause, TermDate
from clocks.planning import Span
from clocks.rules import NeedsTime, NotLocal, OutOfRange
from clocks.statutory import NoSuchClock, NotInForce
from clocks.tasks import recompute
from jobs.models import Job
from tests import factories
from tests.clocks.conftest import Start

pytestmark = pytest.mark.django_db
D = date
MON = D(2026, 11, 16)
LATER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def _history(clock: Clock) -> list[tuple[str, date | None]]:
    return list(FormerDue.objects.filter(clock=clock).order_by("replaced_at").values_list("because", "due_on"))


def test_a_clock_is_started_with_its_day_and_whose_it_is(start: Start) -> None:
    clock = start("C06", MON)

    assert (clock.due_on, clock.owner, clock.assumed, clock.started_on) == (D(2027, 1, 21), "LA", False, MON)
    assert (clock.rule.source, clock.binding_label) == ("Working Together to Safeguard Children", "Statutory guidance")


def test_it_is_started_once_however_often_it_is_asked_for(start: Start) -> None:
    subject = uuid.uuid4()

    first, again = (start("C13", D(2026, 11, 23), subject=subject) for _ in range(2))

    assert first == again
    assert Clock.objects.count() == 1


def test_a_second_discussion_does_not_move_the_first_ones_conference(start: Start) -> None:
    first = start("C13", D(2026, 11, 23))

    second = start("C13", D(2026, 12, 1))

    first.refresh_from_db()
    assert (first.due_on, second.due_on) == (D(2026, 12, 14), D(2026, 12, 22))


def test_an_hour_clock_keeps_its_hour(start: Start) -> None:
    clock = start("C50", D(2026, 12, 24), at=datetime(2026, 12, 24, 16, 30, tzinfo=UTC))

    assert (clock.due_on, clock.due_at) == (D(2026, 12, 27), datetime(2026, 12, 27, 16, 30, tzinfo=UTC))


def test_a_duty_without_a_day_runs_until_it_is_met(start: Start) -> None:
    clock = start("C31", MON)

    assert (clock.due_on, clock.met_on) == (None, None)


@pytest.mark.parametrize(
    ("code", "error"), [("C37", NotAClock), ("C28", NotInForce), ("C99", NoSuchClock), ("C50", NeedsTime)]
)
def test_what_cannot_be_started_says_why_and_leaves_nothing(start: Start, code: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        start(code, MON)

    assert not Clock.objects.exists()


def test_a_met_clock_is_over(start: Start, typed: School, lead: User) -> None:
    clock = start("C03", MON)
    with serving(lead):
        running.meet_clock(school=typed, by=lead, clock=clock, on=MON, at=factories.AT)

        clock.refresh_from_db()
        assert clock.met_on == MON
        for act in (
            lambda: running.meet_clock(school=typed, by=lead, clock=clock, on=MON, at=factories.AT),
            lambda: running.stop_clock(school=typed, by=lead, clock=clock, because="MISTAKE", at=factories.AT),
            lambda: running.note_chase(school=typed, by=lead, clock=clock, on=MON, at=factories.AT),
        ):
            with pytest.raises(NotRunning):
                act()


def test_the_same_clock_can_run_again_once_the_first_is_over(start: Start, typed: School, lead: User) -> None:
    clock = start("C03", MON)
    with serving(lead):
        running.stop_clock(school=typed, by=lead, clock=clock, because="MISTAKE", at=factories.AT)

    again = start("C03", MON, subject=clock.subject)

    clock.refresh_from_db()
    assert again != clock
    assert (clock.stopped_on, clock.stopped_because) == (MON, "MISTAKE")


def test_nothing_is_met_on_a_day_to_come(start: Start, typed: School, lead: User) -> None:
    clock = start("C03", MON)

    with serving(lead), pytest.raises(WrongDay):
        running.meet_clock(school=typed, by=lead, clock=clock, on=D(2026, 11, 17), at=factories.AT)


def test_a_subject_access_request_stands_and_runs_again(start: Start, typed: School, lead: User) -> None:
    clock = start("C46.1", D(2026, 11, 10))
    assert clock.due_on == D(2026, 12, 10)

    with serving(lead):
        running.pause_clock(school=typed, by=lead, clock=clock, because="IDENTITY", on=MON, at=factories.AT)
        running.resume_clock(school=typed, by=lead, clock=clock, on=D(2026, 11, 20), at=LATER)

    clock.refresh_from_db()
    assert (clock.due_on, clock.paused_on) == (D(2026, 12, 14), None)
    assert _history(clock) == [("RESUMED", D(2026, 12, 10))]
    pause = Pause.objects.get()
    assert (pause.paused_on, pause.resumed_on, pause.because) == (MON, D(2026, 11, 20), "IDENTITY")


def test_what_the_law_lets_run_on_is_not_paused(start: Start, typed: School, lead: User) -> None:
    clock = start("C13", MON)

    with serving(lead), pytest.raises(CannotPause):
        running.pause_clock(school=typed, by=lead, clock=clock, because="IDENTITY", on=MON, at=factories.AT)


def test_a_pause_hides_no_lateness(start: Start, typed: School, lead: User) -> None:
    clock = start("C46.1", D(2026, 10, 12))
    assert clock.due_on == D(2026, 11, 12)

    with serving(lead), pytest.raises(CannotPause):
        running.pause_clock(school=typed, by=lead, clock=clock, because="IDENTITY", on=MON, at=factories.AT)


def test_only_what_stands_is_resumed_and_only_once_paused(start: Start, typed: School, lead: User) -> None:
    clock = start("C46.1", D(2026, 11, 10))
    with serving(lead):
        with pytest.raises(NotPaused):
            running.resume_clock(school=typed, by=lead, clock=clock, on=MON, at=factories.AT)
        running.pause_clock(school=typed, by=lead, clock=clock, because="IDENTITY", on=MON, at=factories.AT)
        with pytest.raises(CannotPause):
            running.pause_clock(school=typed, by=lead, clock=clock, because="IDENTITY", on=MON, at=factories.AT)
        with pytest.raises(WrongDay):
            running.resume_clock(school=typed, by=lead, clock=clock, on=D(2026, 11, 12), at=factories.AT)


def test_a_paused_clock_that_is_met_stands_no_longer(start: Start, typed: School, lead: User) -> None:
    clock = start("C46.1", D(2026, 11, 10))
    with serving(lead):
        running.pause_clock(school=typed, by=lead, clock=clock, because="FEE", on=MON, at=factories.AT)
        running.meet_clock(school=typed, by=lead, clock=clock, on=MON, at=factories.AT)

    clock.refresh_from_db()
    assert (clock.paused_on, clock.met_on, Pause.objects.get().resumed_on) == (None, MON, MON)


def test_a_conference_that_moves_keeps_the_older_date(start: Start, typed: School, lead: User) -> None:
    clock = start("C14", D(2026, 12, 14))
    with serving(lead):
        moved = Trigger(D(2026, 12, 16))
        running.change_trigger(school=typed, by=lead, clock=clock, trigger=moved, at=LATER)
        running.change_trigger(school=typed, by=lead, clock=clock, trigger=moved, at=LATER)  # sent twice

    clock.refresh_from_db()
    assert (clock.triggered_on, clock.due_on) == (D(2026, 12, 16), D(2026, 12, 11))
    assert _history(clock) == [("TRIGGER", D(2026, 12, 9))]
    assert FormerDue.objects.get().triggered_on == D(2026, 12, 14)


def test_a_trigger_moves_to_no_day_that_another_counts_from(start: Start, typed: School, lead: User) -> None:
    first = start("C14", D(2026, 12, 14))
    start("C14", D(2026, 12, 16), subject=first.subject)

    with serving(lead), pytest.raises(AlreadyRuns):
        running.change_trigger(school=typed, by=lead, clock=first, trigger=Trigger(D(2026, 12, 16)), at=LATER)


# When the calendar changes


def test_snow_moves_what_counts_school_days_and_keeps_what_it_was(start: Start, typed: School, lead: User) -> None:
    governors, conference = start("C34", D(2026, 12, 14)), start("C13", D(2026, 12, 18))
    with serving(lead):
        snow = Span("CLOSED", D(2027, 1, 12), D(2027, 1, 13))
        running.cover_clock(school=typed, by=lead, clock=governors, person=lead)
        calendar.set_span(school=typed, by=lead, span=snow, at=LATER)
    job = Job.objects.get()

    for _ in range(2):  # a job may run twice
        recompute(**job.ids, at=LATER)

    governors.refresh_from_db()
    conference.refresh_from_db()
    assert (job.name, governors.due_on, conference.due_on) == ("clocks.recompute", D(2027, 1, 21), D(2027, 1, 13))
    assert _history(governors) == [("CALENDAR", D(2027, 1, 19))]
    assert _history(conference) == []
    assert governors.covered_by is None


def test_recomputing_many_times_keeps_every_older_date(start: Start, typed: School, lead: User) -> None:
    clock = start("C34", D(2026, 12, 14))
    for number, day in enumerate((D(2027, 1, 12), D(2027, 1, 13), D(2027, 1, 14))):
        with serving(lead):
            calendar.set_span(school=typed, by=lead, span=Span("INSET", day, day), at=LATER)
        recompute(school=str(typed.pk), because="CALENDAR", at=LATER + timedelta(hours=number))

    clock.refresh_from_db()
    assert clock.due_on == D(2027, 1, 22)
    assert [due for _, due in _history(clock)] == [D(2027, 1, 19), D(2027, 1, 20), D(2027, 1, 21)]


def test_a_date_that_was_assumed_is_known_once_the_terms_are(school: School, lead: User) -> None:
    with serving(lead):
        clock = running.start_clock(
            school=school, by=lead, subject=uuid.uuid4(), code="C34", trigger=Trigger(MON), at=factories.AT
        )
        assert (clock.due_on, clock.assumed) == (D(2026, 12, 7), True)
        autumn = Span("AUTUMN", D(2026, 9, 2), D(2026, 12, 18))
        calendar.set_span(school=school, by=lead, span=autumn, at=LATER)
    recompute(**Job.objects.get().ids, at=LATER)

    clock.refresh_from_db()
    assert (clock.due_on, clock.assumed, _history(clock)) == (D(2026, 12, 7), False, [])


def test_what_is_over_and_what_is_another_schools_is_left_alone(start: Start, typed: School, lead: User) -> None:
    met = start("C34", D(2026, 12, 14))
    elsewhere = factories.school("elsewhere", "Elsewhere School")
    with serving(lead):
        running.meet_clock(school=typed, by=lead, clock=met, on=MON, at=factories.AT)
    with serving(factories.console(elsewhere), school=elsewhere):
        theirs = running.start_clock(
            school=elsewhere,
            by=factories.console(elsewhere),
            subject=uuid.uuid4(),
            code="C34",
            trigger=Trigger(D(2026, 12, 14)),
            at=factories.AT,
        )
    with serving(lead):
        calendar.set_span(school=typed, by=lead, span=Span("CLOSED", D(2027, 1, 12), D(2027, 1, 13)), at=LATER)

    recompute(school=str(typed.pk), because="CALENDAR", at=LATER)

    met.refresh_from_db()
    theirs.refresh_from_db()
    assert (met.due_on, theirs.due_on) == (D(2027, 1, 19), D(2027, 1, 7))


# What the local authority sets


def test_a_local_interval_holds_for_what_begins_from_then_on(start: Start, typed: School, lead: User) -> None:
    before, after = start("C16", D(2026, 11, 30)), start("C16", D(2026, 12, 1))
    with serving(lead):
        calendar.set_interval(
            school=typed,
            by=lead,
            code="C16",
            count=4,
            unit=Unit.WEEKS,
            roll=Roll.BEFORE,
            starts_on=D(2026, 12, 1),
            at=LATER,
        )
    recompute(**Job.objects.get().ids, at=LATER)

    for clock in (before, after):
        clock.refresh_from_db()
    assert (before.due_on, after.due_on) == (D(2027, 1, 11), D(2026, 12, 29))
    assert _history(after) == [("LOCAL", D(2027, 1, 12))]


@pytest.mark.parametrize(("code", "count", "error"), [("C13", 5, NotLocal), ("C16", 0, OutOfRange)])
def test_what_cannot_be_local_is_refused(
    typed: School, lead: User, code: str, count: int, error: type[Exception]
) -> None:
    with serving(lead), pytest.raises(error):
        calendar.set_interval(
            school=typed,
            by=lead,
            code=code,
            count=count,
            unit=Unit.WEEKS,
            roll=Roll.STAYS,
            starts_on=MON,
            at=LATER,
        )


def test_a_technical_administrator_sets_terms_but_no_interval_and_runs_no_clock(
    start: Start, typed: School, technical: User
) -> None:
    clock = start("C03", MON)
    with serving(technical):
        calendar.set_span(school=typed, by=technical, span=Span("INSET", MON, MON), at=LATER)
        with pytest.raises(Refused):
            running.meet_clock(school=typed, by=technical, clock=clock, on=MON, at=LATER)
        with pytest.raises(Refused):
            calendar.set_interval(
                school=typed,
                by=technical,
                code="C16",
                count=4,
                unit=Unit.WEEKS,
                roll=Roll.STAYS,
                starts_on=MON,
                at=LATER,
            )


# What a clock tells


def test_no_clock_is_seen_through_the_policy_without_its_subject(start: Start, lead: User) -> None:
    start("C13", MON)

    with serving(lead), pytest.raises(AttributeError):
        policy.visible(lead, Clock.objects.all())


def test_the_log_of_a_clock_holds_codes_and_days(start: Start) -> None:
    clock = start("C13", MON)

    line = Entry.objects.filter(verb="clock.started").get()
    told = json.loads(line.body) if isinstance(line.body, str | bytes) else line.body
    assert line.object_uuid == clock.pk
    assert "conference" not in json.dumps(told, default=str)


def test_changes_of_a_clock_are_in_the_log(start: Start, typed: School, lead: User) -> None:
    clock = start("C13", MON)
    with serving(lead):
        running.change_trigger(school=typed, by=lead, clock=clock, trigger=Trigger(D(2026, 11, 17)), at=LATER)

    verbs = list(Entry.objects.filter(object_uuid=clock.pk).order_by("pk").values_list("verb", flat=True))
    assert "clock.trigger_changed" in verbs
    assert len(verbs) > 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"met_on": MON, "stopped_on": MON, "stopped_because": "MISTAKE"},
        {"stopped_on": MON},
        {"stopped_because": "MISTAKE"},
        {"due_on": None, "due_at": factories.AT},
    ],
)
def test_the_database_refuses_a_clock_that_cannot_be(start: Start, at_work: User, wrong: dict[str, object]) -> None:
    clock = start("C13", MON)
    for name, value in wrong.items():
        setattr(clock, name, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        clock.save()


def test_the_database_refuses_two_of_the_same_clock(start: Start, at_work: User) -> None:
    clock = start("C13", MON)
    clock.pk = uuid.uuid4()

    with pytest.raises(IntegrityError), transaction.atomic():
        clock.save(force_insert=True)


def test_terms_are_kept_for_each_school(typed: School) -> None:
    assert TermDate.objects.filter(school=typed).count() == 3
