"""Arithmetic of retention periods: years are counted from 1 January after the year of the trigger.

Source: «Перечень 236», general provisions: the period runs from 1 January of the year that follows the one in which
the case file was finished; 50/75 years by art. 22.1 of the law 125-ФЗ.
"""

from datetime import date, timedelta

from retention.term import Term, Trigger

NEW_ORDER_FROM = date(2003, 1, 1)
"""Case files finished from this day on are kept for the shorter of «50/75 лет»."""
_SCHOOL_YEAR_BEGINS = 9
"""September, by art. 13 of 273-ФЗ and the orders on the organisation of schooling."""


def eligible_on(trigger_year: int, years: int) -> date:
    """The first day on which a record may be put forward for destruction: 1 January of `trigger_year + 1 + years`.

    Raises:
        ValueError: `years` is negative, or the day lies outside the calendar.
    """
    if years < 0:
        raise ValueError(f"a period cannot be negative: {years}")
    return date(trigger_year + 1 + years, 1, 1)


def years_for(term: Term, finished_on: date) -> int:
    """How many years `term` means for a case file finished on `finished_on`; 0 for a term without a period."""
    if term.years_before_2003 is not None and finished_on < NEW_ORDER_FROM:
        return term.years_before_2003
    return term.years or 0


def school_year_end(day: date) -> date:
    """31 August that ends the school year (1 September to 31 August) of `day`."""
    begun = day.year if day.month >= _SCHOOL_YEAR_BEGINS else day.year - 1
    return date(begun + 1, _SCHOOL_YEAR_BEGINS, 1) - timedelta(days=1)


def kept_until(term: Term, trigger: Trigger, *, finished_on: date, triggered_on: date) -> tuple[date, str]:
    """The day from which a record may go, and the sum that gives it, such as `01.01.(2011 + 1 + 3) = 01.01.2015`.

    School years end with the current one (a one-year term) and go, like all others, on the next 1 January.

    Raises:
        ValueError: the day lies outside the calendar.
    """
    if trigger is Trigger.SCHOOL_YEAR_END:
        ends = school_year_end(triggered_on)
        extra = (term.years or 1) - 1
        day = eligible_on(ends.year, extra)
        return day, f"{ends:%d.%m.%Y}; 01.01.({ends.year} + 1 + {extra}) = {day:%d.%m.%Y}"
    years = years_for(term, finished_on)
    day = eligible_on(triggered_on.year, years)
    return day, f"01.01.({triggered_on.year} + 1 + {years}) = {day:%d.%m.%Y}"
