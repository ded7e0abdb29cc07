"""Which addresses are there, and which of them are open to everybody?"""

import re
import uuid
from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver

# Open to anybody, or to anybody who is signed in; each with its reason. A stale line fails (test_stranger_walk).
OPEN = {
    "account_login": "signing in",
    "account_logout": "signing out",
    "account_signup": "says that accounts come by invitation",
    "account_inactive": "says that the account is closed",
    "account_reauthenticate": "asks for one's own password again",
    "account_change_password": "one's own password",
    "account_set_password": "one's own password",
    "account_reset_password": "one's own password, by e-mail",
    "account_reset_password_done": "the same",
    "account_reset_password_from_key": "the same",
    "account_reset_password_from_key_done": "the same",
    "access:account": "one's own name and roles",
    "access:invitation_accept": "whoever holds the one-time link",
    "casework:home": "says that there is nothing for somebody without a role",
    "hidden": "a neutral page",
    "help": "help, without a word about any child",
    "accessibility": "the accessibility statement",
    "healthz": "for operations",
    "readyz": "for operations",
}
CHANGING = re.compile(
    rb'csrfmiddlewaretoken" value="[^"]+"|name="(?:key|pk|draft)" value="[^"]+"|(?:/concerns/drafts/|[?]draft=)[0-9a-f-]{36}'
    rb"|Reference: <?[^<]*|\d\d:\d\d"
)


def addresses(resolver: URLResolver | None = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Every route of ours as (name, pattern)."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern, route, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", route


def guarded() -> list[tuple[str, str]]:
    return [(name, route) for name, route in addresses() if name not in OPEN]


def filled(route: str, keys: Mapping[str, uuid.UUID]) -> str:
    """The route with a record in it: what stands first in the path says which kind."""
    kind = max((start for start in keys if route.startswith(start)), key=len, default="")
    path = re.sub(r"<int:\w+>", "1", re.sub(r"<(?:str|slug|path):\w+>", "x", route))
    path = re.sub(r"<uuid:(user|wall)>", lambda found: str(keys[found[1]]), path)
    return "/" + re.sub(r"<uuid:\w+>", str(keys[kind]) if kind else "", path)


def same(content: bytes) -> bytes:
    """A page without what differs from one answer to the next: its token, fresh keys, the time."""
    return CHANGING.sub(b"", content)
