"""Do the primitives that the vault stands on agree with C2SP/wycheproof (Apache-2.0, beside the vectors)?"""

import json
from pathlib import Path

import pytest

from vault.sealing import AESGCM, InvalidTag, hkdf

VECTORS = Path(__file__).parent / "wycheproof"


def cases(name, wanted=None):
    groups = json.loads((VECTORS / name).read_text())["testGroups"]
    return [
        (group, test)
        for group in groups
        if wanted is None or all(group[key] == value for key, value in wanted.items())
        for test in group["tests"]
    ]


GCM = cases("aes_gcm_test.json", {"ivSize": 96, "tagSize": 128})
HKDF = cases("hkdf_sha256_test.json")


def unhex(test, *names):
    return [bytes.fromhex(test[name]) for name in names]


def test_all_of_them_are_here():
    assert (len(GCM), len(HKDF)) == (197, 86)


@pytest.mark.parametrize("test", [test for _, test in GCM], ids=lambda test: f"tcId{test['tcId']}")
def test_aes_gcm(test):
    key, nonce, text, sealed, tag, data = unhex(test, "key", "iv", "msg", "ct", "tag", "aad")

    if test["result"] == "valid":
        assert AESGCM(key).encrypt(nonce, text, data) == sealed + tag
        assert AESGCM(key).decrypt(nonce, sealed + tag, data) == text
    else:
        with pytest.raises(InvalidTag):
            AESGCM(key).decrypt(nonce, sealed + tag, data)


@pytest.mark.parametrize("test", [test for _, test in HKDF], ids=lambda test: f"tcId{test['tcId']}")
def test_hkdf(test):
    key, salt, info, expected = unhex(test, "ikm", "salt", "info", "okm")

    if test["result"] == "valid":
        assert hkdf(key, info, salt=salt, size=test["size"]) == expected
    else:
        with pytest.raises(ValueError, match="larger"):
            hkdf(key, info, salt=salt, size=test["size"])
