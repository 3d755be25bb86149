"""Deadlines (сроки исполнения) of answers to people: counted in days, explained in words, each with its source.

The day from which a term runs is not counted, so that it begins on the next one (Civil Code, art. 191). A term in
calendar days is not moved where it ends on a day off: `do_by` is the last working day within it, on which the answer
can still be given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retention.calendar import ProductionCalendar


class DeadlineRule(StrEnum):
    """How many days of which sort; the value is stored."""

    SAME_DAY = "same_day"
    THREE_DAYS = "three_days"
    THREE_WORKING_DAYS = "three_working_days"
    TEN_DAYS = "ten_days"
    TEN_WORKING_DAYS = "ten_working_days"
    THIRTY_DAYS = "thirty_days"


class Start(StrEnum):
    """What a term runs from."""

    APPLICATION = "application"
    EXPULSION_ORDER = "expulsion_order"


_WORKING = {DeadlineRule.THREE_WORKING_DAYS: 3, DeadlineRule.TEN_WORKING_DAYS: 10}
_CALENDAR = {
    DeadlineRule.SAME_DAY: 0,
    DeadlineRule.THREE_DAYS: 3,
    DeadlineRule.TEN_DAYS: 10,
    DeadlineRule.THIRTY_DAYS: 30,
}
RULE_WORDS = {
    DeadlineRule.SAME_DAY: "в тот же день",
    DeadlineRule.THREE_DAYS: "3 календарных дня",
    DeadlineRule.THREE_WORKING_DAYS: "3 рабочих дня",
    DeadlineRule.TEN_DAYS: "10 календарных дней",
    DeadlineRule.TEN_WORKING_DAYS: "10 рабочих дней",
    DeadlineRule.THIRTY_DAYS: "30 календарных дней",
}
START_WORDS = {Start.APPLICATION: "со дня обращения", Start.EXPULSION_ORDER: "со дня приказа об отчислении"}
PUBLICATION_SOURCE = "273-ФЗ, ст. 29, ч. 3"
"""Documents of an educational organisation stand on its site ten working days after they are made or changed."""
_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


@dataclass(frozen=True, slots=True)
class Deadline:
    """`due_on` is the last day of the term, `do_by` the last working day within it; `words` explain both."""

    due_on: date
    do_by: date
    words: str


def deadline(
    rule: DeadlineRule,
    start: Start,
    started_on: date,
    calendar: ProductionCalendar,
    *,
    source: str,
    named: date | None = None,
) -> Deadline:
    """Count `rule` from `started_on`. `source` is what prescribes it; a day `named` in a request wins where earlier.

    Raises:
        ValueError: the day lies outside the calendar.
    """
    return _told(rule, START_WORDS[start], started_on, calendar, source, named, "В запросе")


def publication(approved_on: date, calendar: ProductionCalendar, *, named: date | None = None) -> Deadline:
    """The day by which a local act stands on the site; a day `named` in the order of approval wins where earlier.

    Raises:
        ValueError: the day lies outside the calendar.
    """
    rule = DeadlineRule.TEN_WORKING_DAYS
    return _told(rule, "со дня утверждения", approved_on, calendar, PUBLICATION_SOURCE, named, "В приказе")


def _told(
    rule: DeadlineRule,
    start: str,
    started_on: date,
    calendar: ProductionCalendar,
    source: str,
    named: date | None,
    naming: str,
) -> Deadline:
    counted = last_day(rule, started_on, calendar)
    due_on = min(counted, max(named, started_on)) if named is not None else counted
    do_by = calendar.last_working(started_on, due_on)
    sentences = [counted_words(rule, start, started_on, counted)]
    if due_on != counted:
        sentences.append(f"{naming} назван более ранний день: {due_on:%d.%m.%Y}.")
    if do_by != due_on:
        sentences.append(f"Последний рабочий день в сроке: {spoken_day(do_by)}.")
    return Deadline(due_on, do_by, " ".join([*sentences, f"Основание: {source}."]))


def counted_words(rule: DeadlineRule, start: str, started_on: date, counted: date) -> str:
    """«3 рабочих дня со дня проведения 15.01.2026: 20.01.2026 (вторник).», «В тот же день: 15.01.2026 (четверг).»."""
    if rule is DeadlineRule.SAME_DAY:
        return f"{RULE_WORDS[rule].capitalize()}: {spoken_day(counted)}."
    return f"{RULE_WORDS[rule].capitalize()} {start} {started_on:%d.%m.%Y}: {spoken_day(counted)}."


def spoken_day(day: date) -> str:
    """26.11.2026 (четверг)."""
    return f"{day:%d.%m.%Y} ({_WEEKDAYS[day.weekday()]})"


def last_day(rule: DeadlineRule, started_on: date, calendar: ProductionCalendar) -> date:
    """The last day of the term; the day that it runs from is not counted. Raises ValueError as `deadline` does."""
    if rule in _WORKING:
        return calendar.after(started_on, _WORKING[rule])
    return started_on + timedelta(days=_CALENDAR[rule])
