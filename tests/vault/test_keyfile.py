import os
import stat
from types import SimpleNamespace

import pytest

from vault import keyfile


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / "keys"
    keyfile.make_folder(folder)
    return folder / "keyring.json"


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_and_its_folder_are_the_owners_alone(path):
    assert keyfile.create(path, b"keys")

    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    assert keyfile.read(path) == b"keys"


def test_the_first_of_two_creators_wins(path):
    assert keyfile.create(path, b"first")
    assert not keyfile.create(path, b"second")

    assert keyfile.read(path) == b"first"
    assert [file.name for file in path.parent.iterdir()] == ["keyring.json"]


def test_replacing_leaves_one_file_with_the_same_mode(path):
    keyfile.create(path, b"old")

    keyfile.replace(path, b"new")

    assert (keyfile.read(path), mode(path)) == (b"new", 0o600)
    assert [file.name for file in path.parent.iterdir()] == ["keyring.json"]


@pytest.mark.parametrize("permission", [0o640, 0o604, 0o620, 0o610, 0o644])
def test_a_file_that_others_can_reach_is_refused(path, permission):
    keyfile.create(path, b"keys")
    path.chmod(permission)

    with pytest.raises(keyfile.UnsafeKeyringError, match="chmod 600"):
        keyfile.read(path)


@pytest.mark.parametrize("permission", [0o750, 0o705, 0o755])
def test_a_folder_that_others_can_reach_is_refused(path, permission):
    path.parent.chmod(permission)

    with pytest.raises(keyfile.UnsafeKeyringError, match="chmod 700"):
        keyfile.make_folder(path.parent)


def test_a_file_of_another_user_is_refused(path, monkeypatch):
    keyfile.create(path, b"keys")
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)

    with pytest.raises(keyfile.UnsafeKeyringError, match="another user"):
        keyfile.read(path)


@pytest.mark.parametrize("name", ["keyring.json", "keys/keyring.json", "keys/../keyring.json"])
def test_a_keyring_in_the_databases_folder_is_refused(tmp_path, name):
    with pytest.raises(keyfile.UnsafeKeyringError, match="database's folder"):
        keyfile.refuse_inside(tmp_path / "db" / name, tmp_path / "db")


def test_a_link_out_of_the_databases_folder_into_it_is_refused(tmp_path):
    (tmp_path / "db").mkdir()
    (tmp_path / "keys").symlink_to(tmp_path / "db")

    with pytest.raises(keyfile.UnsafeKeyringError):
        keyfile.refuse_inside(tmp_path / "keys" / "keyring.json", tmp_path / "db")


def test_a_keyring_beside_the_databases_folder_is_fine(tmp_path):
    keyfile.refuse_inside(tmp_path / "keys" / "keyring.json", tmp_path / "db")
    keyfile.refuse_inside(tmp_path / "keys" / "keyring.json", None)


def test_a_second_writer_waits(path):
    tried = SimpleNamespace(blocked=False)

    with keyfile.only_one_writer(path.parent):
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            keyfile.fcntl.flock(descriptor, keyfile.fcntl.LOCK_EX | keyfile.fcntl.LOCK_NB)
        except BlockingIOError:
            tried.blocked = True
        finally:
            os.close(descriptor)

    assert tried.blocked
