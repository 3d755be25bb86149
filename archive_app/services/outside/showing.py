"""Results from other organisations as they are looked at: of one person, without a protocol, one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archive_app.audit import ObjectRef
from archive_app.auth.actor import Actor, require, require_one
from archive_app.db.engine import reading
from archive_app.db.models import Act, Document, OutsideResult, OutsideState, PortalFile, User, Volume
from archive_app.services.documents import spoken_name
from archive_app.services.outside.deciding import DECIDED
from archive_app.services.outside.ground import LOOKS, changed_by, result, shown_to, withdrawn_by
from archive_app.services.people.ground import keeps_cards, own_persons
from archive_app.services.portfolio.showing import FileLine, filed_in, files_of

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from archive_app.services.portfolio.ground import Shelf


@dataclass(frozen=True, slots=True)
class ResultLine:
    """An application in a list; `state` is a code, `hours` None where they are not told."""

    result_id: int
    person_id: int
    person: str
    subject: str
    organisation: str
    result: str
    hours: int | None
    applied_on: datetime.date
    state: str
    protocol: str
    protocol_on: datetime.date | None
    decision: str


@dataclass(frozen=True, slots=True)
class ResultCard(ResultLine):
    """All of it. `adds`: whoever looks may still attach papers; `decides`: and write the protocol down.

    `withdraws`: and take it back. `files`: and put the protocol as a file beside what it decided. `decided_by` has
    written the protocol down, or has taken it back. `item`: index and heading where the papers of a concluded one lie,
    empty where there are none; `case_file_id` leads there for whoever may look at it.
    """

    paper: str
    applicant: str
    commission: str
    decided_by: str
    attached: tuple[FileLine, ...]
    adds: bool
    decides: bool
    withdraws: bool
    files: bool
    item: str
    case_file_id: int | None
    version: int


@dataclass(frozen=True, slots=True)
class Showing:
    """Reads applications; each look is an event."""

    shelf: Shelf

    def of_person(
        self, person_id: int, actor: Actor, *, before: int | None = None, limit: int = 50
    ) -> tuple[ResultLine, ...]:
        """The newest first, below the number `before`; none of whom one may not look at: one statement."""
        require_one(actor, LOOKS)
        query = _loaded().where(OutsideResult.person_id == person_id, shown_to(self.shelf, actor))
        query = query.where(OutsideResult.id < before) if before is not None else query
        return self._listed(query.order_by(OutsideResult.id.desc()).limit(limit), actor)

    def waiting(self, actor: Actor, *, after: int | None = None, limit: int = 50) -> tuple[ResultLine, ...]:
        """Those without a protocol, the oldest first, above the number `after`: one statement. Raises NotAllowed."""
        require(actor, Act.PERSONS)
        query = _loaded().where(OutsideResult.state == OutsideState.APPLIED)
        query = query.where(OutsideResult.id > after) if after is not None else query
        return self._listed(query.order_by(OutsideResult.id).limit(limit), actor)

    def card(self, result_id: int, actor: Actor) -> ResultCard:
        """One of them with its papers. Raises NotAllowed, NotFound."""
        require_one(actor, LOOKS)
        with reading(self.shelf.sessions) as session:
            row = result(session, result_id, shown_to(self.shelf, actor))
            waits = row.state is OutsideState.APPLIED
            office = keeps_cards(actor) and row.person_id not in own_persons(actor)
            item, case_file_id = filed_in(session, _case_file(session, row.id), actor)
            card = ResultCard(
                **_line(row),
                paper=row.paper,
                applicant=row.applicant,
                commission=row.commission or "",
                decided_by=session.scalar(select(User.display_name).where(User.login == row.decided_by)) or "",
                attached=files_of(session, PortalFile.outside_id == row.id),
                adds=waits and _holds(session, row, changed_by(self.shelf, actor)),
                decides=waits and office,
                withdraws=waits and _holds(session, row, withdrawn_by(self.shelf, actor)),
                files=row.state in DECIDED and office,
                item=item,
                case_file_id=case_file_id,
                version=row.version,
            )
        self.shelf.reads.record(actor.login, "outside:result:read", ObjectRef("outside_result", str(result_id)))
        return card

    def _listed(self, query: Select[OutsideResult], actor: Actor) -> tuple[ResultLine, ...]:
        with reading(self.shelf.sessions) as session:
            lines = tuple(ResultLine(**_line(row)) for row in session.scalars(query))
        if lines:
            shown = [line.result_id for line in lines]
            self.shelf.reads.record(actor.login, "outside:list:read", ObjectRef("outside_result", "-"), results=shown)
        return lines


def _case_file(session: Session, result_id: int) -> int | None:
    """Where the papers lie now: they may have been moved since."""
    query = select(Volume.case_file_id).join(Document, Document.volume_id == Volume.id)
    mine = query.join(PortalFile, PortalFile.document_id == Document.id).where(PortalFile.outside_id == result_id)
    return session.scalar(mine.order_by(PortalFile.id).limit(1))


def _loaded() -> Select[OutsideResult]:
    return select(OutsideResult).options(joinedload(OutsideResult.person))


def _holds(session: Session, row: OutsideResult, condition: ColumnElement[bool]) -> bool:
    return session.scalar(select(OutsideResult.id).where(OutsideResult.id == row.id, condition)) is not None


def _line(row: OutsideResult) -> dict[str, Any]:
    return {
        "result_id": row.id,
        "person_id": row.person_id,
        "person": spoken_name(row.person),
        "subject": row.subject,
        "organisation": row.organisation,
        "result": row.result,
        "hours": row.hours,
        "applied_on": row.applied_on,
        "state": row.state.value,
        "protocol": row.protocol or "",
        "protocol_on": row.protocol_on,
        "decision": row.decision or "",
    }
