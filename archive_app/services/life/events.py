"""Events that terms wait for (выбытие, замена, возвращение …): entered with their ground, cancelled with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require_one
from archive_app.db.models import CaseEvent, CaseFile, Document, Person
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.life.errors import EventInFuture, EventKnown, EventOfNothing, TriggerNotWaitedFor
from archive_app.services.life.judging import KEEPERS
from archive_app.services.names import clean_text
from archive_app.services.rights.errors import ReasonMissing
from retention.term import Trigger

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

WAITED_FOR = (
    Trigger.AFTER_LEAVING,
    Trigger.REPLACED,
    Trigger.CONSENT_END,
    Trigger.AFTER_RETURN,
    Trigger.AFTER_EXTRACTION,
    Trigger.EVENT_DATE,
    Trigger.UNCLAIMED,
    Trigger.NO_LONGER_NEEDED,
)
"""Triggers that somebody must tell of; the others follow from the closing of the case file."""
OF_PERSONS = (Trigger.AFTER_LEAVING, Trigger.CONSENT_END)
"""What happens to a person, and then counts for all the case files of that person."""


def read_trigger(value: str) -> Trigger:
    """The trigger of this value. Raises TriggerNotWaitedFor."""
    known = {each.value: each for each in WAITED_FOR}
    if value not in known:
        raise TriggerNotWaitedFor(trigger=value, known=", ".join(known))
    return known[value]


@dataclass(frozen=True, slots=True)
class Told:
    """What happened to the case file `case_file_id` or the person `person_id`; `ground` is the paper that says so."""

    trigger: Trigger
    on: datetime.date
    ground: str
    case_file_id: int | None = None
    person_id: int | None = None
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class Events:
    """Keeps what happened; the terms that waited for it begin to run by themselves."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]

    def enter(self, told: Told, actor: Actor) -> int:
        """Enter an event; its number.

        Raises:
            NotAllowed, NotFound, ReasonMissing (no ground), EventOfNothing, TriggerNotWaitedFor, EventInFuture,
            EventKnown.
        """
        require_one(actor, KEEPERS)
        with UnitOfWork(self.sessions) as uow:
            number = self.enter_within(uow, told, actor.login)
            uow.commit()
            return number

    def enter_within(self, uow: UnitOfWork, told: Told, login: str) -> int:
        """The same in the caller's transaction, for a caller that has asked for the right. Raises as `enter`."""
        event = self._entered(uow.session, told, login)
        uow.session.add(event)
        AuditTrail(uow, actor=login, now=self.clock).record(
            "retention:event:enter",
            event,
            trigger=told.trigger.value,
            on=told.on,
            case_file=told.case_file_id,
            person=told.person_id,
        )
        uow.session.flush()
        return event.id

    def cancel(self, number: int, actor: Actor, *, reason: str) -> None:
        """Say that an event was entered by mistake. Raises NotAllowed, NotFound, ReasonMissing."""
        require_one(actor, KEEPERS)
        why = clean_text(reason).strip()
        if not why:
            raise ReasonMissing
        with UnitOfWork(self.sessions) as uow:
            event = uow.session.get(CaseEvent, number)
            if event is None or event.cancelled_at is not None:
                raise NotFound(str(number), what=translate("Event {number}", number=number))
            self.cancel_within(uow, event, actor.login, reason=why)
            uow.commit()

    def cancel_within(self, uow: UnitOfWork, event: CaseEvent, login: str, *, reason: str) -> None:
        """The same in the caller's transaction, for a caller that has asked for the right and found the event."""
        event.cancelled_at, event.cancelled_by, event.cancelled_why = self.clock(), login, reason
        AuditTrail(uow, actor=login, now=self.clock).record("retention:event:cancel", event, reason=reason)

    def _entered(self, session: Session, told: Told, login: str) -> CaseEvent:
        ground = clean_text(told.ground).strip()
        if not ground:
            raise ReasonMissing
        if (told.case_file_id is None) == (told.person_id is None):
            raise EventOfNothing
        allowed = WAITED_FOR if told.case_file_id is not None else OF_PERSONS
        if told.trigger not in allowed:
            raise TriggerNotWaitedFor(trigger=told.trigger.value, known=", ".join(allowed))
        if told.on > self.today():
            raise EventInFuture(on=told.on)
        _require_known(session, told)
        target = CaseEvent.case_file_id == told.case_file_id
        if told.case_file_id is None:
            target = CaseEvent.person_id == told.person_id
        known = select(CaseEvent.day).where(
            target, CaseEvent.trigger == told.trigger.value, CaseEvent.cancelled_at.is_(None)
        )
        before = session.scalar(known)
        if before is not None:
            raise EventKnown(trigger=told.trigger.value, on=before)
        return CaseEvent(
            case_file_id=told.case_file_id,
            person_id=None if told.case_file_id is not None else told.person_id,
            trigger=told.trigger.value,
            day=told.on,
            ground=ground,
            document_id=told.document_id,
            entered_at=self.clock(),
            entered_by=login,
        )


def _require_known(session: Session, told: Told) -> None:
    """Raises NotFound: what the event happened to, or the paper, is not there."""
    if told.case_file_id is not None:
        if session.get(CaseFile, told.case_file_id) is None:
            raise NotFound(str(told.case_file_id), what=translate("Case file {number}", number=told.case_file_id))
    elif session.get(Person, told.person_id) is None:
        raise NotFound(str(told.person_id), what=translate("Person {name}", name=str(told.person_id)))
    if told.document_id is not None and session.get(Document, told.document_id) is None:
        raise NotFound(str(told.document_id), what=translate("Document {number}", number=told.document_id))
