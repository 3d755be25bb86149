from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import BadBlobKey
from storage.keys import BlobKey, is_key, sharded_prefix

HEX = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(HEX)
def test_a_key_is_sharded_by_its_own_beginning(text: str) -> None:
    key = BlobKey(text)
    assert key == text
    assert key.sharded == f"{text[0:2]}/{text}"
    assert pickle.loads(pickle.dumps(key)) == key  # noqa: S301 - our own bytes: keys travel between processes


@pytest.mark.parametrize(
    "text",
    ["", "abc", "A" * 64, "g" * 64, "a" * 63, "a" * 65, "a" * 64 + "\n", "../" + "a" * 61, "а" * 64, "٠" * 64],
)
def test_nothing_else_is_a_key(text: str) -> None:
    assert not is_key(text)
    with pytest.raises(BadBlobKey) as refused:
        BlobKey(text)
    assert refused.value.code == "bad_blob_key"
    assert refused.value.params == {"value": text}


def test_a_monstrous_key_is_cut_in_the_message() -> None:
    with pytest.raises(BadBlobKey) as refused:
        BlobKey("x" * 10_000)
    assert len(str(refused.value)) < 300


@given(HEX, st.integers(0, 64))
def test_the_beginning_of_a_key_leads_to_the_beginning_of_its_place(text: str, width: int) -> None:
    assert BlobKey(text).sharded.startswith(sharded_prefix(text[:width]))


@given(HEX, HEX, st.integers(0, 64))
def test_and_to_no_other_place(text: str, other: str, width: int) -> None:
    led = BlobKey(other).sharded.startswith(sharded_prefix(text[:width]))
    assert led == other.startswith(text[:width])
