"""Metadata of a document as engines store and compare it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from indexer.query import Field
from indexer.query.fields import keyword

if TYPE_CHECKING:
    from indexer.search.model import Filters, IndexDocument

BIGGEST_ID: Final = 2**40
"""Ids share a 64-bit sorting key with the day, see `order`."""


def values(document: IndexDocument) -> list[str]:
    """`field=value` of everything compared whole."""
    pairs = [
        (Field.KIND, document.kind),
        (Field.ITEM, document.item),
        (Field.UNIT, document.unit or ""),
        (Field.NUMBER, document.number),
    ]
    return [value(field, text) for field, text in pairs if text]


def value(field: Field, text: str) -> str:
    """One value as compared: kind=приказ."""
    return f"{field.value}={keyword(text)}"


def chosen(filters: Filters) -> list[list[str]]:
    """Filters by text, each as the values of which one must be there."""
    texts = [(Field.KIND, filters.kind), (Field.ITEM, filters.item), (Field.UNIT, filters.unit)]
    return [[value(field, text) for text in wanted] for field, wanted in texts if wanted]


def day(moment: date | int | None) -> int | None:
    """Dates as days since the year 1; years stay, None stays."""
    return moment.toordinal() if isinstance(moment, date) else moment


def order(document: IndexDocument) -> int:
    """Sorting key by date, then by id, so that no two documents are equal; the undated come first."""
    known = document.date or (date(document.year, 1, 1) if document.year else None)
    return (known.toordinal() if known else 0) * BIGGEST_ID + document.document_id
