"""The register for a person who looks: under way, overdue, of one person, the time line of one request."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from archive_app.audit import ObjectRef
from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import ENDED, UNANSWERED, ArchiveRequest, AuditEvent, Duty, Person, RoleRight, User
from archive_app.i18n import mark
from archive_app.services.documents import former_names, spoken_name
from archive_app.services.requests.ground import KEEPERS, spoken_number, unknown_request

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import ColumnElement, Select

    from archive_app.services.requests.ground import Desk

VIEW_WORDS = {"open": mark("Under way"), "mine": mark("Mine"), "overdue": mark("Overdue"), "all": mark("Register")}
"""Parts of the register that are listed."""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A line of the register. `former` are earlier names of the person; `overdue_days` is 0 where it is in time."""

    request_id: int
    number: str
    kind: str
    way: str
    state: str
    person_id: int | None
    person: str
    former: tuple[str, ...]
    applicant: str
    registered_on: datetime.date
    due_on: datetime.date
    do_by: datetime.date
    overdue_days: int
    assignee: str | None


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of the time line; `who` is a name."""

    at: datetime.datetime
    who: str
    action: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RequestCard(RequestLine):
    """All that the register says of a request."""

    applicant_kind: str
    authority: str
    contact: str
    purpose: str
    ground: str
    started_on: datetime.date
    deadline_words: str
    assignee_login: str | None
    refusal: str | None
    ended_on: datetime.date | None
    version: int
    line: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Showing:
    """Reads the register."""

    desk: Desk

    def listed(
        self,
        actor: Actor,
        *,
        only: str = "open",
        person_id: int | None = None,
        after: int | None = None,
        limit: int = 50,
    ) -> tuple[RequestLine, ...]:
        """A part of the register: `open`, `mine` and `overdue` by the day they are to be done by, `all` newest first.

        `after` is the number (`request_id`) of the last line shown before. Three statements. Raises NotAllowed.
        """
        require_one(actor, KEEPERS)
        query = _loaded().limit(limit)
        if only == "all":
            query = query.order_by(ArchiveRequest.id.desc())
            query = query.where(ArchiveRequest.id < after) if after is not None else query
        else:
            query = query.where(ArchiveRequest.state.not_in(ENDED)).order_by(ArchiveRequest.do_by, ArchiveRequest.id)
            query = query.where(_behind(after)) if after is not None else query
        if only == "mine":
            query = query.where(ArchiveRequest.assignee_id == actor.user_id)
        if only == "overdue":
            query = query.where(ArchiveRequest.due_on < self.desk.today(), ArchiveRequest.state.in_(UNANSWERED))
        if person_id is not None:
            query = query.where(ArchiveRequest.person_id == person_id)
        with reading(self.desk.sessions) as session:
            lines = tuple(RequestLine(**self._line(row)) for row in session.scalars(query))
        shown = [line.request_id for line in lines]
        self.desk.reads.record(actor.login, "request:list:read", ObjectRef("archive_request", "-"), requests=shown)
        return lines

    def card(self, request_id: int, actor: Actor) -> RequestCard:
        """One of them with its time line. Raises NotAllowed, NotFound."""
        require_one(actor, KEEPERS)
        with reading(self.desk.sessions) as session:
            row = session.scalars(_loaded().where(ArchiveRequest.id == request_id)).first()
            if row is None:
                raise unknown_request(request_id)
            moments = session.execute(_moments(request_id)).all()
            card = RequestCard(
                **self._line(row),
                applicant_kind=row.applicant_kind.value,
                authority=row.authority or "",
                contact=row.contact,
                purpose=row.purpose,
                ground=row.ground,
                started_on=row.started_on,
                deadline_words=row.deadline_words,
                assignee_login=row.assignee.login if row.assignee else None,
                refusal=row.refusal,
                ended_on=row.ended_on,
                version=row.version,
                line=tuple(Moment(at, name or who, tag, json.loads(told)) for at, who, name, tag, told in moments),
            )
        self.desk.reads.record(actor.login, "request:card:read", ObjectRef("archive_request", str(request_id)))
        return card

    def answerers(self, actor: Actor) -> tuple[tuple[str, str], ...]:
        """Login and name of everybody who may answer: one statement. Raises NotAllowed."""
        require_one(actor, KEEPERS)
        query = (
            select(User.login, User.display_name)
            .join(Duty, Duty.user_id == User.id)
            .join(RoleRight, RoleRight.role_code == Duty.role_code)
            .where(User.active, Duty.revoked_at.is_(None), RoleRight.act.in_(KEEPERS))
            .distinct()
            .order_by(User.display_name, User.login)
        )
        with reading(self.desk.sessions) as session:
            return tuple((login, name) for login, name in session.execute(query))

    def _line(self, row: ArchiveRequest) -> dict[str, Any]:
        running = row.state in UNANSWERED
        return {
            "request_id": row.id,
            "number": spoken_number(row),
            "kind": row.kind.value,
            "way": row.way.value,
            "state": row.state.value,
            "person_id": row.person_id,
            "person": spoken_name(row.person) if row.person else "",
            "former": former_names(row.person) if row.person else (),
            "applicant": row.applicant,
            "registered_on": row.registered_at.astimezone(self.desk.zone).date(),
            "due_on": row.due_on,
            "do_by": row.do_by,
            "overdue_days": max((self.desk.today() - row.due_on).days, 0) if running else 0,
            "assignee": row.assignee.display_name if row.assignee else None,
        }


def _loaded() -> Select[ArchiveRequest]:
    return select(ArchiveRequest).options(
        joinedload(ArchiveRequest.assignee), joinedload(ArchiveRequest.person).options(selectinload(Person.names))
    )


def _behind(request_id: int) -> ColumnElement[bool]:
    """Whatever is to be done after that request; its day was set once for all when it was registered."""
    day = select(ArchiveRequest.do_by).where(ArchiveRequest.id == request_id).scalar_subquery()
    return or_(
        ArchiveRequest.do_by > day,
        and_(ArchiveRequest.do_by == day, ArchiveRequest.id > request_id),
    )


def _moments(request_id: int) -> Select[*tuple[Any, ...]]:
    """What was done to it, the oldest first; looks are for those who read the journal."""
    return (
        select(AuditEvent.at, AuditEvent.actor, User.display_name, AuditEvent.action, AuditEvent.details)
        .outerjoin(User, User.login == AuditEvent.actor)
        .where(AuditEvent.object_type == "archive_request", AuditEvent.object_id == str(request_id))
        .where(AuditEvent.action.not_like("request:%:read"))
        .order_by(AuditEvent.seq)
        .limit(200)
    )
