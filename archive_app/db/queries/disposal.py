"""What became of a case file or document that an act has taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.db.models import DisposalAct, DisposalEntry, EntryState, Tombstone

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

TAKEN = (EntryState.DESTROYING, EntryState.DESTROYED)


@dataclass(frozen=True, slots=True)
class Fate:
    """The act that took it, its day, and when the last of it was gone; None: it is being destroyed."""

    act_id: int
    act_on: datetime.date
    destroyed_at: datetime.datetime | None


def fate_of_case_file(session: Session, case_file_id: int) -> Fate | None:
    """The fate of a case file; None: no act has taken it."""
    return _first(session, _FATE.where(DisposalEntry.case_file_id == case_file_id))


def fate_of_document(session: Session, document_id: int) -> Fate | None:
    """The fate of a document; a stack that was split went with the last of its parts."""
    of_it = select(Tombstone.entry_id).where(Tombstone.document_id == document_id)
    return _first(session, _FATE.where(DisposalEntry.id.in_(of_it)))


def _first(session: Session, query: Select[int, datetime.date, datetime.datetime | None]) -> Fate | None:
    row = session.execute(query.order_by(DisposalEntry.id.desc()).limit(1)).first()
    return Fate(*row) if row else None


_FATE = (
    select(DisposalAct.id, DisposalAct.drawn_on, DisposalEntry.destroyed_at)
    .join(DisposalEntry, DisposalEntry.act_id == DisposalAct.id)
    .where(DisposalEntry.state.in_(TAKEN))
)
