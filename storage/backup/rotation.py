"""Which snapshots are kept: the last of each day, week, month and year, as many of each as was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from datetime import datetime, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many of each are kept; the newest is always kept. Nothing younger than `grace` goes."""

    daily: int
    weekly: int
    monthly: int
    yearly: int
    grace: timedelta


@dataclass(frozen=True, slots=True)
class Dated:
    """A snapshot and when it was taken (aware)."""

    id: str
    at: datetime


def kept(snapshots: Iterable[Dated], rotation: Rotation, *, now: datetime, zone: tzinfo) -> dict[str, tuple[str, ...]]:
    """The ids that stay, with the reasons: `newest`, `daily`, `weekly`, `monthly`, `yearly`, `young`.

    A period is that of the calendar in `zone`; of the snapshots in it the last one stays. What seems to be of the
    future (a clock went back) is young.
    """
    newest_first = sorted(snapshots, key=lambda one: (one.at, one.id), reverse=True)
    reasons: dict[str, list[str]] = {}
    if newest_first:
        reasons[newest_first[0].id] = ["newest"]
    for name, number, period in _periods(rotation, zone):
        seen: set[Hashable] = set()
        for one in newest_first:
            if len(seen) >= number:
                break
            if (this := period(one.at)) not in seen:
                seen.add(this)
                reasons.setdefault(one.id, []).append(name)
    for one in newest_first:
        if now - one.at < rotation.grace:
            reasons.setdefault(one.id, []).append("young")
    return {number: tuple(why) for number, why in reasons.items()}


def _periods(rotation: Rotation, zone: tzinfo) -> Iterable[tuple[str, int, Callable[[datetime], Hashable]]]:
    return (
        ("daily", rotation.daily, lambda at: at.astimezone(zone).date()),
        ("weekly", rotation.weekly, lambda at: at.astimezone(zone).isocalendar()[:2]),
        ("monthly", rotation.monthly, lambda at: (at.astimezone(zone).year, at.astimezone(zone).month)),
        ("yearly", rotation.yearly, lambda at: at.astimezone(zone).year),
    )
