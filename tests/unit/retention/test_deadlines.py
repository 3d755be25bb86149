"""Deadlines: the days that laws and regulations name, the production calendar, the organisation's own days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.calendar import ProductionCalendar
from retention.deadlines import DeadlineRule, Start, deadline

STATE = ProductionCalendar()
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))
LAW = "ч. 5 ст. 61 273-ФЗ"


def _due(rule: DeadlineRule, start: date, calendar: ProductionCalendar = STATE) -> tuple[date, date]:
    found = deadline(rule, Start.APPLICATION, start, calendar, source=LAW)
    return found.due_on, found.do_by


@pytest.mark.parametrize(
    ("rule", "start", "due_on", "do_by"),
    [
        (DeadlineRule.SAME_DAY, date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 20)),
        (DeadlineRule.THREE_DAYS, date(2026, 11, 23), date(2026, 11, 26), date(2026, 11, 26)),
        (DeadlineRule.THREE_DAYS, date(2026, 11, 19), date(2026, 11, 22), date(2026, 11, 20)),
        (DeadlineRule.THREE_WORKING_DAYS, date(2026, 11, 20), date(2026, 11, 25), date(2026, 11, 25)),
        (DeadlineRule.THREE_WORKING_DAYS, date(2025, 12, 30), date(2026, 1, 14), date(2026, 1, 14)),
        (DeadlineRule.TEN_DAYS, date(2026, 6, 30), date(2026, 7, 10), date(2026, 7, 10)),
        (DeadlineRule.TEN_WORKING_DAYS, date(2024, 4, 26), date(2024, 5, 16), date(2024, 5, 16)),
        (DeadlineRule.THIRTY_DAYS, date(2026, 12, 10), date(2027, 1, 9), date(2026, 12, 30)),
    ],
)
def test_days_of_the_calendar(rule: DeadlineRule, start: date, due_on: date, do_by: date) -> None:
    """27.04.2024 was a working Saturday, 29 and 30.04 and 10.05 were days off: the yearly decree moved them."""
    assert _due(rule, start) == (due_on, do_by)


def test_the_organisations_own_days_win() -> None:
    own = ProductionCalendar({date(2026, 11, 21): True, date(2026, 11, 23): False})
    assert _due(DeadlineRule.THREE_WORKING_DAYS, date(2026, 11, 20), own)[0] == date(2026, 11, 25)
    assert _due(DeadlineRule.THREE_DAYS, date(2026, 11, 18), own) == (date(2026, 11, 21), date(2026, 11, 21))


def test_a_deadline_explains_itself_and_names_its_source() -> None:
    found = deadline(DeadlineRule.THREE_DAYS, Start.EXPULSION_ORDER, date(2026, 11, 19), STATE, source=LAW)
    assert found.words == (
        "3 календарных дня со дня приказа об отчислении 19.11.2026: 22.11.2026 (воскресенье). "
        "Последний рабочий день в сроке: 20.11.2026 (пятница). Основание: ч. 5 ст. 61 273-ФЗ."
    )


def test_a_day_named_in_the_request_wins_only_where_it_is_earlier() -> None:
    def due(named: date) -> date:
        start = date(2026, 11, 2)
        found = deadline(DeadlineRule.THIRTY_DAYS, Start.APPLICATION, start, STATE, source=LAW, named=named)
        assert ("назван более ранний день" in found.words) == (found.due_on != date(2026, 12, 2))
        return found.due_on

    assert due(date(2026, 11, 10)) == date(2026, 11, 10)
    assert due(date(2027, 1, 1)) == date(2026, 12, 2)
    assert due(date(2020, 1, 1)) == date(2026, 11, 2)


@given(start=DAYS, count=st.integers(0, 30))
def test_working_days_are_counted_one_by_one(start: date, count: int) -> None:
    end = STATE.after(start, count)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(STATE.works, between)) == count
    assert count == 0 or STATE.works(end)


@given(start=DAYS, rule=st.sampled_from(DeadlineRule), later=st.integers(0, 40))
def test_a_later_start_never_ends_earlier(start: date, rule: DeadlineRule, later: int) -> None:
    due, do_by = _due(rule, start)
    assert start <= do_by <= due
    assert _due(rule, start + timedelta(days=later))[0] >= due


@given(start=DAYS, rule=st.sampled_from(DeadlineRule), off=st.sets(st.integers(1, 20)))
def test_more_days_off_never_shorten_a_term(start: date, rule: DeadlineRule, off: set[int]) -> None:
    own = ProductionCalendar({start + timedelta(days=n): False for n in off})
    assert _due(rule, start, own)[0] >= _due(rule, start)[0]


def test_a_calendar_without_working_days_is_told() -> None:
    idle = ProductionCalendar({date(2026, 1, 1) + timedelta(days=n): False for n in range(100)})
    with pytest.raises(ValueError, match="no working day"):
        idle.after(date(2026, 1, 1), 1)
    with pytest.raises(ValueError, match="counted back"):
        STATE.after(date(2026, 1, 1), -1)
