"""The book of loans for a person who looks: what is out, what is overdue, the history of a case file."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from archive_app.auth.actor import Actor, require_one
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import CaseFile, Document, FilePlanItem, Loan, StoragePlace, Volume
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.accession.places import Place
from archive_app.services.life.judging import KEEPERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class LoanCard:
    """A loan. `volume` is the number of a lent volume; `document_title` is None where the reader may not see it."""

    loan_id: int
    case_file_id: int
    index: str
    heading: str
    volume: int | None
    document_id: int | None
    document_title: str | None
    borrower: str
    purpose: str
    lent_on: datetime.date
    due_on: datetime.date
    given_by: str
    returned_on: datetime.date | None
    returned_by: str | None
    condition: str | None
    overdue_days: int
    place: Place


@dataclass(frozen=True, slots=True)
class Book:
    """Reads loans; whoever keeps the archive or its plans does."""

    sessions: sessionmaker[Session]
    today: Callable[[], datetime.date]

    def card(self, loan_id: int, actor: Actor) -> LoanCard:
        """One of them. Raises NotAllowed, NotFound."""
        require_one(actor, KEEPERS)
        with reading(self.sessions) as session:
            row = session.execute(_cards(actor).where(Loan.id == loan_id)).first()
        if row is None:
            raise NotFound(str(loan_id), what=translate("Loan {number}", number=loan_id))
        return _card(row, self.today())

    def listed(
        self, actor: Actor, *, only: str = "out", after: int = 0, before: int | None = None, limit: int = 50
    ) -> tuple[LoanCard, ...]:
        """`out`: those that are out, `overdue`: those that should be back, both by number; `all`: the newest first.

        One statement. Raises NotAllowed.
        """
        require_one(actor, KEEPERS)
        query = _cards(actor).limit(limit)
        if only == "all":
            query = query.order_by(Loan.id.desc())
            query = query.where(Loan.id < before) if before is not None else query
        else:
            query = query.where(Loan.returned_on.is_(None), Loan.id > after).order_by(Loan.id)
            query = query.where(Loan.due_on < self.today()) if only == "overdue" else query
        with reading(self.sessions) as session:
            return tuple(_card(row, self.today()) for row in session.execute(query))

    def of_case_file(self, case_file_id: int, actor: Actor) -> tuple[LoanCard, ...]:
        """Its history, the newest first. Raises NotAllowed."""
        require_one(actor, KEEPERS)
        query = _cards(actor).where(Loan.case_file_id == case_file_id).order_by(Loan.id.desc()).limit(100)
        with reading(self.sessions) as session:
            return tuple(_card(row, self.today()) for row in session.execute(query))

    def of_year(self, year: int, actor: Actor, *, after: int = 0, limit: int = 500) -> tuple[LoanCard, ...]:
        """What was lent in a year, by number, after the number `after`. One statement. Raises NotAllowed."""
        require_one(actor, KEEPERS)
        query = _cards(actor).where(*_in(year), Loan.id > after).order_by(Loan.id).limit(limit)
        with reading(self.sessions) as session:
            return tuple(_card(row, self.today()) for row in session.execute(query))

    def sums(self, year: int, actor: Actor) -> tuple[int, int]:
        """How many were lent in a year, and how many of them are still out. Raises NotAllowed."""
        require_one(actor, KEEPERS)
        out = func.count().filter(Loan.returned_on.is_(None))
        with reading(self.sessions) as session:
            lent, still = session.execute(select(func.count(Loan.id), out).where(*_in(year))).one()
        return lent, still


def _in(year: int) -> tuple[ColumnElement[bool], ...]:
    return Loan.lent_on >= datetime.date(year, 1, 1), Loan.lent_on <= datetime.date(year, 12, 31)


def _cards(actor: Actor) -> Select[*tuple[Loan, str, str, int | None, str | None, StoragePlace | None]]:
    title = case((visible(actor), Document.title), else_=None)
    return (
        select(Loan, FilePlanItem.index, CaseFile.title, Volume.number, title, StoragePlace)
        .join(CaseFile, CaseFile.id == Loan.case_file_id)
        .join(FilePlanItem, FilePlanItem.id == CaseFile.item_id)
        .outerjoin(Volume, Volume.id == Loan.volume_id)
        .outerjoin(Document, Document.id == Loan.document_id)
        .outerjoin(StoragePlace, StoragePlace.case_file_id == Loan.case_file_id)
    )


def _card(
    row: Row[*tuple[Loan, str, str, int | None, str | None, StoragePlace | None]], today: datetime.date
) -> LoanCard:
    loan, index, heading, volume, document, place = row
    late = (today - loan.due_on).days if loan.returned_on is None else 0
    return LoanCard(
        loan.id,
        loan.case_file_id,
        index,
        heading,
        volume,
        loan.document_id,
        document,
        loan.borrower,
        loan.purpose,
        loan.lent_on,
        loan.due_on,
        loan.given_by,
        loan.returned_on,
        loan.returned_by,
        loan.condition,
        max(late, 0),
        Place(place.room, place.rack, place.shelf, place.box) if place else Place(),
    )
