"""Search kept in step with the archive: changes as they come, everything anew when the index is lost or old."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import func, select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import joinedload, selectinload

from archive_app.auth.policy import tokens_of
from archive_app.db.engine import reading
from archive_app.db.index_stamps import documents_behind, mark_indexed, raise_stamp
from archive_app.db.models import CaseFile, Document, DocumentPerson, DocumentState, Page, Person, Volume
from archive_app.jobs import enqueue
from archive_app.logs import log
from archive_app.services.documents import spoken_name
from archive_app.services.kinds import index_job, reindex_job
from indexer.search import IndexBusyError, IndexDocument, IndexPage, IndexUnavailableError, PersonNames, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.jobs import JobContext
    from indexer.search import SearchEngine

T = TypeVar("T")
BATCH = 50
"""Documents in one commit of the index."""
PAUSE = 0.3
LONGEST_WAIT = 60.0
"""Seconds between two looks whether another process still writes the index; seconds until a command gives up."""
_NO_DOCUMENTS_FAULT = (IndexBusyError, IndexUnavailableError, OperationalError, InterfaceError, MemoryError)
"""Outages, of the index and of the database: they pass, and the job is done again."""


def _as_they_come(items: Iterable[IndexDocument], _total: int) -> Iterable[IndexDocument]:
    return items


@dataclass(frozen=True, slots=True)
class Indexing:
    """Gives documents to the search engine; the database says which are due (`index_stamp`, `indexed_stamp`)."""

    sessions: sessionmaker[Session]
    engine: SearchEngine
    clock: Callable[[], datetime]
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False)

    def catch_up(self, job: JobContext | None = None) -> None:
        """Index whatever has changed, in batches; a crash between index and database only repeats a batch."""
        with self._one_at_a_time:
            self._in_turn(self._catch_up, job)

    def rebuild(
        self, watched: Callable[[Iterable[IndexDocument], int], Iterable[IndexDocument]] = _as_they_come
    ) -> int:
        """Build a new index beside the old one and swap; changes made meanwhile are caught up. Returns how many."""
        with self._one_at_a_time:
            number = self._in_turn(lambda _: self._rebuild(watched), None)
        self.catch_up()
        return number

    def rebuild_job(self, job: JobContext) -> None:
        """The handler of `reindex` jobs: rebuild where it is still needed; another may have done it meanwhile."""
        self.catch_up(job)

    def heal(self, job: JobContext) -> None:
        """Look whether the index is whole and whether anything is behind; promise the work that mends it."""
        state = self.engine.state()
        if state.reason is Reason.UNREACHABLE:
            job.log.warning("search does not answer")  # nothing that a rebuild would mend
            return
        with self.sessions.begin() as session:
            if not state.healthy:
                job.log.warning("index must be rebuilt", reason=state.reason)
                enqueue(session, reindex_job(), now=self.clock())
            elif documents_behind(session, limit=1):
                enqueue(session, index_job(), now=self.clock())

    def _in_turn(self, write: Callable[[JobContext | None], T], job: JobContext | None) -> T:
        """Write when no other process does, and let the next one write. Without a job nobody waits for ever."""
        give_up = time.monotonic() + LONGEST_WAIT
        while True:
            try:
                return write(job)
            except IndexBusyError:
                if job is None and time.monotonic() > give_up:
                    raise
            finally:
                self.engine.release()
            time.sleep(PAUSE)
            if job is not None:
                job.check()

    def _catch_up(self, job: JobContext | None) -> None:
        if self._must_be_rebuilt():
            log.info("index rebuilt", documents=self._rebuild(_as_they_come))
        last = 0  # each is tried once: what cannot be indexed stays behind, and is met again by the next job
        while behind := self._behind(last):
            self._give(behind)
            last = behind[-1]
            if job is not None:
                job.check()

    def _must_be_rebuilt(self) -> bool:
        state = self.engine.state()
        return not state.healthy and state.reason is not Reason.UNREACHABLE

    def _rebuild(self, watched: Callable[[Iterable[IndexDocument], int], Iterable[IndexDocument]]) -> int:
        with reading(self.sessions) as session:
            total = session.scalar(
                select(func.count()).select_from(Document).where(Document.state == DocumentState.ACTIVE)
            )
        stamps: dict[int, int] = {}
        left_out: set[int] = set()

        def refused(document_id: int, error: Exception) -> None:
            if isinstance(error, _NO_DOCUMENTS_FAULT):
                raise error
            left_out.add(document_id)
            log.error("document cannot be indexed", document_id=document_id, exc_info=error)

        self.engine.rebuild(self._noting(watched(self._everything(refused), total or 0), stamps), refused)
        for document_id in left_out:
            stamps.pop(document_id, None)
        self._mark(stamps, left_out)
        return len(stamps)

    def _behind(self, after: int) -> list[int]:
        with reading(self.sessions) as session:
            return list(documents_behind(session, after=after, limit=BATCH))

    def _give(self, ids: Sequence[int]) -> None:
        """Index a batch; where that fails of a document, its halves, so that all but the culprit are found."""
        try:
            self._give_at_once(ids)
        except _NO_DOCUMENTS_FAULT:
            raise
        except Exception:
            self.engine.release()  # what was begun of the batch is dropped
            if len(ids) == 1:
                log.exception("document cannot be indexed", document_id=ids[0])
                return
            half = len(ids) // 2
            self._give(ids[:half])
            self._give(ids[half:])

    def _give_at_once(self, ids: Sequence[int]) -> None:
        with reading(self.sessions) as session:
            rows = _load(session, ids)
            stamps = {row.id: row.index_stamp for row in rows}
            gone = [row.id for row in rows if row.state is not DocumentState.ACTIVE]
            self.engine.remove(gone)
            self.engine.update(_index_document(session, row) for row in rows if row.state is DocumentState.ACTIVE)
        self.engine.commit()
        self._mark(stamps)

    def _mark(self, stamps: Mapping[int, int], left_out: Iterable[int] = ()) -> None:
        with self.sessions.begin() as session:
            mark_indexed(session, stamps)
            for document_id in left_out:
                raise_stamp(session, document_id)  # an index before this one may have had it: now it is behind

    def _everything(self, refused: Callable[[int, Exception], None]) -> Iterator[IndexDocument]:
        last = 0
        while True:
            with reading(self.sessions) as session:
                ids = list(
                    session.scalars(
                        select(Document.id)
                        .where(Document.id > last, Document.state == DocumentState.ACTIVE)
                        .order_by(Document.id)
                        .limit(BATCH)
                    )
                )
                for row in _load(session, ids):
                    try:
                        document = _index_document(session, row)
                    except Exception as error:  # noqa: BLE001 - told to `refused`, which raises an outage again
                        refused(row.id, error)
                    else:
                        yield document
            if not ids:
                return
            last = ids[-1]

    @staticmethod
    def _noting(items: Iterable[IndexDocument], stamps: dict[int, int]) -> Iterator[IndexDocument]:
        for item in items:
            stamps[item.document_id] = item.stamp
            yield item


def _load(session: Session, ids: Sequence[int]) -> Sequence[Document]:
    query = (
        select(Document)
        .where(Document.id.in_(ids))
        .order_by(Document.id)
        .options(
            joinedload(Document.unit),
            joinedload(Document.volume).joinedload(Volume.case_file).joinedload(CaseFile.item),
            selectinload(Document.persons).joinedload(DocumentPerson.person).selectinload(Person.names),
        )
    )
    return session.scalars(query).unique().all()


def _index_document(session: Session, row: Document) -> IndexDocument:
    case_file = row.volume.case_file if row.volume else None
    return IndexDocument(
        document_id=row.id,
        stamp=row.index_stamp,
        title=row.title,
        number=row.number or "",
        kind=row.kind_code,
        item=case_file.item.index if case_file else "",
        year=case_file.year if case_file else None,
        date=row.dated_on,
        unit=row.unit.name if row.unit else None,
        confidentiality=row.confidentiality,
        scopes=tokens_of(row, case_file),
        persons=tuple(_names(link) for link in row.persons),
        pages=_pages(session, row.id),
    )


def _names(link: DocumentPerson) -> tuple[PersonNames, tuple[int, ...]]:
    names = dict.fromkeys([spoken_name(link.person), *map(spoken_name, link.person.names)])
    return PersonNames(link.person_id, tuple(names)), tuple(link.pages)


def _pages(session: Session, document_id: int) -> Iterator[IndexPage]:
    query = select(Page.number, Page.text).where(Page.document_id == document_id).order_by(Page.number)
    for number, text in session.execute(query.execution_options(yield_per=100)):
        yield IndexPage(number, text)
