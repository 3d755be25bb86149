"""Dates as records write them: 04.05.2026, «4» мая 2026 г., 4 мая 2026 года."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.i18n import translate
from archive_app.services.suggesting.model import Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive_app.services.suggesting.head import Head

EARLIEST = 1900
MONTHS = (
    ("янв",),
    ("фев",),
    ("мар",),
    ("апр",),
    ("мая", "май"),
    ("июн",),
    ("июл",),
    ("авг",),
    ("сен",),
    ("окт",),
    ("ноя",),
    ("дек",),
)
_FIGURES = re.compile(r"(?<![\d.])(\d{1,2})\s?[.,/]\s?(\d{1,2})\s?[.,/]\s?(\d{4})(?!\d)")
_WORDS = re.compile(r"(?<!\d)[«\"<“„]{0,2}\s?(\d{1,2})\s?[»\">”“]{0,2}\s+([А-Яа-яё]{3,8})\s+(\d{4})(?!\d)")
_NO_DATE_OF_THE_RECORD = re.compile(
    r"рожд|закон|№\s?\d+[-\s]?фз|утвержд|на основании|в редакции|протокол\s*№", re.IGNORECASE
)
_BEFORE = 48
"""Letters before a date that say what it is of."""
SURE, LIKELY, POSSIBLE = 0.95, 0.8, 0.45


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at `start` of the text; `own`: nothing before it says that it is of something else."""

    day: datetime.date
    start: int
    own: bool


def dates_in(text: str, today: datetime.date) -> list[Dated]:
    """The dates of a text in order, none of them in the future or before 1900."""
    found = sorted(_read(text), key=lambda each: each[1])
    return [
        Dated(day, start, _NO_DATE_OF_THE_RECORD.search(text[max(start - _BEFORE, 0) : start]) is None)
        for day, start in found
        if day.year >= EARLIEST and day <= today
    ]


def suggest_dates(head: Head, today: datetime.date) -> tuple[Suggestion, ...]:
    """The date of the record: the first of its own in the head; a date deeper in the text is but possible."""
    text = head.joined
    own = [each for each in dates_in(text, today) if each.own]
    if own:
        alone = len({each.day for each in own}) == 1
        first = _of(own[0].day, SURE if alone else LIKELY, translate("the first date in the head"))
        others = {each.day for each in own[1:]} - {own[0].day}
        return (first, *(_of(day, POSSIBLE / 2, translate("another date in the head")) for day in sorted(others)[:2]))
    deeper = [each.day for each in dates_in(head.text, today) if each.own]
    return tuple(_of(day, POSSIBLE, translate("a date in the text")) for day in deeper[:1])


def _of(day: datetime.date, confidence: float, reason: str) -> Suggestion:
    return Suggestion(f"{day:%d.%m.%Y}", f"{day:%d.%m.%Y}", confidence, reason)


def _read(text: str) -> Iterator[tuple[datetime.date, int]]:
    for match in _FIGURES.finditer(text):
        day = _day(match[1], int(match[2]), match[3])
        if day is not None:
            yield day, match.start()
    for match in _WORDS.finditer(text):
        day = _day(match[1], _month(match[2]), match[3])
        if day is not None:
            yield day, match.start()


def _month(word: str) -> int:
    folded = word.casefold()
    return next((number for number, roots in enumerate(MONTHS, start=1) if folded.startswith(roots)), 0)


def _day(day: str, month: int, year: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), month, int(day))
    except ValueError:
        return None
