"""Terms and the production calendar as this organisation has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from archive_app.audit import ObjectRef
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import Act, CalendarDay, RequestKind, RequestTerm
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.names import clean_text
from archive_app.services.requests.errors import OrderDayMissing, TermUnclear
from archive_app.services.requests.kinds import STANDARD, Term
from retention.calendar import ProductionCalendar
from retention.deadlines import Deadline, Start, deadline

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from archive_app.services.requests.ground import Desk


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day on which the organisation works, or does not, unlike the state's calendar."""

    day: datetime.date
    works: bool
    why: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Reads and sets them; the register of requests counts by them."""

    desk: Desk

    def all(self, actor: Actor) -> Mapping[RequestKind, Term]:
        """The term of every kind. Raises NotAllowed."""
        require(actor, Act.PERSONS)
        with reading(self.desk.sessions) as session:
            return terms_in(session)

    def choose(self, kind: RequestKind, term: Term, actor: Actor) -> None:
        """The organisation's own term; requests that are registered keep theirs. Raises NotAllowed, TermUnclear."""
        require(actor, Act.APPROVE)
        source, item = clean_text(term.source).strip(), clean_text(term.item or "").strip() or None
        if not source:
            raise TermUnclear
        with UnitOfWork(self.desk.sessions) as uow:
            row = RequestTerm(kind=kind, rule=term.rule, start=term.start, source=source, item=item)
            uow.session.merge(row)
            self.desk.trail(uow, actor).record(
                "request:term:choose", ObjectRef("request_term", kind.value), rule=term.rule.value,
                start=term.start.value, source=source, item=item,
            )  # fmt: skip
            uow.commit()

    def days(self, actor: Actor) -> tuple[OwnDay, ...]:
        """The organisation's own days, the latest first. Raises NotAllowed."""
        require(actor, Act.PERSONS)
        with reading(self.desk.sessions) as session:
            rows = session.scalars(select(CalendarDay).order_by(CalendarDay.day.desc()))
            return tuple(OwnDay(row.day, row.works, row.why) for row in rows)

    def set_day(self, day: datetime.date, actor: Actor, *, works: bool, why: str) -> None:
        """The organisation works on `day`, or does not. Raises NotAllowed, TermUnclear."""
        require(actor, Act.APPROVE)
        why = clean_text(why).strip()
        if not why:
            raise TermUnclear
        with UnitOfWork(self.desk.sessions) as uow:
            uow.session.merge(CalendarDay(day=day, works=works, why=why))
            self.desk.trail(uow, actor).record(
                "request:calendar:change", ObjectRef("calendar_day", day.isoformat()), works=works, why=why
            )
            uow.commit()

    def forget_day(self, day: datetime.date, actor: Actor) -> None:
        """Let the state's calendar decide on `day` again. Raises NotAllowed."""
        require(actor, Act.APPROVE)
        with UnitOfWork(self.desk.sessions) as uow:
            row = uow.session.get(CalendarDay, day)
            if row is None:
                return
            uow.session.delete(row)
            self.desk.trail(uow, actor).record(
                "request:calendar:change", ObjectRef("calendar_day", day.isoformat()), works=None, why=row.why
            )
            uow.commit()


def terms_in(session: Session) -> Mapping[RequestKind, Term]:
    """The organisation's terms over the standard ones: one statement."""
    own = {row.kind: Term(row.rule, row.start, row.source, row.item) for row in session.scalars(select(RequestTerm))}
    return {**STANDARD, **own}


def calendar_in(session: Session) -> ProductionCalendar:
    """The state's calendar with the organisation's days: one statement."""
    return ProductionCalendar({row.day: row.works for row in session.scalars(select(CalendarDay))})


def deadline_of(
    session: Session,
    kind: RequestKind,
    asked_on: datetime.date,
    order_on: datetime.date | None,
    named: datetime.date | None,
) -> tuple[datetime.date, Deadline]:
    """The day that the term runs from, and the deadline. Raises OrderDayMissing."""
    term = terms_in(session)[kind]
    started_on = order_on if term.start is Start.EXPULSION_ORDER else asked_on
    if started_on is None:
        raise OrderDayMissing
    return started_on, deadline(
        term.rule, term.start, started_on, calendar_in(session), source=term.source, named=named
    )
