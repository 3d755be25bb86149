"""First pages drawn when nothing else is to be done, where a person would have to wait for the drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.errors import NotFound
from archive_app.logs import log
from indexer.errors import IndexerError

if TYPE_CHECKING:
    from archive_app.jobs import JobContext
    from archive_app.services.page_images import PageImages

FAST = ("image/jpeg",)
"""Decoded to a smaller size in less time than a person notices."""
FIRST = 1


def worth_drawing(media_type: str, pages: int) -> bool:
    """Whether the first page of a document of `pages` recognised pages should be drawn ahead."""
    return pages > 0 and media_type not in FAST


@dataclass(frozen=True, slots=True)
class DrawingAhead:
    """The job: draws the first page of the document `document_id`."""

    images: PageImages

    def __call__(self, job: JobContext) -> None:
        """A document gone meanwhile, or one that cannot be drawn, is no error: its page says so when it is opened."""
        document_id = int(job.payload["document_id"])
        try:
            self.images.draw_ahead(document_id, FIRST)
        except (NotFound, IndexerError) as error:
            log.info("not drawn ahead", document_id=document_id, code=error.code)
