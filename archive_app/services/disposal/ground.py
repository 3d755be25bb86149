"""What every step of an act stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from archive_app.audit import AuditTrail
from archive_app.db.models import CaseStep, DisposalAct, DisposalEntry, EntryState
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.disposal.errors import ActNotThere

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy.orm import Session, sessionmaker

    from archive_app.db.models import ActState, StepKind
    from archive_app.db.unit_of_work import UnitOfWork
    from archive_app.services.disposal.conditions import Inventories, Loans

T = TypeVar("T")
WIDE = 500
"""Rows asked for at once."""


@dataclass(frozen=True, slots=True)
class Ground:
    """`today` is the day where the organisation is."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]
    today: Callable[[], datetime.date]
    inventories: Inventories
    loans: Loans

    def event(self, uow: UnitOfWork, by: str, tag: str, act: DisposalAct, **told: object) -> None:
        """Write an event of the act."""
        AuditTrail(uow, actor=by, now=self.clock).record(tag, act, **told)

    def step(self, session: Session, case_file_id: int, kind: StepKind, reason: str, by: str) -> None:
        """Add a step to the life of a case file."""
        session.add(
            CaseStep(case_file_id=case_file_id, kind=kind, day=self.today(), reason=reason, at=self.clock(), by=by)
        )


def act_row(session: Session, act_id: int, *states: ActState) -> DisposalAct:
    """The act, locked until the transaction ends; it must stand in one of `states`. Raises NotFound, ActNotThere."""
    act = session.get(DisposalAct, act_id, with_for_update=True)
    if act is None:
        raise NotFound(str(act_id), what=translate("Disposal act {number}", number=act_id))
    if act.state not in states:
        raise ActNotThere(act=act_id, state=act.state.value)
    return act


def lines_of(session: Session, act_id: int, *states: EntryState) -> list[DisposalEntry]:
    """The lines of an act in these states (any, where none is named), in order."""
    query = select(DisposalEntry).where(DisposalEntry.act_id == act_id).order_by(DisposalEntry.position)
    if states:
        query = query.where(DisposalEntry.state.in_(states))
    return list(session.scalars(query))


def leave_out(entry: DisposalEntry, code: str, detail: str = "") -> None:
    """Take a line out of the act; it stays readable, and its case file is free for another act."""
    entry.state, entry.left_code, entry.left_detail, entry.seal = EntryState.LEFT, code, detail, None


def in_pieces(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """At most `WIDE` at a time: a database takes so many numbers in one question."""
    for start in range(0, len(rows), WIDE):
        yield rows[start : start + WIDE]
