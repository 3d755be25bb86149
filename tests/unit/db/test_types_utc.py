"""Instants are refused without a zone and come back in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from archive_app.db.types import UtcDateTime

if TYPE_CHECKING:
    from sqlalchemy import Dialect

DIALECTS = [sqlite.dialect(), postgresql.dialect()]  # type: ignore[no-untyped-call]
ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_naive_is_refused(dialect: Dialect) -> None:
    with pytest.raises(ValueError, match="naive"):
        UtcDateTime().process_bind_param(datetime(2026, 9, 1), dialect)  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@given(instant=st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=ZONES))  # noqa: DTZ001 - Hypothesis adds the zone
def test_any_zone_comes_back_as_the_same_instant_in_utc(dialect: Dialect, instant: datetime) -> None:
    stored = UtcDateTime().process_bind_param(instant, dialect)
    back = UtcDateTime().process_result_value(stored, dialect)
    assert back == instant
    assert back is not None
    assert back.tzinfo is UTC


def test_none_stays_none() -> None:
    assert UtcDateTime().process_bind_param(None, DIALECTS[0]) is None
    assert UtcDateTime().process_result_value(None, DIALECTS[0]) is None
