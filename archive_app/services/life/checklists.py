"""Which kinds of documents a case file of an item must hold (состав дела); closing names what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, or_, select

from archive_app.audit import AuditTrail, ObjectRef
from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import CaseFile, Document, DocumentKind, DocumentState, FilePlanItem, RequiredKind, Volume
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.life.judging import KEEPERS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of documents, and whether the item asks for one in each case file."""

    code: str
    title: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Checklists:
    """Keeps what each item asks for."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def of_item(self, index: str, actor: Actor) -> tuple[tuple[str, str], ...]:
        """Codes and titles of the kinds that the item `index` asks for. Raises NotAllowed."""
        require_one(actor, KEEPERS)
        query = select(DocumentKind.code, DocumentKind.title).join(
            RequiredKind, RequiredKind.kind_code == DocumentKind.code
        )
        query = query.where(RequiredKind.item_index == index).order_by(DocumentKind.position, DocumentKind.code)
        with reading(self.sessions) as session:
            return tuple((code, title) for code, title in session.execute(query))

    def choices(self, index: str, actor: Actor) -> tuple[KindChoice, ...]:
        """All kinds in use, and whether the item `index` asks for them. Raises NotAllowed, NotFound."""
        require_one(actor, KEEPERS)
        asked_for = (RequiredKind.kind_code == DocumentKind.code) & (RequiredKind.item_index == index)
        query = (
            select(DocumentKind.code, DocumentKind.title, RequiredKind.kind_code.is_not(None))
            .outerjoin(RequiredKind, asked_for)
            .where(or_(DocumentKind.retired_at.is_(None), RequiredKind.kind_code.is_not(None)))
            .order_by(DocumentKind.position, DocumentKind.code)
        )
        with reading(self.sessions) as session:
            _require_item(session, index)
            return tuple(KindChoice(code, title, bool(asked)) for code, title, asked in session.execute(query))

    def ask(self, index: str, kinds: Collection[str], actor: Actor) -> None:
        """Ask for exactly these kinds in each case file of the item. Raises NotAllowed, NotFound."""
        require_one(actor, KEEPERS)
        wanted = sorted(set(kinds))
        with UnitOfWork(self.sessions) as uow:
            session = uow.session
            _require_item(session, index)
            known = set(session.scalars(select(DocumentKind.code).where(DocumentKind.code.in_(wanted))))
            unknown = next((kind for kind in wanted if kind not in known), None)
            if unknown is not None:
                raise NotFound(unknown, what=translate("Kind «{code}»", code=unknown))
            session.execute(delete(RequiredKind).where(RequiredKind.item_index == index))
            session.add_all(RequiredKind(item_index=index, kind_code=kind) for kind in wanted)
            trail = AuditTrail(uow, actor=actor.login, now=self.clock)
            trail.record("file_plan:checklist:set", ObjectRef("file_plan", index), kinds=wanted)
            uow.commit()


def _require_item(session: Session, index: str) -> None:
    if session.scalar(select(FilePlanItem.id).where(FilePlanItem.index == index).limit(1)) is None:
        raise NotFound(index, what=translate("Item {index}", index=index))


def missing_kinds(session: Session, case_file_id: int) -> tuple[str, ...]:
    """Titles of the kinds that the case file's item asks for and that it holds no document of: one statement."""
    held = exists().where(
        Document.kind_code == RequiredKind.kind_code,
        Document.state == DocumentState.ACTIVE,
        Document.volume_id.in_(select(Volume.id).where(Volume.case_file_id == case_file_id)),
    )
    query = (
        select(DocumentKind.title)
        .join(RequiredKind, RequiredKind.kind_code == DocumentKind.code)
        .join(FilePlanItem, FilePlanItem.index == RequiredKind.item_index)
        .join(CaseFile, CaseFile.item_id == FilePlanItem.id)
        .where(CaseFile.id == case_file_id, ~held)
        .order_by(DocumentKind.position, DocumentKind.code)
    )
    return tuple(session.scalars(query))
