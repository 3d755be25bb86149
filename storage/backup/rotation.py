"""Which snapshots are kept: the last of each day, week, month and year, as many of each as was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from datetime import tzinfo


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
    future (a clock went back) is young, and the newest of the others is kept beside it.
    """
    newest_first = sorted(snapshots, key=lambda one: (one.at, one.id), reverse=True)
    reasons: dict[str, list[str]] = {}
    for one in (*newest_first[:1], *[one for one in newest_first if one.at <= now][:1]):
        reasons.setdefault(one.id, ["newest"])
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


def free_by(moment: datetime, rotation: Rotation, *, every: timedelta, zone: tzinfo) -> date:
    """The day (in `zone`) by which nothing is kept that was taken at `moment` or before.

    As long as a snapshot is taken at least each `every`, and pruned after it: a snapshot that is the last of its
    period goes with the first pruning in the period in which as many newer ones have a snapshot as are kept.
    """
    day = moment.astimezone(zone).date()
    month = day.year * 12 + day.month - 1 + rotation.monthly
    starts = [day + timedelta(days=1)]
    if rotation.daily:
        starts.append(day + timedelta(days=rotation.daily))
    if rotation.weekly:
        starts.append(day - timedelta(days=day.weekday()) + timedelta(weeks=rotation.weekly))
    if rotation.monthly:
        starts.append(date(month // 12, month % 12 + 1, 1))
    if rotation.yearly:
        starts.append(date(day.year + rotation.yearly, 1, 1))
    most = max(rotation.daily, rotation.weekly, rotation.monthly, rotation.yearly, 1)
    latest = max(
        datetime.combine(max(starts), time(), zone),
        moment + most * every,  # where backups are rarer than periods, each newer one stands for a period
        moment + rotation.grace,
    )
    return (latest + every).astimezone(zone).date() + timedelta(days=1)


def _periods(rotation: Rotation, zone: tzinfo) -> Iterable[tuple[str, int, Callable[[datetime], Hashable]]]:
    return (
        ("daily", rotation.daily, lambda at: at.astimezone(zone).date()),
        ("weekly", rotation.weekly, lambda at: at.astimezone(zone).isocalendar()[:2]),
        ("monthly", rotation.monthly, lambda at: (at.astimezone(zone).year, at.astimezone(zone).month)),
        ("yearly", rotation.yearly, lambda at: at.astimezone(zone).year),
    )
