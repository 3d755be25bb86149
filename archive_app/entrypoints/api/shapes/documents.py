"""Documents: lines of the list, the card, pages."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field

from archive_app.db.models import RecognitionState
from archive_app.db.queries.documents import DocumentRow
from archive_app.entrypoints.api.shapes.base import Answered, Asked, Flag, Limit, Line, Number
from archive_app.entrypoints.api.shapes.case_files import FateShape
from archive_app.i18n import mark


class ListAsked(Asked):
    """Which documents to list."""

    item: Annotated[Line | None, Field(description=mark("Only this item of the file plan."))] = None
    year: Annotated[Number | None, Field(description=mark("Only this year."))] = None
    kind: Annotated[Line | None, Field(description=mark("Only this kind of document."))] = None
    person: Annotated[Number | None, Field(description=mark("Only documents that name the person of this number."))] = (
        None
    )
    recognition: Annotated[RecognitionState | None, Field(description=mark("Only in this state of recognition."))] = (
        None
    )
    limit: Limit = 50
    after: Annotated[
        str,
        Field(
            pattern=r"^((\d{4}-\d{2}-\d{2}|-)\.\d{1,10})?$",
            description=mark("Where to go on; take the whole address from the answer's field «next»."),
        ),
    ] = ""


class ListedDocument(Answered):
    """A line of the list."""

    document_id: int
    title: str
    number: str | None
    date: date | None
    kind: str
    item: str | None
    year: int | None
    volume: int | None
    page_count: int | None
    recognition: RecognitionState
    reason: str | None
    confidentiality: int

    @classmethod
    def of(cls, row: DocumentRow) -> Self:
        """From a row of the list."""
        return cls(
            document_id=row.id,
            title=row.title,
            number=row.number,
            date=row.dated_on,
            kind=row.kind,
            item=row.item,
            year=row.year,
            volume=row.volume,
            page_count=row.page_count,
            recognition=row.recognition,
            reason=row.recognition_reason,
            confidentiality=row.confidentiality,
        )


class DocumentList(Answered):
    """One page of the list; `next` is the address of the following one."""

    documents: list[ListedDocument]
    next: str | None


class CardPerson(Answered):
    """A person whom the document names; no pages mean the whole document."""

    person_id: int
    name: str
    former: list[str]
    role: str
    source: str
    pages: list[int]


class CardPage(Answered):
    """A page without its text."""

    number: int
    state: str
    reason: str | None
    confidence: float | None
    rotation: int
    width_px: int
    height_px: int
    dpi: int


class CardRendition(Answered):
    """A kept form of the document; `size` in bytes."""

    kind: str
    page: int | None
    sha256: str
    size: int
    media_type: str


class CardShape(Answered):
    """All that is known of a document; `version` is also the answer's `ETag`."""

    document_id: int
    version: int
    title: str
    kind: str
    kind_title: str
    number: str | None
    date: date | None
    item: str | None
    item_title: str | None
    retention: str | None
    year: int | None
    case_file: str | None
    volume: int | None
    sheets: int | None
    carrier: str
    confidentiality: int
    original_name: str
    media_type: str
    size: int
    sha256: str
    recognition: str
    reason: str | None
    page_count: int | None
    created_at: datetime
    created_by: str
    persons: list[CardPerson]
    pages: list[CardPage]
    renditions: list[CardRendition]
    destroyed: FateShape | None = None


class PageAsked(Asked):
    """How a page is asked for."""

    q: Annotated[
        str, Field(max_length=10_000, pattern=r"^[^\x00]*$", description=mark("Words to mark on the page."))
    ] = ""


class ImageAsked(Asked):
    """How an image is asked for."""

    thumbnail: Annotated[Flag, Field(description=mark("1: 240 pixels wide, 0: 1600."))] = 0


class MarkedWord(Answered):
    """A word that was asked for; its box in parts of the upright page, 0 to 1, from the upper left corner."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


class PageShape(CardPage):
    """A page with its text, and the words that were asked for."""

    document_id: int
    text: str
    words: list[MarkedWord]
