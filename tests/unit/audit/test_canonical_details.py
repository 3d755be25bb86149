"""What is hashed: one text for one meaning, nothing that a database could change on the way."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.audit.chain import canonical, event_hash

FIELDS: dict[str, Any] = {
    "prev_hash": "0" * 64,
    "at": datetime(2026, 9, 1, tzinfo=UTC),
    "actor": "user:a",
    "action": "document:file:receive",
    "object_type": "document",
    "object_id": "1",
    "details": "{}",
}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), json_values))
def test_ascii_without_control_characters_and_order(details: dict[str, object]) -> None:
    text = canonical(details)
    assert text.isascii()
    assert "\0" not in text
    assert text == canonical(dict(reversed(details.items())))
    assert canonical(json.loads(text)) == text


def test_a_name_with_undecodable_bytes_has_a_place() -> None:
    assert canonical({"name": b"\xe0\xe1.pdf".decode("utf-8", "surrogateescape")})


def test_dates_are_written_as_iso() -> None:
    assert canonical({"on": date(2026, 9, 1)}) == '{"on":"2026-09-01"}'


@pytest.mark.parametrize("value", [object(), b"bytes", float("nan"), {1, 2}])
def test_what_is_not_json_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical({"value": value})


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_counts(name: str) -> None:
    other = FIELDS[name] + timedelta(microseconds=1) if name == "at" else FIELDS[name] + "x"
    assert event_hash(**FIELDS) != event_hash(**{**FIELDS, name: other})


def test_the_zone_does_not_count_but_the_instant_does() -> None:
    moscow = FIELDS["at"].astimezone(timezone(timedelta(hours=3)))
    assert event_hash(**FIELDS) == event_hash(**{**FIELDS, "at": moscow})


def test_text_cannot_move_from_one_field_to_the_next() -> None:
    assert event_hash(**{**FIELDS, "actor": "ab", "action": "c"}) != event_hash(
        **{**FIELDS, "actor": "a", "action": "bc"}
    )
