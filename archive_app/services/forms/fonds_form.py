"""Лист фонда: names of the organisation, what came into the archive and what left it, and what remained each time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from archive_app.auth.actor import Actor, require
from archive_app.case_file_words import period_of
from archive_app.db.engine import reading
from archive_app.db.models import (
    Accession,
    AccessionLine,
    AccessionState,
    Act,
    CaseFileState,
    DisposalAct,
    DisposalEntry,
    EntryState,
    Fonds,
    Inventory,
    InventoryState,
)
from archive_app.errors import NotFound
from archive_app.i18n import translate
from archive_app.services.forms.amounts import units_in_words
from archive_app.services.forms.form import Column, Form, Heading, Sign, Table

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True, slots=True)
class _Move:
    """Units that came (`number` above 0) or left on a day."""

    day: datetime.date
    document: str
    number: int


@dataclass(frozen=True, slots=True)
class FondsForm:
    """Prints the sheet of a fonds."""

    sessions: sessionmaker[Session]
    zone: datetime.tzinfo

    def form(self, fonds_id: int, actor: Actor, _volume: int | None = None) -> Iterator[Form]:
        """Лист фонда. Raises NotAllowed, NotFound."""
        require(actor, Act.ARCHIVE)
        with reading(self.sessions) as session:
            fonds = session.get(Fonds, fonds_id)
            if fonds is None:
                raise NotFound(str(fonds_id), what=translate("Fonds {number}", number=fonds_id))
            moves = sorted([*_came(session, self.zone), *_left(session, self.zone)], key=lambda move: move.day)
            names = [f"{one.name} ({period_of(one.valid_from, one.valid_to)})" for one in fonds.names]
            inventories = list(_inventories(session, fonds_id, self.zone))
            remaining = sum(move.number for move in moves)
            yield Form(
                title=translate("SHEET OF THE FONDS No. {number}", number=fonds.number),
                left=[fonds.name],
                facts=[
                    (translate("Name of the fonds"), fonds.name),
                    (translate("Former names of the fonds"), "; ".join(names) or "—"),
                    (translate("First came in on"), f"{moves[0].day:%d.%m.%Y}" if moves else "—"),
                ],
                table=Table(_columns(), [*_rows(moves), *inventories]),
                closing=[translate("In the archive now: {units}.", units=units_in_words(remaining))],
                signs=[Sign(translate("Head of the archive"))],
            )


def _columns() -> list[Column]:
    return [
        Column(translate("No."), 6, number=True),
        Column(translate("Date"), 14),
        Column(translate("Name, number and date of the document"), 40),
        Column(translate("Came in, units"), 13, number=True),
        Column(translate("Left, units"), 13, number=True),
        Column(translate("Remaining, units"), 14, number=True),
    ]


def _rows(moves: list[_Move]) -> Iterator[tuple[object, ...] | Heading]:
    remaining = 0
    for number, move in enumerate(moves, 1):
        remaining += move.number
        came, left = (move.number, "") if move.number > 0 else ("", -move.number)
        yield number, f"{move.day:%d.%m.%Y}", move.document, came, left, remaining


def _came(session: Session, zone: datetime.tzinfo) -> Iterator[_Move]:
    query = (
        select(Accession.id, Accession.accepted_at, func.sum(AccessionLine.volumes))
        .join(AccessionLine, AccessionLine.accession_id == Accession.id)
        .where(Accession.state == AccessionState.ACCEPTED)
        .group_by(Accession.id)
    )
    for number, at, units in session.execute(query):
        if at is not None:
            yield _Move(at.astimezone(zone).date(), translate("Transfer act {number}", number=number), units)


def _left(session: Session, zone: datetime.tzinfo) -> Iterator[_Move]:
    """Only what stood in the archive: case files of the units never came in."""
    entry = DisposalEntry
    query = (
        select(DisposalAct.id, func.max(entry.destroyed_at), func.sum(entry.volumes))
        .join(entry, entry.act_id == DisposalAct.id)
        .where(entry.state == EntryState.DESTROYED, entry.stood == CaseFileState.ARCHIVED.value)
        .group_by(DisposalAct.id)
    )
    for number, at, units in session.execute(query):
        if at is not None:
            yield _Move(at.astimezone(zone).date(), translate("Disposal act {number}", number=number), -units)


def _inventories(session: Session, fonds_id: int, zone: datetime.tzinfo) -> Iterator[tuple[object, ...] | Heading]:
    approved = (Inventory.fonds_id == fonds_id, Inventory.state == InventoryState.APPROVED)
    rows = session.scalars(select(Inventory).where(*approved).order_by(Inventory.approved_at, Inventory.id)).all()
    if rows:
        yield Heading(translate("Approved inventories"))
    for number, row in enumerate(rows, 1):
        named = translate("Inventory No. {number}, section of {year}", number=row.number, year=row.year)
        listed = f"{named}: {units_in_words(row.units or 0)}"
        day = f"{row.approved_at.astimezone(zone):%d.%m.%Y}" if row.approved_at else "—"
        yield number, day, listed, "", "", ""
