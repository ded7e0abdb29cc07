"""Who is at work just now: for which school, in which session, from which address?

One context variable, set by the request's middleware and by the job runner, read by the log. Nobody at work means
no write. django-auditlog's own `set_actor` loses the outer actor when nested, so it is not used.
"""

import ipaddress
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Final
from uuid import UUID

# Actors that no person is behind. `access` keeps a user row with each of these ids, which nobody can sign in to.
SYSTEM_ACTORS: Final = MappingProxyType(
    {
        "console": UUID("5afe401d-0000-4000-8000-000000000001"),
        "jobs": UUID("5afe401d-0000-4000-8000-000000000002"),
    }
)
REQUEST_ID: Final = re.compile(r"[0-9A-Za-z_.:-]{0,64}")
SESSION_HASH: Final = re.compile(r"([0-9a-f]{64})?")


class NoActor(RuntimeError):
    """Something was to be written and nobody was at work."""


@dataclass(frozen=True, slots=True)
class Who:
    """The person or system actor at work. Without `actor_id` it can write a failed sign-in and nothing else."""

    actor_id: UUID | None = None
    school_id: UUID | None = None
    session_hash: str = ""
    ip: str = ""
    request_id: str = ""

    def __post_init__(self) -> None:
        # These come near to what a stranger sends; a bad one must fail here and not in the log's insert.
        if self.ip != address(self.ip):
            raise ValueError("Who.ip is not an address: pass it through audit.context.address().")
        if not SESSION_HASH.fullmatch(self.session_hash) or not REQUEST_ID.fullmatch(self.request_id):
            raise ValueError("Who.session_hash or Who.request_id has the wrong form.")


_who: ContextVar[Who | None] = ContextVar("who", default=None)


@contextmanager
def acting(who: Who) -> Iterator[Who]:
    """Everything written inside is written by `who`; whoever was at work before is again afterwards."""
    token = _who.set(who)
    try:
        yield who
    finally:
        _who.reset(token)


def current() -> Who:
    who = _who.get()
    if who is None:
        raise NoActor("Nobody is at work here: wrap it in audit.context.acting().")
    return who


def known() -> Who | None:
    """Who is at work, or None: for the few that may ask without being refused."""
    return _who.get()


def request_id() -> str:
    who = _who.get()
    return who.request_id if who else ""


def address(raw: str) -> str:
    """The address in its one usual form, without a zone; nothing when it is no address."""
    try:
        found = ipaddress.ip_address(raw.partition("%")[0])
    except ValueError:
        return ""
    return str(found)


def hash_session(session_key: str | None) -> str:
    """What the log keeps of a session: it tells two apart and opens neither."""
    return sha256(session_key.encode()).hexdigest() if session_key else ""
