"""Which blobs are to be read next: what was found bad, then what was never read, then what was read longest ago."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from sqlalchemy import func, select, tuple_

from archive_app.db.engine import reading
from archive_app.db.models import Blob, BlobFixity, BlobState, FixityFinding
from storage.keys import BlobKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select
    from sqlalchemy.orm import Session, sessionmaker

AT_ONCE = 200
PRESENT = Blob.state == BlobState.PRESENT


def count_present(session: Session) -> int:
    """All blobs whose bytes should be there."""
    return session.scalar(select(func.count()).where(PRESENT).select_from(Blob)) or 0


def due(sessions: sessionmaker[Session], run: int, most: int | None) -> Iterator[BlobKey]:
    """Blobs that `run` has not looked at, each once; `most` (None: all) besides those that were found bad."""
    yield from _bad(sessions, run)
    yield from islice(chain(_never_read(sessions), _longest_ago(sessions, run)), most)


def _bad(sessions: sessionmaker[Session], run: int) -> Iterator[BlobKey]:
    """Whatever the last look found, also what could not be read then."""
    after = ""
    looked = select(BlobFixity.sha256).where(
        BlobFixity.finding.is_not(None), BlobFixity.finding != FixityFinding.UNKNOWN, BlobFixity.run_id < run
    )
    while found := _page(sessions, looked.where(BlobFixity.sha256 > after).order_by(BlobFixity.sha256)):
        yield from found
        after = found[-1]


def _never_read(sessions: sessionmaker[Session]) -> Iterator[BlobKey]:
    after = ""
    unread = (
        select(Blob.sha256).outerjoin(BlobFixity, BlobFixity.sha256 == Blob.sha256).where(BlobFixity.sha256.is_(None))
    )
    while found := _page(sessions, unread.where(PRESENT, Blob.sha256 > after).order_by(Blob.sha256)):
        yield from found
        after = found[-1]


def _longest_ago(sessions: sessionmaker[Session], run: int) -> Iterator[BlobKey]:
    after = (0, "")
    place = BlobFixity.run_id, BlobFixity.sha256
    query = select(*place).where(BlobFixity.run_id < run, BlobFixity.finding.is_(None)).order_by(*place)
    while True:
        with reading(sessions) as session:
            found = session.execute(query.where(tuple_(*place) > after).limit(AT_ONCE)).all()
        if not found:
            return
        yield from (BlobKey(row.sha256) for row in found)
        after = (found[-1].run_id, found[-1].sha256)


def _page(sessions: sessionmaker[Session], query: Select[str]) -> list[BlobKey]:
    with reading(sessions) as session:
        return [BlobKey(sha256) for sha256 in session.scalars(query.limit(AT_ONCE))]
