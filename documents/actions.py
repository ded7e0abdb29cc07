"""What leaves the school: one row and one entry, with the SHA-256 of the very bytes, before they leave."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from access import gate
from access.models import User
from access.reach import Guarded
from access.roles import Audience, Can, Section
from documents.models import Disclosure


class AlreadyDisclosedError(Exception):
    """This export was made before: what left is in the register, and another one is started anew."""


Check = Callable[[Guarded, User, Mapping[str, str], Mapping[str, Any]], None]
RECIPIENTS: list[Check] = []
"""Who may not get what: apps above register what they know, and raise in their own words."""


def asks_about_recipients(check: Check) -> Check:
    RECIPIENTS.append(check)
    return check


@gate.action(Can.EXPORT_FILE, records="file.exported", reason="purpose")
def disclose(
    *,
    record: Guarded,
    by: User,
    at: datetime,
    pk: UUID,
    form: str,
    purpose: str,
    recipient: Mapping[str, str],
    contents: Mapping[str, Any],
    sha256: str,
) -> Disclosure:
    """Enter in the register what is about to leave. The caller hands the bytes over only after this returned."""
    row = {"pk": pk, "form": form, "sha256": sha256}
    return _enter(record, by, at, row, purpose, recipient, contents)


@gate.action(Can.PACK_PEP, records="file.exported", reason="purpose")
def disclose_pep(
    *,
    record: Guarded,
    by: User,
    at: datetime,
    pk: UUID,
    form: str,
    purpose: str,
    recipient: Mapping[str, str],
    contents: Mapping[str, Any],
    sha256: str,
) -> Disclosure:
    """The same for a pack of an education plan: its row is sealed for those who keep that plan."""
    place = {"audience": Audience.PASTORAL, "section": int(Section.MEETINGS)}
    row = {"pk": pk, "form": form, "sha256": sha256} | place
    return _enter(record, by, at, row, purpose, recipient, contents)


def _enter(
    record: Guarded,
    by: User,
    at: datetime,
    row: Mapping[str, Any],
    purpose: str,
    recipient: Mapping[str, str],
    contents: Mapping[str, Any],
) -> Disclosure:
    for check in RECIPIENTS:
        check(record, by, recipient, contents)
    if Disclosure.objects.filter(pk=row["pk"]).exists():
        raise AlreadyDisclosedError
    made = Disclosure(scope=record.pk, school_id=record.school_id, made_by=by, made_at=at, **row)
    made.purpose, made.recipient, made.contents = purpose, dict(recipient), dict(contents)
    made.save(force_insert=True)
    return made


def reference(pk: UUID) -> str:
    """What is printed on every page and found again in the register."""
    return f"SH-{pk.hex[:4]}-{pk.hex[4:8]}".upper()
