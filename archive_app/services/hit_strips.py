"""Strips of pages with the words that were asked for marked on the scan: what is shown beside a hit.

A strip shows little more than the snippet beside it, and is part of the answer to a question that was recorded; asked
for by itself it is a look at the page. So the answer signs the addresses of its strips.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw
from sqlalchemy import select

from archive_app.audit.reads import PAGE_READ
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import Page
from archive_app.services.documents import document_ref
from archive_app.services.page_images import FULL_WIDTH, QUALITY
from archive_app.services.page_rows import words_of
from archive_app.services.page_sources import page_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor
    from archive_app.services.page_images import PageImages
    from archive_app.services.page_sources import PageSource
    from archive_app.services.searching import Searching

WIDTH, HEIGHT = 720, 152
"""Pixels of a strip."""
ACROSS = 1080
"""Pixels of a page of 1600 that a strip shows in its width."""
HIT = (255, 224, 130)
MARGIN = 3


@dataclass(frozen=True, slots=True)
class HitStrips:
    """Gives strips; `key` signs their addresses."""

    sessions: sessionmaker[Session]
    images: PageImages
    searching: Searching
    reads: ReadLog
    key: bytes

    def signature(self, document_id: int, number: int, text: str, actor: Actor) -> str:
        """Proves that a strip belongs to an answer which `actor` was given, and the journal has."""
        said = f"{actor.user_id}\0{document_id}\0{number}\0{text}".encode()
        return hmac.new(self.key, said, hashlib.sha256).hexdigest()[:32]

    def strip(self, document_id: int, number: int, text: str, actor: Actor, signature: str = "") -> bytes:
        """A JPEG of 720 pixels around the first word that `text` asks for; the top of the page where none stands.

        Raises:
            NotFound: no such document for this person, or no such page.
        """
        with reading(self.sessions) as session:
            source = page_source(session, document_id, number, visible(actor))
            query = select(Page.state, Page.text, Page.words)
            page = session.execute(query.where(Page.document_id == document_id, Page.number == number)).one_or_none()
        found = self.searching.marked(words_of(*page) if page else (), text)
        if not hmac.compare_digest(signature.encode(), self.signature(document_id, number, text, actor).encode()):
            self.reads.record(actor.login, PAGE_READ, document_ref(document_id), page=number)
        return self._kept(source, [(word.x0, word.y0, word.x1, word.y1) for word in found])

    def _kept(self, source: PageSource, boxes: Sequence[tuple[float, ...]]) -> bytes:
        name = f"{source.stamp}m{hashlib.sha256(repr(boxes).encode()).hexdigest()[:16]}"
        kept = self.images.images.get(source.sha256, name)
        if kept is None:
            kept = _marked(self.images.drawn(source, FULL_WIDTH), boxes)
            self.images.images.put(source.sha256, name, kept)
        return kept


def _marked(jpeg: bytes, boxes: Sequence[tuple[float, ...]]) -> bytes:
    """The part of the page around the first box (fractions of the page), every box in it marked as by a felt pen."""
    with Image.open(BytesIO(jpeg)) as opened:
        page = opened.convert("RGB")
    boxes = [(x0 * page.width, y0 * page.height, x1 * page.width, y1 * page.height) for x0, y0, x1, y1 in boxes]
    across = min(ACROSS, page.width)
    down = across * HEIGHT // WIDTH
    left, top = _corner(page, boxes[0] if boxes else None, across, down)
    part = page.crop((left, top, left + across, top + down))
    pen = Image.new("RGB", part.size, "white")
    draw = ImageDraw.Draw(pen)
    for x0, y0, x1, y1 in boxes:
        draw.rectangle((x0 - left - MARGIN, y0 - top - MARGIN, x1 - left + MARGIN, y1 - top + MARGIN), fill=HIT)
    strip = ImageChops.multiply(part, pen).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    made = BytesIO()
    strip.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()


def _corner(page: Image.Image, box: tuple[float, ...] | None, across: int, down: int) -> tuple[int, int]:
    """Where the part begins: the box in its middle, the part within the page."""
    if box is None:
        return 0, 0
    middle, centre = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    left = max(min(int(middle - across / 2), page.width - across), 0)
    return left, max(min(int(centre - down / 2), page.height - down), 0)
