"""Files that prove an achievement or a result: looked into, limited, durable before their row is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import func, select

from archive_app.db.models import PortalFile
from archive_app.services.blob_rows import BytesWentMeanwhile, ensure_blob
from archive_app.services.intake import RACE_ATTEMPTS, BusyFiling
from archive_app.services.names import clean_name
from archive_app.services.portfolio.errors import AttachmentTooLarge, FileKindRefused, TooManyAttachments
from indexer.formats import identify

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from archive_app.services.taking_in import TakingIn
    from storage.protocol import BlobRef

Done = TypeVar("Done")
LARGEST_FILE = 20 * 1024**2
"""Bytes; a photograph of a diploma has two to eight megabytes."""
MOST_FILES = 10
_OFFICE = "application/vnd.openxmlformats-officedocument."
TAKEN = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/tiff": "TIFF",
    "image/webp": "WEBP",
    f"{_OFFICE}wordprocessingml.document": "DOCX",
    f"{_OFFICE}presentationml.presentation": "PPTX",
    "application/vnd.oasis.opendocument.text": "ODT",
}
"""What is taken, by the content and not by the name: nothing that a browser would run."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it came: bytes at `path`, under `name`."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Original:
    """Bytes of the store, `sha256` hexadecimal, `size` in bytes, under the name that they came under."""

    sha256: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes that are durable and have no row yet."""

    blob: BlobRef
    name: str
    media_type: str

    def held(self, session: Session, taking_in: TakingIn, now: datetime.datetime) -> Original:
        """Make the row of the bytes, or hold the one that is there until the transaction ends.

        Raises BytesWentMeanwhile.
        """
        sha256 = ensure_blob(session, taking_in.store, self.blob, self.media_type, now)
        return Original(sha256, self.name, self.media_type, self.blob.size)

    def row(
        self, session: Session, taking_in: TakingIn, actor: Actor, now: datetime.datetime, **owner: int
    ) -> PortalFile:
        """Its row, added to `session`, of the entry or result that `owner` names.

        Raises BytesWentMeanwhile; TooManyAttachments.
        """
        _require_room(session, owner)
        row = PortalFile(**asdict(self.held(session, taking_in, now)), added_at=now, added_by=actor.login, **owner)
        session.add(row)
        return row


def keeping(taking_in: TakingIn, files: tuple[Attachment, ...], record: Callable[[tuple[Stored, ...]], Done]) -> Done:
    """Make the bytes durable, then let `record` write their rows; what it answers.

    Raises:
        AttachmentTooLarge, FileKindRefused; an error of `indexer.formats` (empty, damaged, protected by a password)
        or of `storage`; BusyFiling; what `record` raises.
    """
    for _ in range(RACE_ATTEMPTS):
        stored = tuple(_stored(taking_in, one) for one in files)
        try:
            return record(stored)
        except BytesWentMeanwhile:  # an act destroyed the same bytes between our storing and our commit
            continue
    raise BusyFiling(files[0].name)


def _stored(taking_in: TakingIn, file: Attachment) -> Stored:
    name = clean_name(file.name)
    if file.path.stat().st_size > LARGEST_FILE:
        raise AttachmentTooLarge(name=name, limit=LARGEST_FILE)

    def refused() -> None:
        if identify(file.path, name).media_type not in TAKEN:
            raise FileKindRefused(name=name, kinds=sorted(TAKEN.values()))

    taken = taking_in.take_in(file.path, name, refused)
    return Stored(taking_in.store.commit(taken.staged), name, taken.identified.media_type)


def _require_room(session: Session, owner: dict[str, int]) -> None:
    """What is a document already leaves room: ten papers of an application do not keep its protocol out."""
    session.flush()
    mine = [getattr(PortalFile, column) == number for column, number in owner.items()]
    waiting = (PortalFile.removed_at.is_(None), PortalFile.document_id.is_(None))
    has = session.scalar(select(func.count()).select_from(PortalFile).where(*mine, *waiting))
    if (has or 0) >= MOST_FILES:
        raise TooManyAttachments(limit=MOST_FILES)
