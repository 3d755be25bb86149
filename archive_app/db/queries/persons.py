"""Persons: found by any name that they have had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, tuple_
from sqlalchemy.orm import selectinload

from archive_app.db.models import Document, DocumentPerson, DocumentState, Person, PersonName

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

_HIGHEST = "\U0010ffff"
"""No character sorts behind it, so `prefix + _HIGHEST` ends the range of everything that begins with the prefix."""


def persons_named(
    session: Session,
    folded: str,
    *,
    birth_date: date | None = None,
    prefix: bool = False,
    named_in: ColumnElement[bool] | None = None,
    limit: int = 50,
) -> list[Person]:
    """Find persons by a key of `fold_name`, present and former names alike, with their names loaded: two statements.

    With `prefix` the key is only the beginning (`иванова` finds `иванова мария`). `birth_date` excludes persons whose
    date is known and another. `named_in`: only persons whom such a document names that is not destroyed.
    """
    name = PersonName.folded
    named = select(PersonName.person_id).where(name.between(folded, folded + _HIGHEST) if prefix else name == folded)
    query = select(Person).where(Person.id.in_(named)).options(selectinload(Person.names))
    if birth_date is not None:
        query = query.where((Person.birth_date == birth_date) | Person.birth_date.is_(None))
    if named_in is not None:
        naming = select(DocumentPerson.id).join(DocumentPerson.document).where(DocumentPerson.person_id == Person.id)
        query = query.where(naming.where(named_in, Document.state != DocumentState.DESTROYED).exists())
    return list(session.scalars(query.order_by(Person.folded, Person.id).limit(limit)))


def documents_naming(
    session: Session, person_id: int, *, after: tuple[int, int] = (0, 0), limit: int = 100
) -> list[DocumentPerson]:
    """Give where a person is named, with the document loaded, by (document id, row id) behind `after`."""
    return list(
        session.scalars(
            select(DocumentPerson)
            .join(DocumentPerson.document)
            .where(
                DocumentPerson.person_id == person_id,
                tuple_(DocumentPerson.document_id, DocumentPerson.id) > after,
                Document.state != DocumentState.DESTROYED,
            )
            .options(selectinload(DocumentPerson.document))
            .order_by(DocumentPerson.document_id, DocumentPerson.id)
            .limit(limit)
        )
    )
