"""Whose work is this, from its first line to its last?

One place where a request, a job or a command begins and ends: who is named in the log, whose standing is read, and
which keys are open. Everything is forgotten at the end.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from access import policy
from access.models import School, User
from audit.context import Who, acting
from vault import keyring


@contextmanager
def serving(user: User, *, request_id: str = "", school: School | None = None) -> Iterator[Who]:
    """A job or a command at work as this user: a person who asked for it, or a named system actor.

    A system actor belongs to every school, and a command says for which one it works.
    """
    with policy.reading_standings_once(), keyring.opened():
        if school is not None:
            policy.stand_at(user, school)
        school_id = policy.standing(user).school_id
        with acting(Who(actor_id=user.pk, school_id=school_id, request_id=request_id)) as who:
            yield who
