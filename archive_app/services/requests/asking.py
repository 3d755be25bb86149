"""The narrow road of the portal: requests about oneself or one's child, looked at and taken back by who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from archive_app.audit import ObjectRef
from archive_app.auth.actor import Actor, require
from archive_app.db.engine import reading
from archive_app.db.models import (
    UNANSWERED,
    Act,
    ApplicantKind,
    ArchiveRequest,
    RequestKind,
    RequestState,
    RequestWay,
)
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.i18n import translate
from archive_app.services.documents import spoken_name
from archive_app.services.portal.standing import account_person, on_own_side, standing
from archive_app.services.requests.errors import KindNotOffered, TooManyRequests
from archive_app.services.requests.ground import spoken_number, unknown_request
from archive_app.services.requests.registering import Asked, register_within, require_past
from archive_app.services.requests.terms import terms_in
from retention.deadlines import Start

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from archive_app.services.requests.ground import Desk
    from archive_app.services.requests.kinds import Term

MOST_UNANSWERED = 20
"""Requests of one account that wait at once."""
OFFERED = tuple(kind for kind in RequestKind if kind not in {RequestKind.BODY, RequestKind.DIPLOMA})
"""A body does not ask by the portal, and a diploma is made out without an application."""


@dataclass(frozen=True, slots=True)
class OwnAsked:
    """What is typed; who asks and by what authority the archive knows. `order_on`: the day of the expulsion order."""

    kind: RequestKind
    person_id: int
    purpose: str = ""
    contact: str = ""
    order_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """A request as its applicant sees it. `withdrawable`: it is not answered yet; `overdue_days` is 0 in time."""

    request_id: int
    number: str
    kind: str
    state: str
    person_id: int
    person: str
    asked_on: datetime.date
    do_by: datetime.date
    deadline_words: str
    overdue_days: int
    purpose: str
    contact: str
    refusal: str | None
    ended_on: datetime.date | None
    withdrawable: bool
    version: int


@dataclass(frozen=True, slots=True)
class Asking:
    """What an account of the portal does with requests; each row is found by a query that asks for authority today."""

    desk: Desk

    def ask(self, said: OwnAsked, actor: Actor) -> int:
        """Register a request about oneself or somebody whom one speaks for; its row's number (`request_id`).

        Raises:
            NotAllowed; NotFound: about anybody else, or without authority today.
            KindNotOffered, OrderDayMissing, DayToCome; TooManyRequests: so many of one's own wait already.
        """
        require(actor, Act.SEE)
        if said.kind not in OFFERED:
            raise KindNotOffered
        today = self.desk.today()
        require_past(today, said.order_on)
        with UnitOfWork(self.desk.sessions) as uow:
            who = standing(uow.session, said.person_id, actor, today)
            _require_room(uow.session, actor)
            asked = Asked(
                said.kind,
                who.applicant,
                who.person_id,
                RequestWay.PORTAL,
                ApplicantKind.SELF if who.authority is None else ApplicantKind.REPRESENTATIVE,
                who.authority or "",
                said.contact,
                said.purpose,
                translate("application through the portal of {day}", day=f"{today:%d.%m.%Y}"),
                order_on=said.order_on,
            )
            number = register_within(self.desk, uow, asked.cleaned(), who.person_id, actor).id
            uow.commit()
            return number

    def listed(self, actor: Actor, *, before: int | None = None, limit: int = 50) -> tuple[OwnRequest, ...]:
        """The own requests, the newest first, below the number `before`: one statement. Raises NotAllowed."""
        require(actor, Act.SEE)
        query = select(ArchiveRequest).where(self._mine(actor)).options(joinedload(ArchiveRequest.person))
        query = query.where(ArchiveRequest.id < before) if before is not None else query
        with reading(self.desk.sessions) as session:
            rows = session.scalars(query.order_by(ArchiveRequest.id.desc()).limit(limit))
            lines = tuple(self._line(row) for row in rows)
        shown = [line.request_id for line in lines]
        self.desk.reads.record(actor.login, "request:own:read", ObjectRef("archive_request", "-"), requests=shown)
        return lines

    def card(self, request_id: int, actor: Actor) -> OwnRequest:
        """One of them. Raises NotAllowed, NotFound."""
        require(actor, Act.SEE)
        with reading(self.desk.sessions) as session:
            query = select(ArchiveRequest).where(ArchiveRequest.id == request_id, self._mine(actor))
            row = session.scalars(query.options(joinedload(ArchiveRequest.person))).first()
            if row is None:
                raise unknown_request(request_id)
            line = self._line(row)
        self.desk.reads.record(actor.login, "request:own:read", ObjectRef("archive_request", str(request_id)))
        return line

    def withdraw(self, request_id: int, actor: Actor, *, version: int) -> None:
        """Take back what is not answered yet.

        Raises:
            NotAllowed; NotFound: it is not the own. RequestChanged: it was worked at since it was looked at.
            RequestEnded: it is answered, refused or taken back already.
        """
        require(actor, Act.SEE)
        with self.desk.changing(request_id, version, UNANSWERED, self._mine(actor)) as (uow, request):
            request.state, request.ended_on = RequestState.WITHDRAWN, self.desk.today()
            self.desk.trail(uow, actor).record("request:record:withdraw", request)
            uow.commit()

    def offered(self, actor: Actor) -> dict[RequestKind, Term]:
        """The kinds that may be asked for with their terms: one statement. Raises NotAllowed."""
        require(actor, Act.SEE)
        with reading(self.desk.sessions) as session:
            terms = terms_in(session)
            return {kind: terms[kind] for kind in OFFERED}

    def _mine(self, actor: Actor) -> ColumnElement[bool]:
        """Entered by this account through the portal, or by the office for the person of the account.

        What another representative, or a body, asks about the same child is theirs.
        """
        asked = and_(ArchiveRequest.registered_by == actor.login, ArchiveRequest.way == RequestWay.PORTAL)
        said = and_(
            ArchiveRequest.person_id.in_(account_person(actor)), ArchiveRequest.applicant_kind == ApplicantKind.SELF
        )
        return and_(on_own_side(actor, ArchiveRequest.person_id, self.desk.today()), or_(asked, said))

    def _line(self, row: ArchiveRequest) -> OwnRequest:
        if row.person is None:
            raise unknown_request(row.id)
        running = row.state in UNANSWERED
        return OwnRequest(
            request_id=row.id,
            number=spoken_number(row),
            kind=row.kind.value,
            state=row.state.value,
            person_id=row.person.id,
            person=spoken_name(row.person),
            asked_on=row.registered_at.astimezone(self.desk.zone).date(),
            do_by=row.do_by,
            deadline_words=row.deadline_words,
            overdue_days=max((self.desk.today() - row.due_on).days, 0) if running else 0,
            purpose=row.purpose,
            contact=row.contact,
            refusal=row.refusal,
            ended_on=row.ended_on,
            withdrawable=running,
            version=row.version,
        )


def runs_from_order(term: Term) -> bool:
    """Whether the day of the expulsion order has to be told."""
    return term.start is Start.EXPULSION_ORDER


def _require_room(session: Session, actor: Actor) -> None:
    waiting = select(func.count()).select_from(ArchiveRequest)
    mine = (ArchiveRequest.registered_by == actor.login, ArchiveRequest.way == RequestWay.PORTAL)
    if (session.scalar(waiting.where(*mine, ArchiveRequest.state.in_(UNANSWERED))) or 0) >= MOST_UNANSWERED:
        raise TooManyRequests(limit=MOST_UNANSWERED)
