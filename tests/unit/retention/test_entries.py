"""Terms of the entry of results: reckoned by hand, and what holds for every day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.calendar import ProductionCalendar
from retention.entries import RULES, Entry, entry_deadline, school_year_of, school_year_span, semester_of

CALENDAR = ProductionCalendar()
days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("entry", "happened", "due"),
    [
        (Entry.ORAL, date(2026, 6, 11), date(2026, 6, 11)),
        (Entry.WRITTEN, date(2026, 1, 15), date(2026, 1, 20)),  # Thursday: Friday, Monday, Tuesday
        (Entry.WRITTEN, date(2026, 6, 10), date(2026, 6, 16)),  # 12 June is a holiday, then a weekend
        (Entry.CERTIFICATE, date(2026, 2, 27), date(2026, 3, 2)),
        (Entry.DIPLOMA, date(2026, 6, 30), date(2026, 7, 10)),
        (Entry.PORTFOLIO, date(2026, 3, 1), date(2026, 8, 31)),
    ],
)
def test_terms_reckoned_by_hand(entry: Entry, happened: date, due: date) -> None:
    found = entry_deadline(entry, happened, CALENDAR)
    assert found.due_on == due
    assert RULES[entry].source in found.words
    assert f"{due:%d.%m.%Y}" in found.words


def test_terms_are_told_in_good_russian() -> None:
    assert [rule.term_words for rule in RULES.values()] == [
        "в тот же день",
        "3 рабочих дня со дня проведения",
        "3 календарных дня со дня заявления",
        "10 календарных дней со дня приказа об отчислении выпускника",
        "до конца учебного года",
    ]
    told = [entry_deadline(entry, date(2026, 1, 15), CALENDAR).words.partition(". ")[0] for entry in Entry]
    assert told == [
        "В тот же день: 15.01.2026 (четверг)",
        "3 рабочих дня со дня проведения 15.01.2026: 20.01.2026 (вторник)",
        "3 календарных дня со дня заявления 15.01.2026: 18.01.2026 (воскресенье)",
        "10 календарных дней со дня приказа об отчислении выпускника 15.01.2026: 25.01.2026 (воскресенье)",
        "До завершения года обучения: 31.08.2026 (понедельник)",
    ]


def test_a_day_of_the_organisation_counts() -> None:
    own = ProductionCalendar({date(2026, 1, 16): False})
    assert entry_deadline(Entry.WRITTEN, date(2026, 1, 15), own).due_on == date(2026, 1, 21)


@given(days)
def test_a_written_term_holds_exactly_three_working_days(day: date) -> None:
    due = entry_deadline(Entry.WRITTEN, day, CALENDAR).due_on
    between = [day + timedelta(n) for n in range(1, (due - day).days + 1)]
    assert sum(CALENDAR.works(one) for one in between) == 3
    assert CALENDAR.works(due)


@given(days, days)
def test_later_events_are_never_due_earlier(one: date, other: date) -> None:
    first, second = sorted((one, other))
    for entry in Entry:
        assert entry_deadline(entry, first, CALENDAR).due_on <= entry_deadline(entry, second, CALENDAR).due_on


@given(days)
def test_each_day_is_in_its_school_year(day: date) -> None:
    first, last = school_year_span(school_year_of(day))
    assert first <= day <= last
    assert semester_of(day) == (1 if day.month >= 9 else 2)
