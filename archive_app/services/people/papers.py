"""The paper that proves what stands on a card: in words, and by its number where it is filed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.auth.policy import visible
from archive_app.db.models import NOT_THERE, Document
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.names import clean_text
from archive_app.services.people.errors import PaperMissing

if TYPE_CHECKING:
    import datetime

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor


@dataclass(frozen=True, slots=True)
class Paper:
    """`words` as printed («приказ от 30.06.2025 № 41-у»); `document_id` where it is filed here."""

    words: str = ""
    document_id: int | None = None


NO_PAPER = Paper()


def order_words(number: str, on: datetime.date | None) -> str:
    """«приказ от 15.03.2021 № 12-у», as far as it is known; nothing where neither is.

    A `number` that says itself that it is an order («Приказ № 12-у от 15.03.2021») stays as it was written.
    """
    day = f"{on:%d.%m.%Y}" if on is not None else ""
    said = [translate("of {day}", day=day)] if day else []
    if number.casefold().startswith(translate("order")):
        return number if day in number else " ".join([number, *said])
    said += [translate("No. {number}", number=number.removeprefix("№").lstrip())] if number else []
    return " ".join([translate("order"), *said]) if said else ""


def proven(session: Session, paper: Paper, actor: Actor) -> Paper:
    """The paper as it is kept; without words those of the document.

    Raises:
        PaperMissing: no paper is named. NotFound: there is no such document, or `actor` may not see it.
    """
    kept = known_paper(session, paper, actor)
    if not kept.words:
        raise PaperMissing
    return kept


def known_paper(session: Session, paper: Paper, actor: Actor) -> Paper:
    """As `proven`, where a paper need not be. Raises NotFound."""
    words = clean_text(paper.words)
    if paper.document_id is None:
        return Paper(words)
    query = select(Document.title, Document.number, Document.dated_on)
    here = (Document.id == paper.document_id, visible(actor), Document.state.not_in(NOT_THERE))
    found = session.execute(query.where(*here)).first()
    if found is None:
        raise NotFound(str(paper.document_id), what=translate("Document {number}", number=paper.document_id))
    day = translate("of {day}", day=f"{found.dated_on:%d.%m.%Y}") if found.dated_on else ""
    number = translate("No. {number}", number=found.number) if found.number else ""
    return Paper(words or " ".join(filter(None, (found.title, day, number))), paper.document_id)
