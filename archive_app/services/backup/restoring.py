"""Restoring a whole snapshot into a new place. It may be killed at any moment and is begun again.

Database first, brought to this version; then what was destroyed after the snapshot is destroyed in its rows; then the
blobs that the rows still want. So bytes of destroyed records are not brought at all. `restore.json` in the home folder
says how far it is, and goes with the last step.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, inspect, select, table, text
from sqlalchemy.engine import make_url

from archive_app.db.engine import make_engine, make_session_factory, reading
from archive_app.db.errors import DatabaseTooNewError
from archive_app.db.models import Blob, BlobState, Setting
from archive_app.db.queries.blobs import expected_blobs
from archive_app.db.revisions import current_revision, head_revision
from archive_app.errors import CannotWrite
from archive_app.services.backup.database_copy import run_program
from archive_app.services.backup.errors import OtherDatabaseKind, PlaceNotEmpty, RestoreUnfinished, SnapshotTooNew
from archive_app.services.backup.lease import KEPT_AT
from archive_app.services.backup.ledger import read_destructions
from archive_app.services.backup.replay import Replay
from archive_app.services.scratch import scratch_folder
from storage.backup.layout import DATABASE, MANIFEST
from storage.backup.seals import snapshot_folder
from storage.durable import replace_file, sync_folder
from storage.keys import BlobKey

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.services.backup.ledger import Destructions
    from archive_app.services.backup.sampling import Certainty, Sample
    from storage.backup.reading import Brought, Reading
    from storage.backup.seals import Seal
    from storage.errors import StorageError
    from storage.protocol import BlobStore

MARK = "restore.json"
TOLD_EVERY = 100


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a snapshot goes. `work` is for scratch; everything else of `home` must be new."""

    home: Path
    database_url: str
    store: BlobStore
    work: Path


@dataclass
class Restored:
    """What came of it. `faults` name objects that no place has whole; `bytes` were brought now.

    `elsewhere` names what came from another place than that of the snapshot, `away` places that did not answer.
    """

    snapshot: str
    at: datetime.datetime
    head: tuple[int, str] = (0, "")
    """Number and hash of the last event of the journal of actions that the snapshot has."""
    rows: int = 0
    blobs: int = 0
    bytes: int = 0
    destroyed_again: list[int] = field(default_factory=list)
    sample: Sample | None = None
    """What was brought, where not all was to be; a drill's."""
    faults: list[str] = field(default_factory=list)
    elsewhere: dict[str, str] = field(default_factory=dict)
    away: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether all of it is there."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Restoring:
    """The use case; `source` opens the snapshot."""

    source: Reading
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]
    certainty: Certainty | None = None
    """None: every blob is brought. Otherwise a sample of them, which is nothing but a drill."""
    carry: Callable[[Iterable[tuple[str, int]], dict[str, str]], Iterator[Brought]] | None = None
    """Processes that bring blobs to the destination, see `Porters.carry`; None: threads of this one do."""

    def run(
        self,
        seal: Seal,
        to: Destination,
        *,
        overwrite: bool = False,
        tell: Callable[[int], None] = lambda _number: None,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> Restored:
        """Restore the snapshot, or go on where a former run of the same was killed. The index is the caller's.

        `meanwhile` is called once, when nothing is left to come but blobs.

        Raises OtherDatabaseKind, SnapshotTooNew, PlaceNotEmpty (unless `overwrite`), RestoreUnfinished, DumpFailed;
        BackupDamaged, BackupObjectMissing and KeyDoesNotOpen for the database and the manifest.
        """
        began = time.monotonic()
        _require_kind(seal, to)
        done = self._begin(seal, to, overwrite=overwrite)
        manifest = json.loads(self.source.whole(snapshot_folder(seal.id) + MANIFEST))
        head = (manifest["audit"]["seq"], manifest["audit"]["hash"])
        restored = Restored(seal.id, seal.at, head, sum(manifest["counts"].values()))
        restored.elsewhere, restored.away = self.source.elsewhere, list(self.source.away)
        to.work.mkdir(exist_ok=True)
        fresh = "database" not in done
        if fresh:
            self._database(seal, to)
            _mark(to.home, seal.id, "database")
        engine = make_engine(to.database_url)
        try:
            if fresh:
                restored.faults += _counted_otherwise(engine, manifest["counts"])
            self._migrate(seal, engine)
            sessions = make_session_factory(engine)
            faults: list[StorageError] = []
            restored.destroyed_again = self._replay(sessions, [manifest["destructions"]], faults)
            restored.faults += [str(error.params.get("name") or error) for error in faults]
            self._forget_lease(sessions)
            _write_home(to.home, manifest["home"])
            meanwhile()
            self._blobs(seal, sessions, to.store, restored, tell)
        finally:
            engine.dispose()
        restored.seconds = time.monotonic() - began
        return restored

    @contextmanager
    def rows(self, seal: Seal, to: Destination, known: Sequence[Destructions] = ()) -> Iterator[sessionmaker[Session]]:
        """The rows of a snapshot alone, in the new database of `to`, brought to this version; no blob is brought.

        What any list of the target, or `known`, says was destroyed is destroyed in them. Raises as `run`; a list that
        cannot be read ends it: nobody could say what must not come back.
        """
        _require_kind(seal, to)
        manifest = json.loads(self.source.whole(snapshot_folder(seal.id) + MANIFEST))
        self._database(seal, to)
        engine = make_engine(to.database_url)
        try:
            self._migrate(seal, engine)
            sessions = make_session_factory(engine)
            faults: list[StorageError] = []
            self._replay(sessions, [*known, manifest["destructions"]], faults)
            if faults:
                raise faults[0]
            yield sessions
        finally:
            engine.dispose()

    def finish(self, to: Destination) -> None:
        """Nothing is left to be done: the next run of the same is a new one."""
        (to.home / MARK).unlink(missing_ok=True)
        sync_folder(to.home)

    def _begin(self, seal: Seal, to: Destination, *, overwrite: bool) -> frozenset[str]:
        """What a former run has done. Raises PlaceNotEmpty, RestoreUnfinished, CannotWrite."""
        try:
            to.home.mkdir(parents=True, exist_ok=True)
            to.home.chmod(0o700)
        except OSError as error:
            raise CannotWrite(str(error), path=to.home, reason=error.strerror or str(error)) from error
        mark = _read_mark(to.home)
        if mark is not None and mark["snapshot"] == seal.id:
            return frozenset(mark["done"])
        if mark is not None and not overwrite:
            raise RestoreUnfinished(snapshot=mark["snapshot"])
        if not overwrite and (taken := _what_is_there(to)):
            raise PlaceNotEmpty(place=taken)
        _mark(to.home, seal.id, None)
        return frozenset()

    def _replay(
        self, sessions: sessionmaker[Session], known: Sequence[Destructions], faults: list[StorageError]
    ) -> list[int]:
        """Destroy in the rows all that any list tells of; one that cannot be read is added to `faults`."""
        return Replay(sessions, self.clock, self.today).run(chain(read_destructions(self.source, faults), known))

    def _database(self, seal: Seal, to: Destination) -> None:
        with scratch_folder(to.work) as folder:
            packed, plain = folder / "packed", folder / "plain"
            self.source.into_file(snapshot_folder(seal.id) + DATABASE, packed)
            with gzip.open(packed) as source, plain.open("wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
            put = _put_sqlite if seal.database == "sqlite" else _put_postgresql
            put(plain, to.database_url)

    def _migrate(self, seal: Seal, engine: Engine) -> None:
        if current_revision(engine) == head_revision():
            return
        from archive_app.db.migrate import upgrade  # Alembic, which most restores can do without

        try:
            upgrade(engine)
        except DatabaseTooNewError as error:
            raise SnapshotTooNew(snapshot=seal.id, product=seal.product) from error

    @staticmethod
    def _forget_lease(sessions: sessionmaker[Session]) -> None:
        """The copy was made while its backup held the lease."""
        with sessions.begin() as session:
            session.execute(delete(Setting).where(Setting.key == KEPT_AT))

    def _blobs(
        self,
        seal: Seal,
        sessions: sessionmaker[Session],
        store: BlobStore,
        restored: Restored,
        tell: Callable[[int], None],
    ) -> None:
        if self.certainty is not None:
            with reading(sessions) as session:
                restored.sample = self.certainty.sample(session)
        store.prepare()
        for sha256 in _destroyed(sessions):
            store.remove(BlobKey(sha256))  # nothing, save where a store was there before
        with reading(sessions) as session:
            expected = expected_blobs(session)
            wanted = (one for one in expected if restored.sample is None or one[0] in restored.sample.keys)
            for number, one in enumerate(self._brought(seal, store, wanted), start=1):
                if one.error is None:
                    restored.blobs += 1
                    restored.bytes += one.size
                else:
                    restored.faults.append(str(one.error.params.get("name") or one.error))
                if number % TOLD_EVERY == 0:
                    tell(number)

    def _brought(self, seal: Seal, store: BlobStore, wanted: Iterable[tuple[str, int]]) -> Iterator[Brought]:
        if self.carry is None:
            return self.source.into_store(store, seal.space, wanted)
        return self.carry(wanted, self.source.elsewhere)


def _require_kind(seal: Seal, to: Destination) -> None:
    kind = make_url(to.database_url).get_backend_name()
    if kind != seal.database:
        raise OtherDatabaseKind(snapshot=seal.id, kind=seal.database, here=kind)


def _what_is_there(to: Destination) -> str:
    """What stands in the way: names of the home folder, a database with tables, a store with blobs; or nothing."""
    names = sorted(path.name for path in to.home.iterdir() if path != to.work)
    if names:
        return str(to.home)
    url = make_url(to.database_url)
    if url.get_backend_name() == "postgresql":
        engine = make_engine(to.database_url)
        try:
            if inspect(engine).get_table_names():
                return url.render_as_string()
        finally:
            engine.dispose()
    elif os.path.exists(str(url.database)):  # noqa: PTH110 - a path of the address, not of ours
        return str(url.database)
    to.store.prepare()
    return "" if next(to.store.iterate(), None) is None else "ARCHIVE_STORAGE_URL"


def _counted_otherwise(engine: Engine, counts: Mapping[str, int]) -> Iterator[str]:
    """Tables whose rows are not as many as the manifest says: asked before anything is changed."""
    with engine.connect() as connection:
        for name, expected in counts.items():
            if connection.scalar(select(func.count()).select_from(table(name))) != expected:
                yield f"{DATABASE}: {name}"


def _put_sqlite(plain: Path, url: str) -> None:
    """Put the file in place whole, without what a former one has left in its log."""
    from pathlib import Path

    path = Path(str(make_url(url).database))
    draft = path.with_name(f"{path.name}.restoring")
    shutil.copyfile(plain, draft)
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    draft.replace(path)
    sync_folder(path.parent)


def _put_postgresql(plain: Path, url: str) -> None:
    """One transaction; what a former run, or whoever was to be overwritten, has left goes first."""
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            if inspect(connection).get_table_names():
                connection.execute(text("DROP SCHEMA public CASCADE"))
                connection.execute(text("CREATE SCHEMA public"))
    finally:
        engine.dispose()
    command = ["pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(plain)]
    run_program(command, make_url(url))


def _write_home(home: Path, files: dict[str, str]) -> None:
    """Also over those of another archive that is overwritten: with its keys nobody would read the rows of this one."""
    for name, content in files.items():
        path = home / name
        path.parent.mkdir(exist_ok=True)
        draft = path.with_name(f"{path.name}.draft")
        draft.unlink(missing_ok=True)
        replace_file(path, content.encode(), draft=draft)
        path.chmod(0o600)


def _destroyed(sessions: sessionmaker[Session]) -> Iterator[str]:
    with reading(sessions) as session:
        yield from session.scalars(select(Blob.sha256).where(Blob.state == BlobState.DESTROYED))


def _read_mark(home: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((home / MARK).read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    return found


def _mark(home: Path, snapshot: str, step: str | None) -> None:
    mark = _read_mark(home) or {"snapshot": snapshot, "done": []}
    if mark["snapshot"] != snapshot:
        mark = {"snapshot": snapshot, "done": []}
    if step:
        mark["done"].append(step)
    (home / f"{MARK}.draft").unlink(missing_ok=True)
    replace_file(home / MARK, json.dumps(mark).encode("ascii"), draft=home / f"{MARK}.draft")
    sync_folder(home)
