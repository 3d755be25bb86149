"""One document, or one case file, out of a snapshot into a folder: for what was spoiled, while the archive goes on.

The rows of the snapshot are opened in a scratch database, and what was destroyed since is destroyed in them first: so
what an act took never comes out. Who asks must be allowed to download the documents, now and as the snapshot has them.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    DisposalAct,
    DisposalEntry,
    Document,
    DocumentState,
    EntryState,
    RunKind,
    Volume,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound, describe
from archive_app.i18n import translate
from archive_app.services.backup.destructions import collect
from archive_app.services.backup.errors import PlaceNotEmpty, RecordDestroyed
from archive_app.services.backup.finding import find_snapshot
from archive_app.services.backup.ground import INCOMPLETE
from archive_app.services.backup.restoring import Destination, Restoring
from archive_app.services.backup.scratch_database import scratch_database
from archive_app.services.backup.sources import opened_source
from archive_app.services.backup.written_out import WritingOut
from archive_app.services.documents import document_ref
from archive_app.services.scratch import scratch_folder

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import pyrage
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from archive_app.services.backup.ground import Ground
    from storage.backup.reading import Reading
    from storage.backup.seals import Seal


@dataclass(frozen=True, slots=True)
class Wanted:
    """Either a document or a case file, by its number."""

    document: int | None = None
    case_file: int | None = None

    def shown(self) -> str:
        """In words."""
        if self.document is not None:
            return translate("Document {number}", number=self.document)
        return translate("Case file {number}", number=self.case_file)


@dataclass
class Extracted:
    """What came out. `faults` name objects that no place has whole: their files are not written.

    `elsewhere` names what `place` has not whole, with the place that it came from; `away` places that did not answer.
    """

    snapshot: str
    at: datetime.datetime
    place: str
    documents: list[int] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    elsewhere: dict[str, str] = field(default_factory=dict)
    away: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether all of it came."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Extracting:
    """The use case."""

    ground: Ground
    today: Callable[[], datetime.date]

    def run(
        self,
        snapshot: str,
        wanted: Wanted,
        folder: Path,
        identities: Sequence[pyrage.x25519.Identity],
        actor: Actor,
        *,
        overwrite: bool = False,
    ) -> Extracted:
        """Write it into `folder`, which is empty or not there, unless `overwrite`.

        Raises NotFound (the snapshot has none for this person), RecordDestroyed, PlaceNotEmpty; what `find_snapshot`
        and `Restoring.rows` raise; CannotWrite.
        """
        if not overwrite and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise PlaceNotEmpty(place=str(folder))
        places = self.ground.require_places()
        place, seal = find_snapshot(places, snapshot, self.ground.clock())
        run = self.ground.begin(RunKind.RESTORE, place, actor.login, seal.id)
        told = {"document": wanted.document, "case_file": wanted.case_file}
        try:
            with opened_source(places, place, identities) as source:
                done = self._extracted(source, seal, wanted, folder, actor)
        except Exception as error:
            problem = describe(error)
            self.ground.finish(run, ok=False, code=problem.code, message=problem.message, **told)
            raise
        code = None if done.ok else INCOMPLETE
        told |= {"files": len(done.files), "elsewhere": len(done.elsewhere)}
        self.ground.finish(run, ok=done.ok, code=code, faults=done.faults[:1000], **told)
        return done

    def _extracted(self, source: Reading, seal: Seal, wanted: Wanted, folder: Path, actor: Actor) -> Extracted:
        done = Extracted(seal.id, seal.at, source.shown, elsewhere=source.elsewhere, away=list(source.away))
        with self._rows(source, seal) as sessions, reading(sessions) as session:
            done.documents = self._documents(session, wanted, actor)
            self._record(wanted, done, actor)
            writing = WritingOut(source, seal.space, folder, done.files, done.faults)
            if wanted.case_file is not None:
                writing.case_file(session, wanted.case_file)
            for number in done.documents:
                writing.document(session, number, actor)
        return done

    @contextmanager
    def _rows(self, source: Reading, seal: Seal) -> Iterator[sessionmaker[Session]]:
        """The rows of the snapshot, without what the snapshot's own lists or the living archive know as destroyed."""
        ground = self.ground
        with reading(ground.sessions) as session:
            living = collect(session)
        with scratch_folder(ground.work) as folder, scratch_database(ground.database, folder) as database:
            restoring = Restoring(source, ground.clock, self.today)
            to = Destination(folder / "home", database, ground.store, folder)
            with restoring.rows(seal, to, known=[living]) as sessions:
                yield sessions

    def _documents(self, session: Session, wanted: Wanted, actor: Actor) -> list[int]:
        """The numbers that come out. Raises NotFound, RecordDestroyed."""
        query = select(Document.id, Document.state, Volume.case_file_id).outerjoin(Volume)
        if wanted.document is not None:
            query = query.where(Document.id == wanted.document)
        else:
            query = query.where(Volume.case_file_id == wanted.case_file)
        rows = session.execute(query.where(visible(actor, Act.DOWNLOAD)).order_by(Document.id)).all()
        hidden = self._hidden([row.id for row in rows], actor)
        rows = [row for row in rows if row.id not in hidden]
        if not rows:
            raise NotFound(wanted.shown(), what=wanted.shown())
        there = [row.id for row in rows if row.state is not DocumentState.DESTROYED]
        if not there:
            of_act = DisposalEntry.act_id == DisposalAct.id, DisposalEntry.state == EntryState.DESTROYED
            number = func.coalesce(DisposalAct.paper_number, DisposalAct.id)
            act = session.scalar(select(number).where(*of_act, DisposalEntry.case_file_id == rows[0].case_file_id))
            raise RecordDestroyed(what=wanted.shown(), act=act)
        return there

    def _hidden(self, documents: Sequence[int], actor: Actor) -> set[int]:
        """Those that the archive knows today, and this person may not download today."""
        hidden: set[int] = set()
        with reading(self.ground.sessions) as session:
            for start in range(0, len(documents), 500):
                some = Document.id.in_(documents[start : start + 500])
                known = set(session.scalars(select(Document.id).where(some)))
                hidden |= known - set(session.scalars(select(Document.id).where(some, visible(actor, Act.DOWNLOAD))))
        return hidden

    def _record(self, wanted: Wanted, done: Extracted, actor: Actor) -> None:
        """Before a byte is written: each document that leaves is an event of its own."""
        with UnitOfWork(self.ground.sessions) as uow:
            trail = AuditTrail(uow, actor=actor.login, now=self.ground.clock)
            if wanted.case_file is not None:
                about = ObjectRef("case_file", str(wanted.case_file))
                trail.record("backup:case:extract", about, snapshot=done.snapshot, documents=len(done.documents))
            for number in done.documents:
                trail.record("backup:document:extract", document_ref(number), snapshot=done.snapshot)
            uow.commit()
