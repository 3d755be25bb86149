"""An upload that has arrived becomes a document: at once, or by a job where the process died before it was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter
from sqlalchemy import delete, select, update

from archive_app.auth.actor import load_actor
from archive_app.db.engine import reading
from archive_app.db.models import Upload, UploadPart, UploadState, User
from archive_app.errors import describe
from archive_app.logs import log
from archive_app.services.intake import Facts, Origin, Said
from archive_app.services.scratch import scratch_folder
from archive_app.services.uploads import pieces
from archive_app.services.uploads.errors import AlreadyFinished

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from archive_app.jobs import JobContext
    from archive_app.services.intake import Intake, Received
    from storage.protocol import BlobStore

UNAVAILABLE = 500
"""From this status on an error passes by itself, or is a fault of the program: the bytes are kept for another try."""
_FACTS, _SAID = TypeAdapter(Facts), TypeAdapter(Said)


@dataclass(frozen=True, slots=True)
class Finishing:
    """Takes in uploads that are whole; the handler of `take_in` jobs: `{"upload_id": N}`."""

    sessions: sessionmaker[Session]
    parts: BlobStore
    intake: Intake
    work_folder: Path
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]
    list_kept: datetime.timedelta
    """How long the list of the person shows what became of an upload."""

    def __call__(self, job: JobContext) -> None:
        """Finish what a request left undone; after the last attempt the upload is refused, and the person told."""
        upload_id = int(job.payload["upload_id"])
        try:
            with reading(self.sessions) as session:
                login = session.scalar(
                    select(User.login).join(Upload, Upload.user_id == User.id).where(Upload.id == upload_id)
                )
                actor = None if login is None else load_actor(session, login, self.today())
            if actor is not None:
                self.finish(upload_id, actor)
        except Exception as error:
            if job.last_attempt:
                self._refuse(upload_id, error)
            raise

    def finish(self, upload_id: int, actor: Actor) -> None:
        """Take the upload in, or refuse it and say why; nothing happens where that is done already.

        Raises what passes by itself (a store that does not answer): the job comes back to it.
        """
        with reading(self.sessions) as session:
            upload = session.get(Upload, upload_id)
            keys = session.scalars(
                select(UploadPart.key).where(UploadPart.upload_id == upload_id).order_by(UploadPart.position)
            ).all()
        if upload is None or upload.state is not UploadState.ARRIVED:
            return
        try:
            self._take_in(upload, list(keys), actor)
        except AlreadyFinished:
            return
        except Exception as error:
            if describe(error).http_status >= UNAVAILABLE:
                raise
            self._refuse(upload_id, error)
        self._clear(upload_id)

    def _take_in(self, upload: Upload, keys: list[str], actor: Actor) -> None:
        def note(session: Session, received: Received) -> None:
            state = UploadState.DUPLICATE if received.duplicate else UploadState.TAKEN_IN
            self._end(session, upload.id, state=state, document_id=received.document_id)

        said = upload.said
        origin = Origin(upload.source, upload.intake_batch_id)
        with scratch_folder(self.work_folder) as folder:
            path = folder / "upload"
            with path.open("wb") as whole:
                pieces.join(self.parts, keys, whole)
            if "item" in said:
                self.intake.receive(path, upload.name, _FACTS.validate_python(said), actor, origin, note)
            else:
                self.intake.receive_unfiled(path, upload.name, actor, origin, _SAID.validate_python(said), note)

    def _refuse(self, upload_id: int, error: Exception) -> None:
        problem = describe(error)
        log.info("upload refused", upload_id=upload_id, code=problem.code)
        with self.sessions.begin() as session:
            self._end(session, upload_id, state=UploadState.REFUSED, code=problem.code, message=problem.message)

    def _end(self, session: Session, upload_id: int, **values: object) -> None:
        """Write down what became of it; of two that finish it at once one commits. Raises AlreadyFinished."""
        ended = session.scalar(
            update(Upload)
            .where(Upload.id == upload_id, Upload.state == UploadState.ARRIVED)
            .values(**values, expires_at=self.clock() + self.list_kept)
            .returning(Upload.id)
        )
        if ended is None:
            raise AlreadyFinished

    def _clear(self, upload_id: int) -> None:
        with self.sessions.begin() as session:
            gone = session.scalars(
                delete(UploadPart).where(UploadPart.upload_id == upload_id).returning(UploadPart.key)
            ).all()
        pieces.forget(self.parts, gone)
