"""What the documents of each volume add up to; a closing writes it into the volumes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from archive_app.db.models import Carrier, Document, DocumentState, Volume

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class VolumeSums:
    """`without_sheets` are documents with paper whose sheets nobody has counted."""

    volume_id: int
    number: int
    documents: int
    sheets: int
    first: datetime.date | None
    last: datetime.date | None
    without_sheets: int


def volume_sums(session: Session, case_file_id: int) -> tuple[VolumeSums, ...]:
    """One statement, by number of the volume."""
    unknown = Document.sheets.is_(None) & (Document.carrier != Carrier.ELECTRONIC)
    query = (
        select(
            Volume.id,
            Volume.number,
            func.count(Document.id),
            func.sum(Document.sheets),
            func.min(Document.dated_on),
            func.max(Document.dated_on),
            func.count(Document.id).filter(unknown),
        )
        .outerjoin(Document, (Document.volume_id == Volume.id) & (Document.state == DocumentState.ACTIVE))
        .where(Volume.case_file_id == case_file_id)
        .group_by(Volume.id)
        .order_by(Volume.number)
    )
    return tuple(
        VolumeSums(volume_id, number, documents, sheets or 0, first, last, unnumbered)
        for volume_id, number, documents, sheets, first, last, unnumbered in session.execute(query)
    )


def fix_volumes(session: Session, sums: Sequence[VolumeSums]) -> None:
    """Write sheets and extreme dates into the volumes."""
    session.execute(
        update(Volume),
        [
            {"id": each.volume_id, "sheets": each.sheets, "first_date": each.first, "last_date": each.last}
            for each in sums
        ],
    )


def release_volumes(session: Session, case_file_id: int) -> None:
    """Nothing is fixed any more: the case file is open again."""
    fixed = update(Volume).where(Volume.case_file_id == case_file_id)
    session.execute(fixed.values(sheets=0, first_date=None, last_date=None))
