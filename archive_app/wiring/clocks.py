"""The time: now in UTC, and the day where the organisation is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from zoneinfo import ZoneInfo


def utc_now() -> datetime:
    """The clock of the product."""
    return datetime.now(UTC)


def today_in(zone: ZoneInfo, clock: Callable[[], datetime]) -> date:
    """The day in `zone`: rights, terms and deadlines count days where the organisation is."""
    return clock().astimezone(zone).date()
