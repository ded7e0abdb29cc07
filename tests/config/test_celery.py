"""What Celery is told: that something is due, and nothing about what."""

from collections.abc import Iterator

import pytest
from kombu import Connection

from config import apps
from config.celery import app

IN_MEMORY = "memory://"


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """A broker in this process, for the product's own Celery app."""
    with Connection(IN_MEMORY) as connection, app.connection_for_write(IN_MEMORY) as own:
        monkeypatch.setattr(app, "producer_or_acquire", lambda producer=None: app.amqp.Producer(own))
        yield connection


def test_a_message_holds_the_task_and_nothing_of_the_job(broker: Connection) -> None:
    apps._wake_celery()

    queue = broker.SimpleQueue("celery")
    message = queue.get(block=False)
    positional, named, embedded = message.payload
    assert (message.headers["task"], positional, named) == ("jobs.run_due", [], {})
    assert embedded == {"callbacks": None, "errbacks": None, "chain": None, "chord": None}
    assert (message.headers["argsrepr"], message.headers["kwargsrepr"]) == ("()", "{}")
    queue.close()
