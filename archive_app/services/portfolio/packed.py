"""What goes out with a portfolio, found in the database: accepted entries, counted results, the files of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from archive_app.db.models import (
    GOING,
    Document,
    OutsideResult,
    OutsideState,
    PortalFile,
    PortfolioEntry,
    PortfolioState,
)
from archive_app.i18n import translate
from archive_app.portfolio_words import KINDS, LEVEL_WORDS, PAPER_WORDS
from archive_app.services.names import disk_name

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

MOST = 5000
"""Entries of one portfolio in one archive."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file as it lies in the archive: `path` in it, `sha256` of its bytes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PackedEntry:
    """An accepted entry in words, with its files."""

    number: int
    title: str
    kind: str
    paper: str
    level: str
    happened_on: datetime.date
    place: str
    result: str
    description: str
    comment: str
    files: tuple[PackedFile, ...]


@dataclass(frozen=True, slots=True)
class PackedResult:
    """A result of another organisation with the protocol by which it was counted, and its papers."""

    number: int
    subject: str
    organisation: str
    result: str
    hours: int | None
    paper: str
    applied_on: datetime.date
    protocol: str
    protocol_on: datetime.date | None
    commission: str
    decision: str
    files: tuple[PackedFile, ...]


def packed_entries(session: Session, person_id: int) -> tuple[PackedEntry, ...]:
    """Those that were accepted, by the day, the earliest first: two statements."""
    accepted = (PortfolioEntry.person_id == person_id, PortfolioEntry.state == PortfolioState.ACCEPTED)
    query = select(PortfolioEntry).where(*accepted).order_by(PortfolioEntry.happened_on, PortfolioEntry.id).limit(MOST)
    rows = session.scalars(query).all()
    files = _files(session, PortalFile.entry_id, select(PortfolioEntry.id).where(*accepted), "files")
    return tuple(_packed(row, files.get(row.id, ())) for row in rows)


def packed_results(session: Session, person_id: int) -> tuple[PackedResult, ...]:
    """Those that a protocol has counted, the earliest first: two statements."""
    counted = (OutsideResult.person_id == person_id, OutsideResult.state == OutsideState.ACCEPTED)
    query = select(OutsideResult).where(*counted).order_by(OutsideResult.protocol_on, OutsideResult.id).limit(MOST)
    rows = session.scalars(query).all()
    files = _files(session, PortalFile.outside_id, select(OutsideResult.id).where(*counted), "results")
    return tuple(_counted(row, files.get(row.id, ())) for row in rows)


def _files(session: Session, owner: Any, owners: Any, folder: str) -> dict[int, list[PackedFile]]:
    """The files of each owner that are there: not taken off, not destroyed by an act."""
    there: ColumnElement[bool] = or_(Document.id.is_(None), Document.state.not_in(GOING))
    query = select(PortalFile, owner).outerjoin(Document, Document.id == PortalFile.document_id)
    found: dict[int, list[PackedFile]] = {}
    kept = query.where(owner.in_(owners), PortalFile.removed_at.is_(None), there).order_by(PortalFile.id)
    for file, number in session.execute(kept):
        path = disk_name(f"{number}-{file.id} {file.name}")
        found.setdefault(number, []).append(PackedFile(f"{folder}/{path}", file.size, file.sha256))
    return found


def _packed(row: PortfolioEntry, files: Sequence[PackedFile]) -> PackedEntry:
    return PackedEntry(
        number=row.id,
        title=row.title,
        kind=translate(KINDS[row.kind].words),
        paper=translate(PAPER_WORDS[row.paper]),
        level=translate(LEVEL_WORDS[row.level]),
        happened_on=row.happened_on,
        place=row.place,
        result=row.result,
        description=row.description,
        comment=row.comment or "",
        files=tuple(files),
    )


def _counted(row: OutsideResult, files: Sequence[PackedFile]) -> PackedResult:
    return PackedResult(
        number=row.id,
        subject=row.subject,
        organisation=row.organisation,
        result=row.result,
        hours=row.hours,
        paper=row.paper,
        applied_on=row.applied_on,
        protocol=row.protocol or "",
        protocol_on=row.protocol_on,
        commission=row.commission or "",
        decision=row.decision or "",
        files=tuple(files),
    )
