"""Intake: bytes become a filed document. Bytes are durable before any row; rows, audit and jobs are one commit."""

from __future__ import annotations

import datetime
import os
import stat
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, BinaryIO

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.auth.actor import Actor, require, require_in
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import (
    Act,
    Carrier,
    DocumentKind,
    RecognitionState,
    Scope,
)
from archive_app.db.queries.documents import documents_of_blob
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import EXIT_UNAVAILABLE, ArchiveError
from archive_app.jobs import enqueue_all
from archive_app.services.blob_rows import add_blob
from archive_app.services.case_files import ONE_CASE_FILE_A_PERSON, find_item, open_volume
from archive_app.services.document_rows import add_document, kind_is_known
from archive_app.services.inspection import WITHOUT_TEXT
from archive_app.services.kinds import index_job, recognise_job
from archive_app.services.names import clean_name, clean_text, title_from
from archive_app.services.persons import FullName, find_or_add_persons
from archive_app.services.rights.names import group_named, unit_named
from archive_app.services.second_try import try_again
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.db.models import Person
    from archive_app.db.queries.file_plans import Heading
    from indexer.formats import Identified
    from storage.protocol import BlobRef, BlobStore, StagedBlob

RACE_ATTEMPTS = 3
LOOKING_AT_ONCE = 8
"""Files looked into at the same time; those that are opened wait for a child besides."""
log = structlog.get_logger()


class CannotRead(ArchiveError):
    """What is to be filed cannot be read: missing, a folder, closed to us, still being written. `name`, `reason`."""

    code = "cannot_read"


class UnknownKind(ArchiveError):
    """No such kind of document. Params: `kind`, `kinds`."""

    code = "unknown_kind"


class BusyFiling(ArchiveError):
    """Others kept opening the same case file at the same moment; nothing was filed."""

    code = "busy_filing"
    http_status = 503
    exit_code = EXIT_UNAVAILABLE
    retryable = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person says of the document. `persons` are full names as typed; `year` is that of the file plan."""

    item: str
    year: int
    title: str | None = None
    kind: str = "other"
    number: str | None = None
    date: datetime.date | None = None
    persons: tuple[str, ...] = ()
    sheets: int | None = None
    carrier: Carrier = Carrier.BOTH
    confidentiality: int = 0
    unit: str | None = None
    group: str | None = None

    def cleaned(self) -> Facts:
        """The same in characters that can be stored."""
        return replace(
            self,
            item=clean_text(self.item),
            title=clean_text(self.title or "") or None,
            kind=clean_text(self.kind),
            number=clean_text(self.number or "") or None,
            persons=tuple(map(clean_text, self.persons)),
            unit=clean_text(self.unit or "") or None,
            group=clean_text(self.group or "") or None,
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the document goes: what its facts name, found."""

    item: Heading
    unit_id: int | None
    group_id: int | None


@dataclass(frozen=True, slots=True)
class Received:
    """The outcome: a new document, or the one that already holds the same bytes and is left as it is.

    A document that could not be read is read again when its bytes are filed again.
    """

    document_id: int
    duplicate: bool


@dataclass(frozen=True, slots=True)
class Intake:
    """Files originals. `inspect` tells the kind of bytes and refuses what cannot be kept usefully (damaged, locked)."""

    sessions: sessionmaker[Session]
    store: BlobStore
    inspect: Callable[[Path, str], Identified]
    clock: Callable[[], datetime.datetime]
    max_blob: int
    _beside: Executor = field(default_factory=lambda: ThreadPoolExecutor(LOOKING_AT_ONCE, "looking"), repr=False)

    def receive(self, path: Path, name: str, facts: Facts, actor: Actor) -> Received:
        """File the bytes at `path`, which came under `name`. When this returns, nothing of it can be lost.

        Raises:
            NotAllowed, CannotRead, YearWithoutPlan, UnknownItem, UnknownKind, UnknownName, NameNotUnderstood:
            the request is wrong;
            an error of `indexer.formats`: the bytes are empty, damaged, protected by a password;
            an error of `storage`: full disk, dead store. In each case nothing is filed.
        """
        facts = facts.cleaned()
        require(actor, Act.FILE)
        names = [FullName.parse(text) for text in facts.persons]
        place = self._checked_place(facts)
        scope = Scope(facts.kind, place.unit_id, place.group_id, confidentiality=facts.confidentiality)
        require_in(actor, Act.FILE, scope)
        staged, identified = self._take_in(path, name)
        blob = self.store.commit(staged)
        for _ in range(RACE_ATTEMPTS):
            try:
                return self._record(blob, identified, name, place, facts, names, actor)
            except IntegrityError:  # another filing opened the same case file between our look and our commit
                continue
        raise BusyFiling(name)

    def _checked_place(self, facts: Facts) -> _Place:
        with reading(self.sessions) as session:
            item = find_item(session, facts.item, facts.year)
            if not kind_is_known(session, facts.kind):
                in_use = select(DocumentKind.code).where(DocumentKind.retired_at.is_(None))
                kinds = session.scalars(in_use.order_by(DocumentKind.position))
                raise UnknownKind(facts.kind, kind=facts.kind, kinds=", ".join(kinds))
            unit = unit_named(session, facts.unit).id if facts.unit else None
            on = facts.date or datetime.date(facts.year, 12, 31)
            group = group_named(session, facts.group, on).id if facts.group else None
            return _Place(item, unit, group)

    def _take_in(self, path: Path, name: str) -> tuple[StagedBlob, Identified]:
        """Look into the bytes and stage them at the same time: each waits for something else."""
        with _open(path, name) as stream:
            before = os.fstat(stream.fileno())
            looking = self._beside.submit(self.inspect, path, name)
            try:
                staged = self.store.stage(stream, size_hint=before.st_size, limit=self.max_blob)
            finally:
                wait([looking])  # nobody reads the file when we are done
        try:
            _require_unchanged(path, name, before, staged)  # a file that still grows looks damaged: this is told first
            return staged, looking.result()
        except BaseException:
            self._discard(staged)
            raise

    def _discard(self, staged: StagedBlob) -> None:
        """Forget what was staged; where the store cannot, its sweep will, and the error that led here is told."""
        try:
            self.store.discard(staged)
        except StorageError:
            log.warning("staged bytes are left to the sweep", exc_info=True)

    def _record(
        self,
        blob: BlobRef,
        identified: Identified,
        name: str,
        place: _Place,
        facts: Facts,
        names: list[FullName],
        actor: Actor,
    ) -> Received:
        now = self.clock()
        with UnitOfWork(self.sessions) as uow:
            session = uow.session
            sha256 = str(blob.key)
            if not add_blob(session, blob, identified.media_type, now):
                known = documents_of_blob(session, sha256, visible(actor))  # no more can come: the row is ours
                if known:
                    return self._received_again(uow, known[0], actor, now)
            persons = find_or_add_persons(session, names, now)
            document = _document(sha256, identified, name, facts, actor, now)
            document["unit_id"], document["group_id"] = place.unit_id, place.group_id
            document["volume_id"] = open_volume(session, place.item, facts.year, persons, now)
            document["subject_id"] = _subject(session, place.item, facts, persons)
            number = add_document(session, document, persons)
            AuditTrail(uow, actor=actor.login, now=self.clock).record(
                "document:file:receive",
                ObjectRef("document", str(number)),
                sha256=sha256,
                size=blob.size,
                item=facts.item,
                year=facts.year,
            )
            waits = document["recognition"] is RecognitionState.WAITING
            enqueue_all(session, [index_job(), *([recognise_job(number)] if waits else [])], now=now)
            uow.commit()
            return Received(number, duplicate=False)

    def _received_again(self, uow: UnitOfWork, document_id: int, actor: Actor, now: datetime.datetime) -> Received:
        if try_again(uow.session, document_id, now):
            AuditTrail(uow, actor=actor.login, now=self.clock).record(
                "document:text:retry", ObjectRef("document", str(document_id))
            )
            uow.commit()
        return Received(document_id, duplicate=True)


def _open(path: Path, name: str) -> BinaryIO:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):  # a pipe would be waited for without end
            raise CannotRead(name, name=name, reason="directory" if stat.S_ISDIR(mode) else "not_regular")
        return path.open("rb")
    except OSError as error:
        raise CannotRead(str(error), name=name, reason=error.strerror or str(error)) from error


def _require_unchanged(path: Path, name: str, before: os.stat_result, staged: StagedBlob) -> None:
    """The bytes looked at by their path must be those kept from the stream. Raises CannotRead."""
    try:
        now = path.stat()
    except OSError as error:
        raise CannotRead(str(error), name=name, reason=error.strerror or str(error)) from error
    same_file = os.path.samestat(now, before) and now.st_mtime_ns == before.st_mtime_ns
    if not same_file or not staged.size == before.st_size == now.st_size:
        raise CannotRead("changed", name=name, reason="changed")


def _subject(session: Session, item: Heading, facts: Facts, persons: list[Person]) -> int | None:
    """Whose own record the document is: of the one person it names, where its kind or its case file is personal."""
    if len(persons) != 1:
        return None
    personal = item.trigger == ONE_CASE_FILE_A_PERSON or session.get_one(DocumentKind, facts.kind).personal
    return persons[0].id if personal else None


def _document(
    sha256: str, identified: Identified, name: str, facts: Facts, actor: Actor, now: datetime.datetime
) -> dict[str, Any]:
    """The columns of the new document; those that are not named take their defaults."""
    recognisable = identified.family not in WITHOUT_TEXT
    return {
        "kind_code": facts.kind,
        "number": facts.number,
        "dated_on": facts.date,
        "title": facts.title or title_from(name),
        "sheets": facts.sheets,
        "carrier": facts.carrier,
        "confidentiality": facts.confidentiality,
        "original_sha256": sha256,
        "original_name": clean_name(name),
        "media_type": identified.media_type,
        "page_count": None if recognisable else 0,
        "recognition": RecognitionState.WAITING if recognisable else RecognitionState.NOT_APPLICABLE,
        "recognition_reason": None if recognisable else "not_text",
        "created_at": now,
        "created_by": actor.login,
    }
