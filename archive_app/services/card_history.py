"""What was changed on a card, and the card as its editor sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from archive_app.audit.reads import CARD_READ
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import Document, DocumentChange, DocumentPerson, DocumentState, User
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.card_state import State, state_of
from archive_app.services.card_words import field_titles, in_words
from archive_app.services.documents import document_ref, require_seen, spoken_name
from archive_app.services.page_rows import has_sheets

if TYPE_CHECKING:
    import datetime

    from sqlalchemy.orm import Session

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor

SHOWN = 200
"""Changes in one answer: a card that was changed oftener is told from its latest on."""


@dataclass(frozen=True, slots=True)
class EditableCard:
    """The facts of a document as `card_state` has them, at `version`; `persons` are `(number, name, role)`.

    `recognised` are persons whom the text names and nobody has said: a form offers them.
    """

    document_id: int
    version: int
    state: State
    persons: tuple[tuple[int, str, str], ...]
    recognised: tuple[tuple[int, str], ...]
    original_name: str
    recognition: str
    filed: bool
    meant_item: str | None
    """The index of the item that the sheet of its stack named, and its year."""
    meant_year: int | None
    stack: bool
    """Whether separator sheets are among its pages."""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A changed fact in words. What has one `version` was saved at once; `by` is a login, `name` of its owner."""

    version: int
    at: datetime.datetime
    by: str
    name: str
    field: str
    field_title: str
    old: str
    new: str
    reason: str | None


def editable_card(reads: ReadLog, document_id: int, actor: Actor) -> EditableCard:
    """The card for a form: three statements. A look at the card. Raises NotFound."""
    with reading(reads.sessions) as session:
        document = _seen(session, document_id, actor)
        said = state_of(document)
        names = {link.person_id: spoken_name(link.person) for link in document.persons}
        numbers = {number for number, _ in said["persons"]}
        card = EditableCard(
            document_id=document.id,
            version=document.version,
            state=said,
            persons=tuple((number, names[number], role) for number, role in said["persons"]),
            recognised=tuple((number, name) for number, name in names.items() if number not in numbers),
            original_name=document.original_name,
            recognition=document.recognition.value,
            filed=document.volume_id is not None,
            meant_item=document.meant_item,
            meant_year=document.meant_year,
            stack=bool(session.scalar(select(has_sheets(document_id)))),
        )
    reads.record(actor.login, CARD_READ, document_ref(document_id))
    return card


def changes_of(reads: ReadLog, document_id: int, actor: Actor) -> tuple[ShownChange, ...]:
    """The latest changes of a card, newest first, in a bounded number of statements. A look at the card.

    Raises NotFound.
    """
    query = (
        select(DocumentChange, User.display_name)
        .outerjoin(User, User.login == DocumentChange.by)
        .where(DocumentChange.document_id == document_id)
        .order_by(DocumentChange.version.desc(), DocumentChange.id)
        .limit(SHOWN)
    )
    with reading(reads.sessions) as session:
        require_seen(session, document_id, actor)
        rows = session.execute(query).all()
        words = in_words(session, [(row.field, value) for row, _ in rows for value in (row.old, row.new)])
        titles = field_titles(session, {row.field for row, _ in rows})
    reads.record(actor.login, CARD_READ, document_ref(document_id))
    return tuple(
        ShownChange(
            row.version,
            row.at,
            row.by,
            name or row.by,
            row.field,
            titles[row.field],
            words[2 * at],
            words[2 * at + 1],
            row.reason,
        )
        for at, (row, name) in enumerate(rows)
    )


def _seen(session: Session, document_id: int, actor: Actor) -> Document:
    query = select(Document).where(Document.id == document_id, Document.state == DocumentState.ACTIVE, visible(actor))
    persons = selectinload(Document.persons).joinedload(DocumentPerson.person)
    document = session.scalars(query.options(persons)).first()
    if document is None:
        raise _missing(document_id)
    return document


def _missing(document_id: int) -> NotFound:
    return NotFound(str(document_id), what=translate("Document {number}", number=document_id))
