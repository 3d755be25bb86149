"""Documents of a snapshot as files: original, kept forms, sources of pages, text, and what is known of each."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from archive_app.db.models import CaseFile, FormerRendition, RenditionKind
from archive_app.errors import CannotWrite
from archive_app.services.disposal.bytes_of import hashes_of
from archive_app.services.documents import Card, card_in
from archive_app.services.names import disk_name
from storage.backup.errors import BackupDamaged, BackupObjectMissing
from storage.backup.layout import object_name
from storage.keys import BlobKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from storage.backup.reading import Reading


@dataclass(frozen=True, slots=True)
class WritingOut:
    """Writes into `folder`; what was written and what is damaged is added to `files` and `faults`."""

    source: Reading
    space: str
    folder: Path
    files: list[Path]
    faults: list[str]

    def document(self, session: Session, number: int, actor: Actor) -> None:
        """All files of one document. Raises NotFound, CannotWrite, errors of the target."""
        shown = card_in(session, number, actor, with_text=True)
        former = select(FormerRendition.sha256).where(FormerRendition.document_id == number)
        hashes = hashes_of(session, [number])[number] - set(session.scalars(former))
        for name, sha256 in _named(shown, hashes):
            self._blob(name, sha256)
        text = "\f".join(page.text or "" for page in shown.pages)
        self._write(f"{number:06d}.txt", [text.encode()])
        self._write(f"{number:06d}.json", [_json(asdict(shown))])

    def case_file(self, session: Session, number: int) -> None:
        """What is known of the case file itself."""
        found = session.get_one(CaseFile, number, options=[selectinload(CaseFile.volumes)])
        told = {
            "case_file_id": found.id,
            "item": found.item.index,
            "item_title": found.item.title,
            "year": found.year,
            "number": found.number,
            "title": found.title,
            "state": found.state.value,
            "opened_on": found.opened_on,
            "closed_on": found.closed_on,
            "rule": found.rule_snapshot,
            "volumes": [
                {"number": one.number, "sheets": one.sheets, "first_date": one.first_date, "last_date": one.last_date}
                for one in found.volumes
            ],
        }
        self._write("case.json", [_json(told)])

    def _blob(self, name: str, sha256: str) -> None:
        stored = object_name(self.space, BlobKey(sha256))
        try:
            self.source.from_any(stored, lambda pieces: self._write(name, _right(pieces, stored, sha256)))
        except (BackupDamaged, BackupObjectMissing) as error:
            self.faults.append(str(error.params["name"]))

    def _write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Whole or not at all; what is there already is replaced: somebody has said so."""
        path = self.folder / disk_name(name)
        draft = path.with_name(f".{hashlib.sha256(name.encode()).hexdigest()[:16]}.draft")
        with _writing(path):
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                with draft.open("wb") as file:
                    for piece in pieces:
                        file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)
        self.files.append(path)


def _right(pieces: Iterator[bytes], stored: str, sha256: str) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        yield piece
    if digest.hexdigest() != sha256:
        raise BackupDamaged(name=stored, why="another_blob")


def _named(shown: Card, hashes: set[str]) -> Iterator[tuple[str, str]]:
    """A name for each of the document's bytes."""
    stem = f"{shown.document_id:06d}"
    yield f"{stem} {shown.original_name}", shown.sha256
    named = {shown.sha256}
    for one in shown.renditions:
        if one.sha256 in named:
            continue
        page = f".page-{one.page:04d}" if one.page is not None else ""
        kind = ".pdfa" if one.kind == RenditionKind.PDFA.value else ""
        named.add(one.sha256)
        yield f"{stem}{kind}{page}{mimetypes.guess_extension(one.media_type) or '.bin'}", one.sha256
    for sha256 in sorted(hashes - named):
        yield f"{stem}.source-{sha256[:16]}", sha256


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite(str(error), path=path, reason=error.strerror or str(error)) from error


def _json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=2, default=str).encode()
