"""How are the words beside a line kept: searched text, a typed reason, a recipient?

Sealed under the school's log key, next to the entry and outside its leaf. The entry commits to them with a salt
that is sealed along with them, so that they can be shredded and the tree still be verified, and nobody can guess
them from the commitment.
"""

import secrets
from uuid import UUID

from audit.body import SALT_BYTES, commitment
from vault import keyring


class DetailsError(ValueError):
    """The details cannot be kept, or are not those that the entry commits to."""


def seal_words(school: UUID | None, entry: UUID, words: str) -> tuple[bytes | None, str]:
    """The sealed bytes and the commitment; nothing for no words."""
    if not words:
        return None, ""
    if school is None:
        raise DetailsError("Words beside a line are kept under a school's key, and this line has no school.")
    salt = secrets.token_bytes(SALT_BYTES)
    return keyring.seal_for_log(school, entry, salt + words.encode()), commitment(salt, words)


def open_words(school: UUID | None, entry: UUID, sealed: bytes | None, commit: str) -> str:
    if not sealed or school is None:
        return ""
    opened = keyring.open_for_log(school, entry, bytes(sealed))
    salt, words = opened[:SALT_BYTES], opened[SALT_BYTES:].decode()
    if commitment(salt, words) != commit:
        raise DetailsError("These are not the details that the entry commits to.")
    return words
