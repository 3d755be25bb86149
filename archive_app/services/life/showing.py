"""Everything about the life of one case file on one sheet: its line, its holds, its events, what closing would find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from archive_app.auth.actor import Actor, require_one
from archive_app.db.engine import reading
from archive_app.db.models import CaseEvent, CaseFile, CaseFileState, CaseStep, Document, DocumentState, Volume
from archive_app.db.queries.life import holds_on
from archive_app.services.life.closing import Examined, examined
from archive_app.services.life.holding import HoldCard, hold_card
from archive_app.services.life.judging import KEEPERS, Judged, judge
from archive_app.services.life.steps import known_case_file
from archive_app.services.life_line import LifePoint, life_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event as a person reads about it. `of_person`: it happened to the person, and counts for all of that one's."""

    event_id: int
    trigger: str
    day: datetime.date
    ground: str
    document_id: int | None
    of_person: bool
    entered_by: str
    entered_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class LifeSheet:
    """`examined` is what closing would find, None where the case file is not open."""

    judged: Judged
    state: str
    person_id: int | None
    carried_to: int | None
    life: tuple[LifePoint, ...]
    holds: tuple[HoldCard, ...]
    events: tuple[EventCard, ...]
    examined: Examined | None


@dataclass(frozen=True, slots=True)
class Showing:
    """Shows the life of case files to those who keep the archive or its plans."""

    sessions: sessionmaker[Session]
    today: Callable[[], datetime.date]

    def sheet(self, case_file_id: int, actor: Actor) -> LifeSheet:
        """Eleven statements, however long the life was. Raises NotAllowed, NotFound."""
        require_one(actor, KEEPERS)
        today = self.today()
        with reading(self.sessions) as session:
            case_file = known_case_file(session, case_file_id)
            judged = judge(session, [case_file_id], today)[0]
            steps = session.scalars(
                select(CaseStep).where(CaseStep.case_file_id == case_file_id).order_by(CaseStep.id)
            ).all()
            return LifeSheet(
                judged=judged,
                state=case_file.state.value,
                person_id=case_file.person_id,
                carried_to=case_file.carried_to,
                life=life_of(case_file, steps, _last_date(session, case_file_id), judged, today),
                holds=tuple(hold_card(hold, today) for hold in holds_on(session, [case_file_id]).get(case_file_id, ())),
                events=_events(session, case_file),
                examined=examined(session, case_file_id) if case_file.state is CaseFileState.OPEN else None,
            )


def _last_date(session: Session, case_file_id: int) -> datetime.date | None:
    query = select(func.max(Document.dated_on)).join(Volume, Volume.id == Document.volume_id)
    return session.scalar(query.where(Volume.case_file_id == case_file_id, Document.state == DocumentState.ACTIVE))


def _events(session: Session, case_file: CaseFile) -> tuple[EventCard, ...]:
    happened = CaseEvent.case_file_id == case_file.id
    if case_file.person_id is not None:
        happened = or_(happened, CaseEvent.person_id == case_file.person_id)
    query = select(CaseEvent).where(happened, CaseEvent.cancelled_at.is_(None)).order_by(CaseEvent.day, CaseEvent.id)
    return tuple(
        EventCard(
            event.id,
            event.trigger,
            event.day,
            event.ground,
            event.document_id,
            event.person_id is not None,
            event.entered_by,
            event.entered_at,
        )
        for event in session.scalars(query)
    )
