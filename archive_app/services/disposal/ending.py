"""The last step of a line: what was read goes from the rows, the case file is destroyed; the last line ends the act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, or_, select, text, update

from archive_app.audit import MACHINE, AuditTrail
from archive_app.db.models import (
    ActState,
    CaseFile,
    CaseFileState,
    DisposalAct,
    DisposalEntry,
    Document,
    DocumentState,
    EntryState,
    Mark,
    Page,
    Rendition,
    StepKind,
    Tombstone,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from archive_app.services.disposal.ground import Ground


@dataclass(frozen=True, slots=True)
class Ending:
    """Writes down that a case file is destroyed."""

    ground: Ground

    def end(self, entry_id: int) -> None:
        """Text and renditions go; the card, the act, the tombstones and the journal stay."""
        with UnitOfWork(self.ground.sessions) as uow:
            session, now = uow.session, self.ground.clock()
            entry = session.get_one(DisposalEntry, entry_id, with_for_update=True)
            if entry.state is not EntryState.DESTROYING:
                return
            documents = session.scalars(
                select(Tombstone.document_id).where(Tombstone.entry_id == entry_id).distinct()
            ).all()
            wipe(session, documents)
            case_file = session.get_one(CaseFile, entry.case_file_id, with_for_update=True)
            case_file.state = CaseFileState.DESTROYED
            entry.state, entry.destroyed_at = EntryState.DESTROYED, now
            paper = translate("disposal act No. {number}", number=entry.act_id)
            self.ground.step(session, case_file.id, StepKind.DESTROYED, paper, MACHINE)
            AuditTrail(uow, actor=MACHINE, now=self.ground.clock).record(
                "disposal:entry:destroy", case_file, act=entry.act_id, documents=len(documents)
            )
            close_act(uow, entry.act_id, self.ground)
            uow.commit()


def close_act(uow: UnitOfWork, act_id: int, ground: Ground) -> None:
    """The act is executed when no line waits any more."""
    session = uow.session
    act = session.get_one(DisposalAct, act_id, with_for_update=True, populate_existing=True)
    session.flush()
    waiting = (EntryState.LISTED, EntryState.DESTROYING)
    of_act = select(func.count()).select_from(DisposalEntry).where(DisposalEntry.act_id == act_id)
    if act.state is not ActState.EXECUTING or session.scalar(of_act.where(DisposalEntry.state.in_(waiting))):
        return
    destroyed = session.scalar(of_act.where(DisposalEntry.state == EntryState.DESTROYED))
    act.state, act.executed_at = ActState.EXECUTED, ground.clock()
    AuditTrail(uow, actor=MACHINE, now=ground.clock).record("disposal:act:finish", act, destroyed=destroyed)


def wipe(session: Session, documents: Sequence[int]) -> None:
    """Take what was read of documents, and their renditions, out of the rows."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA secure_delete=ON"))  # freed pages of the file are overwritten, not only forgotten
    quiet = {"synchronize_session": False}
    for start in range(0, len(documents), 500):
        some = documents[start : start + 500]
        session.execute(
            delete(Page).where(or_(Page.document_id.in_(some), Page.aside_id.in_(some))), execution_options=quiet
        )
        session.execute(delete(Mark).where(Mark.document_id.in_(some)), execution_options=quiet)
        session.execute(delete(Rendition).where(Rendition.document_id.in_(some)), execution_options=quiet)
        session.execute(
            update(Document)
            .where(Document.id.in_(some))
            .values(state=DocumentState.DESTROYED, version=Document.version + 1),
            execution_options=quiet,
        )
