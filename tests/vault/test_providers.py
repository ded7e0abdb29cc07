import json
from pathlib import Path

import pytest

from vault import keyfile, providers
from vault.providers import BrokenKeyringError, FileKeyring, UnknownKeyError
from vault.sealing import UnreadableError, new_key


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys" / "keyring.json"


@pytest.fixture
def keyring(path):
    return FileKeyring(path)


def test_first_use_makes_one_key_of_32_bytes(keyring, path):
    ring = json.loads(path.read_bytes())

    assert list(ring["keys"]) == [ring["current"]] == [keyring.current_id()]
    assert [len(key) for key in ring["keys"].values()] == [44]  # 32 bytes in base64


def test_second_use_finds_the_same_key(keyring, path):
    key = new_key()

    assert FileKeyring(path).unwrap(keyring.wrap(key, b"here"), b"here") == key


def test_a_key_opens_in_its_context_alone(keyring):
    with pytest.raises(UnreadableError):
        keyring.unwrap(keyring.wrap(new_key(), b"here"), b"there")


def test_the_same_key_is_never_wrapped_the_same_twice(keyring):
    key = new_key()

    assert keyring.wrap(key, b"here") != keyring.wrap(key, b"here")


def test_an_unknown_key_id_is_refused_with_advice(keyring, tmp_path):
    other = FileKeyring(tmp_path / "other" / "keyring.json")

    with pytest.raises(UnknownKeyError, match="Restore the keyring"):
        keyring.unwrap(other.wrap(new_key(), b"here"), b"here")


@pytest.mark.parametrize("wrapped", [b"", b"\x00", b"\x05\xff\xff", b"\xff"])
def test_nonsense_is_refused(keyring, wrapped):
    with pytest.raises(UnknownKeyError):
        keyring.unwrap(wrapped, b"here")


def test_old_keys_still_open_after_a_rotation(keyring):
    key, before = new_key(), keyring.current_id()
    wrapped = keyring.wrap(key, b"here")

    name = keyring.rotate()

    assert keyring.current_id() == name != before
    assert keyring.unwrap(wrapped, b"here") == key


def test_another_process_learns_of_a_rotation(keyring, path):
    elsewhere, key = FileKeyring(path), new_key()

    keyring.rotate()

    assert elsewhere.unwrap(keyring.wrap(key, b"here"), b"here") == key


def test_two_rotations_keep_each_others_keys(keyring, path):
    elsewhere = FileKeyring(path)

    names = {keyring.current_id(), keyring.rotate(), elsewhere.rotate()}

    assert set(json.loads(path.read_bytes())["keys"]) == names


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[]", b"{}", b"null", b'{"current": "a", "keys": {}}'),
        b'{"format": 1, "current": "a", "keys": []}',
        b'{"format": 1, "current": "a", "keys": {"a": "AAAA"}}',
        b'{"format": 1, "current": "a", "keys": {"a": 5}}',
        b'{"format": 2, "current": "a", "keys": {"a": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}',
        b'{"format": 1, "current": "b", "keys": {"a": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}',
    ],
)
def test_a_damaged_keyring_is_refused_and_not_replaced(keyring, path, content):
    path.write_bytes(content)

    with pytest.raises(BrokenKeyringError, match="Restore it from its backup"):
        FileKeyring(path)
    assert path.read_bytes() == content


def test_health_is_silent_when_well(keyring):
    keyring.health()


def test_health_finds_a_keyring_that_others_can_read(keyring, path):
    path.chmod(0o644)

    with pytest.raises(keyfile.UnsafeKeyringError):
        keyring.health()


def test_a_keyring_beside_the_database_is_never_made(tmp_path):
    with pytest.raises(keyfile.UnsafeKeyringError):
        FileKeyring(tmp_path / "db" / "keyring.json", database_folder=tmp_path / "db")
    assert list(tmp_path.iterdir()) == []


def test_the_keyring_is_the_one_the_settings_name(settings, tmp_path):
    settings.SAFEHOLD_KEYRING = tmp_path / "here" / "keyring.json"

    assert providers.provider() is providers.provider()
    assert settings.SAFEHOLD_KEYRING.exists()


@pytest.mark.parametrize(
    ("engine", "name", "folder"),
    [
        ("config.sqlite", "/srv/safehold/db/safehold.sqlite3", Path("/srv/safehold/db")),
        ("config.sqlite", ":memory:", None),
        ("config.sqlite", "file:memory?mode=memory", None),
        ("django.db.backends.postgresql", "safehold", None),
    ],
)
def test_only_an_embedded_database_has_a_folder(settings, monkeypatch, engine, name, folder):
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", engine)
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", name)

    assert providers._database_folder() == folder
