"""The production calendar (производственный календарь) of Russia with the organisation's own days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from holidays import country_holidays

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holidays import HolidayBase

_ONE = timedelta(days=1)
_LONGEST_REST = 60
"""Days off in a row after which a calendar is taken for one without working days."""


def _russia() -> HolidayBase:
    return country_holidays("RU")


@dataclass(frozen=True, slots=True)
class ProductionCalendar:
    """Which days are worked. `own` says of a day whether the organisation works on it, and wins over the state's.

    The state's days, those moved by its yearly decrees among them, come from the library `holidays`. Of a year whose
    decree is not published yet only the holidays of the Labour Code (art. 112) are known.
    """

    own: Mapping[date, bool] = field(default_factory=lambda: MappingProxyType({}))
    _state: HolidayBase = field(default_factory=_russia, repr=False, compare=False)

    def works(self, day: date) -> bool:
        """Whether `day` is a working one."""
        own = self.own.get(day)
        return self._state.is_working_day(day) if own is None else own

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself is not counted; `day` where `count` is 0.

        Raises:
            ValueError: `count` is negative, or nobody works for two months.
        """
        if count < 0:
            raise ValueError(f"days cannot be counted back: {count}")
        idle = 0
        while count:
            day += _ONE
            idle = 0 if self.works(day) else idle + 1
            if idle > _LONGEST_REST:
                raise ValueError(f"no working day for {_LONGEST_REST} days before {day}")
            count -= not idle
        return day

    def last_working(self, first: date, last: date) -> date:
        """The last working day from `first` to `last`, both included; `last` where there is none."""
        day = last
        while day >= first:
            if self.works(day):
                return day
            day -= _ONE
        return last
