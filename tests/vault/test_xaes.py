"""The vectors are those of c2sp.org/XAES-256-GCM (C2SP/C2SP, XAES-256-GCM.md)."""

import hashlib

import pytest

from vault.sealing import UnreadableError, new_key
from vault.xaes import Xaes

NONCE = b"ABCDEFGHIJKLMNOPQRSTUVWX"


@pytest.mark.parametrize(
    ("key", "context", "expected"),
    [
        (b"\x01" * 32, b"", "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271"),
        (b"\x03" * 32, b"c2sp.org/XAES-256-GCM", "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d"),
    ],
)
def test_published_vectors(key, context, expected):
    assert Xaes(key).encrypt(NONCE, b"XAES-256-GCM", context).hex() == expected


def test_ten_thousand_accumulated():
    stream = iter(hashlib.shake_128(b"").digest(10_000 * 568))
    hashed = hashlib.shake_128()

    def take(count):
        return bytes(next(stream) for _ in range(count))

    for _ in range(10_000):
        key, nonce = take(32), take(24)
        text = take(next(stream))
        hashed.update(Xaes(key).encrypt(nonce, text, take(next(stream))))

    assert hashed.hexdigest(32) == "e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939"


def test_a_wrapped_key_opens_in_its_context_alone():
    xaes, key = Xaes(new_key()), new_key()
    wrapped = xaes.wrap(key, b"here")

    assert xaes.unwrap(wrapped, b"here") == key
    with pytest.raises(UnreadableError):
        xaes.unwrap(wrapped, b"there")
    with pytest.raises(UnreadableError):
        Xaes(new_key()).unwrap(wrapped, b"here")


@pytest.mark.parametrize("length", [0, 11, 24, 30])
def test_a_cut_wrapped_key_is_refused(length):
    xaes = Xaes(new_key())

    with pytest.raises(UnreadableError):
        xaes.unwrap(xaes.wrap(new_key(), b"here")[:length], b"here")
