"""Holds (запреты уничтожения): laid on documents, case files, persons, items; they win over any act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, CaseFile, Document, FilePlanItem, Hold, HoldTarget, Person
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.numbers import read_number
from archive_app.services.life.errors import HoldReleased
from archive_app.services.names import clean_text
from archive_app.services.rights.errors import BadPeriod, ReasonMissing

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

_ROWS: dict[HoldTarget, tuple[type[Document | CaseFile | Person], str, str]] = {
    HoldTarget.DOCUMENT: (Document, "document_id", "Document {number}"),
    HoldTarget.CASE_FILE: (CaseFile, "case_file_id", "Case file {number}"),
    HoldTarget.PERSON: (Person, "person_id", "Person {name}"),
}


@dataclass(frozen=True, slots=True)
class HoldCard:
    """A hold as a person reads about it; `target_id` is a number, of an item its index."""

    hold_id: int
    target: str
    target_id: str
    reference: str
    reason: str
    since: datetime.date
    until: datetime.date | None
    made_by: str
    made_at: datetime.datetime
    released_by: str | None
    released_why: str | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """Lays holds and releases them; both need a reason, both stay for ever."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def add(
        self,
        target: HoldTarget,
        target_id: str,
        actor: Actor,
        *,
        reference: str,
        reason: str,
        since: datetime.date | None = None,
        until: datetime.date | None = None,
    ) -> int:
        """Lay a hold from the day `since` (today) to the end of the day `until`; its number.

        Raises:
            NotAllowed, NotFound, ReasonMissing, BadPeriod.
        """
        require(actor, Act.ARCHIVE)
        why, name = clean_text(reason).strip(), clean_text(reference).strip()
        if not why or not name:
            raise ReasonMissing
        begins = since or self.today()
        if until is not None and until < begins:
            raise BadPeriod(since=begins, until=until)
        with UnitOfWork(self.sessions) as uow:
            hold = Hold(
                **_laid_on(uow.session, target, target_id),
                reference=name,
                reason=why,
                since=begins,
                until=until,
                made_at=self.clock(),
                made_by=actor.login,
            )
            uow.session.add(hold)
            AuditTrail(uow, actor=actor.login, now=self.clock).record(
                "retention:hold:add", hold, lies_on=target.value, number=target_id, reference=name, until=until
            )
            uow.session.flush()
            number = hold.id
            uow.commit()
            return number

    def release(self, number: int, actor: Actor, *, reason: str) -> None:
        """End a hold. Raises NotAllowed, NotFound, ReasonMissing, HoldReleased."""
        require(actor, Act.ARCHIVE)
        why = clean_text(reason).strip()
        if not why:
            raise ReasonMissing
        with UnitOfWork(self.sessions) as uow:
            hold = uow.session.get(Hold, number)
            if hold is None:
                raise NotFound(str(number), what=translate("Hold {number}", number=number))
            if hold.released_at is not None:
                raise HoldReleased(hold=number)
            hold.released_at, hold.released_by, hold.released_why = self.clock(), actor.login, why
            AuditTrail(uow, actor=actor.login, now=self.clock).record("retention:hold:release", hold, reason=why)
            uow.commit()

    def listed(self, actor: Actor, *, past: bool = False, after: int = 0, limit: int = 100) -> tuple[HoldCard, ...]:
        """Holds in the order of their numbers, after the number `after`; with `past` also those that are over."""
        require(actor, Act.ARCHIVE)
        today = self.today()
        query = select(Hold).where(Hold.id > after).order_by(Hold.id).limit(limit)
        if not past:
            query = query.where(Hold.released_at.is_(None), or_(Hold.until.is_(None), Hold.until >= today))
        with reading(self.sessions) as session:
            return tuple(hold_card(hold, today) for hold in session.scalars(query))


def _laid_on(session: Session, target: HoldTarget, target_id: str) -> dict[str, object]:
    """The column of the target and its value. Raises NotFound."""
    if target is HoldTarget.ITEM:
        known = session.scalar(select(FilePlanItem.index).where(FilePlanItem.index == target_id).limit(1))
        if known is None:
            raise NotFound(target_id, what=translate("Item {index}", index=target_id))
        return {"item_index": known}
    model, column, words = _ROWS[target]
    number = read_number(target_id)
    if number is None or session.get(model, number) is None:
        raise NotFound(target_id, what=translate(words, number=target_id, name=target_id))
    return {column: number}


def hold_card(hold: Hold, today: datetime.date) -> HoldCard:
    """The hold as it is on the day `today`."""
    lasting = hold.released_at is None and hold.since <= today and (hold.until is None or today <= hold.until)
    identity = hold.document_id or hold.case_file_id or hold.person_id or hold.item_index
    return HoldCard(
        hold.id,
        hold.target.value,
        str(identity),
        hold.reference,
        hold.reason,
        hold.since,
        hold.until,
        hold.made_by,
        hold.made_at,
        hold.released_by,
        hold.released_why,
        lasting,
    )
