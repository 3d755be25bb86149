"""Moments of time: aware, in UTC, whole seconds where a lock ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """Give the present moment in UTC."""
    return datetime.now(UTC)


def lock_end(until: datetime) -> datetime:
    """Round the end of a lock up to a second in UTC, the finest that S3 keeps: a lock never ends early.

    Raises ValueError for a naive moment.
    """
    if until.tzinfo is None:
        raise ValueError("a lock ends at an aware moment")
    whole = until.astimezone(UTC).replace(microsecond=0)
    return whole if whole == until else whole + timedelta(seconds=1)
