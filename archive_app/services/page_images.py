"""Images of pages for the browser: made when first looked at, then kept as renditions; thumbnails come from them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from archive_app.audit.reads import CARD_READ, PAGE_READ
from archive_app.db.engine import reading
from archive_app.db.models import Page, Rendition, RenditionKind
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.blob_rows import ensure_blob
from archive_app.services.documents import document_ref, visible_document
from archive_app.services.originals import fetch
from archive_app.services.scratch import scratch_folder
from indexer import pipeline
from indexer.errors import IndexerError
from storage.keys import BlobKey

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor
    from archive_app.db.models import Document
    from archive_app.services.kept_originals import KeptOriginals
    from indexer.pipeline import PipelineOptions
    from storage.protocol import BlobStore

FULL_WIDTH = 1600
THUMBNAIL_WIDTH = 240
MEDIA_TYPE = "image/jpeg"
DRAWN_DIRECTLY = ("image/", "application/pdf")
"""Beginnings of media types whose pages can be drawn from the original as it is, DjVu among the images."""


@dataclass(frozen=True, slots=True)
class PageImages:
    """Gives upright JPEG images of pages."""

    sessions: sessionmaker[Session]
    store: BlobStore
    options: PipelineOptions
    originals: KeptOriginals
    work_folder: Path
    clock: Callable[[], datetime.datetime]
    reads: ReadLog

    def image(self, document_id: int, number: int, actor: Actor) -> bytes:
        """The page, 1600 pixels wide. Raises NotFound for a page or document that is not there for this person."""
        image = self._image(document_id, number, actor)
        self.reads.record(actor.login, PAGE_READ, document_ref(document_id), page=number)
        return image

    def thumbnail(self, document_id: int, number: int, actor: Actor) -> bytes:
        """The same, 240 pixels wide: too small to read, so it counts as a look at the card."""
        with Image.open(BytesIO(self._image(document_id, number, actor))) as full:
            full.draft("RGB", (THUMBNAIL_WIDTH * 2, THUMBNAIL_WIDTH * 2))
            full.thumbnail((THUMBNAIL_WIDTH, THUMBNAIL_WIDTH * 4))
            small = BytesIO()
            full.save(small, "JPEG", quality=80)
        self.reads.record(actor.login, CARD_READ, document_ref(document_id))
        return small.getvalue()

    def _image(self, document_id: int, number: int, actor: Actor) -> bytes:
        with reading(self.sessions) as session:
            document = visible_document(session, document_id, actor)
            page = session.scalars(select(Page).where(Page.document_id == document_id, Page.number == number)).first()
            if page is None:
                raise NotFound(str(number), what=translate("Page {number}", number=number))
            kept = [r for r in document.renditions if r.kind is RenditionKind.PAGE_IMAGE and r.page == number]
        if kept:
            with self.store.open(BlobKey(kept[0].sha256)) as stream:
                return stream.read()
        with scratch_folder(self.work_folder) as folder:
            image = self._draw(document, page, folder)
        self._keep(document_id, number, image)
        return image

    def _draw(self, document: Document, page: Page, folder: Path) -> bytes:
        copy = next((r for r in document.renditions if r.kind is RenditionKind.PDFA), None)
        if copy is not None and not document.media_type.startswith(DRAWN_DIRECTLY):
            # an office document becomes pages by a conversion of seconds; its use copy holds the result of it
            return pipeline.render_page(fetch(self.store, copy.sha256, folder / "copy"), page.number, 0, FULL_WIDTH)
        original = self._original(document, folder / "original")
        if document.media_type.startswith(DRAWN_DIRECTLY):
            with suppress(IndexerError):  # a damaged PDF, which can be drawn when it is repaired
                return pipeline.render_page(original, page.number, page.rotation, FULL_WIDTH)
        prepared = pipeline.prepare(original, document.original_name, folder, self.options)
        return pipeline.render_page(prepared, page.number, page.rotation, FULL_WIDTH)

    def _original(self, document: Document, target: Path) -> Path:
        """The original; one of many pages will be asked for again at once."""
        if document.page_count == 1:
            return fetch(self.store, document.original_sha256, target)
        return self.originals.give(document.original_sha256, document.original.size, target)

    def _keep(self, document_id: int, number: int, image: bytes) -> None:
        blob = self.store.commit(self.store.stage(BytesIO(image)))
        now = self.clock()
        try:
            with UnitOfWork(self.sessions) as uow:
                sha256 = ensure_blob(uow.session, blob, MEDIA_TYPE, now)
                uow.session.add(
                    Rendition(
                        document_id=document_id,
                        kind=RenditionKind.PAGE_IMAGE,
                        page=number,
                        sha256=sha256,
                        software="pdfium, Pillow",
                        created_at=now,
                    )
                )
                uow.commit()
        except IntegrityError:
            return  # another request kept the same page first; its image serves as well
