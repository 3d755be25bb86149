"""Decimal numbers as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.numbers import read_decimal


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_a_number_is_the_number_that_was_typed(number: Decimal) -> None:
    read = read_decimal(f"{number:f}".replace(".", ","))
    assert read is not None
    assert Decimal(read) == number


@pytest.mark.parametrize("text", ["", "много", "NaN", "Infinity", "1e400", "9" * 31, "1,2,3"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_decimal(text) is None
