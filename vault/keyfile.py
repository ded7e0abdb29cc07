"""Is this file safe to hold keys, and how is it written so that a crash leaves the old or the new one, whole?"""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from vault.sealing import VaultError

OTHERS = stat.S_IRWXG | stat.S_IRWXO


class UnsafeKeyringError(VaultError):
    """The keyring lies where others could read it."""


def read(path: Path) -> bytes:
    """The file's bytes, once its owner and mode were checked on the opened file itself."""
    with path.open("rb") as file:
        _refuse_others(os.fstat(file.fileno()), path, "chmod 600")
        return file.read()


def make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_others(folder.stat(), folder, "chmod 700")


def refuse_inside(path: Path, database_folder: Path | None) -> None:
    """One stolen folder, one backup, must not hold both the locks and the keys."""
    if database_folder is not None and path.resolve().is_relative_to(database_folder.resolve()):
        raise UnsafeKeyringError(f"The keyring {path} lies in the database's folder. Keep it in a folder of its own.")


def create(path: Path, content: bytes) -> bool:
    """Write a new file; False if there is one already. Readers see all of it or none."""
    draft = _draft(path, content)
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    _sync_folder(path.parent)
    return True


def replace(path: Path, content: bytes) -> None:
    _draft(path, content).replace(path)
    _sync_folder(path.parent)


@contextmanager
def only_one_writer(folder: Path) -> Iterator[None]:
    """Two rotations at once would each forget the other's new key."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _draft(path: Path, content: bytes) -> Path:
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refuse_others(found: os.stat_result, path: Path, advice: str) -> None:
    if found.st_uid != os.geteuid():
        raise UnsafeKeyringError(f"{path} belongs to another user. Give it to the user that runs Safehold.")
    if found.st_mode & OTHERS:
        raise UnsafeKeyringError(f"{path} can be read by others. Run: {advice} {path}")
