"""The state of the installation in one answer: parts that work, queues, bytes without rows and rows without bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archive_app.db.engine import reading
from archive_app.db.queries.blobs import expected_blobs
from archive_app.db.queries.counts import document_counts, job_counts
from archive_app.db.revisions import current_revision, head_revision
from archive_app.errors import describe
from archive_app.i18n import translate
from archive_app.words import detail_words
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session, sessionmaker

    from indexer.search import SearchEngine
    from storage.protocol import BlobStore

LITTLE_SPACE = 1024**3
"""Below this many free bytes the store is reported as nearly full."""
TOLD_EVERY = 1000
"""Rows between two words on how far it is."""


@dataclass(frozen=True, slots=True)
class Check:
    """One part looked at; `message` is for a person."""

    name: str
    ok: bool
    message: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Documents by recognition state, jobs by state, documents whose last change search does not know."""

    documents: Mapping[str, int]
    jobs: Mapping[str, int]
    behind: int


@dataclass(frozen=True, slots=True)
class BlobCounts:
    """Rows in all; rows whose bytes are missing; bytes that no row knows (a crash between the two leaves such)."""

    total: int
    missing: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What `archive doctor` answers."""

    ok: bool
    documents: Mapping[str, int]
    jobs: Mapping[str, int]
    blobs: BlobCounts
    index: Mapping[str, object]
    checks: tuple[Check, ...]
    programs: Mapping[str, str | None]
    """Outside programs and their versions; None: missing."""


@dataclass(frozen=True, slots=True)
class Doctor:
    """Looks, changes nothing."""

    database: Engine
    sessions: sessionmaker[Session]
    store: BlobStore
    engine: SearchEngine
    programs: Callable[[], Mapping[str, str | None]]
    required_programs: frozenset[str]
    clock: Callable[[], datetime]
    journal: Callable[[], str]
    """Looks at the journal of actions: a sentence, or RuntimeError with one."""
    feeds: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    """The same of each road that brings documents by itself, by its name."""

    def diagnose(self, tell: Callable[[int], None] = lambda _number: None) -> Diagnosis:
        """Everything, the blobs compared one by one with the rows (a listing, no bytes are read).

        `tell` is told now and then how many rows were compared.
        """
        programs = self.programs()
        checks = [*self.parts(), self._programs(programs), checked("audit", self.journal)]
        checks += [checked(name, look) for name, look in self.feeds.items()]
        counts = self.counts()
        blobs, check = self._blobs(tell)
        checks.append(check)
        dead = counts.jobs["dead"]
        checks.append(Check("jobs", not dead, translate("Jobs that failed for good: {n}", n=dead)))
        state = self.engine.state()
        return Diagnosis(
            ok=all(check.ok for check in checks),
            documents=counts.documents,
            jobs=counts.jobs,
            blobs=blobs,
            index={"engine": state.engine, "documents": state.documents, "behind": counts.behind},
            checks=tuple(checks),
            programs=programs,
        )

    def parts(self) -> tuple[Check, ...]:
        """The database, the store and the index: does each answer."""
        return (checked("database", self._database), checked("storage", self._storage), checked("index", self._index))

    def counts(self) -> Counts:
        """The queues."""
        with reading(self.sessions) as session:
            documents = document_counts(session)
            jobs = job_counts(session, now=self.clock())
        return Counts(
            {"total": documents.total} | {state.value: number for state, number in documents.by_recognition.items()},
            {"waiting": jobs.waiting, "running": jobs.running, "dead": jobs.dead},
            documents.behind,
        )

    def _database(self) -> str:
        found, needed = current_revision(self.database), head_revision()
        if found != needed:
            raise RuntimeError(
                translate(
                    "The database has version {found}, the program needs {needed}: run archive init.",
                    found=found,
                    needed=needed,
                )
            )
        return translate("{kind}, version {revision}", kind=self.database.dialect.name, revision=found)

    def _storage(self) -> str:
        free = self.store.check().free_bytes
        if free is None:
            return translate("It answers.")
        if free < LITTLE_SPACE:
            raise RuntimeError(translate("Little space is left: {mib} MiB. Add a disk.", mib=free // 1024**2))
        return translate("Free space: {gib} GiB", gib=free // 1024**3)

    def _index(self) -> str:
        state = self.engine.state()
        if not state.healthy:
            raise RuntimeError(
                translate(
                    "The index must be built anew ({reason}): run archive reindex.",
                    reason=detail_words(state.reason or ""),
                )
            )
        return translate("{engine}, documents: {n}", engine=state.engine, n=state.documents)

    def _programs(self, found: Mapping[str, str | None]) -> Check:
        missing = sorted(self.required_programs - {name for name, version in found.items() if version})
        message = ", ".join(f"{name} {version}" for name, version in sorted(found.items()) if version)
        if missing:
            message = translate("Not installed: {names}", names=", ".join(missing))
        return Check("programs", not missing, message)

    def _blobs(self, tell: Callable[[int], None]) -> tuple[BlobCounts, Check]:
        try:
            with reading(self.sessions) as session:
                rows = _counted((sha256 for sha256, _ in expected_blobs(session)), tell)
                counts = compare(rows, (str(stat.key) for stat in self.store.iterate()))
        except StorageError as error:
            return BlobCounts(0, 0, 0), Check("blobs", ok=False, message=describe(error).message)
        message = translate("Blobs missing from the store: {n}", n=counts.missing)
        return counts, Check("blobs", not counts.missing, message)


def compare(rows: Iterator[str], stored: Iterator[str]) -> BlobCounts:
    """Merge two sorted streams of keys; neither is held in memory."""
    total = missing = unknown = 0
    row, key = next(rows, None), next(stored, None)
    while row is not None or key is not None:
        if key is None or (row is not None and row < key):
            total, missing, row = total + 1, missing + 1, next(rows, None)
        elif row is None or key < row:
            unknown, key = unknown + 1, next(stored, None)
        else:
            total, row, key = total + 1, next(rows, None), next(stored, None)
    return BlobCounts(total, missing, unknown)


def _counted(rows: Iterator[str], tell: Callable[[int], None]) -> Iterator[str]:
    for number, row in enumerate(rows, start=1):
        if number % TOLD_EVERY == 0:
            tell(number)
        yield row


def checked(name: str, look: Callable[[], str]) -> Check:
    """Look at a part; a failure of any kind is what was found."""
    try:
        return Check(name, ok=True, message=look())
    except RuntimeError as error:
        return Check(name, ok=False, message=str(error))
    except Exception as error:  # noqa: BLE001 - a part that fails in any way is a finding, not an end of the examination
        return Check(name, ok=False, message=describe(error).message)
