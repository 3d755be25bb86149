"""Settling an inventory: agreed by the commission, sent back, approved by another person, afterwards only corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from archive_app.audit import AuditTrail
from archive_app.auth.actor import Actor, require
from archive_app.db.models import Act, Fonds, Inventory, InventoryCorrection, InventoryEntry, InventoryState
from archive_app.db.models.inventory import LONGEST_NUMBER
from archive_app.db.unit_of_work import UnitOfWork
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.inventories.errors import (
    InventoryChanged,
    InventoryEmpty,
    InventoryNotAgreed,
    InventoryNotApproved,
    InventoryNumberFixed,
    NothingCorrected,
    OwnInventory,
    ProtocolMissing,
)
from archive_app.services.inventories.kinds import USUAL_NUMBERS
from archive_app.services.inventories.rows import draft_row, inventory_row
from archive_app.services.names import clean_text
from archive_app.services.rights.errors import ReasonMissing
from archive_app.services.typed import one_line

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sqlalchemy.orm import Session, sessionmaker

CORRECTED = ("heading", "dates", "sheets", "term", "note")
"""What of a line may be put right; the words of an approved line stay, the correction stands beside them."""


@dataclass(frozen=True, slots=True)
class Settling:
    """Takes an inventory from the draft to the approved list."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime.datetime]

    def agree(self, inventory_id: int, actor: Actor, *, protocol: str) -> int:
        """Note that the commission has agreed: lines get their numbers, 1 to the last without gaps; how many.

        Raises:
            NotAllowed, NotFound, ProtocolMissing, InventoryFrozen, InventoryEmpty.
        """
        require(actor, Act.ARCHIVE)
        decision = clean_text(protocol).strip()
        if not decision:
            raise ProtocolMissing
        with UnitOfWork(self.sessions) as uow:
            inventory = draft_row(uow.session, inventory_id)
            lines = _numbered(uow.session, inventory_id)
            if not lines:
                raise InventoryEmpty(inventory=inventory_id)
            inventory.state, inventory.protocol = InventoryState.AGREED, decision
            inventory.agreed_at, inventory.agreed_by = self.clock(), actor.login
            self._trail(uow, actor).record("inventory:section:agree", inventory, protocol=decision, lines=lines)
            uow.commit()
            return lines

    def send_back(self, inventory_id: int, actor: Actor, *, reason: str) -> None:
        """Make an agreed inventory a draft again. Raises NotAllowed, NotFound, ReasonMissing, InventoryNotAgreed."""
        require(actor, Act.ARCHIVE)
        why = _said(reason)
        with UnitOfWork(self.sessions) as uow:
            inventory = _agreed(uow.session, inventory_id)
            here = InventoryEntry.inventory_id == inventory_id
            uow.session.execute(update(InventoryEntry).where(here).values(position=None))
            inventory.state, inventory.protocol = InventoryState.DRAFT, None
            inventory.agreed_at = inventory.agreed_by = None
            self._trail(uow, actor).record("inventory:section:send_back", inventory, reason=why)
            uow.commit()

    def approve(self, inventory_id: int, actor: Actor, *, number: str = "", seen: int | None = None) -> Inventory:
        """Approve and freeze; Оп. is `number` or what it always was, Д. goes on where the section before ended.

        `seen` is the version that the person has looked at.

        Raises:
            NotAllowed, NotFound, InventoryNotAgreed, InventoryNumberFixed, TooLong.
            InventoryChanged: it is another than the person has seen.
            OwnInventory: who drew it up, or put a line in, asks somebody else.
        """
        require(actor, Act.ARCHIVE)
        with UnitOfWork(self.sessions) as uow:
            inventory = _agreed(uow.session, inventory_id)
            if actor.login in _authors(uow.session, inventory):
                raise OwnInventory(inventory=inventory_id, login=actor.login)
            if seen is not None and seen != inventory.version:
                raise InventoryChanged(inventory=inventory_id)
            uow.session.get_one(Fonds, inventory.fonds_id, with_for_update=True)  # one approval gives Д. at a time
            lines = _last_position(uow.session, inventory_id)
            known, following = _before(uow.session, inventory)
            said = one_line(number, "number", LONGEST_NUMBER)
            if known and said and said != known:
                raise InventoryNumberFixed(number=known, said=said)
            inventory.number = known or said or USUAL_NUMBERS[inventory.kind]
            inventory.first_unit, inventory.units = following, lines
            inventory.state = InventoryState.APPROVED
            inventory.approved_at, inventory.approved_by = self.clock(), actor.login
            self._trail(uow, actor).record(
                "inventory:section:approve", inventory, number=inventory.number, first=following, lines=lines
            )
            uow.commit()
            return inventory

    def correct(self, inventory_id: int, position: int, actor: Actor, *, field: str, becomes: str, reason: str) -> None:
        """Add a correction to a line of an approved inventory; the line itself stays. `field` is one of CORRECTED.

        Raises:
            NotAllowed, NotFound, ReasonMissing, InventoryNotApproved, NothingCorrected.
        """
        require(actor, Act.ARCHIVE)
        why, value = _said(reason), clean_text(becomes).strip()
        with UnitOfWork(self.sessions) as uow:
            inventory = inventory_row(uow.session, inventory_id, change=True)
            if inventory.state is not InventoryState.APPROVED:
                raise InventoryNotApproved(inventory=inventory_id)
            entry = _entry(uow.session, inventory_id, position)
            was = _stands(uow.session, entry, field)
            if field not in CORRECTED or not value or value == was:
                raise NothingCorrected(field=field)
            correction = InventoryCorrection(
                entry_id=entry.id, field=field, was=was, becomes=value, reason=why, at=self.clock(), by=actor.login
            )
            uow.session.add(correction)
            self._trail(uow, actor).record(
                "inventory:entry:correct", inventory, position=position, field=field, was=was, becomes=value, reason=why
            )
            uow.commit()

    def _trail(self, uow: UnitOfWork, actor: Actor) -> AuditTrail:
        return AuditTrail(uow, actor=actor.login, now=self.clock)


def written(entry: InventoryEntry, field: str) -> str:
    """What a line says of a field of CORRECTED, as a correction would write it."""
    if field == "dates":
        days = [f"{day:%d.%m.%Y}" for day in (entry.first_date, entry.last_date) if day is not None]
        return " – ".join(dict.fromkeys(days))
    return str(getattr(entry, field, ""))


def _said(reason: str) -> str:
    why = clean_text(reason).strip()
    if not why:
        raise ReasonMissing
    return why


def _agreed(session: Session, inventory_id: int) -> Inventory:
    inventory = inventory_row(session, inventory_id, change=True)
    if inventory.state is not InventoryState.AGREED:
        raise InventoryNotAgreed(inventory=inventory_id)
    return inventory


def _numbered(session: Session, inventory_id: int) -> int:
    """Give the lines their positions; how many there are."""
    order = (InventoryEntry.index, InventoryEntry.case_file_id, InventoryEntry.volume)
    here = select(InventoryEntry.id).where(InventoryEntry.inventory_id == inventory_id)
    numbers = list(session.scalars(here.order_by(*order)))
    values = [{"id": number, "position": position} for position, number in enumerate(numbers, 1)]
    if values:
        session.execute(update(InventoryEntry), values)
    return len(values)


def _authors(session: Session, inventory: Inventory) -> set[str]:
    query = select(InventoryEntry.added_by).where(InventoryEntry.inventory_id == inventory.id).distinct()
    return {inventory.created_by, *session.scalars(query)}


def _last_position(session: Session, inventory_id: int) -> int:
    query = select(func.max(InventoryEntry.position)).where(InventoryEntry.inventory_id == inventory_id)
    return session.scalars(query).one() or 0


def _before(session: Session, inventory: Inventory) -> tuple[str | None, int]:
    """Оп. of the sections approved so far, and the Д. that follows theirs."""
    query = select(func.max(Inventory.number), func.max(Inventory.first_unit + Inventory.units)).where(
        Inventory.fonds_id == inventory.fonds_id,
        Inventory.kind == inventory.kind,
        Inventory.state == InventoryState.APPROVED,
    )
    number, following = session.execute(query).one()
    return number, following or 1


def _entry(session: Session, inventory_id: int, position: int) -> InventoryEntry:
    query = select(InventoryEntry).where(
        InventoryEntry.inventory_id == inventory_id, InventoryEntry.position == position
    )
    entry = session.scalar(query)
    if entry is None:
        raise NotFound(str(position), what=translate("Line {number} of the inventory", number=position))
    return entry


def _stands(session: Session, entry: InventoryEntry, field: str) -> str:
    """What stands there now: the last correction, else the line itself."""
    last = (
        select(InventoryCorrection.becomes)
        .where(InventoryCorrection.entry_id == entry.id, InventoryCorrection.field == field)
        .order_by(InventoryCorrection.id.desc())
        .limit(1)
    )
    return session.scalar(last) or written(entry, field)
