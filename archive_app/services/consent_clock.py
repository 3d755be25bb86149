"""What the clock tells of consents: nobody writes down that a day has passed, and an event may say who has left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlalchemy.orm.exc import StaleDataError

from archive_app.audit import MACHINE
from archive_app.db.engine import reading
from archive_app.db.models import CaseEvent, Consent, Purpose, Study
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.i18n import translate
from archive_app.logs import log
from archive_app.services.consent_ends import reach_within, take_leaving_back
from archive_app.services.consents import consent_in_force, flush_consent, tell_end
from archive_app.services.life.errors import EventKnown
from archive_app.services.people.errors import PersonChanged
from retention.term import Trigger

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable
    from typing import Any

    from sqlalchemy import Select

    from archive_app.services.people.ground import People

    Act = Callable[[UnitOfWork, int, datetime.date, str], None]


@dataclass(frozen=True, slots=True)
class ConsentClock:
    """Run by the sweep; may be killed at any moment and is begun again."""

    people: People

    def run(self) -> int:
        """How many consents are found to be at their end, and how many persons to be without any in force.

        Persons whose leaving was cancelled since are counted, too.
        """
        with reading(self.people.sessions) as session:
            mistaken = session.execute(self._mistaken()).all()
        told = sum(self._done(self._resume, person, on, ground) for person, on, ground in mistaken)
        with reading(self.people.sessions) as session:
            left = session.execute(self._left()).all()
        told += sum(self._done(self._reach, number, on, ground) for number, on, ground in left)
        with reading(self.people.sessions) as session:
            over = session.execute(self._over()).all()
        return told + sum(self._done(self._tell, person, on, ground) for person, on, ground in over)

    def _mistaken(self) -> Select[int, datetime.date, str]:
        """Those whose consent for education ended by an event that was cancelled; the card knows of no such leaving."""
        standing = aliased(CaseEvent)
        same = (standing.person_id == CaseEvent.person_id, standing.trigger == CaseEvent.trigger)
        again = select(standing.id).where(
            *same, standing.day == CaseEvent.day, standing.ground == CaseEvent.ground, standing.cancelled_at.is_(None)
        )
        by_card = select(Study.id).where(
            Study.person_id == CaseEvent.person_id,
            Study.ended_on == CaseEvent.day,
            Study.leaving_ground == CaseEvent.ground,
        )
        by_event = and_(Consent.reached_on == CaseEvent.day, Consent.reached_ground == CaseEvent.ground)
        return (
            select(Consent.person_id, CaseEvent.day, CaseEvent.ground)
            .join(CaseEvent, and_(CaseEvent.person_id == Consent.person_id, by_event))
            .where(CaseEvent.trigger == Trigger.AFTER_LEAVING.value, CaseEvent.cancelled_at.is_not(None))
            .where(Consent.purpose == Purpose.EDUCATION, Consent.settled_as.is_(None))
            .where(~again.exists(), ~by_card.exists())
            .distinct()
        )

    def _left(self) -> Select[int, datetime.date, str]:
        """Consents for education of those whose leaving was entered as an event: from a list, from an order.

        Whoever has studied after that day is taught still, or has left by a later paper: a person decides.
        """
        later = or_(Study.started_on > CaseEvent.day, Study.ended_on > CaseEvent.day)
        studied = select(Study.id).where(Study.person_id == CaseEvent.person_id, later)
        return (
            select(Consent.id, CaseEvent.day, CaseEvent.ground)
            .join(CaseEvent, CaseEvent.person_id == Consent.person_id)
            .where(CaseEvent.trigger == Trigger.AFTER_LEAVING.value, CaseEvent.cancelled_at.is_(None))
            .where(~studied.exists())
            .where(Consent.purpose == Purpose.EDUCATION, Consent.given_on <= CaseEvent.day)
            .where(Consent.withdrawn_on.is_(None), Consent.reached_on.is_(None), Consent.settled_as.is_(None))
            .order_by(Consent.id)
        )

    def _over(self) -> Select[Any]:
        """Persons without a consent in force of whose last day no event tells, nor one that somebody has cancelled."""
        today = self.people.today()
        ends = (
            select(Consent.person_id, func.max(Consent.ended_on).label("day"))
            .where(Consent.person_id.not_in(select(Consent.person_id).where(consent_in_force(today))))
            .group_by(Consent.person_id)
            .subquery()
        )
        known = select(CaseEvent.id).where(
            CaseEvent.person_id == ends.c.person_id,
            CaseEvent.trigger == Trigger.CONSENT_END.value,
            or_(CaseEvent.cancelled_at.is_(None), CaseEvent.day == ends.c.day),
        )
        last = and_(Consent.person_id == ends.c.person_id, Consent.ended_on == ends.c.day)
        query = select(ends, func.max(Consent.ground)).join(Consent, last).group_by(*ends.c)
        return query.where(ends.c.day < today, ~known.exists()).order_by(ends.c.person_id)

    def _resume(self, uow: UnitOfWork, person_id: int, on: datetime.date, ground: str) -> None:
        why = translate("The event of the leaving was cancelled")
        take_leaving_back(self.people, uow, [person_id], on, ground, MACHINE, why=why)

    def _reach(self, uow: UnitOfWork, number: int, on: datetime.date, ground: str) -> None:
        row = uow.session.get_one(Consent, number)
        if row.withdrawn_on is None and row.reached_on is None:
            reach_within(self.people, uow, row, on, ground, MACHINE)
            flush_consent(uow.session, row)
            tell_end(self.people, uow, row.person_id, on, ground, MACHINE)

    def _tell(self, uow: UnitOfWork, person_id: int, on: datetime.date, ground: str) -> None:
        tell_end(self.people, uow, person_id, on, ground, MACHINE)

    def _done(self, act: Act, number: int, on: datetime.date, ground: str) -> bool:
        """Each in its own transaction: somebody who writes on one card keeps none of the others."""
        try:
            with UnitOfWork(self.people.sessions) as uow:
                act(uow, number, on, ground)
                uow.commit()
        except (PersonChanged, EventKnown, IntegrityError, StaleDataError) as error:
            log.warning("the end of a consent is told the next time", number=number, why=str(error))
            return False
        return True
