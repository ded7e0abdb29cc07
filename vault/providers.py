"""Who keeps the outermost keys? A provider wraps each school's key; the file keyring is the one that needs nothing."""

import json
from base64 import b64decode, b64encode
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from django.conf import settings

from vault import keyfile
from vault.sealing import KEY_BYTES, VaultError, framed, new_key
from vault.xaes import Xaes


class UnknownKeyError(VaultError):
    """The keyring does not hold the key that something was wrapped under."""


class BrokenKeyringError(VaultError):
    """The keyring's file is not what we wrote."""


class KeyProvider(Protocol):
    """Wraps keys under one that never leaves it. The context must be the same at both ends."""

    def wrap(self, key: bytes, context: bytes) -> bytes: ...
    def unwrap(self, wrapped: bytes, context: bytes) -> bytes: ...
    def current_id(self) -> str: ...
    def rotate(self) -> str: ...
    def health(self) -> None: ...


class FileKeyring:
    """A JSON file of key id and 32 bytes, mode 0600, made on first use, outside the database's folder.

    Old keys stay in it: whatever was wrapped under them must still open until `rotation` has re-wrapped it.
    """

    def __init__(self, path: Path, database_folder: Path | None = None) -> None:
        keyfile.refuse_inside(path, database_folder)
        keyfile.make_folder(path.parent)
        self._path = path
        if not path.exists():
            name = _new_id()
            keyfile.create(path, _as_json(name, {name: new_key()}))
        self._read()

    def wrap(self, key: bytes, context: bytes) -> bytes:
        name = self._current.encode()
        return bytes([len(name)]) + name + Xaes(self._keys[self._current]).wrap(key, framed(name, context))

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        end = 1 + int.from_bytes(wrapped[:1])
        name = wrapped[1:end]
        return Xaes(self._key(name.decode(errors="replace"))).unwrap(wrapped[end:], framed(name, context))

    def current_id(self) -> str:
        return self._current

    def rotate(self) -> str:
        """Add a key and make it the current one; the file is read again under the lock first."""
        with keyfile.only_one_writer(self._path.parent):
            self._read()
            name = _new_id()
            keyfile.replace(self._path, _as_json(name, {**self._keys, name: new_key()}))
            self._read()
        return name

    def health(self) -> None:
        """Raise if what is wrapped now could not be opened again from the file as it lies there."""
        self._read()
        self.unwrap(self.wrap(bytes(KEY_BYTES), b"health"), b"health")

    def _key(self, name: str) -> bytes:
        """Another process may have rotated since this one read the file."""
        if name not in self._keys:
            self._read()
        if name not in self._keys:
            advice = "Restore the keyring that belongs to this database."
            raise UnknownKeyError(f"{self._path} does not hold key {name}. {advice}")
        return self._keys[name]

    def _read(self) -> None:
        current, self._keys = _from_json(keyfile.read(self._path), self._path)
        self._current = current  # last: a thread that wraps meanwhile must find its key


def _new_id() -> str:
    return uuid4().hex[:12]


def _as_json(current: str, keys: dict[str, bytes]) -> bytes:
    named = {name: b64encode(key).decode() for name, key in keys.items()}
    return json.dumps({"format": 1, "current": current, "keys": named}, indent=1).encode() + b"\n"


def _from_json(content: bytes, path: Path) -> tuple[str, dict[str, bytes]]:
    try:
        ring = json.loads(content)
        current = str(ring["current"])
        keys = {str(name): b64decode(key, validate=True) for name, key in ring["keys"].items()}
        whole = ring["format"] == 1 and current in keys and all(len(key) == KEY_BYTES for key in keys.values())
    except (ValueError, KeyError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise BrokenKeyringError(f"{path} is not a keyring, or is damaged. Restore it from its backup.")
    return current, keys


def provider() -> KeyProvider:
    return _file_keyring(Path(settings.SAFEHOLD_KEYRING), _database_folder())


@lru_cache(maxsize=4)
def _file_keyring(path: Path, database_folder: Path | None) -> FileKeyring:
    return FileKeyring(path, database_folder)


def _database_folder() -> Path | None:
    """Only an embedded database has a folder that could be copied together with the keys."""
    database = settings.DATABASES["default"]
    name = str(database["NAME"])
    embedded = "sqlite" in database["ENGINE"] and not name.startswith((":memory:", "file:"))
    return Path(name).parent if embedded else None
