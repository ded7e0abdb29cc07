"""What does a line of the log say, byte for byte, and what is its leaf in the tree?

Format 1, and final: a row that cannot change cannot be upgraded. Plain Python, so that a verifier needs no Django.

    body       UTF-8 JSON as RFC 8785 (JCS) makes it, from the part of JSON where that is simple: keys in ASCII and
               sorted, no spaces, no floats, whole numbers within 53 bits, no U+0000, no lone surrogate
    leaf       SHA-256(0x00 || body), the leaf hash of RFC 6962
    commitment SHA-256(salt || details), the salt 16 random bytes kept sealed beside the details

Every body has every key. A missing id is null, a missing code is "".
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

VERSION: Final = 1
SALT_BYTES: Final = 16
LARGEST: Final = 2**53 - 1


class NotPlainError(ValueError):
    """A value has no single form in a body, or could hold what must not stand in one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    id: UUID
    at: datetime
    actor: UUID | None
    school: UUID | None
    session_hash: str
    ip: str
    request_id: str
    verb: str
    outcome: str
    object_type: str
    object_id: str
    scope: UUID | None
    audience: str
    reason_code: str
    changes: Mapping[str, Any]
    content_hash: str
    mentions: Sequence[UUID]
    details_commit: str

    def text(self) -> str:
        said = {name: getattr(self, name) for name in self.__slots__}
        return canonical(said | {"v": VERSION, "at": moment(self.at)})


def canonical(value: object) -> str:
    return json.dumps(
        plain(value),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )


def leaf(body: str) -> bytes:
    return sha256(b"\x00" + body.encode()).digest()


def commitment(salt: bytes, details: str) -> str:
    if len(salt) != SALT_BYTES:
        raise NotPlainError("A details salt has 16 bytes.")
    return sha256(salt + details.encode()).hexdigest()


def moment(at: datetime) -> str:
    """UTC to the microsecond, always written with all its digits."""
    if at.tzinfo is None:
        raise NotPlainError("A time in the log has a time zone.")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def plain(value: object) -> Any:
    """The value as JSON can hold it in exactly one way, or NotPlainError."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return _number(value)
    return _many(value)


def _many(value: object) -> Any:
    if isinstance(value, Mapping):
        return {_key(key): plain(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [plain(held) for held in value]
    raise NotPlainError(f"A {type(value).__name__} has no place in a body.")


def _text(value: str) -> str:
    said = str.__str__(value)  # a choice's code, not its class
    try:
        said.encode()
    except UnicodeEncodeError as error:
        raise NotPlainError("Text with half a character has no place in a body.") from error
    if "\x00" in said:
        raise NotPlainError("Text with U+0000 has no place in a body.")
    return said


def _number(value: int) -> int:
    if abs(value) > LARGEST:
        raise NotPlainError("A number beyond 53 bits has no place in a body.")
    return int(value)


def _key(key: object) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise NotPlainError("The keys of a body are plain ASCII text.")
    return _text(key)
