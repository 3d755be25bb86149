"""Images of pages for the browser, in a few sizes: drawn when first looked at, kept for a while on this machine.

What takes long to draw is drawn ahead and kept as a rendition (`archive_app.services.drawing_ahead`).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from sqlalchemy import true
from sqlalchemy.exc import IntegrityError

from archive_app.audit.reads import CARD_READ, PAGE_READ
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import Document, DocumentState, Rendition, RenditionKind
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.blob_rows import ensure_blob
from archive_app.services.documents import document_ref
from archive_app.services.originals import fetch
from archive_app.services.page_sources import PageSource, page_source
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
    from archive_app.services.kept_images import KeptImages
    from archive_app.services.kept_originals import KeptOriginals
    from indexer.pipeline import PipelineOptions
    from storage.protocol import BlobStore

THUMBNAIL_WIDTH = 240
FULL_WIDTH = 1600
WIDTHS = (THUMBNAIL_WIDTH, 960, FULL_WIDTH, 3200)
"""Pixels. A screen's share of a window, the same on a fine screen, and what one looks at through a glass."""
MEDIA_TYPE = "image/jpeg"
QUALITY = 80
DRAWN_DIRECTLY = ("image/", "application/pdf")
"""Beginnings of media types whose pages can be drawn from the original as it is, DjVu among the images."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """An upright JPEG; `etag` is another one for any other bytes; `jpeg` is None for who has them already."""

    etag: str
    jpeg: bytes | None


@dataclass(frozen=True, slots=True)
class PageImages:
    """Gives upright JPEG images of pages."""

    sessions: sessionmaker[Session]
    store: BlobStore
    options: PipelineOptions
    originals: KeptOriginals
    images: KeptImages
    work_folder: Path
    clock: Callable[[], datetime.datetime]
    reads: ReadLog

    def image(self, document_id: int, number: int, actor: Actor) -> bytes:
        """The page, 1600 pixels wide. Raises NotFound for a page or document that is not there for this person."""
        return self.sized(document_id, number, actor, FULL_WIDTH).jpeg or b""

    def thumbnail(self, document_id: int, number: int, actor: Actor) -> bytes:
        """The same, 240 pixels wide: too small to read, so it counts as a look at the card."""
        return self.sized(document_id, number, actor, THUMBNAIL_WIDTH).jpeg or b""

    def sized(self, document_id: int, number: int, actor: Actor, width: int, known: str = "") -> PageImage:
        """The page, about `width` pixels wide; `known` is the etag of the one that the browser has.

        Raises NotFound for a page or document that is not there for this person.
        """
        width = next((offered for offered in WIDTHS if offered >= width), WIDTHS[-1])
        with reading(self.sessions) as session:
            source = page_source(session, document_id, number, visible(actor))
        etag = f"{source.stamp}w{width}"
        jpeg = None if known == etag else self.drawn(source, width)
        if width == THUMBNAIL_WIDTH:
            self.reads.record(actor.login, CARD_READ, document_ref(document_id))
        else:
            self.reads.record(actor.login, PAGE_READ, document_ref(document_id), page=number)
        return PageImage(etag, jpeg)

    def draw_ahead(self, document_id: int, number: int) -> None:
        """Draw a page and keep its image as a rendition. Raises NotFound."""
        with reading(self.sessions) as session:
            source = page_source(session, document_id, number, true())
        if source.kept is None and source.settled:
            self._keep(source, self._draw(source, FULL_WIDTH))

    def drawn(self, source: PageSource, width: int) -> bytes:
        """The image of a page that somebody may see, kept for the next look; `width` is one of WIDTHS."""
        name = f"{source.stamp}w{width}"
        image = self.images.get(source.sha256, name)
        if image is None:
            image = self._smaller(source, width) or self._draw(source, width)
            self.images.put(source.sha256, name, image)
        return image

    def _smaller(self, source: PageSource, width: int) -> bytes | None:
        """From the rendition, where there is one and it is large enough."""
        if source.kept is None or width > FULL_WIDTH:
            return None
        with self.store.open(BlobKey(source.kept)) as stream:
            kept: bytes = stream.read()
        if width == FULL_WIDTH:
            return kept
        with Image.open(BytesIO(kept)) as full:
            full.draft(full.mode, (width, 1))
            full.thumbnail((width, width * 4))
            small = BytesIO()
            full.save(small, "JPEG", quality=QUALITY)
        return small.getvalue()

    def _draw(self, source: PageSource, width: int) -> bytes:
        with scratch_folder(self.work_folder) as folder:
            return self._drawn_in(folder, source, width)

    def _drawn_in(self, folder: Path, source: PageSource, width: int) -> bytes:
        directly = source.media_type.startswith(DRAWN_DIRECTLY)
        if source.copy is not None and not directly:
            # an office document becomes pages by a conversion of seconds; its use copy holds the result of it
            return pipeline.render_page(fetch(self.store, source.copy, folder / "copy"), source.number, 0, width)
        original = self._original(source, folder / "original")
        if directly:
            with suppress(IndexerError):  # a damaged PDF, which can be drawn when it is repaired
                return pipeline.render_page(original, source.page, source.rotation, width)
        prepared = pipeline.prepare(original, source.name, folder, self.options)
        return pipeline.render_page(prepared, source.page, source.rotation, width)

    def _original(self, source: PageSource, target: Path) -> Path:
        """The original; one of many pages will be asked for again at once."""
        if source.page_count == 1 and source.own:
            return fetch(self.store, source.sha256, target)
        return self.originals.give(source.sha256, source.size, target)

    def _keep(self, source: PageSource, image: bytes) -> None:
        blob = self.store.commit(self.store.stage(BytesIO(image)))
        now = self.clock()
        try:
            with UnitOfWork(self.sessions) as uow:
                there = uow.session.get_one(Document, source.document_id, with_for_update=True)
                if there.arrangement != source.arrangement or there.state is not DocumentState.ACTIVE:
                    return  # pages were arranged meanwhile: this may be another page's image by now
                sha256 = ensure_blob(uow.session, self.store, blob, MEDIA_TYPE, now)
                uow.session.add(
                    Rendition(
                        document_id=source.document_id,
                        kind=RenditionKind.PAGE_IMAGE,
                        page=source.number,
                        sha256=sha256,
                        software="pdfium, Pillow",
                        created_at=now,
                    )
                )
                uow.commit()
        except IntegrityError:
            return  # another worker kept the same page first; its image serves as well
