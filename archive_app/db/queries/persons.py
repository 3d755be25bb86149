"""Persons: found by the names that they have had, and the documents that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, and_, column, select, tuple_, values
from sqlalchemy.orm import selectinload

from archive_app.db.models import NOT_THERE, Document, DocumentPerson, Person, PersonName
from indexer.persons import KnownName

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

HIGHEST = "\U0010ffff"
"""No character sorts behind it, so `prefix + HIGHEST` ends the range of everything that begins with the prefix."""
_CHUNK = 500
"""Ranges in one statement."""


def names_beginning(session: Session, keys: Iterable[str]) -> list[KnownName]:
    """The names, present and former, whose `fold_name` begins with one of `keys` (`иванова м`).

    One statement for 500 keys, which looks each of them up in the index of names. Names without a given name are
    nobody's full name, and are left out, as are cards that became part of another.
    """
    wanted = sorted(set(keys))
    found: dict[int, KnownName] = {}
    for at in range(0, len(wanted), _CHUNK):
        ranges = [(key, key + HIGHEST) for key in wanted[at : at + _CHUNK]]
        bounds = values(column("low", String), column("high", String), name="bounds").data(ranges).cte()
        query = (
            select(PersonName.id, PersonName.person_id, PersonName.surname, PersonName.given, PersonName.patronymic)
            .select_from(bounds)
            .join(PersonName, and_(PersonName.folded >= bounds.c.low, PersonName.folded < bounds.c.high))
            .join(Person, Person.id == PersonName.person_id)
            .where(PersonName.given.is_not(None), Person.merged_into_id.is_(None))
        )
        rows = session.execute(query)
        found |= {row.id: KnownName(row.person_id, row.surname, row.given, row.patronymic) for row in rows}
    return list(found.values())


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
    named = select(PersonName.person_id).where(name.between(folded, folded + HIGHEST) if prefix else name == folded)
    there = Person.merged_into_id.is_(None)
    query = select(Person).where(Person.id.in_(named), there).options(selectinload(Person.names))
    if birth_date is not None:
        query = query.where((Person.birth_date == birth_date) | Person.birth_date.is_(None))
    if named_in is not None:
        naming = select(DocumentPerson.id).join(DocumentPerson.document).where(DocumentPerson.person_id == Person.id)
        query = query.where(naming.where(named_in, Document.state.not_in(NOT_THERE)).exists())
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
                Document.state.not_in(NOT_THERE),
            )
            .options(selectinload(DocumentPerson.document))
            .order_by(DocumentPerson.document_id, DocumentPerson.id)
            .limit(limit)
        )
    )
