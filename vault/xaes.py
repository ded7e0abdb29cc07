"""How is a key wrapped under a key that lives for years? XAES-256-GCM (c2sp.org/XAES-256-GCM).

AES-256-GCM whose key is derived from half of a 192-bit random nonce (NIST SP 800-108r1 over CMAC-AES-256), so
that the count of wraps under one key needs no limit. It is not key-committing: see `sealing.commitment`.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from vault.sealing import UnreadableError

NONCE_BYTES = 24
_HALF = 12


class Xaes:
    def __init__(self, key: bytes) -> None:
        self._blocks = Cipher(AES(key), ECB())  # noqa: S305 - single blocks of a KDF, as the standard has it
        left = int.from_bytes(self._encrypt_blocks(bytes(16))) << 1
        carry = left >> 128
        self._subkey = (left ^ (0x87 * carry)) & ((1 << 128) - 1)

    def _encrypt_blocks(self, blocks: bytes) -> bytes:
        return self._blocks.encryptor().update(blocks)

    def _derived(self, nonce: bytes) -> AESGCM:
        first, second = (b"\0" + bytes([count]) + b"X\0" + nonce[:_HALF] for count in (1, 2))
        messages = (int.from_bytes(message) ^ self._subkey for message in (first, second))
        return AESGCM(self._encrypt_blocks(b"".join(message.to_bytes(16) for message in messages)))

    def encrypt(self, nonce: bytes, text: bytes, context: bytes) -> bytes:
        return self._derived(nonce).encrypt(nonce[_HALF:], text, context)

    def wrap(self, key: bytes, context: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.encrypt(nonce, key, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        nonce, text = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return self._derived(nonce).decrypt(nonce[_HALF:], text, context)
        except (InvalidTag, ValueError):
            raise UnreadableError("This wrapped key was changed, or belongs elsewhere.") from None
