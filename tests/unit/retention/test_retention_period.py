"""The arithmetic of periods, with the vectors that an archivist would check first."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.period import eligible_on, kept_until, school_year_end, years_for
from retention.term import Term, Trigger
from retention.wording import parse_term


@pytest.mark.parametrize(
    ("finished", "text", "eligible"),
    [
        (date(2004, 6, 30), "3 года", date(2008, 1, 1)),
        (date(2011, 12, 31), "3 года", date(2015, 1, 1)),
        (date(2011, 1, 1), "3 года", date(2015, 1, 1)),
        (date(2026, 5, 25), "5 лет", date(2032, 1, 1)),
        (date(2002, 12, 31), "50/75 лет", date(2078, 1, 1)),
        (date(2003, 1, 1), "50/75 лет", date(2054, 1, 1)),
        (date(2026, 5, 25), "1 учебный год", date(2027, 1, 1)),
        (date(2026, 9, 1), "1 учебный год", date(2028, 1, 1)),
        (date(2026, 5, 25), "2 учебных года", date(2028, 1, 1)),
    ],
)
def test_vectors(finished: date, text: str, eligible: date) -> None:
    term = parse_term(text)
    day, arithmetic = kept_until(term, term.trigger or Trigger.FILE_CLOSE, finished_on=finished, triggered_on=finished)
    assert day == eligible
    assert arithmetic.endswith(f"= {eligible:%d.%m.%Y}")


def test_the_sum_is_shown() -> None:
    _, arithmetic = kept_until(
        Term(years=3), Trigger.FILE_CLOSE, finished_on=date(2011, 4, 1), triggered_on=date(2011, 4, 1)
    )
    assert arithmetic == "01.01.(2011 + 1 + 3) = 01.01.2015"


def test_the_alternative_goes_by_finishing_and_the_count_by_the_event() -> None:
    day, _ = kept_until(
        Term(years=50, years_before_2003=75),
        Trigger.AFTER_LEAVING,
        finished_on=date(2002, 5, 1),
        triggered_on=date(2003, 6, 1),
    )
    assert day == date(2079, 1, 1)


@given(st.integers(1900, 2200), st.integers(0, 200))
def test_eligible_on_is_a_new_year_after_full_years(year: int, years: int) -> None:
    day = eligible_on(year, years)
    assert (day.month, day.day) == (1, 1)
    assert day.year - year == years + 1
    assert eligible_on(year, years + 1) > day


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.integers(1, 200))
def test_no_record_goes_before_its_full_period(finished: date, years: int) -> None:
    day, _ = kept_until(Term(years=years), Trigger.FILE_CLOSE, finished_on=finished, triggered_on=finished)
    assert day - finished > timedelta(days=365 * years)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_school_year_ends_on_the_next_last_of_august(day: date) -> None:
    end = school_year_end(day)
    assert (end.month, end.day) == (8, 31)
    assert timedelta(0) <= end - day < timedelta(days=366)


def test_a_term_without_years_adds_none() -> None:
    assert years_for(Term(trigger=Trigger.REPLACED), date(1990, 1, 1)) == 0


def test_a_negative_period_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        eligible_on(2020, -1)
