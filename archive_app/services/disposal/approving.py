"""Approval by another person than the proposer, and the word that starts the destruction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive_app.auth.actor import Actor, require
from archive_app.auth.errors import NotAllowed
from archive_app.db.models import Act, ActState, EntryState
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.jobs import enqueue_all
from archive_app.services.disposal.errors import (
    ActTampered,
    InventoriesMissing,
    NotConfirmed,
    NothingToDestroy,
    OwnProposal,
)
from archive_app.services.disposal.ground import Ground, act_row, in_pieces, lines_of
from archive_app.services.disposal.seals import seal_of
from archive_app.services.kinds import destroy_job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from archive_app.db.models import DisposalEntry


@dataclass(frozen=True, slots=True)
class Approving:
    """Approves reviewed acts and starts approved ones."""

    ground: Ground

    def approve(self, act_id: int, actor: Actor) -> None:
        """Approve: from here on the act does not change.

        Raises:
            NotAllowed: only who may approve documents of every kind, as the director does.
            NotFound, ActNotThere, OwnProposal, NothingToDestroy, InventoriesMissing.
        """
        may_approve(actor)
        with UnitOfWork(self.ground.sessions) as uow:
            session = uow.session
            act = act_row(session, act_id, ActState.REVIEWED)
            if act.proposed_by == actor.login:
                raise OwnProposal(act=act_id)
            entries = lines_of(session, act_id, EntryState.LISTED)
            if not entries:
                raise NothingToDestroy(act=act_id)
            self._require_inventories(session, entries)
            act.state, act.approved_by, act.approved_at = ActState.APPROVED, actor.login, self.ground.clock()
            self._place(session, entries)
            for entry in entries:
                entry.seal = seal_of(act, entry)
            self.ground.event(uow, actor.login, "disposal:act:approve", act, case_files=len(entries))
            uow.commit()

    def execute(self, act_id: int, actor: Actor, *, typed: str) -> int:
        """Start the destruction, a job for each case file; how many. `typed` is the number of the act, once more.

        Of an act that is being executed, the jobs that died are promised anew.

        Raises:
            NotAllowed, NotFound, ActNotThere, NotConfirmed, ActTampered.
        """
        require(actor, Act.ARCHIVE)
        if typed.strip().lstrip("№ ") != str(act_id):
            raise NotConfirmed(act=act_id)
        with UnitOfWork(self.ground.sessions) as uow:
            session, now = uow.session, self.ground.clock()
            act = act_row(session, act_id, ActState.APPROVED, ActState.EXECUTING)
            entries = lines_of(session, act_id, EntryState.LISTED, EntryState.DESTROYING)
            for entry in entries:
                if entry.seal != seal_of(act, entry):
                    raise ActTampered(act=act_id, position=entry.position)
            if act.state is ActState.APPROVED:
                act.state, act.started_by, act.started_at = ActState.EXECUTING, actor.login, now
            enqueue_all(session, [destroy_job(entry.id) for entry in entries], now=now)
            self.ground.event(uow, actor.login, "disposal:act:execute", act, case_files=len(entries))
            uow.commit()
            return len(entries)

    def _require_inventories(self, session: Session, entries: Sequence[DisposalEntry]) -> None:
        first, last = min(entry.first_year for entry in entries), max(entry.last_year for entry in entries)
        years = self.ground.inventories.missing(session, first, last)
        if years:
            raise InventoriesMissing(years=", ".join(map(str, years)))

    def _place(self, session: Session, entries: Sequence[DisposalEntry]) -> None:
        for some in in_pieces(entries):
            places = self.ground.inventories.places(session, [entry.case_file_id for entry in some])
            for entry in some:
                entry.inventory, entry.unit_number = places.get(entry.case_file_id, (None, None))


def may_approve(actor: Actor) -> None:
    """Let pass who may approve whatever there is. Raises NotAllowed."""
    require(actor, Act.APPROVE)
    if not actor.within(Act.APPROVE).everything:
        raise NotAllowed(actor.login, login=actor.login)
