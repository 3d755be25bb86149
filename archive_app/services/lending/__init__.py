"""Lending (выдача дел): paper originals go out and come back; the book knows where each of them is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from archive_app.services.lending.book import Book
from archive_app.services.lending.giving import Giving
from archive_app.services.lending.printing import Printing

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class Lending:
    """The use cases of loans, under one name."""

    giving: Giving
    book: Book
    printing: Printing

    @classmethod
    def over(
        cls,
        sessions: sessionmaker[Session],
        clock: Callable[[], datetime.datetime],
        today: Callable[[], datetime.date],
    ) -> Self:
        """All of them over one database; `today` is the day where the organisation is."""
        book = Book(sessions, today)
        return cls(Giving(sessions, clock, today), book, Printing(sessions, book))
