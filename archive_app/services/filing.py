"""Documents that were taken in are filed by a person, one after another; filed ones are moved, with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import ObjectRef
from archive_app.audit.reads import LISTED
from archive_app.auth.actor import require
from archive_app.auth.policy import visible
from archive_app.db.engine import reading
from archive_app.db.models import Act, Document, DocumentState, Person
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import Conflict
from archive_app.services.card_edits import Saved, changeable, keep, require_fresh, require_reached
from archive_app.services.card_state import PLACE, SUBJECT, put, state_of
from archive_app.services.card_values import CardChanges, read_changes
from archive_app.services.case_files import require_open
from archive_app.services.intake import RACE_ATTEMPTS, BusyFiling
from archive_app.services.names import clean_text
from archive_app.services.places import Place, volume_for
from archive_app.services.rights.errors import ReasonMissing

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.audit.reads import ReadLog
    from archive_app.auth.actor import Actor

NOBODY = CardChanges()


class AlreadyFiled(Conflict):
    """The document lies in a case file; it can be moved, with a reason. Params: `number`."""

    code = "already_filed"


class NotFiled(Conflict):
    """The document lies in no case file yet. Params: `number`."""

    code = "not_filed"


@dataclass(frozen=True, slots=True)
class Unfiled:
    """A document that waits for filing."""

    document_id: int
    title: str
    original_name: str
    created_at: datetime.datetime
    recognition: str


@dataclass(frozen=True, slots=True)
class Filing:
    """Puts documents where they belong."""

    sessions: sessionmaker[Session]
    reads: ReadLog
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def file(self, document_id: int, version: int, place: Place, changes: CardChanges, actor: Actor) -> Saved:
        """File a document that waits, with what a person says of it.

        Raises:
            AlreadyFiled; StaleEdit and what else `CardEdits.edit` raises; what `places.volume_for` raises.
        """
        return self._in_turn(lambda: self._put(document_id, version, place, changes, actor, ""))

    def refile(self, document_id: int, version: int, place: Place, reason: str, actor: Actor) -> Saved:
        """Move a filed document to another place. Raises ReasonMissing, NotFiled, CaseFileClosed and as `file`."""
        said = clean_text(reason)
        if not said:
            raise ReasonMissing
        return self._in_turn(lambda: self._put(document_id, version, place, NOBODY, actor, said))

    def waiting(self, actor: Actor, *, after: int = 0, limit: int = 50) -> tuple[Unfiled, ...]:
        """Documents that wait for `actor`, the longest first, after the document `after`. Titles name people."""
        require(actor, Act.FILE)
        query = select(Document).where(*_waits_for(actor), Document.id > after).order_by(Document.id).limit(limit)
        with reading(self.sessions) as session:
            rows = tuple(
                Unfiled(row.id, row.title, row.original_name, row.created_at, row.recognition.value)
                for row in session.scalars(query)
            )
        self.reads.record(
            actor.login, LISTED, ObjectRef("list", "-"), documents=[row.document_id for row in rows], waiting=True
        )
        return rows

    def how_many_wait(self, actor: Actor) -> int:
        """The number of documents that wait for `actor`."""
        if not actor.may(Act.FILE):
            return 0
        with reading(self.sessions) as session:
            return session.scalar(select(func.count()).select_from(Document).where(*_waits_for(actor))) or 0

    def neighbours(self, actor: Actor, document_id: int) -> tuple[int | None, int | None]:
        """The numbers of the documents that wait before and after this one; None at the ends."""
        waits = _waits_for(actor)
        with reading(self.sessions) as session:
            before = session.scalar(select(func.max(Document.id)).where(*waits, Document.id < document_id))
            after = session.scalar(select(func.min(Document.id)).where(*waits, Document.id > document_id))
        return before, after

    def _in_turn(self, put_once: Callable[[], Saved]) -> Saved:
        """Another filing may open the same case file between our look and our commit, or change this document."""
        for _ in range(RACE_ATTEMPTS):
            try:
                return put_once()
            except (IntegrityError, StaleDataError):
                continue
        raise BusyFiling

    def _put(
        self, document_id: int, version: int, place: Place, changes: CardChanges, actor: Actor, reason: str
    ) -> Saved:
        with UnitOfWork(self.sessions) as uow:
            session, now = uow.session, self.clock()
            act = Act.CHANGE if reason else Act.FILE
            document = changeable(session, document_id, actor, act)
            _require_state(document, filed=bool(reason))
            before = state_of(document)
            values = read_changes(session, changes, document, now, self.today())
            require_fresh(session, document, version, values)
            said = values["persons"] if "persons" in values else before["persons"]
            about = [number for number, role in said if role == SUBJECT]
            values[PLACE] = volume_for(session, place, _persons(session, about), now)
            require_open(session, before[PLACE])
            put(session, document, values)
            require_reached(actor, Act.FILE, document)
            tag = "document:place:move" if reason else "document:place:file"
            where = {"item": place.item, "year": place.year}
            saved = keep(uow, document, before, actor, self.clock, tag=tag, reason=reason or None, **where)
            uow.commit()
            return saved


def _waits_for(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return Document.volume_id.is_(None), Document.state == DocumentState.ACTIVE, visible(actor, Act.FILE)


def _require_state(document: Document, *, filed: bool) -> None:
    if filed and document.volume_id is None:
        raise NotFiled(number=document.id)
    if not filed and document.volume_id is not None:
        raise AlreadyFiled(number=document.id)


def _persons(session: Session, numbers: Sequence[int]) -> list[Person]:
    return list(session.scalars(select(Person).where(Person.id.in_(numbers)))) if numbers else []
