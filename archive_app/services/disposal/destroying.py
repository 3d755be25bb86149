"""The job that destroys one case file of an approved act. It may be killed at any moment and is begun again.

First the rows say what will go (`destroying`, tombstones without a date); then the bytes go, document by document,
each time with the question who else lives on them; then copies kept on this machine and the index; at last, when
nothing is found any more, the tombstones are dated. So there are never bytes that no row knows, nor a row that
promises bytes which are gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import select

from archive_app.db.engine import reading
from archive_app.db.models import Blob, BlobState, DisposalEntry, Tombstone
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.disposal.beginning import Beginning
from archive_app.services.disposal.bytes_of import living
from archive_app.services.disposal.ending import Ending
from archive_app.services.disposal.errors import StillThere
from storage.keys import BlobKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive_app.jobs import JobContext
    from archive_app.services.disposal.ground import Ground
    from archive_app.services.indexing import Indexing
    from storage.protocol import BlobStore


class Forgetting(Protocol):
    """A place that keeps bytes besides the store."""

    def forget(self, sha256: str) -> None:
        """Remove for good what it keeps of these bytes."""


@dataclass(frozen=True, slots=True)
class Destroying:
    """The handler of `destroy` jobs."""

    ground: Ground
    store: BlobStore
    indexing: Indexing
    kept: Sequence[Forgetting]
    """Places of this machine that keep bytes: originals at hand, drawn pages, bad copies set aside."""

    def __call__(self, job: JobContext) -> None:
        """Carry out the line `entry_id`, from wherever the last attempt has left it.

        Raises StillBeingRead, StillThere (both are tried again), an error of `storage`.
        """
        entry_id = int(job.payload["entry_id"])
        if not Beginning(self.ground, self.store).begin(entry_id):
            return
        for document_id in self._documents(entry_id):
            job.check()
            self._remove_bytes(entry_id, document_id)
        self._forget_copies(entry_id)
        self._leave_index(entry_id)
        self._require_gone(entry_id)
        Ending(self.ground).end(entry_id)

    def _documents(self, entry_id: int) -> Sequence[int]:
        with reading(self.ground.sessions) as session:
            marked = select(Tombstone.document_id).where(Tombstone.entry_id == entry_id)
            waiting = marked.where(Tombstone.destroyed_at.is_(None)).distinct().order_by(Tombstone.document_id)
            return session.scalars(waiting).all()

    def _remove_bytes(self, entry_id: int, document_id: int) -> None:
        """Remove what nobody else lives on, under the locks of the blobs' rows: who files the same bytes waits."""
        with UnitOfWork(self.ground.sessions) as uow:
            session = uow.session
            entry = session.get_one(DisposalEntry, entry_id)
            query = select(Tombstone).where(Tombstone.entry_id == entry_id, Tombstone.document_id == document_id)
            stones = session.scalars(query.order_by(Tombstone.sha256)).all()
            hashes = [stone.sha256 for stone in stones]
            rows = select(Blob).where(Blob.sha256.in_(hashes)).order_by(Blob.sha256).with_for_update()
            blobs = {blob.sha256: blob for blob in session.scalars(rows)}
            shared = living(session, hashes, entry.case_file_id)
            for stone in stones:
                stone.shared = stone.sha256 in shared
                if stone.shared:
                    blobs[stone.sha256].state = BlobState.PRESENT
                else:
                    self.store.remove(BlobKey(stone.sha256))
                    blobs[stone.sha256].state = BlobState.DESTROYED
                stone.destroyed_at = self.ground.clock()
            uow.commit()

    def _forget_copies(self, entry_id: int) -> None:
        """Throw out what this machine keeps."""
        for sha256 in self._gone(entry_id):
            for place in self.kept:
                place.forget(sha256)

    def _leave_index(self, entry_id: int) -> None:
        """Take the documents out of the search index, and look that they are out."""
        self.indexing.catch_up()
        with reading(self.ground.sessions) as session:
            documents = session.scalars(
                select(Tombstone.document_id).where(Tombstone.entry_id == entry_id).distinct()
            ).all()
        found = self.indexing.engine.stamps(documents)
        if found:
            raise StillThere(documents=", ".join(map(str, sorted(found))))

    def _require_gone(self, entry_id: int) -> None:
        left = [sha256 for sha256 in self._gone(entry_id) if self.store.exists(BlobKey(sha256))]
        if left and self._unknown(left):
            raise StillThere(documents=", ".join(left))

    def _gone(self, entry_id: int) -> Sequence[str]:
        with reading(self.ground.sessions) as session:
            query = select(Tombstone.sha256).where(Tombstone.entry_id == entry_id, Tombstone.shared.is_(False))
            return session.scalars(query.distinct()).all()

    def _unknown(self, hashes: Sequence[str]) -> bool:
        """Whether bytes are there that no living row knows: the same ones may have been filed anew since."""
        with reading(self.ground.sessions) as session:
            gone = (BlobState.DESTROYING, BlobState.DESTROYED)
            return bool(session.scalars(select(Blob.sha256).where(Blob.sha256.in_(hashes), Blob.state.in_(gone))).all())
