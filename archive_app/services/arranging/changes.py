"""The acts of a person on pages. Each is one change, undone and redone as a whole; the originals stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import AuditTrail
from archive_app.db.models import Arrangement, ChangeKind, Document, Page, PageChange
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.arranging import operations
from archive_app.services.arranging.errors import (
    ArrangedMeanwhile,
    LaterChange,
    NoPagesChosen,
    NoSuchPages,
    NothingBefore,
    NothingToTakeBack,
    PartFiled,
)
from archive_app.services.arranging.leaves import Leaf, unpack
from archive_app.services.arranging.meant import require_items
from archive_app.services.arranging.parts import Part, add_part
from archive_app.services.arranging.versions import arrangeable, put_in_force, require_seen, write_change

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Mapping, Sequence

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.auth.actor import Actor

Leaves = tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Arranged:
    """What came of it: the arrangement of the document that is in force now, and the documents that were made."""

    document_id: int
    arrangement: int
    made: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Arranging:
    """Page tools. `arrangement` is the one that the person saw; places of pages count from 1.

    Everything raises NotFound, NotAllowed, CaseFileClosed, ArrangedMeanwhile, PagesNotCounted, NotArrangeable.
    """

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def turn(self, document_id: int, arrangement: int, pages: Collection[int], degrees: int, actor: Actor) -> Arranged:
        """Turn pages clockwise by 90, 180 or 270 degrees. Raises NoPagesChosen, NoSuchPages."""
        return self._alone(
            ChangeKind.TURN,
            document_id,
            arrangement,
            actor,
            lambda _, leaves: operations.turned(leaves, pages, degrees),
        )

    def move(self, document_id: int, arrangement: int, pages: Collection[int], before: int, actor: Actor) -> Arranged:
        """Move pages before the one at `before`, which may be one past the last.

        Raises NoPagesChosen, NoSuchPages, NoSuchPlace.
        """
        return self._alone(
            ChangeKind.MOVE, document_id, arrangement, actor, lambda _, leaves: operations.moved(leaves, pages, before)
        )

    def remove(self, document_id: int, arrangement: int, pages: Collection[int], actor: Actor) -> Arranged:
        """Take pages out; they are put aside and can be put back. Raises NoPagesChosen, NoSuchPages, NothingLeft."""
        return self._alone(
            ChangeKind.REMOVE, document_id, arrangement, actor, lambda _, leaves: operations.without(leaves, pages)
        )

    def put_back(
        self, document_id: int, arrangement: int, page_ids: Collection[int], before: int, actor: Actor
    ) -> Arranged:
        """Put pages that were taken out before the one at `before`. Raises NoPagesChosen, NoSuchPages, NoSuchPlace."""

        def leaves_with(session: Session, leaves: Leaves) -> Leaves:
            rows = session.execute(
                select(Page.source_sha256, Page.source_page, Page.turn)
                .where(Page.aside_id == document_id, Page.id.in_(page_ids))
                .order_by(Page.number)
            )
            if not page_ids:
                raise NoPagesChosen
            back = tuple(Leaf(sha256 or "", page or 0, turn) for sha256, page, turn in rows)
            if len(back) != len(set(page_ids)):
                raise NoSuchPages(pages=", ".join(map(str, page_ids)), count=len(leaves))
            return operations.put_in(leaves, back, before)

        return self._alone(ChangeKind.INSERT, document_id, arrangement, actor, leaves_with)

    def merge(
        self, document_id: int, arrangement: int, others: Sequence[int], before: int | None, actor: Actor
    ) -> Arranged:
        """Take the pages of other documents in, before the one at `before`, else at the end.

        Raises:
            NoSuchPlace. PartFiled: another document is filed, so its place knows of it.
        """

        def wanted(session: Session, leaves: Leaves) -> dict[int, Leaves]:
            more: Leaves = ()
            for number in dict.fromkeys(others):
                other = arrangeable(session, number, actor)
                if other.volume_id is not None or number == document_id:
                    raise PartFiled(number=number)
                more += require_seen(session, other, other.arrangement)
            at = len(leaves) + 1 if before is None else before
            return {document_id: operations.put_in(leaves, more, at), **dict.fromkeys(others, ())}

        kind = ChangeKind.MERGE if before is None else ChangeKind.INSERT
        return self._change(kind, document_id, arrangement, actor, wanted)

    def split(self, document_id: int, arrangement: int, parts: Sequence[Part], actor: Actor) -> Arranged:
        """Make documents of pages. What is in no part is put aside; the document itself is replaced by its parts.

        Raises:
            NoSuchPages: also where a page is in two parts, or there are no parts. MeantItemsRefused,
                UnknownKind, NotAllowed.
        """
        return self._split(document_id, arrangement, parts, actor, keep=0)

    def split_off(self, document_id: int, arrangement: int, at: int, actor: Actor) -> Arranged:
        """Make a document of the page at `at` and those behind it; those before it stay.

        Raises NothingBefore, NoPagesChosen.
        """
        return self._split(document_id, arrangement, None, actor, keep=at - 1)

    def undo(self, document_id: int, arrangement: int, actor: Actor) -> Arranged:
        """Take the last change of this document's pages back, on all documents that it touched.

        Raises:
            NothingToTakeBack. LaterChange: another of these was arranged since. PartFiled: a part is filed already.
        """
        return self._go(document_id, arrangement, actor, back=True)

    def redo(self, document_id: int, arrangement: int, actor: Actor) -> Arranged:
        """Make the change again that was taken back last. Raises as `undo` does."""
        return self._go(document_id, arrangement, actor, back=False)

    def _alone(
        self,
        kind: ChangeKind,
        document_id: int,
        arrangement: int,
        actor: Actor,
        leaves: Callable[[Session, Leaves], Leaves],
    ) -> Arranged:
        return self._change(
            kind, document_id, arrangement, actor, lambda session, now: {document_id: leaves(session, now)}
        )

    def _split(
        self, document_id: int, arrangement: int, parts: Sequence[Part] | None, actor: Actor, *, keep: int
    ) -> Arranged:
        def wanted(session: Session, leaves: Leaves) -> dict[int, Leaves]:
            whole = session.get_one(Document, document_id)
            cut = parts if parts is not None else (Part(tuple(range(keep + 1, len(leaves) + 1)), ""),)
            places = [place for part in cut for place in part.pages]
            if parts is None and keep < 1:
                raise NothingBefore
            operations.require_places(leaves, places)
            if len(set(places)) != len(places) or any(not part.pages for part in cut):
                raise NoSuchPages(pages=", ".join(map(str, places)), count=len(leaves))
            require_items(session, document_id, cut)
            made: dict[int, Leaves] = {document_id: leaves[:keep]}
            for part in cut:
                mine = tuple(leaves[place - 1] for place in part.pages)
                made[add_part(session, whole, part, mine, actor, self.clock())] = mine
            return made

        return self._change(ChangeKind.SPLIT, document_id, arrangement, actor, wanted)

    def _change(
        self,
        kind: ChangeKind,
        document_id: int,
        arrangement: int,
        actor: Actor,
        wanted: Callable[[Session, Leaves], Mapping[int, Leaves]],
    ) -> Arranged:
        try:
            with UnitOfWork(self.sessions) as uow:
                session = uow.session
                document = arrangeable(session, document_id, actor)
                leaves = require_seen(session, document, arrangement)
                targets = wanted(session, leaves)
                change = write_change(session, kind, targets, actor, self.clock())
                made = tuple(number for number in targets if number != document_id)
                self._note(uow, "document:pages:arrange", document, actor, kind, change.id, arrangement, made)
                uow.commit()
                return Arranged(document_id, document.arrangement, made)
        except (StaleDataError, IntegrityError) as error:  # committed between our look and our write
            raise ArrangedMeanwhile(number=document_id) from error

    def _go(self, document_id: int, arrangement: int, actor: Actor, *, back: bool) -> Arranged:
        try:
            with UnitOfWork(self.sessions) as uow:
                session = uow.session
                document = arrangeable(session, document_id, actor)
                if document.arrangement != arrangement:
                    raise ArrangedMeanwhile(number=document_id)
                rows = _rows_of_change(session, document, back=back)
                targets = {row.document_id: _target(session, row, actor, back=back) for row in rows}
                leaves = {number: found for number, (_, found) in targets.items()}
                put_in_force(session, leaves, {number: to for number, (to, _) in targets.items()}, self.clock())
                change = session.get_one(PageChange, rows[0].change_id)
                tag = "document:pages:undo" if back else "document:pages:redo"
                others = tuple(number for number in targets if number != document_id)
                self._note(uow, tag, document, actor, change.kind, change.id, arrangement, others)
                uow.commit()
                return Arranged(document_id, document.arrangement, others)
        except (StaleDataError, IntegrityError) as error:
            raise ArrangedMeanwhile(number=document_id) from error

    def _note(
        self,
        uow: UnitOfWork,
        tag: str,
        document: Document,
        actor: Actor,
        kind: ChangeKind,
        change: int,
        before: int,
        others: tuple[int, ...],
    ) -> None:
        AuditTrail(uow, actor=actor.login, now=self.clock).record(
            tag,
            document,
            kind=kind.value,
            change=change,
            before=before,
            after=document.arrangement,
            pages=document.page_count,
            others=list(others),
        )


def _rows_of_change(session: Session, document: Document, *, back: bool) -> Sequence[Arrangement]:
    """The versions, one a document, of the change to take back or to make again."""
    of_document = select(Arrangement).where(Arrangement.document_id == document.id, Arrangement.change_id.is_not(None))
    if back:
        mine = of_document.where(Arrangement.version == document.arrangement)
    else:
        mine = of_document.where(Arrangement.previous == document.arrangement).order_by(Arrangement.version.desc())
    row = session.scalars(mine.limit(1)).first()
    if row is None:
        raise NothingToTakeBack(number=document.id)
    query = select(Arrangement).where(Arrangement.change_id == row.change_id).order_by(Arrangement.document_id)
    return session.scalars(query).all()


def _target(session: Session, row: Arrangement, actor: Actor, *, back: bool) -> tuple[int, Leaves]:
    """The version that a document goes to, and its leaves."""
    document = arrangeable(session, row.document_id, actor)
    if document.arrangement != (row.version if back else row.previous):
        raise LaterChange(number=document.id)
    if not back:
        return row.version, unpack(row.pages)
    to = row.previous or 0
    packed = session.scalars(
        select(Arrangement.pages).where(Arrangement.document_id == document.id, Arrangement.version == to)
    ).one()
    if not packed["pages"] and document.volume_id is not None:
        raise PartFiled(number=document.id)
    return to, unpack(packed)
