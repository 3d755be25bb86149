"""Drafting an inventory: opened for a year, case files put in and taken out, until the commission agrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.models import (
    Act,
    CaseFileClosing,
    Fonds,
    Inventory,
    InventoryEntry,
    InventoryKind,
    InventoryState,
)
from archive_app.db.queries.volumes import units_of
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.services.case_refusals import CaseRefusal, refuse
from archive_app.services.inventories.errors import InventoryUnderWay
from archive_app.services.inventories.rows import draft_row, entries, refusals

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class Drafting:
    """Changes drafts; nothing else of an inventory is changed here."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def create(self, kind: InventoryKind, year: int, actor: Actor) -> int:
        """Open the section of a year; its number. Raises NotAllowed, InventoryUnderWay."""
        require(actor, Act.ARCHIVE)
        with UnitOfWork(self.sessions) as uow:
            fonds = uow.session.scalars(select(Fonds.id).order_by(Fonds.id).limit(1).with_for_update()).one()
            under_way = select(Inventory.id).where(
                Inventory.fonds_id == fonds,
                Inventory.kind == kind,
                Inventory.year == year,
                Inventory.state != InventoryState.APPROVED,
            )
            known = uow.session.scalar(under_way)
            if known is not None:
                raise InventoryUnderWay(inventory=known, year=year)
            inventory = Inventory(fonds_id=fonds, kind=kind, year=year, created_at=self.clock(), created_by=actor.login)
            uow.session.add(inventory)
            self._trail(uow, actor).record("inventory:section:create", inventory, kind=kind.value, year=year)
            uow.session.flush()
            number = inventory.id
            uow.commit()
            return number

    def add(self, inventory_id: int, case_files: Sequence[int], actor: Actor) -> int:
        """Put closed case files in, a line for each volume; how many lines. All of them or none.

        Raises:
            NotAllowed, NotFound, InventoryFrozen, CaseFilesRefused: with every reason of each case file.
        """
        require(actor, Act.ARCHIVE)
        wanted = tuple(dict.fromkeys(case_files))
        with UnitOfWork(self.sessions) as uow:
            inventory = draft_row(uow.session, inventory_id)
            units = units_of(uow.session, wanted)
            refuse(refusals(uow.session, inventory, wanted, units, _finished_years(uow.session, wanted)))
            now = self.clock()
            lines = [
                line
                for volumes in units.values()
                for line in entries(inventory_id, volumes, len(volumes), actor.login, now)
            ]
            uow.session.add_all(lines)
            self._trail(uow, actor).record("inventory:entries:add", inventory, case_files=list(wanted))
            uow.commit()
            return len(lines)

    def remove(self, inventory_id: int, case_files: Sequence[int], actor: Actor) -> None:
        """Take case files out of a draft. Raises NotAllowed, NotFound, InventoryFrozen, CaseFilesRefused."""
        require(actor, Act.ARCHIVE)
        wanted = tuple(dict.fromkeys(case_files))
        with UnitOfWork(self.sessions) as uow:
            inventory = draft_row(uow.session, inventory_id)
            here = InventoryEntry.inventory_id == inventory_id, InventoryEntry.case_file_id.in_(wanted)
            known = set(uow.session.scalars(select(InventoryEntry.case_file_id).where(*here)))
            refuse([CaseRefusal(number, "", ("not_here",)) for number in wanted if number not in known])
            uow.session.execute(delete(InventoryEntry).where(*here))
            self._trail(uow, actor).record("inventory:entries:remove", inventory, case_files=list(wanted))
            uow.commit()

    def _trail(self, uow: UnitOfWork, actor: Actor) -> AuditTrail:
        return AuditTrail(uow, actor=actor.login, now=self.clock)


def _finished_years(session: Session, case_files: Sequence[int]) -> dict[int, int]:
    query = select(CaseFileClosing.case_file_id, CaseFileClosing.finished_on)
    rows = session.execute(query.where(CaseFileClosing.case_file_id.in_(case_files)))
    return {number: finished.year for number, finished in rows}
