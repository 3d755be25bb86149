"""A drill of a part: so many blobs that damage of a stated extent is found with a stated certainty.

Discovery sampling without replacement: of `population` blobs `bad` are damaged, `n` are looked at, and none of the bad
ones is among them with the probability C(population - bad, n) / C(population, n), the hypergeometric distribution at
zero (W. G. Cochran, Sampling Techniques, 3rd ed., 1977, chapter 3). The smallest `n` is taken at which that is no more
than what the certainty leaves.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from sqlalchemy import func, or_, select

from archive_app.db.models import Blob, BlobState, Document, DocumentState, Page, RecognitionState, Rendition
from archive_app.db.queries.blobs import expected_blobs
from archive_app.i18n import translate
from archive_app.services.page_images import DRAWN_DIRECTLY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

WHOLE = 100.0
"""The certainty, in percent, that only looking at all of them gives."""
SHOWN = 10
"""Documents looked at one by one."""
READ = (RecognitionState.RECOGNISED, RecognitionState.IN_REVIEW)
"""Documents that could be opened when they were taken in: others may be damaged originals."""


class Told(TypedDict):
    """A sample in the report: `drawn` by chance `of` so many blobs; see `Certainty`, percent."""

    drawn: int
    of: int
    confidence: float
    share: float


@dataclass(frozen=True, slots=True)
class Sample:
    """What a drill brings: the blobs `keys`, drawn by chance as `told`, and all those of `documents`."""

    keys: frozenset[str]
    documents: tuple[int, ...]
    told: Told


@dataclass(frozen=True, slots=True)
class Certainty:
    """With `confidence` (percent, under 100) it is found where `share` (percent) of the blobs or more are damaged."""

    confidence: float
    share: float

    def sample(self, session: Session) -> Sample:
        """Draw from the blobs that the rows want, and add those of documents that are to be shown."""
        population = session.scalar(select(func.count()).where(Blob.state == BlobState.PRESENT)) or 0
        size = sample_size(population, self.confidence / 100, self.share / 100)
        places = set(random.SystemRandom().sample(range(population), size))
        keys = {sha256 for place, (sha256, _) in enumerate(expected_blobs(session)) if place in places}
        documents = tuple(documents_with(session, drawable()))
        keys |= set(_blobs_of(session, documents))
        told = Told(drawn=size, of=population, confidence=self.confidence, share=self.share)
        return Sample(frozenset(keys), documents, told)


def sample_size(population: int, confidence: float, share: float) -> int:
    """How many of `population` to look at, so that with `confidence` one is damaged where `share` of all are.

    Both are parts of one; at least one is taken for damaged. All of them where the confidence is 1.
    """
    bad = max(1, math.ceil(population * share))
    missed = 1.0
    for number in range(population):
        if missed <= 1 - confidence:
            return number
        missed *= max(0, population - bad - number) / (population - number)
    return population


def certainty_of(confidence: float, share: float) -> Certainty | None:
    """None where nothing less than everything is certain enough. Both in percent."""
    return None if confidence >= WHOLE else Certainty(confidence, share)


def sampled_words(drawn: int, of: int, confidence: float, share: float) -> str:
    """How much a sample says."""
    return translate(
        "by chance {drawn} of {of}: damage of {share} percent or more is found with certainty of {confidence} percent",
        drawn=drawn,
        of=of,
        share=f"{share:g}".replace(".", ","),
        confidence=f"{confidence:g}".replace(".", ","),
    )


def drawable() -> ColumnElement[bool]:
    """Documents whose pages have images."""
    return or_(*(Document.media_type.startswith(kind) for kind in DRAWN_DIRECTLY)) & Document.recognition.in_(READ)


def documents_with(session: Session, condition: ColumnElement[bool]) -> Sequence[int]:
    """Some living documents, by chance, with a page that meets the condition."""
    page = select(Page.id).where(Page.document_id == Document.id, condition).exists()
    query = select(Document.id).where(Document.state == DocumentState.ACTIVE, page)
    return session.scalars(query.order_by(func.random()).limit(SHOWN)).all()


def _blobs_of(session: Session, documents: Sequence[int]) -> Iterator[str]:
    """What their pages may be drawn from."""
    yield from session.scalars(select(Document.original_sha256).where(Document.id.in_(documents)))
    yield from session.scalars(select(Rendition.sha256).where(Rendition.document_id.in_(documents)))
    pages = Page.document_id.in_(documents), Page.source_sha256.is_not(None)
    yield from (str(key) for key in session.scalars(select(Page.source_sha256).where(*pages)))
