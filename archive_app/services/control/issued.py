"""Papers issued within their terms: certificates of study by the register of requests, diplomas by the book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, select

from archive_app.db.models import (
    UNANSWERED,
    ArchiveRequest,
    Leaving,
    RegisterBook,
    RegisterEntry,
    RequestKind,
    RequestState,
    Study,
)
from archive_app.services.control.ground import groups_in
from retention.entries import Entry, entry_deadline, school_year_span

if TYPE_CHECKING:
    import datetime

    from sqlalchemy.orm import Session

    from archive_app.auth.actor import Actor
    from archive_app.services.control.ground import Slice
    from retention.calendar import ProductionCalendar


@dataclass(frozen=True, slots=True)
class Issued:
    """`in_time` and `late` are given out, `overdue` is not though its term is over, `waiting` not yet."""

    in_time: int = 0
    late: int = 0
    overdue: int = 0
    waiting: int = 0

    @property
    def asked(self) -> int:
        """All of them."""
        return self.in_time + self.late + self.overdue + self.waiting


def certificates(session: Session, part: Slice, actor: Actor, today: datetime.date) -> Issued:
    """Applications of the school year for a certificate of study, by students of the groups: one statement."""
    first, last = school_year_span(part.year)
    ready, running = ArchiveRequest.ended_on, ArchiveRequest.state.in_(UNANSWERED)
    state = case(
        (and_(running, ArchiveRequest.due_on < today), "overdue"),
        (running, "waiting"),
        (func.coalesce(ready, ArchiveRequest.due_on) > ArchiveRequest.due_on, "late"),
        else_="in_time",
    )
    mine = select(Study.person_id).join(Study.group).where(groups_in(actor, part))
    query = (
        select(state.label("state"), func.count())
        .where(
            ArchiveRequest.kind == RequestKind.STUDY_CERTIFICATE,
            ArchiveRequest.state.not_in((RequestState.REFUSED, RequestState.WITHDRAWN)),
            ArchiveRequest.started_on.between(first, last),
            ArchiveRequest.person_id.in_(mine),
        )
        .group_by(state)
    )
    return Issued(**{row[0]: row[1] for row in session.execute(query)})


def diplomas(session: Session, part: Slice, actor: Actor, today: datetime.date, calendar: ProductionCalendar) -> Issued:
    """Diplomas made out to graduates of the school year: one statement; a line of the book for each."""
    first, last = school_year_span(part.year)
    query = (
        select(Study.ended_on, func.min(RegisterEntry.issued_on))
        .join(Study.group)
        .join(RegisterEntry, RegisterEntry.person_id == Study.person_id)
        .where(
            groups_in(actor, part),
            Study.leaving == Leaving.GRADUATED,
            Study.ended_on.between(first, last),
            RegisterEntry.book == RegisterBook.DIPLOMA,
            RegisterEntry.duplicate.is_(False),
        )
        .group_by(Study.id, Study.ended_on)
    )
    counts = {"in_time": 0, "late": 0, "overdue": 0, "waiting": 0}
    for ended_on, issued_on in session.execute(query):
        if ended_on is None:  # the query asks for days between two others
            continue
        due_on = entry_deadline(Entry.DIPLOMA, ended_on, calendar).due_on
        if issued_on is None:
            counts["overdue" if due_on < today else "waiting"] += 1
        else:
            counts["late" if issued_on > due_on else "in_time"] += 1
    return Issued(**counts)
