"""The life of an upload: begun, continued piece by piece, given up or forgotten."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, delete, func, select, update

from archive_app.auth.actor import require
from archive_app.auth.acts import Act
from archive_app.db.engine import reading
from archive_app.db.models import IntakeSource, Upload, UploadPart, UploadState
from archive_app.jobs import enqueue
from archive_app.services.intake_batches import batch_of
from archive_app.services.kinds import take_in_job
from archive_app.services.names import clean_name
from archive_app.services.uploads import pieces
from archive_app.services.uploads.errors import (
    EmptyUpload,
    FileTooLarge,
    NoSuchUpload,
    TooManyUploads,
    TooMuchSent,
    UploadExpired,
    WrongOffset,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from archive_app.services.uploads.pieces import Checksum
    from storage.protocol import BlobStore, Readable

TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class Announced:
    """What is said when an upload begins. `size` in bytes; `batch` is the sender's name for what comes together.

    `said` are facts of the document by their names, as they are asked for over the network.
    """

    name: str
    size: int
    source: IntakeSource
    batch: str = ""
    batch_label: str = ""
    said: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class UploadRules:
    """Limits. `size` in bytes of one file; `open_at_once` uploads of one person; `lifetime` without a new piece."""

    size: int
    open_at_once: int
    lifetime: datetime.timedelta


@dataclass(frozen=True, slots=True)
class Uploads:
    """Takes in files piece by piece; `parts` is the store of the pieces."""

    sessions: sessionmaker[Session]
    parts: BlobStore
    clock: Callable[[], datetime.datetime]
    rules: UploadRules

    def begin(self, announced: Announced, actor: Actor) -> Upload:
        """Promise room for a file.

        Raises:
            NotAllowed: the person files nothing. EmptyUpload, FileTooLarge, TooManyUploads.
        """
        require(actor, Act.FILE)
        name = clean_name(announced.name)
        if announced.size < 1:
            raise EmptyUpload(name, name=name)
        if announced.size > self.rules.size:
            raise FileTooLarge(limit=self.rules.size)
        now = self.clock()
        with self.sessions.begin() as session:
            self._require_room(session, actor)
            key, label = announced.batch, announced.batch_label
            batch = batch_of(session, announced.source, key, actor, now, label=label) if key else None
            upload = Upload(
                token=secrets.token_urlsafe(TOKEN_BYTES),
                user_id=actor.user_id,
                source=announced.source,
                intake_batch_id=batch,
                name=name,
                size=announced.size,
                received=0,
                said=announced.said or {},
                state=UploadState.RECEIVING,
                created_at=now,
                expires_at=now + self.rules.lifetime,
            )
            session.add(upload)
        return upload

    def _require_room(self, session: Session, actor: Actor) -> None:
        is_open = Upload.user_id == actor.user_id, Upload.state == UploadState.RECEIVING
        if (session.scalar(select(func.count()).where(*is_open)) or 0) >= self.rules.open_at_once:
            raise TooManyUploads(limit=self.rules.open_at_once)

    def find(self, token: str, actor: Actor) -> Upload:
        """The person's own upload. Raises NoSuchUpload, UploadExpired."""
        with reading(self.sessions) as session:
            found = session.scalar(select(Upload).where(Upload.token == token, Upload.user_id == actor.user_id))
        if found is None:
            raise NoSuchUpload
        if found.expires_at <= self.clock():
            raise UploadExpired
        return found

    def append(
        self, token: str, offset: int, stream: Readable, actor: Actor, checksum: Checksum | None = None
    ) -> Upload:
        """Keep the next piece: what `stream` gives belongs at `offset`. Durable when this returns.

        Raises:
            NoSuchUpload, UploadExpired, WrongOffset, TooMuchSent, WrongChecksum; errors of the store.
        """
        upload = self.find(token, actor)
        if upload.received != offset or upload.state is not UploadState.RECEIVING:
            raise WrongOffset(offset=offset, expected=upload.received)
        piece = pieces.keep(self.parts, stream, upload.size - offset, checksum)
        if piece.size == 0:
            pieces.forget(self.parts, [piece.key])
            return upload
        try:
            return self._note(upload, offset, piece)
        except BaseException:
            pieces.forget(self.parts, [piece.key])
            raise

    def _note(self, upload: Upload, offset: int, piece: pieces.Piece) -> Upload:
        """Write down that the piece is there; of two that came for the same place one is refused."""
        now, reached = self.clock(), offset + piece.size
        if reached > upload.size:
            raise TooMuchSent(size=upload.size)
        expected = Upload.id == upload.id, Upload.received == offset, Upload.state == UploadState.RECEIVING
        with self.sessions.begin() as session:
            moved = session.scalar(
                update(Upload)
                .where(*expected)
                .values(
                    received=reached,
                    pieces=Upload.pieces + 1,
                    expires_at=now + self.rules.lifetime,
                    state=case((Upload.size == reached, UploadState.ARRIVED.value), else_=Upload.state),
                )
                .returning(Upload.id)
            )
            if moved is None:
                raise WrongOffset(offset=offset, expected=upload.received)
            session.add(UploadPart(upload_id=upload.id, position=offset, size=piece.size, key=piece.key))
            if reached == upload.size:
                enqueue(session, take_in_job(upload.id, now), now=now)
        with reading(self.sessions) as session:
            return session.get_one(Upload, upload.id)

    def give_up(self, token: str, actor: Actor) -> None:
        """Forget the upload and its pieces; a document that came of it stays. Raises NoSuchUpload."""
        with reading(self.sessions) as session:
            found = session.scalar(select(Upload.id).where(Upload.token == token, Upload.user_id == actor.user_id))
        if found is None:
            raise NoSuchUpload
        self._remove([found])

    def forget_finished(self, actor: Actor) -> None:
        """Take off the person's list what has ended; the documents stay."""
        ended = Upload.state.not_in((UploadState.RECEIVING, UploadState.ARRIVED))
        with reading(self.sessions) as session:
            found = session.scalars(select(Upload.id).where(Upload.user_id == actor.user_id, ended)).all()
        self._remove(list(found))

    def sweep(self) -> int:
        """Forget what has expired, and pieces that no upload knows; tells how many uploads."""
        now = self.clock()
        with reading(self.sessions) as session:
            # what has arrived is never given up: the job that takes it in goes on until it is told to stop
            expired = list(
                session.scalars(select(Upload.id).where(Upload.expires_at <= now, Upload.state != UploadState.ARRIVED))
            )
        self._remove(expired)
        self.parts.sweep_staging(self.rules.lifetime)
        before = now - self.rules.lifetime
        old = [str(blob.key) for blob in self.parts.iterate() if blob.modified < before]
        pieces.forget(self.parts, self._unknown(old))
        return len(expired)

    def _unknown(self, keys: list[str]) -> list[str]:
        unknown: list[str] = []
        with reading(self.sessions) as session:
            for at in range(0, len(keys), _AT_ONCE):
                some = keys[at : at + _AT_ONCE]
                known = set(session.scalars(select(UploadPart.key).where(UploadPart.key.in_(some))))
                unknown += [key for key in some if key not in known]
        return unknown

    def _remove(self, ids: list[int]) -> None:
        for upload_id in ids:
            with self.sessions.begin() as session:
                gone = session.scalars(
                    delete(UploadPart).where(UploadPart.upload_id == upload_id).returning(UploadPart.key)
                ).all()
                session.execute(delete(Upload).where(Upload.id == upload_id))
            pieces.forget(self.parts, gone)


_AT_ONCE = 500
