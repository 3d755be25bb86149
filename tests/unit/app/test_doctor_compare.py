"""Rows against stored bytes, as two sorted streams."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_app.services.doctor import BlobCounts, compare


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)))
def test_the_merge_counts_what_sets_say(rows: set[int], stored: set[int]) -> None:
    found = compare(iter(f"{n:064x}" for n in sorted(rows)), iter(f"{n:064x}" for n in sorted(stored)))
    assert found == BlobCounts(total=len(rows), missing=len(rows - stored), unknown=len(stored - rows))
