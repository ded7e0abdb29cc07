"""Jobs are run once they are due, as the person who asked, and a failing one stops no other."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from access.models import School, User
from access.serving import serving
from audit.context import current
from jobs import queue
from jobs.models import Job
from jobs.registry import TASKS, task
from jobs.runner import CLAIM_LASTS, MOST_TRIES, run_due, under_way

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
done: list[tuple[str, str]] = []


@pytest.fixture(autouse=True)
def _tasks() -> Iterator[None]:
    @task("tests.note")
    def note(*, word: str, **_: object) -> None:
        done.append((word, str(current().actor_id)))

    @task("tests.fail")
    def fail(**_: object) -> None:
        raise ValueError("bruise on the left arm")

    yield
    done.clear()
    for name in ("tests.note", "tests.fail"):
        del TASKS[name]


def _run(at: datetime) -> int:
    return run_due(clock=lambda: at, serve=serving)


def test_a_due_job_runs_as_the_person_who_asked(school: School, lead: User) -> None:
    queue.put("tests.note", ids={"word": "one"}, due_at=NOW, by=lead)

    assert _run(NOW) == 1
    assert done == [("one", str(lead.pk))]


def test_a_job_waits_until_it_is_due(school: School, lead: User) -> None:
    queue.put("tests.note", ids={"word": "later"}, due_at=NOW + timedelta(minutes=1), by=lead)

    assert _run(NOW) == 0
    assert _run(NOW + timedelta(minutes=1)) == 1


def test_a_done_job_does_not_run_again(school: School, lead: User) -> None:
    queue.put("tests.note", ids={"word": "once"}, due_at=NOW, by=lead)
    _run(NOW)

    assert _run(NOW + timedelta(days=1)) == 0


def test_a_failing_job_stops_no_other_and_leaves_no_words(
    school: School, lead: User, caplog: pytest.LogCaptureFixture
) -> None:
    failing = queue.put("tests.fail", ids={}, due_at=NOW, by=lead)
    queue.put("tests.note", ids={"word": "after"}, due_at=NOW + timedelta(seconds=1), by=lead)

    with caplog.at_level(logging.ERROR):
        _run(NOW + timedelta(seconds=1))

    failing.refresh_from_db()
    assert [word for word, _ in done] == ["after"]
    assert (failing.error, failing.done_at, failing.tries) == ("ValueError", None, 1)
    assert failing.due_at == NOW + timedelta(seconds=61)


def test_a_lost_claim_is_free_again(school: School, lead: User) -> None:
    job = queue.put("tests.note", ids={"word": "lost"}, due_at=NOW, by=lead)
    Job.objects.filter(pk=job.pk).update(claimed_at=NOW, tries=1)

    assert _run(NOW + CLAIM_LASTS) == 0
    assert _run(NOW + CLAIM_LASTS + timedelta(seconds=1)) == 1


def test_a_job_is_under_way_until_it_is_done_or_has_given_up(school: School, lead: User) -> None:
    done_now = queue.put("tests.note", ids={"word": "done"}, due_at=NOW, by=lead)
    running = queue.put("tests.note", ids={"word": "running"}, due_at=NOW, by=lead)
    lost = queue.put("tests.note", ids={"word": "lost"}, due_at=NOW, by=lead)
    gave_up = queue.put("tests.note", ids={"word": "gave up"}, due_at=NOW, by=lead)
    queue.put("tests.note", ids={"word": "waits"}, due_at=NOW + timedelta(days=1), by=lead)
    queue.put("tests.fail", ids={"word": "another name"}, due_at=NOW, by=lead)
    Job.objects.filter(pk=done_now.pk).update(done_at=NOW)
    Job.objects.filter(pk__in=[running.pk, lost.pk, gave_up.pk]).update(tries=MOST_TRIES)
    Job.objects.filter(pk=running.pk).update(claimed_at=NOW)
    Job.objects.filter(pk=lost.pk).update(claimed_at=NOW - CLAIM_LASTS - timedelta(seconds=1))

    assert sorted(ids["word"] for ids in under_way("tests.note", at=NOW)) == ["running", "waits"]


def test_a_job_asked_for_in_a_transaction_that_failed_never_was(school: School, lead: User) -> None:
    def ask_and_fail() -> None:
        with transaction.atomic():
            queue.put("tests.note", ids={"word": "never"}, due_at=NOW, by=lead)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fail()

    assert Job.objects.count() == 0


def test_two_tasks_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match=r"Two tasks are called tests\.note"):
        task("tests.note")(lambda **_: None)


def test_claims_skip_what_another_runner_holds() -> None:
    assert connection.features.has_select_for_update_skip_locked == (connection.vendor == "postgresql")
