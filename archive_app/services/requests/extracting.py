"""Extracts: rows of a page chosen for an answer; a row that names somebody else is not let out."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import undefer

from archive_app.audit.reads import PAGE_READ
from archive_app.auth.actor import Actor, require
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import UNANSWERED, Act, ArchiveRequest, Document, DocumentState, Page
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.documents import document_ref
from archive_app.services.page_images import FULL_WIDTH
from archive_app.services.page_rows import words_of
from archive_app.services.page_sources import page_source
from archive_app.services.requests.errors import AnswerMissing, ExtractOutdated, RowNamesOthers, RowsMissing
from archive_app.services.requests.ground import spoken_number, touch, unknown_request
from archive_app.services.requests.masking import as_pdf, masked, rows_of, sheet
from archive_app.services.requests.sources import Source, references
from archive_app.services.requests.stored import answer_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from archive_app.services.naming import Naming
    from archive_app.services.page_images import PageImages
    from archive_app.services.requests.ground import Desk
    from archive_app.services.requests.masking import Row


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row as it is offered: `mine` names the person, `others` somebody else who is known."""

    place: int
    text: str
    mine: bool
    others: bool


@dataclass(frozen=True, slots=True)
class PageRows:
    """The rows of a page in its version; `proposed` are those of the person, none where namesakes stand there."""

    document_id: int
    title: str
    page: int
    version: int
    rows: tuple[RowLine, ...]
    proposed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Extracting:
    """Offers rows, keeps the chosen ones with the draft, draws them."""

    desk: Desk
    images: PageImages
    naming: Naming

    def offered(self, request_id: int, document_id: int, page: int, actor: Actor) -> PageRows:
        """The rows of a page of a document that the person may release. Raises NotAllowed, NotFound, RowsMissing."""
        require(actor, Act.RELEASE)
        with reading(self.desk.sessions) as session:
            person = _person_of(session, request_id)
            row = _page(session, document_id, page, actor)
            rows = self._judged(session, rows_of(words_of(row.state, row.text, row.words)), person)
            title, version = row.document.title, row.version
        if not rows:
            raise RowsMissing(page=page)
        self.desk.reads.record(actor.login, PAGE_READ, document_ref(document_id), page=page)
        mine = tuple(line.place for line in rows if line.mine)
        return PageRows(document_id, title, page, version, rows, mine if len(mine) == 1 else ())

    def choose(
        self, request_id: int, document_id: int, page: int, rows: Iterable[int], actor: Actor, *, page_version: int,
        version: int,
    ) -> None:  # fmt: skip
        """Let the answer copy these rows of the page; none of them: no row of it any more.

        Raises:
            NotAllowed, NotFound, RequestChanged, RequestEnded, AnswerMissing.
            RowsMissing: such a row does not stand there. RowNamesOthers. ExtractOutdated: the page was read anew.
        """
        require(actor, Act.RELEASE)
        chosen = sorted(set(rows))
        with self.desk.changing(request_id, version, UNANSWERED) as (uow, request):
            session, answer = uow.session, answer_of(uow.session, request_id)
            if answer is None:
                raise AnswerMissing(number=spoken_number(request))
            row = _page(session, document_id, page, actor)
            if row.version != page_version:
                raise ExtractOutdated(page=page)
            judged = self._judged(session, rows_of(words_of(row.state, row.text, row.words)), request.person_id)
            _require_own(judged, chosen, page)
            others = [one for one in answer.extracts if (one["document"], one["page"]) != (document_id, page)]
            new = {"document": document_id, "page": page, "rows": chosen, "version": page_version}
            answer.extracts = [*others, new] if chosen else others
            self.desk.trail(uow, actor).record(
                "request:extract:choose", request, document=document_id, page=page, rows=chosen
            )
            touch(request)
            uow.commit()

    def preview(self, request_id: int, document_id: int, page: int, rows: Sequence[int], actor: Actor) -> bytes:
        """The masked page as PNG. Raises as `offered`, RowNamesOthers."""
        require(actor, Act.RELEASE)
        with reading(self.desk.sessions) as session:
            person = _person_of(session, request_id)
            row = _page(session, document_id, page, actor)
            found = rows_of(words_of(row.state, row.text, row.words))
            _require_own(self._judged(session, found, person), rows, page)
        stream = BytesIO()
        masked(self._picture(document_id, page, actor), found, rows).save(stream, "PNG")
        return stream.getvalue()

    def pdf(self, request_id: int, actor: Actor) -> bytes | None:
        """The extracts of the answer as sheets, None where there are none. Raises NotFound, ExtractOutdated."""
        with reading(self.desk.sessions) as session:
            answer = answer_of(session, request_id)
            if answer is None or not answer.extracts:
                return None
            require(actor, Act.RELEASE)
            found = [(one, self._still(session, one, actor)) for one in answer.extracts]
            told = references(session, [Source(one["document"], (one["page"],)) for one in answer.extracts])
        sheets = [
            sheet(self._picture(one["document"], one["page"], actor), rows, one["rows"], _note(reference.words))
            for (one, rows), reference in zip(found, told, strict=True)
        ]
        return as_pdf(sheets, translate("Extract"))

    def _still(self, session: Session, one: Mapping[str, int], actor: Actor) -> tuple[Row, ...]:
        row = _page(session, one["document"], one["page"], actor)
        if row.version != one["version"]:
            raise ExtractOutdated(page=one["page"])
        return rows_of(words_of(row.state, row.text, row.words))

    def _picture(self, document_id: int, page: int, actor: Actor) -> Image.Image:
        with reading(self.desk.sessions) as session:
            source = page_source(session, document_id, page, visible(actor, Act.RELEASE))
        with Image.open(BytesIO(self.images.drawn(source, FULL_WIDTH))) as drawn:
            return drawn.convert("RGB")

    def _judged(self, session: Session, rows: Sequence[Row], person_id: int | None) -> tuple[RowLine, ...]:
        """Whom each row names: two statements for the page."""
        named = self.naming.rows(session, [row.text for row in rows], person_id)
        return tuple(
            RowLine(at, row.text, person_id in here, bool(here - {person_id}))
            for at, (row, here) in enumerate(zip(rows, named, strict=True))
        )


def _require_own(rows: Sequence[RowLine], chosen: Iterable[int], page: int) -> None:
    for at in chosen:
        if not 0 <= at < len(rows):
            raise RowsMissing(page=page)
        if rows[at].others:
            raise RowNamesOthers(page=page, row=at + 1)


def _page(session: Session, document_id: int, page: int, actor: Actor) -> Page:
    query = (
        select(Page)
        .join(Document, Document.id == Page.document_id)
        .where(Page.document_id == document_id, Page.number == page, visible(actor, Act.RELEASE))
        .where(Document.state == DocumentState.ACTIVE)
        .options(undefer(Page.words))
    )
    row = session.scalars(query).first()
    if row is None:
        raise NotFound(str(document_id), what=translate("Document {number}", number=document_id))
    return row


def _person_of(session: Session, request_id: int) -> int | None:
    request = session.get(ArchiveRequest, request_id)
    if request is None:
        raise unknown_request(request_id)
    return request.person_id


def _note(reference: str) -> str:
    return translate("Extract: {reference}. Rows about other persons are left out.", reference=reference)
