"""The marks of a person, as certificates and the card tell them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import NOT_THERE, Document, Mark

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A mark; `school_year` 2025 is 2025/2026, `document_id` the filed table that says so."""

    school_year: int
    period: str
    subject: str
    value: str
    document_id: int


def marks_of(session: Session, person_id: int, *, school_year: int | None = None) -> tuple[MarkLine, ...]:
    """The marks of a person (by the present number), by year, table and its order; what was destroyed tells nothing.

    For a caller that has asked for the right to see the person's records.
    """
    query = (
        select(Mark.school_year, Mark.period, Mark.subject, Mark.value, Mark.document_id)
        .join(Document, Document.id == Mark.document_id)
        .where(Mark.person_id == person_id, Document.state.not_in(NOT_THERE))
        .order_by(Mark.school_year, Mark.document_id, Mark.position, Mark.id)
    )
    if school_year is not None:
        query = query.where(Mark.school_year == school_year)
    return tuple(MarkLine(*row) for row in session.execute(query))
