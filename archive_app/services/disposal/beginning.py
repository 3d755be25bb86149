"""The first step of a line: everything is asked again, then the rows say what will go. Up to here nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from archive_app.audit import MACHINE, AuditTrail
from archive_app.db.models import (
    ActState,
    Blob,
    BlobState,
    CaseFile,
    CaseFileState,
    Decision,
    DisposalAct,
    DisposalEntry,
    Document,
    DocumentState,
    EntryState,
    RecognitionState,
    Tombstone,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.disposal.bytes_of import documents_in, hashes_of, living, stacks_of
from archive_app.services.disposal.conditions import stop_new_holds
from archive_app.services.disposal.ending import close_act
from archive_app.services.disposal.errors import StillBeingRead
from archive_app.services.disposal.ground import leave_out
from archive_app.services.disposal.grounds import Ban, ask, ban_of_marked
from archive_app.services.disposal.seals import seal_of
from storage.keys import BlobKey

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.orm import Session

    from archive_app.services.disposal.ground import Ground
    from storage.protocol import BlobStore

BEING_READ = (RecognitionState.WAITING, RecognitionState.RUNNING)


@dataclass(frozen=True, slots=True)
class Beginning:
    """Marks what will go; or leaves the line out, with the reason, where something forbids it."""

    ground: Ground
    store: BlobStore

    def begin(self, entry_id: int) -> bool:
        """Whether there is something to destroy now. Raises StillBeingRead."""
        with UnitOfWork(self.ground.sessions) as uow:
            session = uow.session
            entry = session.get_one(DisposalEntry, entry_id, with_for_update=True)
            if entry.state in {EntryState.DESTROYED, EntryState.LEFT}:
                return False
            stop_new_holds(session)
            ban = self._ban(session, entry)
            begun = entry.state is EntryState.DESTROYING
            if ban is None and not begun:
                self._mark(uow, entry)
            elif ban is not None and not (begun and self._bytes_went(session, entry)):
                self._spare(uow, entry, ban, begun=begun)
            going = entry.state is EntryState.DESTROYING
            uow.commit()
            return going

    def _ban(self, session: Session, entry: DisposalEntry) -> Ban | None:
        act = session.get_one(DisposalAct, entry.act_id)
        if act.state is not ActState.EXECUTING or entry.seal != seal_of(act, entry):
            return Ban("tampered")
        ground = self.ground
        asked = ask(session, [entry.case_file_id], ground.today(), ground.clock(), ground.loans)[0]
        if entry.decision is not Decision.DESTROY:
            return Ban("undecided")
        if asked.judged.verdict.individual and not (entry.individual and entry.decided_why):
            return Ban("unreviewed")
        if asked.ban is not None and asked.ban.code == "state" and entry.state is EntryState.DESTROYING:
            return ban_of_marked(session, entry.case_file_id, ground.today(), ground.loans)
        return asked.ban

    def _mark(self, uow: UnitOfWork, entry: DisposalEntry) -> None:
        session = uow.session
        case_file = session.get_one(CaseFile, entry.case_file_id, with_for_update=True)
        hashes = documents_in(session, entry.case_file_id)
        _require_read(session, hashes, entry.case_file_id)
        own = set(hashes)
        _set_documents(session, own, DocumentState.DESTROYING)  # first: what goes itself does not live on its bytes
        shared = _with_stacks(session, hashes, entry.case_file_id)
        _set_documents(session, set(hashes) - own, DocumentState.DESTROYING)
        entry.state, entry.stood = EntryState.DESTROYING, case_file.state.value
        case_file.state = CaseFileState.DESTROYING
        sizes = _sizes(session, {sha256 for some in hashes.values() for sha256 in some})
        for number, some in hashes.items():
            session.add_all(_stone(entry, number, sha256, sizes[sha256], sha256 in shared) for sha256 in sorted(some))
        going = [sha256 for sha256 in sorted(sizes) if sha256 not in shared]
        _set_blobs(session, going, BlobState.DESTROYING)
        AuditTrail(uow, actor=MACHINE, now=self.ground.clock).record(
            "disposal:entry:begin", case_file, act=entry.act_id, documents=len(hashes), blobs=len(going)
        )

    def _bytes_went(self, session: Session, entry: DisposalEntry) -> bool:
        """Whether some bytes are gone already: then there is nothing to be spared."""
        query = select(Tombstone).where(Tombstone.entry_id == entry.id, Tombstone.shared.is_(False))
        return any(
            stone.destroyed_at is not None or not self.store.exists(BlobKey(stone.sha256))
            for stone in session.scalars(query)
        )

    def _spare(self, uow: UnitOfWork, entry: DisposalEntry, ban: Ban, *, begun: bool) -> None:
        """Leave the line out; where it was marked, and all bytes are there, its case file is as it was."""
        session = uow.session
        case_file = session.get_one(CaseFile, entry.case_file_id, with_for_update=True)
        if begun:
            of_entry = Tombstone.entry_id == entry.id
            stones = session.execute(select(Tombstone.document_id, Tombstone.sha256).where(of_entry)).all()
            _set_blobs(session, sorted({sha256 for _, sha256 in stones}), BlobState.PRESENT)
            _give_back(session, {number for number, _ in stones})
            session.execute(delete(Tombstone).where(of_entry))
            case_file.state = CaseFileState(entry.stood or CaseFileState.CLOSED)
        leave_out(entry, ban.code, ban.detail)
        AuditTrail(uow, actor=MACHINE, now=self.ground.clock).record(
            "disposal:entry:leave", case_file, act=entry.act_id, why=ban.code, detail=ban.detail
        )
        close_act(uow, entry.act_id, self.ground)


def _with_stacks(session: Session, hashes: dict[int, set[str]], case_file_id: int) -> frozenset[str]:
    """Which bytes stay for living documents; split stacks that nobody lives on any more are added to what goes."""
    everything = {sha256 for some in hashes.values() for sha256 in some}
    shared = living(session, everything, case_file_id)
    stacks = stacks_of(session, everything - shared)
    if stacks:
        hashes.update(hashes_of(session, stacks))
        shared = living(session, {sha256 for some in hashes.values() for sha256 in some}, case_file_id)
    return shared


def _require_read(session: Session, documents: Collection[int], case_file_id: int) -> None:
    busy = select(Document.id).where(
        Document.id.in_(documents), Document.state == DocumentState.ACTIVE, Document.recognition.in_(BEING_READ)
    )
    if session.scalar(busy.limit(1)) is not None:
        raise StillBeingRead(case_file=case_file_id)


def _stone(entry: DisposalEntry, document_id: int, sha256: str, size: int, shared: bool) -> Tombstone:  # noqa: FBT001
    return Tombstone(
        act_id=entry.act_id,
        entry_id=entry.id,
        case_file_id=entry.case_file_id,
        document_id=document_id,
        sha256=sha256,
        size=size,
        shared=shared,
    )


def _sizes(session: Session, hashes: Collection[str]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    ordered = sorted(hashes)
    for start in range(0, len(ordered), 500):
        rows = select(Blob.sha256, Blob.size).where(Blob.sha256.in_(ordered[start : start + 500]))
        found |= dict(session.execute(rows).all())
    return found


def _set_blobs(session: Session, hashes: Collection[str], state: BlobState) -> None:
    """Row by row in the order of the hashes: two lines with the same bytes follow each other."""
    for sha256 in hashes:
        session.execute(
            update(Blob).where(Blob.sha256 == sha256).values(state=state),
            execution_options={"synchronize_session": False},
        )


def _set_documents(session: Session, documents: Collection[int], state: DocumentState) -> None:
    """The index and whoever edits a card at this moment both notice it."""
    ordered = sorted(documents)
    for start in range(0, len(ordered), 500):
        session.execute(
            update(Document)
            .where(Document.id.in_(ordered[start : start + 500]))
            .values(state=state, version=Document.version + 1, index_stamp=Document.index_stamp + 1),
            execution_options={"synchronize_session": False},
        )


def _give_back(session: Session, documents: Collection[int]) -> None:
    """Documents whose pages stand elsewhere were replaced before; all the others were active."""
    query = select(Document.id).where(Document.id.in_(documents), Document.volume_id.is_(None))
    stacks = set(session.scalars(query))
    _set_documents(session, stacks, DocumentState.REPLACED)
    _set_documents(session, set(documents) - stacks, DocumentState.ACTIVE)
