"""A document taken out of the archive: original, use copy, text, card; written into the audit as a release."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from archive_app.audit import AuditTrail
from archive_app.db.engine import reading
from archive_app.db.models import Act, Document, RenditionKind
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import CannotWrite
from archive_app.services.arranging.shared_originals import require_whole_original
from archive_app.services.documents import Card, card_in, document_ref, require_on
from archive_app.services.names import disk_name
from archive_app.services.originals import fetch

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor
    from storage.protocol import BlobStore


def export_document(
    sessions: sessionmaker[Session],
    store: BlobStore,
    clock: Callable[[], datetime.datetime],
    document_id: int,
    target: Path,
    actor: Actor,
) -> list[Path]:
    """Write the document's files into `target` and return their paths. Nothing that is there is overwritten.

    Raises:
        NotFound: no such document for this person. NotAllowed: the person may only look at it.
        CannotWrite: the folder. An error of `storage`.
    """
    with reading(sessions) as session:
        shown = card_in(session, document_id, actor, with_text=True)
        require_on(session, document_id, actor, Act.DOWNLOAD)
        require_whole_original(session, session.get_one(Document, document_id), actor)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(str(error), path=target, reason=error.strerror or str(error)) from error
    stem = f"{document_id:06d}"
    with UnitOfWork(sessions) as uow:
        AuditTrail(uow, actor=actor.login, now=clock).record(
            "document:file:export", document_ref(document_id), sha256=shown.sha256
        )
        uow.commit()
    written = [_blob(store, shown.sha256, target / disk_name(f"{stem} {shown.original_name}"))]
    copy = next((r for r in shown.renditions if r.kind == RenditionKind.PDFA.value), None)
    if copy is not None:
        written.append(_blob(store, copy.sha256, target / f"{stem}.pdfa.pdf"))
    signature = next((r for r in shown.renditions if r.kind == RenditionKind.SIGNATURE.value), None)
    if signature is not None:
        written.append(_blob(store, signature.sha256, target / disk_name(f"{stem} {shown.original_name}.sig")))
    written.append(_text(target / f"{stem}.txt", "\f".join(page.text or "" for page in shown.pages)))
    written.append(_text(target / f"{stem}.json", _card_json(shown)))
    return written


def _blob(store: BlobStore, sha256: str, path: Path) -> Path:
    with _writing(path):
        return fetch(store, sha256, path)


def _text(path: Path, text: str) -> Path:
    with _writing(path):
        path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        if path.exists():
            raise CannotWrite(str(path), path=path, reason="exists")
        yield
    except OSError as error:
        raise CannotWrite(str(error), path=path, reason=error.strerror or str(error)) from error


def _card_json(shown: Card) -> str:
    return json.dumps(asdict(shown), ensure_ascii=False, indent=2, default=str)
