"""A row read as text has the hash that it was written with, whatever stands in it."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from archive_app.audit.chain import canonical, event_hash
from archive_app.audit.rows import EventRow, hash_of

TEXTS = st.text(max_size=30)


@given(st.lists(TEXTS, min_size=5, max_size=5), st.datetimes(timezones=st.just(UTC)), st.dictionaries(TEXTS, TEXTS))
def test_both_ways_give_one_hash(texts: list[str], at: datetime, more: dict[str, str]) -> None:
    prev_hash, actor, action, object_type, object_id = texts
    details = canonical(more)
    row = EventRow(
        1, at.isoformat(timespec="microseconds"), actor, action, object_type, object_id, details, prev_hash, ""
    )
    assert hash_of(row) == event_hash(
        prev_hash=prev_hash,
        at=at,
        actor=actor,
        action=action,
        object_type=object_type,
        object_id=object_id,
        details=details,
    )
