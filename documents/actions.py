"""What leaves the school: one row and one entry, with the SHA-256 of the very bytes, before they leave."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from access import gate
from access.models import User
from access.reach import Guarded
from access.roles import Can
from documents.models import Disclosure


class AlreadyDisclosedError(Exception):
    """This export was made before: what left is in the register, and another one is started anew."""


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
    if Disclosure.objects.filter(pk=pk).exists():
        raise AlreadyDisclosedError
    made = Disclosure(
        pk=pk, school_id=record.school_id, scope=record.pk, form=form, made_by=by, made_at=at, sha256=sha256
    )
    made.purpose, made.recipient, made.contents = purpose, dict(recipient), dict(contents)
    made.save(force_insert=True)
    return made


def reference(pk: UUID) -> str:
    """What is printed on every page and found again in the register."""
    return f"SH-{pk.hex[:4]}-{pk.hex[4:8]}".upper()
