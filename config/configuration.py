"""Which environment variables are there, what is each for, and is one of ours misspelt?

docs/configuration.md is written from this table, and a test holds it against config/settings.py.
"""

import os
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.core.checks import CheckMessage, Error, register

PREFIX = "SAFEHOLD_"


@dataclass(frozen=True)
class Setting:
    """`default` in words; empty: it must be set. A secret may also come from the file that NAME_FILE names."""

    name: str
    says: str
    default: str
    example: str
    secret: bool = False


SETTINGS = [
    Setting("SAFEHOLD_DATA", "The folder that holds this installation's data", "", "/data"),
    Setting(
        "SAFEHOLD_SECRET_KEY",
        "What sessions and one-time links are signed with: 50 characters or more, random, told to nobody",
        "",
        "the output of `openssl rand -hex 40`",
        secret=True,
    ),
    Setting(
        "SAFEHOLD_KEYRING",
        "The file of the outermost keys, made on first use, mode 0600. Never in the database's folder or its backup",
        "`keys/keyring.json` in the data folder",
        "/keys/keyring.json",
    ),
    Setting("SAFEHOLD_HTTPS", "Whether people come by HTTPS. False only on loopback", "true", "true"),
    Setting("SAFEHOLD_HOSTS", "The host names that are answered", "localhost,127.0.0.1", "safeguarding.school.example"),
    Setting(
        "SAFEHOLD_ORIGINS",
        "Further origins that forms may be posted from",
        "none",
        "https://safeguarding.school.example",
    ),
    Setting(
        "SAFEHOLD_ADDRESS",
        "The address that stands in e-mails and one-time links",
        "http://127.0.0.1:8000",
        "https://safeguarding.school.example",
    ),
    Setting(
        "SAFEHOLD_BEHIND_PROXY", "Whether a proxy of ours sets X-Forwarded-Proto, and may be believed", "false", "true"
    ),
    Setting("SAFEHOLD_PROXIES", "How many proxies of ours add to X-Forwarded-For", "0", "1"),
    Setting(
        "DATABASE_URL",
        "The database",
        "SQLite, `db/safehold.sqlite3` in the data folder",
        "postgres://safehold:PASSWORD@database/safehold",
        secret=True,
    ),
    Setting(
        "SAFEHOLD_REDIS_URL",
        "Redis, for Celery and for rate limits. Without it the database does both, with `manage.py run_jobs`",
        "none",
        "redis://:PASSWORD@redis:6379/0",
        secret=True,
    ),
    Setting(
        "SAFEHOLD_SMTP_URL",
        "The mail server. Without it, mail is written to `mail` in the data folder",
        "none",
        "smtp+tls://USER:PASSWORD@mail.school.example:587",
        secret=True,
    ),
    Setting("SAFEHOLD_MAIL_FROM", "Who mail comes from", "safehold@localhost", "safeguarding@school.example"),
    Setting("SAFEHOLD_IDLE_SECONDS", "After how long without a click a person is signed out", "900", "600"),
    Setting("SAFEHOLD_HIDE_SECONDS", "After how long without a touch the page covers itself", "120", "60"),
    Setting(
        "SAFEHOLD_PUPIL_PREMIUM_PLUS",
        "Pupil premium plus for a looked-after child, in whole pounds, by financial year",
        "none: no rate is shown",
        "2025-26=2630",
    ),
    Setting(
        "SAFEHOLD_STATIC",
        "Where `collectstatic` puts styles and scripts",
        "`staticfiles` in the checkout",
        "/app/staticfiles",
    ),
    Setting(
        "SAFEHOLD_DEMO",
        "Whether this is the demo: a banner on every page, and `seed_demo` may run. Never beside real children",
        "false",
        "true",
    ),
]
KNOWN = frozenset(name for one in SETTINGS for name in ([one.name, f"{one.name}_FILE"] if one.secret else [one.name]))


@register
def check_names(app_configs: object, **_: Any) -> list[CheckMessage]:
    """A misspelt name is silence where a safeguard was meant: it is an error."""
    return [_misspelt(name) for name in sorted(os.environ) if name.startswith(PREFIX) and name not in KNOWN]


def _misspelt(name: str) -> Error:
    near = get_close_matches(name, KNOWN, n=1, cutoff=0.8)
    hint = f"Did you mean {near[0]}?" if near else "Every name is in docs/configuration.md."
    return Error(f"There is no setting called {name}.", hint=hint, id="config.E001")


def page() -> str:
    """docs/configuration.md."""
    lines = [
        "# Configuration",
        "",
        "<!-- Written by `manage.py write_docs`. Change config/configuration.py, not this page. -->",
        "",
        "Safehold is set up by environment variables alone. A missing one says what to do, `true` and `false` are the",
        "words for yes and no, and an unknown name that starts with `SAFEHOLD_` is an error. Where the second column",
        "says *file*, the value may come from a file instead: set `NAME_FILE` to its path, which keeps secrets out of",
        "the environment.",
        "",
        "| Name | File | What it is | Default | Example |",
        "|---|---|---|---|---|",
    ]
    lines += [_row(one) for one in SETTINGS]
    return "\n".join([*lines, ""])


def _row(one: Setting) -> str:
    cells = [f"`{one.name}`", "*file*" if one.secret else "", one.says, one.default or "**must be set**", one.example]
    return f"| {' | '.join(cells)} |"
