"""The scopes that exist, remembered by this process: rows are only ever added, so what was read stays true."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select

from archive_app.auth.grants import Book
from archive_app.db.models.access import AccessScope, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

_books: WeakKeyDictionary[Engine, Book] = WeakKeyDictionary()
_lock = Lock()
_EMPTY = Book()
_HOW_MANY = select(func.count()).select_from(AccessScope).where(AccessScope.person_id.is_(None))


def scope_book(session: Session) -> Book:
    """Every scope by its id, without those of own records. One statement while none was added."""
    engine = session.get_bind().engine
    # Counted, not compared by the highest id: of two writers the one with the lower id may commit later.
    number = session.scalar(_HOW_MANY)
    with _lock:
        book = _books.get(engine, _EMPTY)
    if len(book.scopes) != number:
        book = _read(session, AccessScope.person_id.is_(None))
        with _lock:
            _books[engine] = book
    return book


def own_scopes(session: Session, persons: Iterable[int]) -> Book:
    """The scopes of the own records of `persons`."""
    return _read(session, AccessScope.person_id.in_(tuple(persons)))


def _read(session: Session, which: ColumnElement[bool]) -> Book:
    rows = session.execute(
        select(
            AccessScope.id,
            AccessScope.kind_code,
            AccessScope.unit_id,
            AccessScope.group_id,
            AccessScope.person_id,
            AccessScope.confidentiality,
            AccessScope.unfiled,
        )
        .where(which)
        .order_by(AccessScope.id)
    )
    return Book(tuple((row[0], Scope(*row[1:])) for row in rows))
