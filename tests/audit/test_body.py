"""The bytes of a body are final. If a test here fails, the code is wrong, not the test."""

import json
from datetime import UTC, datetime, timedelta, timezone
from enum import IntFlag, StrEnum
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.body import LARGEST, Body, NotPlainError, canonical, commitment, leaf, moment, plain

FULL = Body(
    id=UUID("11111111-1111-4111-8111-111111111111"),
    at=datetime(2026, 3, 3, 9, 5, 7, 42, tzinfo=UTC),
    actor=UUID("22222222-2222-4222-8222-222222222222"),
    school=UUID("33333333-3333-4333-8333-333333333333"),
    session_hash="ab" * 32,
    ip="192.0.2.7",
    request_id="req-1",
    verb="file.opened",
    outcome="allow",
    object_type="casework.CaseFile",
    object_id="44444444-4444-4444-8444-444444444444",
    scope=UUID("44444444-4444-4444-8444-444444444444"),
    audience="SAFEGUARDING",
    reason_code="READ_FILE",
    changes={"status": [None, "OPEN"], "note": ["é", 'a"\\\n\x7f']},
    content_hash="cd" * 32,
    mentions=(UUID("55555555-5555-4555-8555-555555555555"),),
    details_commit="ef" * 32,
)
FULL_BYTES = (
    b'{"actor":"22222222-2222-4222-8222-222222222222","at":"2026-03-03T09:05:07.000042Z","audience":"SAFEGUARDING",'
    b'"changes":{"note":["\xc3\xa9","a\\"\\\\\\n\x7f"],"status":[null,"OPEN"]},'
    b'"content_hash":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",'
    b'"details_commit":"efefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefef",'
    b'"id":"11111111-1111-4111-8111-111111111111","ip":"192.0.2.7",'
    b'"mentions":["55555555-5555-4555-8555-555555555555"],'
    b'"object_id":"44444444-4444-4444-8444-444444444444","object_type":"casework.CaseFile","outcome":"allow",'
    b'"reason_code":"READ_FILE","request_id":"req-1","school":"33333333-3333-4333-8333-333333333333",'
    b'"scope":"44444444-4444-4444-8444-444444444444",'
    b'"session_hash":"abababababababababababababababababababababababababababababababab","v":1,"verb":"file.opened"}'
)
BARE = Body(
    id=UUID("11111111-1111-4111-8111-111111111111"),
    at=datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    actor=None,
    school=None,
    session_hash="",
    ip="",
    request_id="",
    verb="signin.failed",
    outcome="deny",
    object_type="",
    object_id="",
    scope=None,
    audience="",
    reason_code="",
    changes={},
    content_hash="",
    mentions=(),
    details_commit="",
)
BARE_BYTES = (
    b'{"actor":null,"at":"2026-12-31T23:59:59.999999Z","audience":"","changes":{},"content_hash":"",'
    b'"details_commit":"","id":"11111111-1111-4111-8111-111111111111","ip":"","mentions":[],"object_id":"",'
    b'"object_type":"","outcome":"deny","reason_code":"","request_id":"","school":null,"scope":null,'
    b'"session_hash":"","v":1,"verb":"signin.failed"}'
)


@pytest.mark.parametrize(("body", "expected"), [(FULL, FULL_BYTES), (BARE, BARE_BYTES)])
def test_body_is_these_bytes(body, expected):
    assert body.text().encode() == expected


def test_leaf_is_the_leaf_hash_of_rfc_6962():
    assert leaf(BARE_BYTES.decode()).hex() == "a7e90642a5caba74b1eb4c45af5877491962cbd4f8c1c5db0c28f693fe048f33"
    assert leaf(FULL_BYTES.decode()) == sha256(b"\x00" + FULL_BYTES).digest()
    assert leaf("").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"  # RFC 6962 vector


def test_commitment_is_the_hash_of_salt_and_details():
    salt = bytes(range(16))

    assert commitment(salt, "who said £5?") == "79150fce68675ff8947242a8fa4dd0b9d2f6d60832e44d080646badf0a436bad"
    assert commitment(salt, "who said £5?") == sha256(salt + "who said £5?".encode()).hexdigest()


@pytest.mark.parametrize("salt", [b"", bytes(15), bytes(17)])
def test_commitment_refuses_another_salt(salt):
    with pytest.raises(NotPlainError):
        commitment(salt, "words")


def test_moment_is_utc_whatever_the_zone():
    summer = timezone(timedelta(hours=1))

    assert moment(datetime(2026, 7, 1, 0, 30, tzinfo=summer)) == "2026-06-30T23:30:00.000000Z"


def test_moment_refuses_a_time_without_a_zone():
    with pytest.raises(NotPlainError):
        moment(datetime(2026, 7, 1, 0, 30))


class Colour(StrEnum):
    RED = "RED"


class Part(IntFlag):
    TWO = 2


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (0, "0"),
        (-LARGEST, "-9007199254740991"),
        (Colour.RED, '"RED"'),
        (Part.TWO, "2"),
        (UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        (("a", ["b"]), '["a",["b"]]'),
        ({"b": 1, "a": {"d": None, "c": False}, "B": 2}, '{"B":2,"a":{"c":false,"d":null},"b":1}'),
        ('\b\t\n\f\r"\\/\x01\x1f', r'"\b\t\n\f\r\"\\/\u0001\u001f"'),
        ("\u2028😀", '"\u2028😀"'),
    ],
)
def test_canonical_has_one_form(value, expected):
    assert canonical(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        LARGEST + 1,
        -LARGEST - 1,
        "a\x00b",
        "\ud800",
        {"\x00": 1},
        {"é": 1},
        {1: 1},
        {"a": [{"b": 0.5}]},
        b"bytes",
        {"a"},
        datetime(2026, 1, 1, tzinfo=UTC),
        object(),
    ],
)
def test_canonical_refuses_what_has_no_single_form(value):
    with pytest.raises(NotPlainError):
        canonical(value)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
KEYS = st.text(st.characters(min_codepoint=1, max_codepoint=127))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda held: st.lists(held, max_size=4) | st.dictionaries(KEYS, held, max_size=4),
)


@given(VALUES)
def test_canonical_text_reads_back_and_is_written_the_same(value):
    text = canonical(value)

    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text
    assert "\x00" not in text
    assert text.encode().decode() == text


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_canonical_does_not_depend_on_the_order_of_keys(value):
    backwards = dict(reversed(list(value.items())))

    assert canonical(backwards) == canonical(value)


@given(VALUES, VALUES)
def test_canonical_differs_when_the_value_differs(one, other):
    def typed(value):
        return json.dumps(plain(value), sort_keys=True)

    assert (canonical(one) == canonical(other)) == (typed(one) == typed(other))


@given(st.recursive(st.floats() | st.text(), lambda held: st.lists(held) | st.dictionaries(st.text(), held)))
def test_plain_gives_no_floats_or_refuses(value):
    try:
        text = canonical(value)
    except NotPlainError:
        return
    assert not any(isinstance(number, float) for number in _numbers(json.loads(text)))


def _numbers(value):
    if isinstance(value, list):
        return [number for held in value for number in _numbers(held)]
    if isinstance(value, dict):
        return [number for held in value.values() for number in _numbers(held)]
    return [value]
