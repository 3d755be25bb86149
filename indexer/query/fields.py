"""The fields that a person may name in a query, in Russian or English, and how their values are read."""

from __future__ import annotations

import calendar
import re
from datetime import date
from enum import StrEnum
from typing import Final


class Field(StrEnum):
    """Fields of the query language.

    TEXT is everything (pages and metadata together) and the default. TITLE and PERSON hold words; PERSON looks
    at the persons of the metadata and at capitalised words on the pages. The others hold one value each.
    """

    TEXT = "text"
    TITLE = "title"
    PERSON = "person"
    NUMBER = "number"
    KIND = "kind"
    ITEM = "item"
    UNIT = "unit"
    YEAR = "year"
    DATE = "date"


NAMES: Final[dict[str, Field]] = {
    **{field.value: field for field in Field},
    **dict.fromkeys(("текст", "слово"), Field.TEXT),
    **dict.fromkeys(("название", "заголовок"), Field.TITLE),
    **dict.fromkeys(("лицо", "фио", "человек"), Field.PERSON),
    **dict.fromkeys(("номер",), Field.NUMBER),
    **dict.fromkeys(("вид",), Field.KIND),
    **dict.fromkeys(("дело", "статья", "индекс"), Field.ITEM),
    **dict.fromkeys(("подразделение",), Field.UNIT),
    **dict.fromkeys(("год",), Field.YEAR),
    **dict.fromkeys(("дата",), Field.DATE),
}
"""What may stand before the colon, in lower case."""

WORDS: Final = frozenset({Field.TEXT, Field.TITLE, Field.PERSON})
"""Fields searched word by word; the others are compared whole."""

ORDERED: Final = frozenset({Field.YEAR, Field.DATE})
"""Fields that have ranges."""

_ISO: Final = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_RUSSIAN: Final = re.compile(r"(?:(?:(?P<day>\d{1,2})\.)?(?P<month>\d{1,2})\.)?(?P<year>\d{4})")


def keyword(value: str) -> str:
    """A whole value for comparison: lower case, ё=е, single spaces."""
    return " ".join(value.lower().replace("ё", "е").split())


def year(value: str) -> int:
    """A year of four digits.

    Raises:
        ValueError: it is not one.
    """
    if not re.fullmatch(r"\d{4}", value, re.ASCII):
        raise ValueError(value)
    return int(value)


def days(value: str) -> tuple[date, date]:
    """First and last day of `2015`, `2015-09`, `2015-09-01`, `09.2015` or `01.09.2015`.

    Raises:
        ValueError: it is not a date, or not one of the calendar.
    """
    match = _ISO.fullmatch(value) or _RUSSIAN.fullmatch(value)
    if not match:
        raise ValueError(value)
    number = int(match["year"])
    first_month, last_month = (int(match["month"]),) * 2 if match["month"] else (1, 12)
    if match["day"]:
        day = date(number, first_month, int(match["day"]))
        return day, day
    start = date(number, first_month, 1)
    return start, date(number, last_month, calendar.monthrange(number, last_month)[1])
