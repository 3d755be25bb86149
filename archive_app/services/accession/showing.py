"""Transfer acts for a person who looks: the list, one of them, its lines with their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.auth.actor import Actor, require_one
from archive_app.case_file_words import period_of
from archive_app.db.engine import reading
from archive_app.db.models import Accession, AccessionLine, StoragePlace
from archive_app.services.accession.places import Place
from archive_app.services.accession.rows import accession_row
from archive_app.services.life.judging import KEEPERS

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session, sessionmaker

PART = 200
"""Lines that are read at once."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Bytes that are not whole: `outcome` is `missing` or `wrong_bytes`."""

    case_file_id: int
    sha256: str
    outcome: str


@dataclass(frozen=True, slots=True)
class AccessionCard:
    """An act as a person reads about it. `created_by` has handed over, `accepted_by` has taken over."""

    accession_id: int
    state: str
    ground: str
    case_files: int
    volumes: int
    documents: int
    sheets: int
    created_by: str
    created_at: datetime.datetime
    checked_at: datetime.datetime | None
    blobs_checked: int | None
    broken: tuple[Broken, ...]
    accepted_by: str | None
    accepted_at: datetime.datetime | None
    withdrawn_why: str | None


@dataclass(frozen=True, slots=True)
class AccessionRow:
    """A line of an act; `dates` are the extreme ones."""

    position: int
    case_file_id: int
    index: str
    heading: str
    volumes: int
    documents: int
    sheets: int
    dates: str
    term: str
    place: Place


@dataclass(frozen=True, slots=True)
class Showing:
    """Reads acts."""

    sessions: sessionmaker[Session]

    def card(self, accession_id: int, actor: Actor) -> AccessionCard:
        """One of them. Raises NotAllowed, NotFound."""
        require_one(actor, KEEPERS)
        with reading(self.sessions) as session:
            accession_row(session, accession_id)
            return _card(session.execute(_CARDS.where(Accession.id == accession_id)).one())

    def listed(self, actor: Actor, *, before: int | None = None, limit: int = 50) -> tuple[AccessionCard, ...]:
        """The newest first, below the number `before`: one statement."""
        require_one(actor, KEEPERS)
        query = _CARDS.order_by(Accession.id.desc()).limit(limit)
        if before is not None:
            query = query.where(Accession.id < before)
        with reading(self.sessions) as session:
            return tuple(_card(row) for row in session.execute(query))

    def lines(self, accession_id: int, actor: Actor, *, after: int = 0, limit: int = PART) -> tuple[AccessionRow, ...]:
        """Lines after the position `after`, with the places where the case files lie now: one statement."""
        require_one(actor, KEEPERS)
        query = (
            select(AccessionLine, StoragePlace)
            .outerjoin(StoragePlace, StoragePlace.case_file_id == AccessionLine.case_file_id)
            .where(AccessionLine.accession_id == accession_id, AccessionLine.position > after)
            .order_by(AccessionLine.position)
            .limit(limit)
        )
        with reading(self.sessions) as session:
            return tuple(_row(line, place) for line, place in session.execute(query))


_SUMS = (
    select(
        AccessionLine.accession_id,
        func.count().label("case_files"),
        func.sum(AccessionLine.volumes).label("volumes"),
        func.sum(AccessionLine.documents).label("documents"),
        func.sum(AccessionLine.sheets).label("sheets"),
    )
    .group_by(AccessionLine.accession_id)
    .subquery()
)
_CARDS = select(Accession, _SUMS.c.case_files, _SUMS.c.volumes, _SUMS.c.documents, _SUMS.c.sheets).join(
    _SUMS, _SUMS.c.accession_id == Accession.id
)


def _card(row: Row[*tuple[Accession, int, int, int, int]]) -> AccessionCard:
    accession, case_files, volumes, documents, sheets = row
    return AccessionCard(
        accession.id,
        accession.state.value,
        accession.ground,
        case_files,
        volumes,
        documents,
        sheets,
        accession.created_by,
        accession.created_at,
        accession.checked_at,
        accession.blobs_checked,
        tuple(Broken(*each) for each in accession.broken or ()),
        accession.accepted_by,
        accession.accepted_at,
        accession.withdrawn_why,
    )


def _row(line: AccessionLine, place: StoragePlace | None) -> AccessionRow:
    return AccessionRow(
        line.position,
        line.case_file_id,
        line.index,
        line.heading,
        line.volumes,
        line.documents,
        line.sheets,
        period_of(line.first_date, line.last_date),
        line.term,
        Place(place.room, place.rack, place.shelf, place.box) if place else Place(),
    )
