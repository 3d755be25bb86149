"""The installation in numbers that cost little: versions, queues, disks, database, index, journal, mail."""

from __future__ import annotations

import platform
import shutil
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import ArchiveError, describe
from archive_app.i18n import mark, translate
from archive_app.services.accounts.directory import checked_naming
from archive_app.services.administration.examination import SYSTEM, Examinations
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.heads import PublishedHead
    from archive_app.mail import Mailer
    from archive_app.services.audit_heads import AuditHeads
    from archive_app.services.doctor import Counts, Doctor
    from indexer.search import SearchEngine
    from storage.protocol import BlobStore

DISK_WORDS = {
    "home": mark("Home folder"),
    "work": mark("Work folder"),
    "store": mark("Store of documents"),
}


class NoMail(ArchiveError):
    """No mail server is set, or no address is given."""

    code = "no_mail"


@dataclass(frozen=True, slots=True)
class Disk:
    """Room at one place, in bytes; `free` None: the place does not tell (S3), `trouble` says why it does not answer."""

    name: str
    where: str
    free: int | None
    total: int | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class SystemState:
    """What the page of the system shows at once. `database_size` in bytes."""

    version: str
    python: str
    database: str
    database_size: int
    disks: tuple[Disk, ...]
    counts: Counts
    engine: str
    indexed: int
    index_healthy: bool
    head: PublishedHead | None
    mail_from: str


@dataclass(frozen=True, slots=True)
class SystemKeeping:
    """`work` and `home` are folders of this machine; `store_at` is the address of the store without its secrets."""

    sessions: sessionmaker[Session]
    store: BlobStore
    store_at: str
    engine: SearchEngine
    doctor: Doctor
    heads: AuditHeads
    mailer: Mailer | None
    examinations: Examinations
    home: Path
    work: Path
    version: str
    clock: Callable[[], datetime]

    def state(self, actor: Actor) -> SystemState:
        """How it is now; nothing here grows with the archive but what indexes count. Raises NotAllowed."""
        require(actor, Act.OPERATE)
        index = self.engine.state()
        with reading(self.sessions) as session:
            database, size = _database(session)
        return SystemState(
            version=self.version,
            python=platform.python_version(),
            database=database,
            database_size=size,
            disks=(_folder("home", self.home), _folder("work", self.work), self._store()),
            counts=self.doctor.counts(),
            engine=index.engine,
            indexed=index.documents,
            index_healthy=index.healthy,
            head=self.heads.heads.last(),
            mail_from=self.mailer.sender if self.mailer else "",
        )

    def send_test_letter(self, to: str, actor: Actor) -> None:
        """Send a letter that says nothing but that mail works.

        Raises:
            NotAllowed, EmailNotUnderstood, MailNotSent; NoMail: no server is set.
        """
        require(actor, Act.OPERATE)
        _, address = checked_naming("—", to)
        if self.mailer is None or address is None:
            raise NoMail
        self.mailer.send(
            [address],
            translate("Archivarius: a letter to try the mail"),
            translate("The archive can send letters. {login} asked for this one; nothing needs to be done.\n").format(
                login=actor.login
            ),
        )
        with UnitOfWork(self.sessions) as uow:
            AuditTrail(uow, actor=actor.login, now=self.clock).record("system:letter:test", SYSTEM, to=address)
            uow.commit()

    def _store(self) -> Disk:
        try:
            health = self.store.check()
        except StorageError as error:
            return Disk("store", self.store_at, None, None, describe(error).message)
        return Disk("store", self.store_at, health.free_bytes, None)


def _folder(name: str, where: Path) -> Disk:
    try:
        usage = shutil.disk_usage(where)
    except OSError as error:
        return Disk(name, str(where), None, None, error.strerror or str(error))
    return Disk(name, str(where), usage.free, usage.total)


def _database(session: Session) -> tuple[str, int]:
    """Name with version, and size in bytes."""
    if session.get_bind().dialect.name == "sqlite":
        size = session.scalar(text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"))
        return f"SQLite {sqlite3.sqlite_version}", size or 0
    version = session.scalar(text("SHOW server_version")) or ""
    return f"PostgreSQL {version.split()[0]}", session.scalar(text("SELECT pg_database_size(current_database())")) or 0
