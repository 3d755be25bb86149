"""Full age (18 years, Гражданский кодекс art. 21): from the birthday on, in March for who was born on 29 February."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

FULL_AGE = 18


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years before; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def of_full_age(born: datetime.date | None, on: datetime.date) -> bool:
    """Whether somebody born then is of full age on that day; of whom no birth date is known, it is not said."""
    return born is not None and born <= years_before(on, FULL_AGE)


def under_age(born: datetime.date | None, on: datetime.date) -> bool:
    """Whether somebody born then is surely not of full age on that day."""
    return born is not None and not of_full_age(born, on)
