"""Where a day begins: the instants between which the events of a day lie, by the clock of the organisation."""

from __future__ import annotations

import datetime

Instant = datetime.datetime | None


def first_instant(day: datetime.date, zone: datetime.tzinfo, *, days: int = 0) -> datetime.datetime:
    """The first instant of `day` in `zone`, or of a day `days` after it.

    The outermost days of the calendar are brought in by one: their mornings have no instant in UTC.
    """
    outermost = datetime.timedelta(days=1)
    least, last = datetime.date.min + outermost, datetime.date.max - outermost
    moved = day + min(datetime.timedelta(days=days), last - day) if day < last else last
    return datetime.datetime.combine(max(moved, least), datetime.time.min, zone)


def span(since: datetime.date | None, until: datetime.date | None, zone: datetime.tzinfo) -> tuple[Instant, Instant]:
    """The instant at which `since` begins in `zone`, and the one at which `until` is over; None: open on that side."""
    begin = first_instant(since, zone) if since else None
    return begin, first_instant(until, zone, days=1) if until else None
