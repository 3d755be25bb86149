"""A sheet's code says what was printed, or that it is not to be followed; it is never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.separators import Separator, SeparatorFault, read_payload, write_payload

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8)


@given(st.builds(Separator, st.none() | TEXT, st.none() | st.integers(1900, 2999), st.none() | TEXT, st.none() | TEXT))
def test_what_is_written_is_read(said: Separator) -> None:
    payload = write_payload(said)
    assert read_payload(payload) == (said if len(payload) <= 300 else SeparatorFault.FOREIGN)


@given(st.data())
def test_no_slip_of_one_character_is_followed(data: st.DataObject) -> None:
    payload = write_payload(Separator("02-05", 2025, "class_journal"))
    at = data.draw(st.integers(0, len(payload) - 1))
    other = data.draw(st.sampled_from("0123456789ABCDEF|-x").filter(lambda letter: letter != payload[at]))
    assert isinstance(read_payload(payload[:at] + other + payload[at + 1 :]), SeparatorFault)


@pytest.mark.parametrize("payload", ["", "https://pay.example/?sum=100", "ARH", "t=20250101T1200&s=10.00"])
def test_a_foreign_code_is_called_foreign(payload: str) -> None:
    assert read_payload(payload) is SeparatorFault.FOREIGN


def test_a_later_form_is_named() -> None:
    from indexer.separators.payload import _checksum

    assert read_payload(f"ARH2|x|{_checksum('ARH2|x')}") is SeparatorFault.VERSION
