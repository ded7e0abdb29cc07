"""How are words sealed and opened under one data key? Pure: no database, no settings, no clock.

AES-256-GCM with random 96-bit nonces after NIST SP 800-38D, key derivation after RFC 5869 (HKDF-SHA256),
lengths hidden by Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", PETS 2019).
Nothing is compressed: compression turns content into length.
"""

import hmac
import os
from collections.abc import Callable, Iterable
from struct import Struct
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = 1
KEY_BYTES = 32
NONCE_BYTES = 12
HEAD_BYTES = 5  # format version, then the key's id in four bytes
_BODY = HEAD_BYTES + NONCE_BYTES
_LENGTH_BYTES = 4
_length_of = Struct(">I").unpack_from
CHANGED = "This value was changed, or does not belong here."
_FLOOR = 64  # shorter texts all look alike: "yes" must not be told from "no"


class VaultError(Exception):
    """Whatever the vault refuses; its messages never hold words."""


class UnreadableError(VaultError):
    """A sealed value was changed, moved, cut, or sealed under another key."""


class Binding(NamedTuple):
    """Where a sealed value belongs. All of it is authenticated together with the words."""

    school: UUID
    scope: UUID
    audience: str
    section: int


SealedAt = tuple[Binding, bytes, bytes]  # where, the row's uuid in bytes, the sealed value


def framed(*parts: bytes) -> bytes:
    """Join parts so that no two different lists of parts give the same bytes."""
    return b"".join([len(part).to_bytes(4) + part for part in parts])


def placed(binding: Binding) -> tuple[bytes, ...]:
    return (
        binding.school.bytes,
        binding.scope.bytes,
        binding.audience.encode(),
        int(binding.section).to_bytes(4),
    )


def hkdf(key: bytes, info: bytes, *, salt: bytes = b"", size: int = KEY_BYTES) -> bytes:
    return HKDF(algorithm=SHA256(), length=size, salt=salt, info=info).derive(key)


def commitment(key: bytes) -> bytes:
    """A value that only this key has: AES-GCM alone would let one blob open under two keys."""
    return hkdf(key, b"commit")


def commits(key: bytes, commit: bytes) -> bool:
    return hmac.compare_digest(commitment(key), bytes(commit))


def padme(length: int) -> int:
    """The padded size of so many bytes: at most 12 % more, and few different sizes."""
    exponent = length.bit_length() - 1
    free_bits = max(exponent - exponent.bit_length(), 0)
    mask = (1 << free_bits) - 1
    return (length + mask) & ~mask


def pad(text: bytes) -> bytes:
    size = padme(max(_LENGTH_BYTES + len(text), _FLOOR))
    return (len(text).to_bytes(_LENGTH_BYTES) + text).ljust(size, b"\0")


def head_of(sealed: bytes) -> bytes:
    return sealed[:HEAD_BYTES]


class Column:
    """One field of one model under one data key: all that is the same for every row is made once."""

    __slots__ = ("_decrypt", "_encrypt", "_head", "_prefix")

    def __init__(self, aead: AESGCM, head: bytes, prefix: bytes) -> None:
        self._encrypt = aead.encrypt
        self._decrypt = aead.decrypt
        self._head = head
        self._prefix = prefix

    def seal(self, row: bytes, text: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return self._head + nonce + self._encrypt(nonce, pad(text), self._prefix + row)

    def open(self, row: bytes, sealed: bytes) -> bytes:
        if sealed[:HEAD_BYTES] != self._head:
            raise UnreadableError("This value was sealed under another key or format.")
        try:
            padded = self._decrypt(sealed[HEAD_BYTES:_BODY], sealed[_BODY:], self._prefix + row)
        except (InvalidTag, ValueError):
            raise UnreadableError(CHANGED) from None
        return padded[_LENGTH_BYTES : _LENGTH_BYTES + _length_of(padded)[0]]

    def parts(self) -> tuple[bytes, bytes, Callable[[bytes, bytes, bytes], bytes]]:
        return self._head, self._prefix, self._decrypt


def open_texts(rows: Iterable[SealedAt], column_of: Callable[[Binding, bytes], Column]) -> list[str]:
    """Open many values. Written out, because a call for each value would cost as much as its decryption.

    A column is asked for when the binding or the key changes; a blank needs none.
    """
    texts: list[str] = []
    current, head = None, b""
    for binding, row, sealed in rows:
        if sealed[:HEAD_BYTES] != head or binding is not current:
            if not sealed:
                texts.append("")
                continue
            head, prefix, decrypt = column_of(binding, sealed).parts()
            current = binding
        try:
            padded = decrypt(sealed[HEAD_BYTES:_BODY], sealed[_BODY:], prefix + row)
        except (InvalidTag, ValueError):
            raise UnreadableError(CHANGED) from None
        texts.append(padded[_LENGTH_BYTES : _LENGTH_BYTES + _length_of(padded)[0]].decode())
    return texts


class Cipher:
    """One data key made ready for use. It is kept for one request or job, never longer."""

    __slots__ = ("_aead", "_binding", "_columns", "head")

    def __init__(self, key: bytes, key_id: int, binding: Binding) -> None:
        self._aead = AESGCM(hkdf(key, b"field"))
        self._binding = binding
        self._columns: dict[tuple[str, str], Column] = {}
        self.head = make_head(key_id)

    def column(self, model: str, field: str) -> Column:
        """The row's uuid comes last in the associated data, so that the rest is a prefix made once."""
        column = self._columns.get((model, field))
        if column is None:
            parts = (*placed(self._binding), model.encode(), field.encode(), self.head[1:])
            prefix = framed(bytes([FORMAT]), *parts) + (16).to_bytes(4)
            column = self._columns[model, field] = Column(self._aead, self.head, prefix)
        return column


def make_head(key_id: int) -> bytes:
    return bytes([FORMAT]) + key_id.to_bytes(4)


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)
