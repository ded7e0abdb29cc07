from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.sealing import (
    CHANGED,
    Binding,
    Cipher,
    UnreadableError,
    commitment,
    commits,
    framed,
    new_key,
    open_texts,
    pad,
    padme,
)

KEY = bytes(range(32))
HERE = Binding(UUID(int=1), UUID(int=2), "PASTORAL", 4)
ROW = UUID(int=3).bytes


def column(binding=HERE, *, key=KEY, key_id=7, model="casework.Event", field="fact"):
    return Cipher(key, key_id, binding).column(model, field)


@given(st.binary(max_size=2_000))
def test_what_was_sealed_opens(text):
    assert column().open(ROW, column().seal(ROW, text)) == text


def test_layout_is_version_key_id_nonce_text_and_tag():
    sealed = column(key_id=0x01020304).seal(ROW, b"x" * 500)

    assert sealed[:5] == b"\x01\x01\x02\x03\x04"
    assert len(sealed) == 5 + 12 + 512 + 16


def test_every_flipped_bit_is_found():
    sealed = column().seal(ROW, b"she said no")

    for bit in range(len(sealed) * 8):
        flipped = bytearray(sealed)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(UnreadableError):
            column().open(ROW, bytes(flipped))


@given(st.integers(min_value=0, max_value=97))
def test_a_cut_value_is_found(length):
    sealed = column().seal(ROW, b"she said no")

    with pytest.raises(UnreadableError):
        column().open(ROW, sealed[: min(length, len(sealed) - 1)])


elsewhere = st.one_of(
    st.uuids().map(lambda school: {"binding": HERE._replace(school=school)}),
    st.uuids().map(lambda scope: {"binding": HERE._replace(scope=scope)}),
    st.text(max_size=16).map(lambda audience: {"binding": HERE._replace(audience=audience)}),
    st.integers(0, 2**31 - 1).map(lambda section: {"binding": HERE._replace(section=section)}),
    st.text(max_size=40).map(lambda model: {"model": model}),
    st.text(max_size=40).map(lambda field: {"field": field}),
    st.integers(0, 2**32 - 1).map(lambda key_id: {"key_id": key_id}),
    st.binary(min_size=32, max_size=32).map(lambda key: {"key": key}),
).filter(
    lambda change: change not in ({"binding": HERE}, {"model": "casework.Event"}, {"field": "fact"}, {"key_id": 7})
)


@given(elsewhere)
def test_a_moved_value_is_found(change):
    sealed = column().seal(ROW, b"she said no")

    with pytest.raises(UnreadableError):
        column(**change).open(ROW, sealed)


@given(st.uuids().filter(lambda row: row.bytes != ROW))
def test_a_value_of_another_row_is_found(row):
    with pytest.raises(UnreadableError, match=CHANGED):
        column().open(row.bytes, column().seal(ROW, b"she said no"))


parts = st.lists(st.binary(max_size=6), max_size=5)


@given(parts, parts)
def test_framed_parts_cannot_be_mistaken_for_others(some, others):
    assert (framed(*some) == framed(*others)) == (some == others)


def test_a_column_is_made_once():
    cipher = Cipher(KEY, 7, HERE)

    assert cipher.column("casework.Event", "fact") is cipher.column("casework.Event", "fact")


def test_nonces_never_repeat():
    sealed = column()

    assert len({sealed.seal(ROW, b"")[5:17] for _ in range(20_000)}) == 20_000


@given(st.integers(2, 2**40))
def test_padding_costs_little(length):
    size = padme(length)

    assert length <= size <= length * 1.12
    assert padme(size) == size


def test_padding_gives_the_published_sizes():
    # the paper's rule: as many significant bits as a float with an exponent of log2 log2 bits would keep
    assert [padme(length) for length in (1, 8, 9, 100, 1_000, 10_000, 1_000_000)] == [
        *(1, 8, 10, 104, 1_024, 10_240, 1_015_808)
    ]


def test_short_texts_all_look_alike():
    assert {len(pad(text)) for text in (b"", b"no", b"yes", b"x" * 60)} == {64}


def test_four_thousand_lengths_become_fewer_than_a_hundred():
    assert len({len(pad(b"x" * length)) for length in range(4_000)}) < 100


def test_a_commitment_belongs_to_one_key():
    assert commits(KEY, commitment(KEY))
    assert not commits(new_key(), commitment(KEY))


def test_many_are_opened_in_order_with_blanks_between():
    there = HERE._replace(scope=uuid4())
    here, other = column(), column(there, key=new_key(), key_id=8)
    rows = [
        (HERE, ROW, here.seal(ROW, b"one")),
        (HERE, ROW, b""),
        (there, ROW, other.seal(ROW, b"two")),
        (HERE, ROW, here.seal(ROW, "drei €".encode())),
    ]

    assert open_texts(rows, lambda binding, sealed: here if binding is HERE else other) == ["one", "", "two", "drei €"]


def test_many_with_one_changed_open_not_at_all():
    rows = [(HERE, ROW, column().seal(ROW, b"one")), (HERE, bytes(16), column().seal(ROW, b"two"))]

    with pytest.raises(UnreadableError):
        open_texts(rows, lambda binding, sealed: column())
