"""What does code hold in its hand when it holds a sealed column? Never words: they are opened, read and forgotten."""

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from vault import keyring
from vault.sealing import VaultError

if TYPE_CHECKING:
    from vault.fields import SealedField
    from vault.models import SealedRow

DIGEST = re.compile(r"sealed:[0-9a-f]{64}")


class OnlyADigestError(VaultError):
    """The value came back from a pickle, or from a query without its row: it cannot be opened. Load the row again."""


def digest(raw: bytes) -> str:
    """The address of a ciphertext; nothing for a blank."""
    return f"sealed:{hashlib.sha256(raw).hexdigest()}" if raw else ""


class Opaque:
    """A ciphertext that shows itself to nobody: printed, logged, dumped or compared, it is its digest."""

    __slots__ = ("raw",)

    raw: bytes

    def __str__(self) -> str:
        return keyring.gave(digest(self.raw))

    __repr__ = __str__

    def __bool__(self) -> bool:
        return bool(self.raw)

    def __eq__(self, other: object) -> bool:
        return self.raw == other.raw if isinstance(other, Opaque) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.raw)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Digest, (str(self),)) if self.raw else (Stored, (b"",))


class Stored(Opaque):
    """A ciphertext as it lies in the row, or about to: `fresh` until the row that it was sealed for is inserted."""

    __slots__ = ("fresh",)

    def __init__(self, raw: bytes, *, fresh: bool = False) -> None:
        self.raw = raw
        self.fresh = fresh

    def __deepcopy__(self, memo: dict[int, Any]) -> "Stored":
        return self


class Sealed(Opaque):
    """A sealed value of a loaded row. `str` gives a digest; the words are `.text`, for whom the gate unlocked them."""

    __slots__ = ("field", "row", "stored")

    def __init__(self, stored: Stored, field: "SealedField", row: "SealedRow") -> None:
        self.raw = stored.raw
        self.stored = stored
        self.field = field
        self.row = row

    @property
    def text(self) -> str:
        """The words. Raises Locked unless this file, audience and section were unlocked in this request or job."""
        return self.field.open(self.row, self.raw)


class SealedJSON(Sealed):
    __slots__ = ()

    @property
    def value(self) -> Any:
        """The opened value; None for a blank."""
        return json.loads(self.text) if self.raw else None


class Digest:
    """All that a pickle keeps."""

    __slots__ = ("_digest",)

    def __init__(self, digest: str) -> None:
        self._digest = digest

    def __str__(self) -> str:
        return self._digest

    __repr__ = __str__

    def __reduce__(self) -> tuple[Any, ...]:
        return Digest, (self._digest,)

    @property
    def text(self) -> str:
        raise OnlyADigestError("This value came back from a pickle as a digest. Load the row again.")

    value = text
