"""Is this unique pupil number known here? Found by a keyed hash, so that the database holds no number.

HMAC-SHA256 (RFC 2104) under a key of the school's own. For unique identifiers alone: on words, a keyed index gives
most of them away by their frequency (docs/adr). The caller brings the text to one form first.
"""

import hmac
from uuid import UUID

from vault import keyring


def blind_index(school: UUID, text: str) -> bytes:
    """Raises Locked unless something of this school is unlocked: asking whether a number is known is a look."""
    return hmac.digest(keyring.ring().index_key(school), text.encode(), "sha256")
