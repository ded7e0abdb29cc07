"""How are the words beside a line kept: searched text, a typed reason, a recipient?

Sealed under the school's log key, next to the entry and outside its leaf. The entry commits to them with a salt
that is sealed along with them, so that they can be shredded and the tree still be verified, and nobody can guess
them from the commitment.

The log seals with a ring of its own that holds no other key, so writing a line unlocks nothing in the request. To
read them, the gate must have unlocked (school, school, AUDIENCE, SECTION) there.
"""

import secrets
import threading
from typing import Final
from uuid import UUID

from audit.body import SALT_BYTES, commitment
from vault import keyring
from vault.sealing import Binding

AUDIENCE: Final = "AUDIT"
SECTION: Final = 1
PLACE: Final = ("audit.Entry", "details")


class DetailsError(ValueError):
    """The details cannot be kept, or are not those that the entry commits to."""


# One ring a thread, kept between requests: a list or a search then seals its query without reading a key first.
_own = threading.local()


def seal_words(school: UUID | None, entry: UUID, words: str) -> tuple[bytes | None, str]:
    """The sealed bytes and the commitment; nothing for no words."""
    if not words:
        return None, ""
    if school is None:
        raise DetailsError("Words beside a line are kept under a school's key, and this line has no school.")
    salt = secrets.token_bytes(SALT_BYTES)
    sealed = _ring(school).seal(_binding(school), *PLACE, entry.bytes, salt + words.encode())
    return sealed, commitment(salt, words)


def open_words(school: UUID | None, entry: UUID, sealed: bytes, commit: str) -> str:
    """Raises Locked unless the school's log key is unlocked in this request or job."""
    if not sealed or school is None:
        return ""
    opened = keyring.ring().opening(_binding(school), *PLACE, sealed).open(entry.bytes, sealed)
    salt, words = opened[:SALT_BYTES], opened[SALT_BYTES:].decode()
    if commitment(salt, words) != commit:
        raise DetailsError("These are not the details that the entry commits to.")
    return words


def forget_keys() -> None:
    """For when the key rows were replaced underneath: a restored database."""
    _own.ring = keyring.Ring()


def _ring(school: UUID) -> keyring.Ring:
    if not hasattr(_own, "ring"):
        forget_keys()
    own: keyring.Ring = _own.ring
    own.unlock(school, school, AUDIENCE, SECTION)
    return own


def _binding(school: UUID) -> Binding:
    return Binding(school, school, AUDIENCE, SECTION)
