"""Terms within which results are entered and papers issued (пункт 4.4 of the regulation on individual records).

Each kind has its paragraph, the event that its term runs from and its arithmetic in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from retention.deadlines import RULE_WORDS, Deadline, DeadlineRule, counted_words, last_day, spoken_day
from retention.period import school_year_end

if TYPE_CHECKING:
    from collections.abc import Mapping

    from retention.calendar import ProductionCalendar

SEMESTERS = (1, 2)
_YEAR_BEGINS = (9, 1)


class Entry(StrEnum):
    """What must be done within a term; the first two are stored: how results were assessed."""

    ORAL = "oral"
    WRITTEN = "written"
    CERTIFICATE = "certificate"
    DIPLOMA = "diploma"
    PORTFOLIO = "portfolio"


@dataclass(frozen=True, slots=True)
class EntryRule:
    """A term: what is done, how many days (None: `event` tells the end), from which event, by which paragraph."""

    what: str
    rule: DeadlineRule | None
    event: str
    source: str

    @property
    def term_words(self) -> str:
        """«3 рабочих дня со дня проведения», «в тот же день», «до конца учебного года»."""
        if self.rule is None:
            return self.event
        words = RULE_WORDS[self.rule]
        return words if self.rule is DeadlineRule.SAME_DAY else f"{words} {self.event}"


_POINT = "п. 4.4, абзац {} Положения об индивидуальном учёте"
"""Paragraphs of a clause are counted with the one that opens it."""
RULES: Mapping[Entry, EntryRule] = {
    Entry.ORAL: EntryRule(
        "Результаты устной аттестации", DeadlineRule.SAME_DAY, "со дня проведения", _POINT.format("второй")
    ),
    Entry.WRITTEN: EntryRule(
        "Результаты письменной аттестации",
        DeadlineRule.THREE_WORKING_DAYS,
        "со дня проведения",
        _POINT.format("третий"),
    ),
    Entry.CERTIFICATE: EntryRule(
        "Справка об обучении",
        DeadlineRule.THREE_DAYS,
        "со дня заявления",
        f"{_POINT.format('четвёртый')}; ч. 5 ст. 61 Федерального закона № 273-ФЗ",
    ),
    Entry.DIPLOMA: EntryRule(
        "Диплом и приложение к нему",
        DeadlineRule.TEN_DAYS,
        "со дня приказа об отчислении выпускника",
        f"{_POINT.format('пятый')}; п. 14 приказа Минпросвещения № 906",
    ),
    Entry.PORTFOLIO: EntryRule("Портфолио", None, "до конца учебного года", _POINT.format("седьмой")),
}


def entry_deadline(entry: Entry, happened_on: date, calendar: ProductionCalendar) -> Deadline:
    """By when `entry` is due after its event. Of a portfolio the event is any day of the school year.

    Raises:
        ValueError: the day lies outside the calendar.
    """
    rule = RULES[entry]
    if rule.rule is None:
        due_on = school_year_span(school_year_of(happened_on))[1]
        words = f"До завершения года обучения: {spoken_day(due_on)}."
    else:
        due_on = last_day(rule.rule, happened_on, calendar)
        words = counted_words(rule.rule, rule.event, happened_on, due_on)
    return Deadline(due_on, calendar.last_working(happened_on, due_on), f"{words} Основание: {rule.source}.")


def school_year_of(day: date) -> int:
    """In which the school year of `day` begins: of 31.08.2026 it is 2025, of 01.09.2026 2026."""
    return day.year if (day.month, day.day) >= _YEAR_BEGINS else day.year - 1


def school_year_span(year: int) -> tuple[date, date]:
    """From 1 September to 31 August; both days included."""
    first = date(year, *_YEAR_BEGINS)
    return first, school_year_end(first)


def semester_of(day: date) -> int:
    """1 from September to December, 2 from January to August."""
    return 1 if (day.month, day.day) >= _YEAR_BEGINS else 2
