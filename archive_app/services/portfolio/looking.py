"""Pages of a file, drawn: whoever judges an entry or an application looks at its papers without taking them away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from archive_app.audit import ObjectRef
from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import Act, OutsideResult, PortalFile, PortfolioEntry
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.outside import ground as outside
from archive_app.services.outside.ground import LOOKS
from archive_app.services.page_images import WIDTHS, PageImage
from archive_app.services.page_sources import PageSource
from archive_app.services.portfolio.ground import shown_to, unknown_file
from archive_app.services.portfolio.showing import files_of
from archive_app.services.scratch import scratch_folder
from indexer import pipeline
from indexer.errors import NoSuchPage

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from archive_app.services.page_images import PageImages
    from archive_app.services.portfolio.ground import Shelf
    from archive_app.services.portfolio.showing import FileLine

READ = "portfolio:file:read"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file open at the page `number` of `pages`; it is of an entry of a portfolio, or of an application."""

    file: FileLine
    number: int
    pages: int
    entry_id: int | None
    outside_id: int | None


@dataclass(frozen=True, slots=True)
class Looking:
    """Draws pages for whoever may look at the entry or the application; each look is an event."""

    shelf: Shelf
    images: PageImages

    def leaf(self, file_id: int, number: int, actor: Actor) -> Leaf:
        """The file at page `number`, at its first one where there is no such.

        Raises:
            NotAllowed; NotFound: no such file for this person, or its pages cannot be drawn (office documents);
            an error of `storage` or of `indexer`.
        """
        require_one(actor, LOOKS)
        with reading(self.shelf.sessions) as session:
            file = self._file(session, file_id, actor)
            row = session.get_one(PortalFile, file_id)
            entry_id, outside_id = row.entry_id, row.outside_id
        pages = self._pages(file)
        return Leaf(file, number if 1 <= number <= pages else 1, pages, entry_id, outside_id)

    def picture(self, file_id: int, number: int, actor: Actor, width: int, known: str = "") -> PageImage:
        """The page as an upright JPEG, about `width` pixels wide; `known` is the etag that the browser has.

        Raises as `leaf`; NotFound: there is no such page.
        """
        require_one(actor, LOOKS)
        width = next((offered for offered in WIDTHS if offered >= width), WIDTHS[-1])
        with reading(self.shelf.sessions) as session:
            source = _source(self._file(session, file_id, actor), number)
        etag = f"{source.stamp}w{width}"
        try:
            jpeg = None if known == etag else self.images.drawn(source, width)
        except NoSuchPage as error:
            raise NotFound(str(number), what=translate("Page {number}", number=number)) from error
        self.shelf.reads.record(actor.login, READ, ObjectRef("portal_file", str(file_id)), page=number)
        return PageImage(etag, jpeg)

    def _file(self, session: Session, file_id: int, actor: Actor) -> FileLine:
        """A file with pages that can be drawn, for whoever may look at what it belongs to. Raises NotFound."""
        entries = select(PortfolioEntry.id).where(
            self.shelf.pupils(actor, Act.SEE, PortfolioEntry.person_id), shown_to(actor)
        )
        results = select(OutsideResult.id).where(outside.shown_to(self.shelf, actor))
        mine = or_(PortalFile.entry_id.in_(entries), PortalFile.outside_id.in_(results))
        line = next(iter(files_of(session, and_(PortalFile.id == file_id, mine))), None)
        if line is None or line.gone or not line.drawn:
            raise unknown_file(file_id)
        return line

    def _pages(self, file: FileLine) -> int:
        with scratch_folder(self.images.work_folder) as folder:
            original = self.images.originals.give(file.sha256, file.size, folder / "original")
            return pipeline.prepare(original, file.name, folder, self.images.options).page_count


def _source(file: FileLine, number: int) -> PageSource:
    """The page as the drawing of documents asks for it; nobody has turned it or made a copy."""
    return PageSource(
        document_id=0, number=number, sha256=file.sha256, page=number, size=file.size, media_type=file.media_type,
        name=file.name, own=True, settled=False, arrangement=0, page_count=None, rotation=0, copy=None, kept=None,
    )  # fmt: skip
